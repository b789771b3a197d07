"""Writing made-up centers in bulk: whole days of rows at once, through the same tables and the same transaction."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import insert, text

from wellnessdesk.store.rows import (
    AppointmentRow,
    AuditRow,
    Base,
    ConflictRow,
    DropInRow,
    FlagRow,
    PeerServiceRow,
    SealedRow,
    SessionRow,
    ShiftRow,
    VisitRow,
)
from wellnessdesk.store.transaction import Transaction

Rows = Sequence[dict[str, object]]

_TABLES: dict[str, type[Base]] = {
    "visits": VisitRow, "drop_ins": DropInRow, "sessions": SessionRow, "sealed": SealedRow, "flags": FlagRow,
    "audit": AuditRow, "appointments": AppointmentRow, "shifts": ShiftRow, "conflicts": ConflictRow,
    "peer_services": PeerServiceRow}
_INDEXES = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
"""Those that a constraint brings have no SQL of their own: they stay."""


def add(tx: Transaction, table: str, rows: Rows) -> None:
    """Insert rows whose keys are the columns of `table`."""
    if rows:
        tx.session.execute(insert(_TABLES[table].__table__), list(rows))  # type: ignore[arg-type]


@contextmanager
def without_indexes(tx: Transaction) -> Iterator[None]:
    """Take the tables' indexes away and make the same ones again at the end, each sorted in one go.

    Kept up row by row, an index by student has a page anywhere to change for each row: once they no longer fit into
    the cache, a page of the file is decrypted, encrypted and written for nearly every visit.
    """
    indexes = [(name, sql) for name, table, sql in tx.session.execute(text(_INDEXES)) if table in _TABLES]
    for name, _sql in indexes:
        tx.session.execute(text(f"DROP INDEX {name}"))
    yield
    for _name, sql in indexes:
        tx.session.execute(text(sql))
