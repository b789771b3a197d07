"""Days, spans and ages in words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from wellnessdesk.base import i18n
from wellnessdesk.ui.pages.sessions import wording

NOON = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(("minutes", "said"), [
    (0, "0 min"), (59, "59 min"), (60, "1 hour"), (119, "1 hour"), (23 * 60 + 59, "23 hours"), (24 * 60, "1 day"),
    (72 * 60, "3 days"),
])  # fmt: skip
def test_a_span_is_said_in_its_largest_unit(minutes, said):
    assert wording.since(NOON, NOON + timedelta(minutes=minutes)) == said


def test_a_clock_set_back_counts_as_nothing():
    assert wording.since(NOON, NOON - timedelta(hours=2)) == "0 min"


@pytest.mark.parametrize(("day", "said"), [
    (date(2026, 9, 14), "Today"), (date(2026, 9, 13), "Yesterday"), (date(2026, 9, 9), "Wednesday"),
    (date(2026, 9, 7), "Sep 7, 2026"), (date(2026, 9, 15), "Sep 15, 2026"),
])  # fmt: skip
def test_a_day_is_called_by_what_is_closest(day, said):
    assert wording.day_name(day, date(2026, 9, 14)) == said


def test_a_spanish_weekday_begins_a_line_with_a_capital():
    i18n.set_language("es")

    assert wording.day_name(date(2026, 9, 9), date(2026, 9, 14)) == "Miércoles"
