"""The numbers of the bundles that were taken, one a row: what the roll-up reads."""

from collections.abc import Iterable

from sqlalchemy import insert

from wellnessdesk.domain.figures import Figure
from wellnessdesk.store.district.rows import FigureRow
from wellnessdesk.store.transaction import Transaction

# Into the table: through the mapped class each run of rows with the same blanks is a statement by itself, 20 a bundle.
_ADD = insert(FigureRow.__table__)  # type: ignore[arg-type]


def add(tx: Transaction, bundle: str, figures: Iterable[Figure]) -> None:
    """Write the numbers of a bundle's tables."""
    rows = [{"bundle_id": bundle, "table_name": one.spot.table_name, "counted": one.spot.counted,
             "row_dimension": one.spot.row_dimension, "row_key": one.spot.row_key,
             "column_dimension": one.spot.column_dimension, "column_key": one.spot.column_key, "line": one.spot.line,
             "value": one.value, "why": one.why, "low": one.low, "high": one.high} for one in figures]
    if rows:
        tx.session.execute(_ADD, rows)
