"""The school calendar: which bells hold on which day, and what cannot be one, said with its place."""

from dataclasses import replace
from datetime import date

import pytest

from wellnessdesk.base import i18n
from wellnessdesk.base.paths import resource
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.calendar import BellSchedule, DayOff, PeriodKind, Room, SpecialDay, Term, wrong
from wellnessdesk.domain.calendar_plain import CalendarProblem, clock, from_plain, minute_of, to_plain
from wellnessdesk.domain.catalogue_entries import Text
from wellnessdesk.exchange import calendar_toml

SAMPLE = calendar_toml.read(resource("catalogues", "school_calendar.toml"))
MONDAY = date(2026, 9, 14)


def named(text):
    return Text(text, text)


def period_ids(calendar, day):
    schedule = calendar.day(day).schedule
    return schedule.id if schedule else ""


def test_the_sample_is_whole_and_its_regular_day_is_that_of_the_bell_times():
    assert wrong(SAMPLE) == ""
    regular = SAMPLE.schedules[0]
    assert [(str(one.name), one.kind, clock(one.starts), clock(one.ends)) for one in regular.periods] == [
        (str(one.label), one.kind, f"{one.start:%H:%M}", f"{one.end:%H:%M}") for one in catalogues.bell_times()]
    assert [one.id for one in regular.periods if one.kind is PeriodKind.CLASS] == list("123456")


def test_a_day_says_whether_there_are_classes_and_why_not():
    assert SAMPLE.day(MONDAY).has_classes
    assert (SAMPLE.day(MONDAY).term, period_ids(SAMPLE, MONDAY)) == ("Fall semester", "regular")
    assert SAMPLE.day(date(2026, 9, 7)).closed == "Labor Day"
    assert SAMPLE.day(date(2026, 11, 25)).closed == "Thanksgiving break"
    assert SAMPLE.day(date(2026, 9, 12)).closed == "No classes on this weekday"
    assert SAMPLE.day(date(2026, 7, 15)).closed == "Not in a term"
    special = SAMPLE.day(date(2026, 12, 18))
    assert (special.special, special.schedule.id) == ("Last day of the semester", "minimum")
    assert replace(SAMPLE, terms=()).day(date(2030, 7, 15)).has_classes


@pytest.mark.parametrize(("time", "period"), [
    ("07:44", None), ("07:45", "before"), ("08:30", "1"), ("09:25", "1"), ("09:26", "2"), ("09:31", "2"),
    ("12:46", "lunch"), ("16:29", "after"), ("16:30", None), ("23:59", None),
])
def test_a_minute_falls_in_a_period_and_between_bells_in_the_one_that_comes(time, period):
    found = SAMPLE.day(MONDAY).period_at(minute_of(time))
    assert (found.id if found else None) == period
    assert SAMPLE.day(date(2026, 9, 7)).period_at(minute_of(time)) is None


def broken(**changes):
    return wrong(replace(SAMPLE, **changes))


def with_period(at, **changes):
    regular = SAMPLE.schedules[0]
    periods = [replace(one, **changes) if number == at else one for number, one in enumerate(regular.periods)]
    return broken(schedules=(replace(regular, periods=tuple(periods)),))


def test_bell_times_that_overlap_are_refused_with_both_periods_and_times():
    assert with_period(2, starts=minute_of("9:20")) == (
        "In “Regular day”, “Period 2” begins at 9:20 AM, but “Period 1” ends only at 9:26 AM.")


def test_what_cannot_be_right_is_said_with_its_place():
    assert with_period(1, ends=minute_of("8:00")) == "In “Regular day”, “Period 1” ends before it begins."
    assert with_period(1, ends=2_000) == "In “Regular day”, “Period 1” ends before it begins."
    assert with_period(2, id="1") == "In “Regular day”, two periods have the same short name."
    assert with_period(2, name=named("")) == "Give each period of “Regular day” a name."
    assert broken(schedules=(BellSchedule(id="x", name=named("X")),)) == (
        "The bell schedule “X” has no periods, or more than a day holds.")
    twice = replace(SAMPLE.schedules[1], weekdays=(2,))
    assert broken(schedules=(SAMPLE.schedules[0], twice)) == (
        "Wednesday has two bell schedules: “Regular day” and “Minimum day”.")
    assert broken(schedules=(SAMPLE.schedules[0], replace(SAMPLE.schedules[1], id="regular"))) == (
        "Two bell schedules have the same short name.")
    assert broken(terms=(Term(name=named("Fall"), first=MONDAY, last=date(2026, 1, 1)),)) == (
        "“Fall” ends before it begins.")
    terms = (Term(name=named("One"), first=MONDAY, last=date(2026, 10, 1)),
             Term(name=named("Two"), first=date(2026, 10, 1), last=date(2026, 11, 1)))
    assert broken(terms=terms) == "“Two” begins on Oct 1, 2026, before “One” is over."
    assert broken(special_days=(SpecialDay(day=MONDAY, schedule="gone", name=named("")),)) == (
        "Sep 14, 2026 names a bell schedule that is not there.")
    assert broken(special_days=(SpecialDay(day=MONDAY, schedule="minimum", name=named("")),) * 2) == (
        "Sep 14, 2026 is there twice as a special day.")
    assert broken(rooms=(Room(name="A"), Room(name="a"))) == "The room “a” is there twice."
    assert broken(rooms=(Room(name="A", capacity=0),)) == "The room “A” must hold at least 1 and at most 500."
    assert broken(days_off=(DayOff(name=named(""), first=MONDAY, last=MONDAY),)) == (
        "Give each term and each holiday a name.")
    assert broken(rooms=tuple(Room(name=f"R{n}") for n in range(61))).startswith("This is more than a calendar holds")


