"""Who has looked at a student's record: everybody who did and nobody else, and nobody else can ask."""

import pytest

from tests.centers import DECIDED, note, worked_center
from tests.test_sql_shell import everything as all_bytes
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.services import flags, looked, sessions, student_records
from wellnessdesk.store import audit_log as store_log


@pytest.fixture
def day(tmp_path):
    made = worked_center(tmp_path / "center")
    yield made
    made.center.admin.close()


@pytest.fixture
def cora(day):
    return day.center.coordinator


def answer(desk, student):
    """(who, what) of everything but that this very question opened the record."""
    return [(line.who, line.text) for line in looked.at(desk, student).lines][1:]


def test_before_anybody_looked_there_is_only_who_asks(cora):
    found = looked.at(cora, 1)
    assert found.student.name == "José Núñez"
    assert [(line.who, line.text) for line in found.lines] == [("Cora Coordinator", "Opened a student's record.")]


def test_whoever_opened_a_note_of_theirs_is_named_with_the_time(day, cora):
    day.center.clock.advance(minutes=3)
    sessions.read_note(day.center.peer, day.signed)
    read_at = day.center.clock.now()
    day.center.clock.advance(minutes=3)
    sessions.read_note(cora, day.signed)
    sessions.cosign(cora, day.signed)
    assert answer(cora, 1) == [
        ("Cora Coordinator", f"Read and co-signed the note of session {day.signed}."),
        ("Cora Coordinator", f"Opened the note of session {day.signed}."),
        ("Pia Peer", f"Opened the note of session {day.signed}.")]
    assert looked.at(cora, 1).lines[-1].at == read_at


def test_of_another_student_nothing_of_it_is_told(day, cora):
    sessions.read_note(cora, day.signed)
    assert answer(cora, 2) == []


def test_who_took_on_and_closed_a_flag_about_them_is_named(day, cora):
    flags.acknowledge(cora, day.flag)
    flags.close(cora, day.flag, DECIDED)
    wrote = ("Cora Coordinator", "Wrote down what was done about a red flag.")
    assert answer(cora, 1) == [("Cora Coordinator", "Closed a red flag."), *[wrote] * 4,
                               ("Cora Coordinator", "Took on a red flag.")]
    assert answer(cora, 2) == []


def test_a_spoiled_flag_hides_no_other_answer(day, cora):
    flags.acknowledge(cora, day.flag)
    sessions.read_note(cora, day.signed)
    with cora.store.transaction() as tx:
        tx.session.connection().exec_driver_sql("UPDATE sealed SET blob = 'x' WHERE kind = 'flag'")
    assert answer(cora, 1) == [("Cora Coordinator", f"Opened the note of session {day.signed}.")]
    with cora.store.transaction() as tx:
        tx.session.connection().exec_driver_sql("DELETE FROM sealed WHERE kind = 'flag'")
    assert answer(cora, 1) == [("Cora Coordinator", f"Opened the note of session {day.signed}.")]


def test_the_front_desk_that_opens_a_record_is_named_too(day, cora):
    assert student_records.opened(day.center.front, 1).name == "José Núñez"
    assert ("Frank Desk", "Opened a student's record.") in answer(cora, 1)
    assert ("Frank Desk", "Opened a student's record.") not in answer(cora, 2)


def test_a_record_opened_twice_in_a_sitting_is_one_entry(day, cora):
    for _time in range(3):
        looked.at(cora, 1)
    assert answer(cora, 1) == []
    cora.sittings.clear()  # they locked, and came back
    assert len(answer(cora, 1)) == 1


def test_it_is_the_same_page_by_page(day, cora, monkeypatch):
    sessions.read_note(cora, day.signed)
    sessions.sign(day.center.desks["Otto Other"], day.draft, note())
    sessions.read_note(cora, day.draft)
    whole = answer(cora, 1), answer(cora, 2)
    monkeypatch.setattr(store_log, "SPAN", 2)
    assert (answer(cora, 1), answer(cora, 2)) == whole
    assert [len(part) for part in whole] == [1, 1]


def test_it_says_how_far_it_is_and_can_be_stopped(day, cora, monkeypatch):
    monkeypatch.setattr(store_log, "SPAN", 3)
    told = []

    class Watching:
        def report(self, done, total):
            told.append((done, total))

        def check_cancelled(self):
            if len(told) > 2:
                raise Cancelled

    with pytest.raises(Cancelled):
        looked.at(cora, 1, Watching())
    assert told == sorted(told)
    assert 0 < told[0][0] < told[0][1]


def test_somebody_not_on_the_roster_is_told_so(cora):
    with pytest.raises(Problem, match="not on the roster"):
        looked.at(cora, 999)


@pytest.mark.parametrize("name", ["Frank Desk", "Pia Peer", "Ada Admin"])
def test_nobody_else_can_ask_nor_read_the_answer_out_of_the_file(day, cora, name):
    desk = day.center.desks[name]
    with pytest.raises(Denied):
        looked.at(desk, 1)
    looked.at(cora, 4)
    sessions.read_note(cora, day.signed)
    assert b"student:4" not in all_bytes(desk)
    assert b"note.read" not in all_bytes(desk)
    assert b"student:4" in all_bytes(cora)  # the control
