"""What is kept of a bundle of rows once it has left: figures about the rows, and none of the rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.coarse import Grain
from wellnessdesk.domain.k_anonymity import Alike


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsHeld:
    """How coarse the days were, how many rows each table had, and how many students were alike."""

    grain: Grain
    rows: Mapping[str, int]
    report: tuple[Alike, ...]

    @property
    def smallest(self) -> int:
        """How many students are in the smallest group of students alike; 0 without students."""
        return min((one.smallest for one in self.report if one.classes), default=0)


def said(held: RowsHeld) -> tuple[tuple[str, str], ...]:
    """The same in words: (what, how many)."""
    tables = (("visits", _("Visits")), ("sessions", _("Sessions")), ("students", _("Students")))
    return (*((title, formats.number(held.rows.get(name, 0))) for name, title in tables),
            (_("Days"), _("By week") if held.grain is Grain.WEEK else _("By month")),
            (_("Smallest group alike"), formats.number(held.smallest)))
