"""How exact what leaves is: a week or a month for a day, a bracket for minutes, a few grades and languages."""

from datetime import date, timedelta
from enum import StrEnum

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues

BRACKETS = ((5, "under_5"), (15, "5_to_14"), (30, "15_to_29"), (60, "30_to_59"))
"""Up to how many minutes (not included), and what stands for that: nothing a spreadsheet takes for a date."""
STEP_MS = 5 * 60_000
"""Every bracket is of whole steps."""
LONGER, UNKNOWN, OTHER = "60_or_more", "", "other"


class Grain(StrEnum):
    """What stands for a day."""

    WEEK = "week"
    MONTH = "month"


def coarse_day(day: date, grain: Grain) -> str:
    """The Monday of its week (`2026-09-14`), or its month (`2026-09`)."""
    if grain is Grain.MONTH:
        return f"{day:%Y-%m}"
    return (day - timedelta(days=day.weekday())).isoformat()


def bracket_labels() -> tuple[tuple[str, str], ...]:
    """The brackets' codes with their words."""
    return (("under_5", _("Under 5 minutes")), ("5_to_14", _("5 to 14 minutes")), ("15_to_29", _("15 to 29 minutes")),
            ("30_to_59", _("30 to 59 minutes")), (LONGER, _("An hour or more")))


def bracket(ms: int | None) -> str:
    """The bracket of a time in milliseconds; empty when it is not known, and for one that ends before it begins."""
    if ms is None or ms < 0:
        return UNKNOWN
    minutes = ms // 60_000
    return next((name for most, name in BRACKETS if minutes < most), LONGER)


def bracket_of_steps(begun: str) -> str:
    """The same for so many steps begun (of which the last need not be over): none are not known."""
    return bracket((int(begun) - 1) * STEP_MS)


def grade_band(grade: str) -> str:
    """The id of the grade band a roster's grade belongs to."""
    bands = catalogues.grade_bands()
    named = next((entry.id for entry in bands if grade in entry.grades), None)
    return named or next(entry.id for entry in bands if not entry.grades)


def language(words: str) -> str:
    """The id of a language of the catalogue, by its id, its name or its code; `OTHER` for one that is not in it."""
    plain, entries = words.strip().casefold(), catalogues.load("languages")
    if not plain:
        return UNKNOWN
    named = {name.casefold(): one.id for one in entries for name in (one.id, one.label.en, one.label.es)}
    code = named.get(plain) or formats.language_code(plain)
    return code if code in entries.ids() else OTHER
