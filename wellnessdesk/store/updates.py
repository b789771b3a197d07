"""Changing many rows of a table at once."""

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby, islice
from typing import cast

from sqlalchemy import Table, bindparam, update

from wellnessdesk.store.rows import Base
from wellnessdesk.store.transaction import Transaction

_AT_ONCE = 5_000
"""Rows that lie in memory a second time while they are written."""


def by_id(tx: Transaction, kind: type[Base], rows: Iterable[dict[str, object]], fields: Collection[str]) -> None:
    """Change rows; each has `id` and some of `fields`, and whatever else it has is left alone.

    One prepared statement for all rows that change the same columns: thousands of students cost no thousands of them.
    """
    for part in parts(rows):
        _change(tx, cast(Table, kind.__table__), part, fields)


def parts(rows: Iterable[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    """The rows, as many at once as are to lie in memory a second time."""
    all_rows = iter(rows)
    while part := list(islice(all_rows, _AT_ONCE)):
        yield part


def _change(tx: Transaction, table: Table, rows: Iterable[dict[str, object]], fields: Collection[str]) -> None:
    changing = [{"at": row["id"], **{name: row[name] for name in fields if name in row}} for row in rows]
    for names, alike in groupby(sorted(changing, key=_names), key=_names):
        if len(names) > 1:
            # A parameter may not be called as its column.
            values = {name: bindparam(f"new {name}", type_=table.c[name].type) for name in names if name != "at"}
            query = update(table).where(table.c.id == bindparam("at")).values(values)
            tx.session.connection().execute(query, [_parameters(row) for row in alike])


def _names(row: dict[str, object]) -> tuple[str, ...]:
    return tuple(sorted(row))


def _parameters(row: dict[str, object]) -> dict[str, object]:
    return {name if name == "at" else f"new {name}": value for name, value in row.items()}
