"""What has left before, and what a reader of all of it can still find out about a blank."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wellnessdesk.domain.tables import Place, PublishedTable, Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The tables of a bundle that has left, to whomever, exactly as they left: two districts may compare.

    The days it tells of, and its version: 1, or more where it corrects one of the same days.
    """

    first_day: date
    last_day: date
    tables: tuple[PublishedTable, ...]
    version: int = 1

    def overlaps(self, first: date, last: date) -> bool:
        """Whether it tells of any of these days."""
        return self.first_day <= last and first <= self.last_day


@dataclass(frozen=True, slots=True)
class Finding:
    """One blank of a table, why it is one, and all that somebody with every bundle so far can find out about it.

    It lies from `low` to `high`; `high` is `None` where nothing limits it. `withheld` is the title of a table that no
    blanks could make safe: it does not leave at all.
    """

    table: str
    place: Place
    why: Why
    low: int
    high: int | None
    withheld: str = ""


def in_order(earlier: Sequence[Earlier]) -> list[Earlier]:
    """By their days and versions: the same whatever order they came in."""
    return sorted(earlier, key=lambda one: (one.first_day, one.last_day, one.version))
