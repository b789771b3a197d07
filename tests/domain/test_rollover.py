"""The start of a school year, planned without a store."""

import pytest

from wellnessdesk.domain import rollover
from wellnessdesk.domain.roster import KnownStudent


def known(number, grade, **facts):
    return KnownStudent(id=number, given="A", family="B", grade=grade, **facts)


@pytest.mark.parametrize(("before", "after"), [
    ("PK", "TK"), ("TK", "K"), ("K", "1"), ("kg", "1"), ("1", "2"), ("11", "12")])
def test_everybody_goes_up_one(before, after):
    plan = rollover.plan([known(1, before)], "12")
    assert [fact.new for change in plan.changes for fact in change.fields] == [after]
    assert plan.becoming_inactive == ()


def test_who_has_finished_becomes_inactive_and_who_is_inactive_stays():
    plan = rollover.plan([known(1, "8"), known(2, "9"), known(3, "7", active=False)], "8")
    assert [one.id for one in plan.becoming_inactive] == [1, 2]
    assert plan.changes == ()


@pytest.mark.parametrize("grade", ["", "other", "UG", "13", "0"])
def test_a_grade_nobody_can_tell_stays_and_is_counted(grade):
    plan = rollover.plan([known(1, grade)], "12")
    assert (plan.changes, plan.becoming_inactive, plan.unchanged) == ((), (), 1)
    assert plan.warnings[0] == "1 student has no grade from 1 to 12 and stays as they are."


@pytest.mark.parametrize(("grades", "last"), [
    (["6", "8", "7"], "8"), (["K", ""], "12"), ([], "12"), (["12", "2"], "12")])
def test_the_last_grade_is_the_schools_highest(grades, last):
    assert rollover.last_grade(grades) == last
