"""Applications from a file: columns recognized, lines matched to the roster, doubles and broken lines told."""

import pytest

from tests.applied import entered, open_round
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.applications import Came
from wellnessdesk.services import application_import, applications, audit
from wellnessdesk.store import students

HEADER = ("Timestamp,Student ID,Name,Why would you like to be a Wellness Peer?,"
          "Tell about a time when you listened to somebody\n")


@pytest.fixture
def cycle(center):
    return open_round(center)


@pytest.fixture
def file(center, tmp_path):
    with center.coordinator.reading() as tx:
        jose = students.get(tx, 1).student_number
    path = tmp_path / "applications.csv"
    path.write_text(HEADER + f"1,{jose},José,Because,Once\n" + f"2,{jose},José,Again,\n" + '3,,"New, Robin",I would,\n'
                    + "4,999999,Nobody,I,\n" + "5,,,I,\n" + "6,,Aaliyah Brown,I,\n" + "7,,Anna O'Neil,,\n"
                    + "8,,Minh Nguyen,I listen,\n", encoding="utf-8")
    return path


def test_the_columns_are_recognized_and_every_line_is_taken_or_told(center, cycle, file):
    seen = application_import.look(center.coordinator, cycle.id, file)
    assert dict(seen.proposed) == {"student_number": "Student ID", "full_name": "Name", "why": seen.header[3],
                                   "listened": seen.header[4]}
    shown = application_import.preview(center.coordinator, cycle.id, file, seen.proposed)
    assert [(one.line, one.name, one.student) for one in shown.lines] == [
        (2, "José Núñez", 1), (4, "Robin New", None), (9, "Minh Nguyễn", 3)]
    assert [one.line for one in shown.not_taken] == [3, 5, 6, 7, 8]
    assert shown.not_taken[0].reason.startswith("They have applied already")
    assert applications.listed(center.coordinator, cycle.id) == []


def test_what_was_shown_is_taken_whole_or_not_at_all_and_the_columns_are_remembered(center, cycle, file):
    desk = center.coordinator
    columns = dict(application_import.look(desk, cycle.id, file).proposed)
    del columns["listened"]
    shown = application_import.preview(desk, cycle.id, file, columns)
    robin = entered(center, cycle, 3)
    with pytest.raises(Problem, match="applied already"):
        application_import.accept(desk, shown, columns)
    applications.remove(desk, robin.id)
    assert application_import.accept(desk, shown, columns) == 3
    found = {one.name: one for one in applications.listed(desk, cycle.id)}
    assert found["Robin New"].came is Came.FILE
    assert applications.whole(desk, found["José Núñez"].id).application.answers == {"why": "Because"}
    assert application_import.look(desk, cycle.id, file).proposed == columns
    assert application_import.preview(desk, cycle.id, file, columns).lines == ()
    assert audit.verify(desk).sound


def test_without_a_column_for_who_it_is_nothing_is_read(center, cycle, file):
    with pytest.raises(Problem, match="which column"):
        application_import.preview(center.coordinator, cycle.id, file, {"why": HEADER})
