"""A day becomes a week or a month, minutes a bracket that no spreadsheet takes for a date, words a code."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellnessdesk.domain.coarse import (
    Grain,
    bracket,
    bracket_labels,
    bracket_of_steps,
    coarse_day,
    grade_band,
    language,
)

MINUTE = 60_000


@given(st.dates(date(2000, 1, 8), date(2100, 1, 1)))
def test_seven_days_share_a_week_that_begins_on_a_monday(day):
    monday = date.fromisoformat(coarse_day(day, Grain.WEEK))
    assert monday.weekday() == 0
    assert {coarse_day(monday + timedelta(days=n), Grain.WEEK) for n in range(7)} == {monday.isoformat()}
    assert monday <= day < monday + timedelta(days=7)


def test_a_month_is_a_year_and_a_month():
    assert coarse_day(date(2026, 9, 30), Grain.MONTH) == "2026-09"


@pytest.mark.parametrize(("ms", "code"), [
    (None, ""), (-1, ""), (0, "under_5"), (5 * MINUTE - 1, "under_5"), (5 * MINUTE, "5_to_14"),
    (15 * MINUTE, "15_to_29"), (30 * MINUTE, "30_to_59"), (60 * MINUTE, "60_or_more"), (10**9, "60_or_more"),
])
def test_minutes_fall_into_one_bracket(ms, code):
    assert bracket(ms) == code
    assert not code or code in dict(bracket_labels())


@pytest.mark.parametrize(("begun", "code"), [
    ("-3", ""), ("0", ""), ("1", "under_5"), ("2", "5_to_14"), ("3", "5_to_14"), ("4", "15_to_29"), ("7", "30_to_59"),
    ("12", "30_to_59"), ("13", "60_or_more"), ("900", "60_or_more")])
def test_steps_of_five_minutes_fall_into_the_same_brackets(begun, code):
    assert bracket_of_steps(begun) == code


@pytest.mark.parametrize(("grade", "code"), [("09", "9"), ("9", "9"), ("12", "12"), ("KG", "other"), ("", "other")])
def test_a_grade_falls_into_its_band(grade, code):
    assert grade_band(grade) == code


@pytest.mark.parametrize(("words", "code"), [
    ("es", "es"), ("Spanish", "es"), (" español ", "es"), ("es-MX", "es"), ("Hmong", "hmn"), ("Finnish", "other"),
    ("what we speak at home", "other"), ("", ""), ("  ", "")])
def test_a_language_is_known_by_its_id_its_name_or_its_code(words, code):
    assert language(words) == code
