"""Writing made-up centers in bulk: whole days of rows at once, through the same tables and the same transaction."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import insert, text

from wellnessdesk.store.rows import Base
from wellnessdesk.store.transaction import Transaction

Rows = Sequence[dict[str, object]]

_TABLES = Base.metadata.tables
_INDEXES = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
"""Those that a constraint brings have no SQL of their own: they stay."""


def add(tx: Transaction, table: str, rows: Rows) -> None:
    """Insert rows whose keys are the columns of `table`."""
    if rows:
        tx.session.execute(insert(_TABLES[table]), list(rows))


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
