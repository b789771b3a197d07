"""The tables of a bundle as they may leave, given all that has left before.

What is needed for that is read first (`facts`); the proof may take long, and keeps no transaction open (`published`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain.bundles import Counted, Earlier, Period
from wellnessdesk.domain.suppression import Finding
from wellnessdesk.domain.tables import CountTable, PublishedTable
from wellnessdesk.exchange.disclosure import together
from wellnessdesk.services import bundle_history, bundle_periods, bundle_tables
from wellnessdesk.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true now, of the period's own days first and of all that hang together with them, and all that has left
    of those days, to any recipient."""

    counted: tuple[Counted, ...]
    earlier: tuple[Earlier, ...]


def facts(tx: Transaction, period: Period, today: date) -> Facts:
    """All that decides what of a period may leave, as known today. Raises `Problem` where what is kept was spoiled."""
    return Facts(tuple(_counted(tx, period, today)), bundle_history.earlier(tx, period))


def changed() -> str:
    """What to say where the figures are not those that somebody looked at."""
    return _("The figures have changed since you looked. Look at them again before you write the bundle.")


def require_unchanged(tx: Transaction, period: Period, today: date, before: Facts) -> None:
    """Raise `Problem` where it is not so any more."""
    if facts(tx, period, today) != before:
        raise Problem(changed())


def published(found: Facts, progress: Progress = NO_PROGRESS) -> tuple[tuple[PublishedTable, ...], tuple[Finding, ...]]:
    """The tables of a period with their blanks, and what is left open about each blank.

    A table that no blanks could make safe is not among them; a finding says so (`Finding.withheld`). Raises
    `Cancelled` where `progress` says so.
    """
    with bundle_history.unspoiled():
        known = together.publish(found.counted, found.earlier, progress)
    return known.tables, (*known.findings, *map(_withheld, known.withheld))


def _counted(tx: Transaction, period: Period, today: date) -> Iterator[Counted]:
    near = bundle_history.hull(tx, period)
    own, told = (period.first, period.last), bundle_history.told(tx, near)
    periods = [(one.first, one.last) for one in bundle_periods.inside(tx, near)]
    for days, whole in together.to_count(own, told, periods):
        yield Counted(days=days, told=whole, tables=tuple(bundle_tables.tables(tx, Period.term(*days), today)))


def _withheld(table: CountTable) -> Finding:
    """Of a table that does not leave at all."""
    return Finding(table.layout.name, (None, None), "derived", 0, None, table.layout.title)
