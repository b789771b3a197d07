"""The front desk finds a student by a few letters, however they are typed, among those who are here now."""

import pytest

from tests.centers import fresh_center
from wellnessdesk.services import students
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
