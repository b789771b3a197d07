"""How exact the rows of an evaluation are: a week or a month for a day, a bracket for minutes, a few languages."""

from datetime import date, timedelta
from enum import StrEnum

from wellnessdesk.base.i18n import _

BRACKETS = ((5, "under_5"), (15, "5_to_14"), (30, "15_to_29"), (60, "30_to_59"))
"""Up to how many minutes (not included), and what stands for that: nothing a spreadsheet takes for a date."""
LONGER, UNKNOWN = "60_or_more", ""


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
