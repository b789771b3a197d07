"""Sealed records, by kind, record and version; the store cannot look inside."""

import json
from collections.abc import Sequence

from sqlalchemy import LargeBinary, bindparam, cast, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from wellnessdesk.store.rows import SealedRow
from wellnessdesk.store.transaction import Transaction

_AT_ONCE = 500
"""SQLite takes so many values in one question at least."""
_LAST = "\uffff"
"""Comes after whatever the name of a record goes on with."""
_RECORDS = func.json_each(bindparam("records")).table_valued("value")
AMONG = SealedRow.record.in_(select(_RECORDS.c.value))
"""For statements about some records, to be asked with `among` them: one value, so that a list of any length is the
same statement, which is made ready only once."""


def among(numbers: Sequence[int]) -> dict[str, str]:
    """The records of these numbers, for a statement with `AMONG`."""
    return {"records": json.dumps([str(one) for one in numbers])}


def add(tx: Transaction, kind: str, record: str, version: int, blob: bytes) -> None:
    """Write a version that was not there yet."""
    tx.session.execute(insert(SealedRow).values(kind=kind, record=record, version=version, blob=blob))


def put(tx: Transaction, kind: str, record: str, version: int, blob: bytes) -> None:
    """Write a version, replacing it if it is there (drafts)."""
    values = {"kind": kind, "record": record, "version": version, "blob": blob}
    statement = upsert(SealedRow).values(**values)
    tx.session.execute(statement.on_conflict_do_update(index_elements=["kind", "record", "version"],
                                                       set_={"blob": blob}))


def get(tx: Transaction, kind: str, record: str, version: int) -> bytes | None:
    """A version's bytes; what is no bytes in the file comes as some, which no seal fits."""
    return tx.session.execute(select(cast(SealedRow.blob, LargeBinary)).where(
        SealedRow.kind == kind, SealedRow.record == record, SealedRow.version == version)).scalar()


def versions(tx: Transaction, kind: str, record: str) -> list[bytes]:
    """All versions of a record, from the first; as `get`, each as bytes."""
    return [row[0] or b"" for row in tx.session.execute(
        select(cast(SealedRow.blob, LargeBinary)).where(SealedRow.kind == kind, SealedRow.record == record)
        .order_by(SealedRow.version))]


def versions_of(tx: Transaction, kind: str, records: Sequence[str]) -> dict[str, list[bytes]]:
    """The same for many records, asked at once; those without any are left out."""
    found: dict[str, list[bytes]] = {}
    for start in range(0, len(records), _AT_ONCE):
        rows = tx.session.execute(
            select(SealedRow.record, cast(SealedRow.blob, LargeBinary))
            .where(SealedRow.kind == kind, SealedRow.record.in_(records[start : start + _AT_ONCE]))
            .order_by(SealedRow.record, SealedRow.version))
        for record, blob in rows:
            found.setdefault(record, []).append(blob or b"")
    return found


def beginning_with(tx: Transaction, kind: str, name: str) -> dict[str, list[bytes]]:
    """All versions of the records whose names begin so, by the index."""
    rows = tx.session.execute(
        select(SealedRow.record, cast(SealedRow.blob, LargeBinary))
        .where(SealedRow.kind == kind, SealedRow.record.between(name, name + _LAST))
        .order_by(SealedRow.record, SealedRow.version))
    found: dict[str, list[bytes]] = {}
    for record, blob in rows:
        found.setdefault(record, []).append(blob or b"")
    return found


def remove(tx: Transaction, kind: str, record: str) -> None:
    """Drop all versions (a draft whose note is signed)."""
    tx.session.execute(delete(SealedRow).where(SealedRow.kind == kind, SealedRow.record == record))


def names(tx: Transaction, kind: str, after: str, limit: int) -> list[str]:
    """The next records of a kind after this one, as text is ordered; from the index alone."""
    return list(tx.session.scalars(select(SealedRow.record).where(SealedRow.kind == kind, SealedRow.record > after)
                                   .order_by(SealedRow.record).limit(limit)))


def count(tx: Transaction, kind: str) -> int:
    """How many records of a kind there are."""
    return tx.session.execute(select(func.count()).where(SealedRow.kind == kind)).scalar_one()
