"""Dates, times and numbers stand as a person of the language writes them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from wellnessdesk.base import formats, i18n

DAY = date(2026, 3, 9)
AT = datetime(2026, 9, 14, 17, 42, tzinfo=UTC).astimezone(ZoneInfo("America/Los_Angeles"))
WRITTEN = {
    "en": ("Mar 9, 2026", "Monday, March 9, 2026", "Monday", "March 2026", "10:42 AM", "1,234", "42%"),
    "es": ("9 mar 2026", "lunes, 9 de marzo de 2026", "lunes", "marzo 2026", "10:42 a.m.", "1,234", "42%"),
}


@pytest.mark.parametrize("language", WRITTEN)
def test_each_language_has_its_own_way(language):
    i18n.set_language(language)
    made = (formats.date(DAY), formats.date_long(DAY), formats.weekday(DAY), formats.month(DAY), formats.time(AT),
            formats.number(1234), formats.percent(0.42))
    assert tuple(text.replace("\u00a0", " ").replace("\u202f", " ") for text in made) == WRITTEN[language]


@pytest.mark.parametrize(("count", "written"), [(0, "0 min"), (1, "1 min"), (59, "59 min"), (60, "1 h"),
                                                (135, "2 h 15 min"), (2879, "47 h 59 min"),
                                                (2880, "2 days"), (5929, "4 days")])
def test_minutes_become_hours_where_they_are_many(count, written):
    assert formats.minutes(count) == written


@pytest.mark.parametrize(("language", "written"), [("en", "Mar 9"), ("es", "9 mar")])
def test_a_short_date_leaves_the_year_out(language, written):
    i18n.set_language(language)
    assert formats.date_short(DAY) == written


def test_no_space_of_a_time_breaks_a_search_for_it():
    assert "\u202f" not in formats.time(AT)