def test_as_plain_data_and_as_a_file_it_comes_back_the_same(tmp_path):
    assert from_plain(to_plain(SAMPLE)) == SAMPLE
    odd = replace(SAMPLE, rooms=(Room(name='Room "7" \\ ñ', capacity=3),), special_days=())
    late = replace(odd.schedules[0].periods[-1], ends=24 * 60)
    odd = replace(odd, schedules=(replace(odd.schedules[0], periods=(*odd.schedules[0].periods[:-1], late)),))
    file = tmp_path / "calendar.toml"
    file.write_text(calendar_toml.text(odd), encoding="utf-8")
    assert calendar_toml.read(file) == odd


def test_names_follow_the_language():
    i18n.set_language("es")
    assert SAMPLE.day(date(2026, 9, 7)).closed == "Día del Trabajo"


@pytest.mark.parametrize(("typed", "minute"), [
    ("8:05", 485), ("08:05:00", 485), ("1:05 pm", 785), ("1:05 p. m.", 785), ("12:00 AM", 0), ("12:30 PM", 750),
    ("24:00", 1440), ("7", 420), ("7 pm", 1140), ("25:00", None), ("8:61", None), ("", None), ("noon", None),
    ("13:00 pm", None), ("-1:00", None), ("٨:٠٥", None), ("9" * 5_000, None), ("24:01", None),
])
def test_times_as_people_write_them(typed, minute):
    assert minute_of(typed) == minute


@pytest.mark.parametrize(("text", "told"), [
    ("[[term]]\nname = 'F'\nfirst = 2026-08-12\nlast = 'soon'", "At “F”: “last” must be a date"),
    ("[[term]]\nname = 'F'\nfirst = 2026-08-12T10:00:00\nlast = 2026-08-13", "“first” must be a date"),
    ("[[term]]\nname = 'F'\nfirst = 0001-08-12\nlast = 2026-08-13", "“first” must be a date"),
    ("[[term]]\nfirst = 2026-08-12\nlast = 2026-08-13", "“name” is missing"),
    ("[[term]]\nname = { en = 'F' }\nfirst = 2026-08-12\nlast = 2026-08-13", "“name” must be a text"),
    ("term = 3", "“term” must be written as [[term]]"),
    ("[[schedule]]\nid = 'r'\nname = 'R'\nweekdays = ['Monday']", "“weekdays” must be a list of: mon"),
    ("[[schedule]]\nid = 'r'\nname = 'R'\n[[schedule.period]]\nid = '1'\nname = 'P'\nstarts = 'dawn'\nends = 9:00",
     "no TOML file"),
    ("[[schedule]]\nid = 'r'\nname = 'R'\n[[schedule.period]]\nid = '1'\nname = 'P'\nstarts = 'dawn'\nends = 09:00:00",
     "At “P”: “starts” must be a time"),
    ("[[schedule]]\nid = 'r'\nname = 'R'\n[[schedule.period]]\nid = '1'\nname = 'P'\nkind = 'nap'",
     "“kind” must be one of: open, class, break, lunch"),
    ("[[schedule]]\nid = true\nname = 'R'", "“id” is missing"),
    ("[[room]]\nname = 'A'\ncapacity = 'two'", "“capacity” must be a whole number"),
    ("[[room]]\nname = 'A'\ncapacity = true", "“capacity” must be a whole number"),
    ("[[room]]\nname = '\u202e\u200b'", "“name” is missing"),
    ("x = " + "[" * 3_000 + "]" * 3_000, "no TOML file"),
    ("\x00", "no TOML file"),
    ("PK\x03\x04", "no TOML file"),
])
def test_a_file_that_is_none_is_refused_with_the_place_and_never_crashes(tmp_path, text, told):
    file = tmp_path / "calendar.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CalendarProblem) as refused:
        calendar_toml.read(file)
    assert told in str(refused.value)


def test_a_file_that_is_missing_too_big_or_no_text_is_refused(tmp_path):
    file = tmp_path / "calendar.toml"
    with pytest.raises(CalendarProblem, match="cannot be opened"):
        calendar_toml.read(file)
    file.write_bytes(b"#" * 1_000_001)
    with pytest.raises(CalendarProblem, match="too big"):
        calendar_toml.read(file)
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CalendarProblem, match="UTF-8"):
        calendar_toml.read(file)
    with pytest.raises(CalendarProblem, match="no school calendar"):
        from_plain([1, 2])
