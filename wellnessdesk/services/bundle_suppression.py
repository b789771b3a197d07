"""The tables of a bundle as they may leave, given all that has left before."""

from collections.abc import Sequence

from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain.bundles import Period
from wellnessdesk.domain.suppression import Earlier, Finding
from wellnessdesk.domain.tables import PublishedTable
from wellnessdesk.exchange import suppression
from wellnessdesk.services import bundle_tables
from wellnessdesk.services.desk import Desk
from wellnessdesk.store.transaction import Transaction


def published(desk: Desk, tx: Transaction, period: Period, earlier: Sequence[Earlier],
              progress: Progress = NO_PROGRESS) -> tuple[tuple[PublishedTable, ...], tuple[Finding, ...]]:
    """The tables of a period with their blanks, and what is left open about each blank.

    `earlier` are all aggregate bundles that have left, to any recipient. Raises `Cancelled` where `progress` says so.
    """
    progress.check_cancelled()
    counted = bundle_tables.tables(tx, period)
    tables = suppression.suppress_together(counted)
    found = [Finding(true.layout.name, one.place, one.why, one.left.low, one.left.high)
             for true, out in zip(counted, tables, strict=True) for one in suppression.findings(true, out)]
    return tables, tuple(found)
