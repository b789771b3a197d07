"""Modules with versions, what stands against a class, and until when something counts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from wellnessdesk.base.months import add_months
from wellnessdesk.domain import training as rules
from wellnessdesk.domain.meetings import Attendance
from wellnessdesk.domain.training import Cell, Completion, How, Module, Seat, TrainingClass

DAY = date(2026, 9, 14)
OWN = Module(id="own", title="Own", minutes=60, since=DAY)


def one(**changes):
    return replace(OWN, **changes)


def test_the_shipped_modules_are_taught_and_need_only_what_is_there():
    there = rules.in_force(rules.all_versions([]), DAY)
    ids = {module.id for module in there}
    assert len(ids) == 15
    assert all(set(module.prerequisites) <= ids and not rules.circle(module, there) for module in there)


def test_on_each_day_the_version_of_that_day_is_taught():
    newer = one(version=2, since=DAY + timedelta(days=10), minutes=90)
    ended = one(version=3, since=DAY + timedelta(days=20), until=DAY + timedelta(days=25))
    versions = rules.all_versions([OWN, newer, ended])
    taught = [next((module.version for module in rules.in_force(versions, DAY + timedelta(days=days))
                    if module.id == "own"), None) for days in (-1, 0, 9, 10, 20, 25, 26)]
    assert taught == [None, 1, 1, 2, 3, 3, None]


def test_a_version_that_begins_before_the_one_there_overlaps_it():
    assert "since" in rules.wrong_module(one(version=2), [OWN])
    assert rules.wrong_module(one(version=2, since=DAY + timedelta(days=1)), [OWN]) == {}


@pytest.mark.parametrize(("field", "value"), [("title", ""), ("title", "x" * 81), ("minutes", 0), ("minutes", 6001),
                                              ("lapses_months", 0), ("until", DAY - timedelta(days=1))])
def test_what_a_module_cannot_be_is_said_at_its_field(field, value):
    assert set(rules.wrong_module(one(**{field: value}), [])) == {field}


def test_a_module_that_needs_itself_by_way_of_another_is_refused():
    other = one(id="other", prerequisites=("own",))
    assert "prerequisites" in rules.wrong_module(one(prerequisites=("other",)), [other])
    assert rules.wrong_module(one(prerequisites=("third",)), [other]) == {}


def held(**changes):
    seat = Seat(person="pia", state=Attendance.PRESENT, minutes=60)
    return replace(TrainingClass(module="own", day=DAY, minutes=60, seats=(seat,)), **changes)


@pytest.mark.parametrize("changes", [
    {"day": DAY + timedelta(days=1)}, {"minutes": 0}, {"minutes": -5}, {"minutes": 30 * 60}, {"seats": ()},
    {"seats": (Seat(person="pia", state=Attendance.LATE, minutes=61),)},
    {"seats": (Seat(person="pia", state=Attendance.LATE, minutes=-1),)}])
def test_a_class_that_cannot_have_been_is_refused(changes):
    assert rules.wrong_class(held(**changes), DAY)
    assert rules.wrong_class(held(), DAY) == ""


def test_months_end_on_the_last_day_where_a_month_is_short():
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert one(lapses_months=12).lapses_on(date(2024, 2, 29)) == date(2025, 2, 28)
    assert one().lapses_on(DAY) is None


def done(name, lapses, revoked=None):
    return Completion(id=name, person="pia", module="own", version=1, day=DAY, how=How.CLASS, by="cora",
                      lapses_on=lapses, revoked_at=revoked)


def test_of_several_completions_the_one_that_counts_longest_stands():
    later = DAY + timedelta(days=9)
    assert rules.cells([done("a", later), done("b", DAY)])["pia", "own"].completion == "a"
    assert rules.cells([done("a", later), done("c", None)])["pia", "own"].completion == "c"
    assert rules.cells([done("c", None), done("a", later)])["pia", "own"].completion == "c"
    assert rules.cells([done("a", later, revoked=1)]) == {}


def test_what_lapses_within_a_month_is_said_and_on_its_day_it_has():
    cell = Cell(True, DAY, DAY + timedelta(days=30))
    assert cell.soon(DAY)
    assert not cell.soon(DAY - timedelta(days=1))
    assert not cell.lapsed(DAY)
    assert cell.lapsed(DAY + timedelta(days=30))
    assert not cell.soon(DAY + timedelta(days=30))


def test_who_lacks_a_prerequisite_or_has_it_no_more_is_not_ready():
    module = one(prerequisites=("a", "b"))
    there = {("pia", "a"): Cell(True, DAY, None), ("pia", "b"): Cell(True, DAY, DAY)}
    assert rules.not_ready(module, there, "pia", DAY) == ("b",)
    assert rules.not_ready(module, there, "otto", DAY) == ("a", "b")
