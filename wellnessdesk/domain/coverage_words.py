"""Shift coverage in words and figures, the same for the window and for paper."""

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.calendar import time
from wellnessdesk.domain.coverage import Coverage, language_label

Line = tuple[str, ...]


def gap_headings() -> Line:
    """Of the table of gaps."""
    return (_("Day"), _("Nobody is there"))


def gaps(found: Coverage, language: str = "") -> list[Line]:
    """A line for each day that has one, with its stretches."""
    by_day: dict[str, list[str]] = {}
    for gap in found.gaps(language):
        by_day.setdefault(formats.weekday(gap.day), []).append(f"{time(gap.starts)} – {time(gap.ends)}")
    return [(day, ", ".join(stretches)) for day, stretches in by_day.items()]


def no_gap() -> str:
    """What stands where there is none."""
    return _("Somebody is there at every minute of the school day.")


def spoken_headings() -> Line:
    """Of the table of languages."""
    return (_("Language"), _("Students"), _("Peers"), _("Covered"))


def spoken(found: Coverage) -> list[Line]:
    """A line for each language that students or their families speak: how many, which peers speak it, how much of the
    week one of them is there."""
    whole = found.open_minutes
    return [(language_label(one.language), formats.number(one.students), formats.number(one.peers),
             formats.percent(one.minutes / whole) if whole else "–") for one in found.spoken()]
