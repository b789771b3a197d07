"""Everything rosters wrote as one fingerprint: the audit log says with it how each import left the students."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import Table, select, type_coerce
from sqlalchemy.types import NullType

from wellnessdesk.store.rows import (
    Base,
    CaregiverRow,
    RosterImportRow,
    StudentCaregiverRow,
    StudentClassRow,
    StudentRow,
)
from wellnessdesk.store.students import ROSTER_FIELDS
from wellnessdesk.store.transaction import Transaction

_ROWS: tuple[type[Base], ...] = (StudentRow, CaregiverRow, StudentCaregiverRow, StudentClassRow, RosterImportRow)
_AT_ONCE = 1_000


def fingerprint(tx: Transaction) -> str:
    """A fingerprint of the students' roster facts, their caregivers and classes, and of the list of imports.

    What the center itself adds to a student is not in it: no roster writes that.
    """
    digest = hashlib.blake2b(digest_size=16)
    for row in _ROWS:
        for part in _parts(tx, Base.metadata.tables[row.__tablename__]):
            digest.update(part)
    return digest.hexdigest()


def _parts(tx: Transaction, table: Table) -> Iterator[bytes]:
    """The rows of a table in their order, as they stand there: nothing is made of dates, which would cost half."""
    wanted = {"id", *ROSTER_FIELDS} if table.name == StudentRow.__tablename__ else set(table.columns.keys())
    columns = [type_coerce(column, NullType()) for column in table.columns if column.name in wanted]
    query = select(*columns).order_by(*table.primary_key.columns).execution_options(yield_per=_AT_ONCE)
    for rows in tx.session.execute(query).partitions():
        yield repr([tuple(row) for row in rows]).encode()
