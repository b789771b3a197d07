"""The days of a group follow from its rhythm, and every one of them is there: planned, kept, moved or missed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellnessdesk.domain.calendar import SchoolCalendar
from wellnessdesk.domain.meetings import (
    RHYTHMS,
    Attendance,
    Group,
    Meeting,
    MeetingState,
    Member,
    Missed,
    attendance_label,
    meeting_id,
    meetings_of,
    missed_label,
    parsed,
    state_label,
)

START = date(2026, 9, 14)
GROUP = Group(id=3, name="Monday", starts_on=START)
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))


def kept(day, planned, state=MeetingState.PREPARED):
    return Meeting(id=meeting_id(3, planned), group=3, name="", day=day, starts=900, minutes=60, state=state)


@given(DAYS, st.integers(0, 400), st.sampled_from(RHYTHMS))
def test_from_any_day_on_the_rhythm_gives_each_of_its_days_once(first, length, every):
    last = first + timedelta(days=length)
    group = replace(GROUP, every=every)
    step = timedelta(weeks=every)
    expected = [day for day in (START + step * n for n in range(200)) if first <= day <= last]
    assert list(group.planned(first, last)) == expected


@given(DAYS)
def test_an_id_says_its_group_and_planned_day(day):
    assert parsed(meeting_id(12, day)) == (12, day)


@pytest.mark.parametrize("text", ["", "2026-09-14", "soon.3", "2026-09-14.x", "2026-13-01.2"])
def test_what_is_no_id_says_so(text):
    assert parsed(text) is None


@given(st.sets(st.integers(0, 7)), st.sets(st.integers(0, 7)), st.integers(1, 5))
def test_kept_moved_or_neither_each_planned_meeting_is_there_once(there, moved, days):
    held = {}
    for week in there | moved:
        planned = START + timedelta(weeks=week)
        one = kept(planned + timedelta(days=days if week in moved else 0), planned)
        held[one.id] = one
    found = meetings_of(GROUP, held, SchoolCalendar(), START, START + timedelta(weeks=8, days=6))
    assert sorted(one.id for one in found) == [meeting_id(3, START + timedelta(weeks=week)) for week in range(9)]
    assert [one.day for one in found] == sorted(one.day for one in found)


def test_an_ended_group_keeps_what_it_has_and_plans_no_more():
    ended = replace(GROUP, ended_on=START + timedelta(days=7))
    late = kept(START + timedelta(days=14), START + timedelta(days=14), MeetingState.MISSED)
    found = meetings_of(ended, {late.id: late}, SchoolCalendar(), START, START + timedelta(weeks=4))
    assert [one.day for one in found] == [START, START + timedelta(days=14)]


def test_somebody_is_in_a_group_until_the_day_they_left():
    member = Member(person="pia", since=START, until=START + timedelta(days=7))
    assert [member.on(START + timedelta(days=days)) for days in (-1, 0, 6, 7)] == [False, True, True, False]


def test_every_state_has_a_word_of_its_own():
    for kind, label in ((MeetingState, state_label), (Missed, missed_label), (Attendance, attendance_label)):
        assert len({label(one) for one in kind}) == len(kind)


def test_on_a_day_on_which_a_moved_meeting_is_no_other_one_is_planned():
    moved = kept(START + timedelta(days=7), START)
    found = meetings_of(GROUP, {moved.id: moved}, SchoolCalendar(), START, START + timedelta(days=13))
    assert [one.id for one in found] == [moved.id]
