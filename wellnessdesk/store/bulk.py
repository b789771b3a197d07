"""Writing made-up centers in bulk: whole days of rows at once, through the same tables and the same transaction."""

from collections.abc import Sequence

from sqlalchemy import insert

from wellnessdesk.store.rows import AuditRow, Base, FlagRow, SealedRow, SessionRow, VisitRow
from wellnessdesk.store.transaction import Transaction

Rows = Sequence[dict[str, object]]

_TABLES: dict[str, type[Base]] = {
    "visits": VisitRow, "sessions": SessionRow, "sealed": SealedRow, "flags": FlagRow, "audit": AuditRow}


def add(tx: Transaction, table: str, rows: Rows) -> None:
    """Insert rows whose keys are the columns of `table`."""
    if rows:
        tx.session.execute(insert(_TABLES[table].__table__), list(rows))  # type: ignore[arg-type]
