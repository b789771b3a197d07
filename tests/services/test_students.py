"""The front desk finds a student by a few letters, however they are typed, among those who are here now."""

import pytest

from tests.centers import fresh_center
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.services import students, visits
from wellnessdesk.store import students as rows


@pytest.fixture(scope="module")
def center(tmp_path_factory):
    made = fresh_center(tmp_path_factory.mktemp("students") / "center")
    yield made
    made.admin.close()


def found(center, query, **how):
    return [one.name for one in students.search(center.front, query, **how)]


@pytest.mark.parametrize(("typed", "names"), [
    ("jos", ["José Núñez"]), ("NUNEZ", ["José Núñez"]), ("oneil", ["Anna O'Neil"]), ("o neil", ["Anna O'Neil"]),
    ("nguyen minh", ["Minh Nguyễn"]), ("woj", ["Łukasz Wójcik"]), ("luk", ["Łukasz Wójcik"]),
    ("lopez", ["Zoë García-López"]), ("200003", ["Minh Nguyễn"]), ("xyz", []), ("", []), ("   ", []), ("osé", [])])
def test_a_few_letters_find_whom_they_should(center, typed, names):
    assert found(center, typed) == names


def test_equal_names_are_told_apart_by_grade_and_the_end_of_the_number(center):
    brown = students.search(center.front, "brown")
    assert [(one.name, one.grade, one.hint) for one in brown] == [
        ("Aaliyah Brown", "10", "005"), ("Aaliyah Brown", "12", "006")]


def test_no_more_are_shown_than_asked_for(center):
    assert found(center, "2000", limit=3) == sorted(found(center, "2000"), key=str.casefold)[:3]
    assert len(found(center, "2000")) == 7


@pytest.mark.parametrize(("typed", "names"), [
    ("nunes", ["José Núñez"]), ("nuñze", ["José Núñez"]), ("wojick", ["Łukasz Wójcik"]),
    ("aliyah", ["Aaliyah Brown", "Aaliyah Brown"]), ("nguyne minh", ["Minh Nguyễn"]),
    ("garica lop", ["Zoë García-López"]),
    ("anna oneill", ["Anna O'Neil"]), ("xqzv", []), ("jos", []), ("", []), ("one two three four five", [])])
def test_a_slip_of_the_fingers_is_forgiven(center, typed, names):
    assert [one.student.name for one in students.find_similar(center.front, typed)] == names


def test_the_nearest_come_first_and_say_that_they_are_only_similar(center):
    similar = students.find_similar(center.front, "browm")
    assert {one.how for one in similar} == {students.How.SIMILAR}
    assert students.worth_looking_for_similar("browm", found=0)
    assert not students.worth_looking_for_similar("browm", found=3)
    assert not students.worth_looking_for_similar("bro", found=0)


def test_looking_for_similar_names_stops_when_it_is_of_no_use(center):
    class Stopped:
        def check_cancelled(self):
            raise Cancelled

    with pytest.raises(Cancelled):
        students.find_similar(center.front, "browm", progress=Stopped())


@pytest.mark.parametrize(("typed", "names"), [
    ("pepe", ["José Núñez"]), ("pep nun", ["José Núñez"]), ("pepito", ["José Núñez"]), ("bob", [])])
def test_short_forms_find_whoever_is_called_so(center, typed, names):
    assert found(center, typed) == names


def test_who_is_here_or_gone_is_said_at_once(tmp_path):
    made = fresh_center(tmp_path / "center")
    front = made.front
    visit = visits.check_in(front, 3, reason="talk_with_peer", origin="walk_in")
    with front.change("students") as change:
        rows.change_many(change.tx, [{"id": 5, "active": False}])
        change.record("roster.accept", "roster")
    assert [(one.student.id, one.here_since) for one in students.find(front, "ngu")] == [(3, visit.arrived_at)]
    assert [(one.student.id, one.student.active) for one in students.find(front, "brown")] == [(6, True), (5, False)]
    assert [one.id for one in students.search(front, "brown")] == [6]
    assert students.count(front) == 6
    visits.check_out(front, visit.id)
    assert students.find(front, "ngu")[0].here_since is None
    made.admin.close()


def test_a_card_that_bears_the_student_number_is_theirs(center):
    assert students.by_card(center.front, "200003").student.name == "Minh Nguyễn"
    assert students.by_card(center.front, "20000") is None


def test_the_roster_is_read_once_and_again_after_it_changed(tmp_path):
    made = fresh_center(tmp_path / "center")
    front = made.front
    assert students.search(front, "minh")
    kept = front.cache["students"]
    assert students.search(front, "anna")
    assert front.cache["students"] is kept
    with front.change("students") as change:
        rows.change_many(change.tx, [{"id": 3, "active": False}])
        change.record("test", "roster")
    assert students.search(front, "minh") == []
    made.admin.close()
