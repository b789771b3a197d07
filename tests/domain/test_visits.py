"""A visit's stage and its minutes, whatever is known of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from wellnessdesk.domain.bundles import Period
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.people import Person, Role, role_label
from wellnessdesk.domain.students import Student
from wellnessdesk.domain.visits import Queue, Stage, Steps, Visit, merged

NOW = datetime(2026, 9, 14, 17, 0, tzinfo=UTC)
VISIT = Visit(id=1, student_id=1, student="José Núñez", grade="10", hint="001", day=date(2026, 9, 14), arrived_at=NOW,
              origin="walk_in", reason="take_a_break")


def after(minutes):
    return NOW + timedelta(minutes=minutes)


def visit(**steps):
    return replace(VISIT, steps=Steps(**steps))


HANDED = {"peer_id": "p", "handed_at": after(5)}


@pytest.mark.parametrize(("steps", "stage"), [
    ({}, Stage.WAITING), (HANDED, Stage.WITH_PEER), ({"resting_at": after(5)}, Stage.RESTING),
    ({**HANDED, "resting_at": after(7)}, Stage.RESTING), ({"left_at": after(9)}, Stage.LEFT),
    ({**HANDED, "resting_at": after(7), "left_at": after(9)}, Stage.LEFT)])
def test_a_stage_follows_from_what_happened_last(steps, stage):
    assert visit(**steps).stage is stage


@pytest.mark.parametrize(("steps", "minutes"), [
    ({}, 20), (HANDED, 15), ({"resting_at": after(12)}, 8), ({**HANDED, "resting_at": after(7)}, 13),
    ({"left_at": after(9)}, 9), ({**HANDED, "left_at": after(9)}, 9)])
def test_minutes_are_those_of_the_stage_and_for_who_left_of_the_whole_visit(steps, minutes):
    assert visit(**steps).minutes(after(20)) == minutes


def test_a_clock_put_back_makes_no_negative_minutes():
    assert replace(VISIT, arrived_at=after(60)).minutes(after(20)) == 0


def test_who_came_back_into_the_queue_waits_since_then_but_stays_since_the_arrival():
    back = replace(VISIT, returned_at=after(15))
    assert (back.minutes(after(20)), back.stayed(after(20))) == (5, 20)
    assert visit(left_at=after(9)).stayed(after(20)) == 9


def test_next_is_who_has_waited_longest_since_they_last_began_to():
    returned, other = replace(VISIT, returned_at=after(10)), replace(VISIT, id=2, arrived_at=after(4))
    assert Queue(waiting=(returned, other)).next is other
    assert Queue().next is None


def test_a_queue_knows_everybody_in_the_room():
    one, two, three, gone = (replace(VISIT, id=number) for number in range(4))
    assert Queue(waiting=(one,), with_peer=(two,), resting=(three,), left=(gone,)).here == (one, two, three)


def test_a_queue_finds_another_visit_of_the_same_student_today():
    mine, before, other = VISIT, replace(VISIT, id=2), replace(VISIT, id=3, student_id=VISIT.student_id + 1)
    assert Queue(waiting=(other, mine), left=(before,)).another(mine) is before
    assert Queue(waiting=(other, mine)).another(mine) is None


@pytest.mark.parametrize(("kept", "later", "expected"), [
    ({"left_at": after(9), **HANDED}, {}, {}),
    ({"left_at": after(9)}, {"peer_id": "q", "handed_at": after(12)}, {"peer_id": "q", "handed_at": after(12)}),
    ({"left_at": after(9), **HANDED, "left_by": "a", "left_how": "desk"},
     {"left_at": after(30), "left_by": "b", "left_how": "sweep"},
     {**HANDED, "left_at": after(30), "left_by": "b", "left_how": "sweep"}),
    ({**HANDED, "left_at": after(9)}, {"peer_id": "q", "handed_at": after(12), "left_at": after(30)},
     {"peer_id": "q", "handed_at": after(12), "left_at": after(30)})])
def test_two_visits_that_were_one_go_as_far_as_the_later(kept, later, expected):
    assert merged(Steps(**kept), Steps(**later)) == Steps(**expected)


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
    (Period.month(2026, 9), date(2026, 9, 1), date(2026, 9, 30), Period.month(2026, 8)),
    (Period.month(2028, 2), date(2028, 2, 1), date(2028, 2, 29), Period.month(2028, 1)),
    (Period.month(2026, 1), date(2026, 1, 1), date(2026, 1, 31), Period.month(2025, 12))])
def test_a_period_is_a_whole_month(period, first, last, before):
    assert (period.first, period.last, period.before()) == (first, last, before)
    assert before < period


def test_a_periods_code_sorts_as_it_reads():
    assert Period.month(2026, 9).code == "2026-09"
    assert sorted([Period.month(2026, 10).code, Period.month(2026, 9).code]) == ["2026-09", "2026-10"]
