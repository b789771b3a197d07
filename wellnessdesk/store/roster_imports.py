"""The imports that were taken, what undoes the last one, and what would not let it be undone, as named queries."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, exists, func, or_, select, update

from wellnessdesk.store.rows import Base, RosterImportRow, StudentCaregiverRow, StudentClassRow, StudentRow
from wellnessdesk.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class StoredImport:
    """One import. `counts` and `undo` are JSON."""

    id: int
    at: datetime
    by: str
    source: str
    counts: str
    undone_at: datetime | None


def add(tx: Transaction, at: datetime, by: str, source: str, counts: str, undo: str) -> int:
    """Write an import; what undoes an earlier one is forgotten. Gives its id."""
    forget_undo(tx)
    made = RosterImportRow(at=at, by=by, source=source, counts=counts, undo=undo, undone_at=None)
    tx.session.add(made)
    tx.flush()
    return made.id


def last(tx: Transaction) -> StoredImport | None:
    """The newest import, undone or not."""
    row = tx.session.execute(select(RosterImportRow).order_by(RosterImportRow.id.desc()).limit(1)).scalar()
    return StoredImport(row.id, row.at, row.by, row.source, row.counts, row.undone_at) if row else None


def last_of(tx: Transaction, source: str = "") -> datetime | None:
    """When the newest import was that is not undone, of this source or of any."""
    which = [RosterImportRow.source == source] if source else []
    query = select(func.max(RosterImportRow.id)).where(RosterImportRow.undone_at.is_(None), *which)
    newest = tx.session.execute(query).scalar()
    return tx.session.execute(select(RosterImportRow.at).where(RosterImportRow.id == newest)).scalar()


def undo_of(tx: Transaction, import_id: int) -> str:
    """What undoes an import (JSON); "" where that is not kept any more."""
    query = select(RosterImportRow.undo).where(RosterImportRow.id == import_id, RosterImportRow.undone_at.is_(None))
    return tx.session.execute(query).scalar() or ""


def mark_undone(tx: Transaction, import_id: int, at: datetime) -> None:
    """It was taken back; what undid it names students as they were, and goes."""
    tx.session.execute(update(RosterImportRow).where(RosterImportRow.id == import_id).values(undone_at=at, undo=""))


def forget_undo(tx: Transaction) -> None:
    """Nothing can be taken back from now on."""
    tx.session.execute(update(RosterImportRow).values(undo=""))


def depending(tx: Transaction, first: int, last: int) -> int:
    """How many students with these ids something was entered of since they were added, by anybody but an import."""
    clauses = [_referred_to(table) for table in _referring()]
    own = StudentRow.preferred_given != ""
    query = select(func.count()).select_from(StudentRow).where(StudentRow.id.between(first, last),
                                                               or_(own, *clauses))
    return tx.session.execute(query).scalar_one()


def _referring() -> list[Table]:
    """Every table that refers to a student, whoever will have made it, but those that imports fill."""
    own = {StudentClassRow.__tablename__, StudentCaregiverRow.__tablename__}
    return [table for table in Base.metadata.sorted_tables if table.name not in own and _columns(table)]


def _columns(table: Table) -> list[ColumnElement[int]]:
    return [column for column in table.columns
            if any(key.column is StudentRow.__table__.c.id for key in column.foreign_keys)]


def _referred_to(table: Table) -> ColumnElement[bool]:
    return or_(*(exists().where(column == StudentRow.id).correlate(StudentRow) for column in _columns(table)))
