"""Caregivers and whose they are, as named queries."""

from collections.abc import Iterable, Sequence
from sys import intern
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from wellnessdesk.domain.caregivers import Family, KnownCaregiver, KnownTie
from wellnessdesk.store import updates
from wellnessdesk.store.rows import CaregiverRow, StudentCaregiverRow
from wellnessdesk.store.transaction import Transaction

FIELDS = ("sourced_id", "given", "family", "email", "phone", "sms", "language", "active")
"""What an import may write."""
_AT_ONCE = 500
"""SQLite takes so many values in one question at least."""


def everybody(tx: Transaction) -> Family:
    """All caregivers, and whose they are."""
    parts = {"yield_per": 1_000}  # else all rows lie in memory a second time
    people = tx.session.execute(select(*CaregiverRow.__table__.columns).execution_options(**parts))
    ties = tx.session.execute(select(*StudentCaregiverRow.__table__.columns).execution_options(**parts))
    return Family(tuple(_known(row) for row in people),
                  tuple(KnownTie(row.student_id, row.caregiver_id, intern(row.relation)) for row in ties))


def newest(tx: Transaction) -> int:
    """The highest id there is; 0 where there is none."""
    return tx.session.execute(select(func.max(CaregiverRow.id))).scalar() or 0


def add_many(tx: Transaction, rows: Sequence[dict[str, object]]) -> None:
    """Write new caregivers; each row has `id` and the columns of FIELDS."""
    if rows:
        tx.session.execute(insert(CaregiverRow.__table__), list(rows))  # type: ignore[arg-type]


def change_many(tx: Transaction, rows: Iterable[dict[str, object]]) -> None:
    """Change caregivers; each row has `id` and some of FIELDS."""
    updates.by_id(tx, CaregiverRow, rows, FIELDS)


def remove(tx: Transaction, first: int, last: int) -> None:
    """Take away the caregivers with these ids, who belong to nobody (any more)."""
    tx.session.execute(delete(CaregiverRow).where(CaregiverRow.id.between(first, last)))


def relations(tx: Transaction, students: Sequence[int]) -> dict[tuple[int, int], str]:
    """The ties of these students: by student and caregiver, how they are related."""
    found: dict[tuple[int, int], str] = {}
    for start in range(0, len(students), _AT_ONCE):
        query = select(*StudentCaregiverRow.__table__.columns).where(
            StudentCaregiverRow.student_id.in_(students[start : start + _AT_ONCE]))
        found |= {(row.student_id, row.caregiver_id): row.relation for row in tx.session.execute(query)}
    return found


def tie_many(tx: Transaction, ties: Sequence[KnownTie]) -> None:
    """Tie them, or say how they are related from now on."""
    if ties:
        query = upsert(StudentCaregiverRow.__table__)  # type: ignore[arg-type]
        query = query.on_conflict_do_update(index_elements=["student_id", "caregiver_id"],
                                            set_={"relation": query.excluded.relation})
        tx.session.execute(query, [{"student_id": tie.student, "caregiver_id": tie.caregiver,
                                    "relation": tie.relation} for tie in ties])


def untie_many(tx: Transaction, ties: Sequence[tuple[int, int]]) -> None:
    """They belong together no longer."""
    table = StudentCaregiverRow.__table__
    query = delete(table).where(table.c.student_id == bindparam("one"),  # type: ignore[arg-type]
                                table.c.caregiver_id == bindparam("other"))
    if ties:
        tx.session.connection().execute(query, [{"one": student, "other": caregiver} for student, caregiver in ties])


def _known(row: Row[Any]) -> KnownCaregiver:
    """Texts are interned: those of a roster they are compared with are the same ones."""
    return KnownCaregiver(
        id=row.id, sourced_id=intern(row.sourced_id) if row.sourced_id else None, given=intern(row.given),
        family=intern(row.family), email=intern(row.email), phone=intern(row.phone), sms=intern(row.sms),
        language=intern(row.language), active=row.active)
