"""A visit's stage and its minutes, whatever is known of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from wellnessdesk.domain.bundles import Period
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.people import Person, Role, role_label
from wellnessdesk.domain.students import Student
from wellnessdesk.domain.visits import Stage, Visit

NOW = datetime(2026, 9, 14, 17, 0, tzinfo=UTC)
VISIT = Visit(id=1, student_id=1, student="José Núñez", grade="10", hint="001", day=date(2026, 9, 14), arrived_at=NOW,
              origin="walk_in", reason="take_a_break")


def after(minutes):
    return NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize(("changes", "stage"), [
    ({}, Stage.WAITING), ({"peer_id": "p", "handed_at": after(5)}, Stage.WITH_PEER),
    ({"left_at": after(9)}, Stage.LEFT), ({"peer_id": "p", "handed_at": after(5), "left_at": after(9)}, Stage.LEFT)])
def test_a_stage_follows_from_what_happened_last(changes, stage):
    assert replace(VISIT, **changes).stage is stage


@pytest.mark.parametrize(("changes", "minutes"), [
    ({}, 20), ({"handed_at": after(5), "peer_id": "p"}, 15), ({"left_at": after(9)}, 9),
    ({"handed_at": after(5), "peer_id": "p", "left_at": after(9)}, 9), ({"arrived_at": after(60)}, 0)])
def test_minutes_are_those_of_the_stage_and_for_who_left_of_the_whole_visit(changes, minutes):
    assert replace(VISIT, **changes).minutes(after(20)) == minutes


def test_half_a_minute_is_not_a_minute():
    assert VISIT.minutes(NOW + timedelta(seconds=119)) == 1


@pytest.mark.parametrize(("student", "name"), [
    (Student(id=1, student_number="200123", given="Ana", family="Ruiz"), "Ana Ruiz"),
    (Student(id=1, student_number="200123", given="Ana", family="Ruiz", preferred_given="Alex"), "Alex Ruiz"),
    (Student(id=1, student_number="200123", given="Ana", family=""), "Ana")])
def test_a_student_is_called_as_they_wish(student, name):
    assert (student.name, student.hint) == (name, "123")


def test_the_day_of_a_moment_is_the_centers_own():
    center = Center(id="c", name="Oak", school="Oak", time_zone="America/Los_Angeles")
    assert center.day(datetime(2026, 9, 15, 6, 59, tzinfo=UTC)) == date(2026, 9, 14)
    assert center.local(datetime(2026, 11, 1, 9, 30, tzinfo=UTC)).hour == 1  # the clocks went back that night


def test_everybody_has_a_role_with_a_name():
    assert len({role_label(role) for role in Role}) == len(Role)
    assert Person("p", "Pia", Role.PEER).active


@pytest.mark.parametrize(("period", "first", "last", "before"), [
    (Period(2026, 9), date(2026, 9, 1), date(2026, 9, 30), Period(2026, 8)),
    (Period(2028, 2), date(2028, 2, 1), date(2028, 2, 29), Period(2028, 1)),
    (Period(2026, 1), date(2026, 1, 1), date(2026, 1, 31), Period(2025, 12))])
def test_a_period_is_a_whole_month(period, first, last, before):
    assert (period.first, period.last, period.before()) == (first, last, before)
    assert before < period


def test_a_periods_code_sorts_as_it_reads():
    assert Period(2026, 9).code == "2026-09"
    assert sorted([Period(2026, 10).code, Period(2026, 9).code]) == ["2026-09", "2026-10"]
