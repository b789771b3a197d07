"""The tables of a bundle as they may leave, given all that has left before."""

from collections.abc import Sequence

from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain.bundles import Earlier, Period
from wellnessdesk.domain.suppression import Finding
from wellnessdesk.domain.tables import CountTable, PublishedTable
from wellnessdesk.exchange.disclosure import together
from wellnessdesk.services import bundle_tables
from wellnessdesk.services.desk import Desk
from wellnessdesk.store.transaction import Transaction


def published(desk: Desk, tx: Transaction, period: Period, earlier: Sequence[Earlier],
              progress: Progress = NO_PROGRESS) -> tuple[tuple[PublishedTable, ...], tuple[Finding, ...]]:
    """The tables of a period with their blanks, and what is left open about each blank.

    A table that no blanks could make safe is not among them; a finding says so (`Finding.withheld`).

    `earlier` are all aggregate bundles that have left, to any recipient. Raises `Cancelled` where `progress` says so.
    """
    true = bundle_tables.tables(tx, period, desk.today())
    known = together.publish(true, (period.first, period.last), earlier, progress)
    return known.tables, (*known.findings, *map(_withheld, known.withheld))


def _withheld(table: CountTable) -> Finding:
    """Of a table that does not leave at all."""
    return Finding(table.layout.name, (None, None), "derived", 0, None, table.layout.title)
