"""Signed statements, as named queries."""

from datetime import datetime

from sqlalchemy import insert, select, update

from wellnessdesk.domain.statements import Kind, Statement
from wellnessdesk.store.rows import StatementRow
from wellnessdesk.store.transaction import Transaction


def everything(tx: Transaction, person: str = "") -> list[Statement]:
    """All statements, or those about a person, the newest first."""
    which = [StatementRow.person_id == person] if person else []
    rows = tx.session.execute(select(StatementRow).where(*which).order_by(StatementRow.at.desc(), StatementRow.id))
    return [_statement(row) for row in rows.scalars()]


def get(tx: Transaction, statement_id: str) -> Statement | None:
    """One statement."""
    row = tx.session.get(StatementRow, statement_id)
    return _statement(row) if row else None


def add(tx: Transaction, one: Statement) -> None:
    """Keep a statement."""
    tx.session.execute(insert(StatementRow).values(
        id=one.id, kind=one.kind.value, person_id=one.person, text=one.text, signature=one.signature, at=one.at,
        by=one.by))


def end(tx: Transaction, statement_id: str, at: datetime, by: str) -> None:
    """The center does not stand by it any more."""
    tx.session.execute(update(StatementRow).where(StatementRow.id == statement_id).values(ended_at=at, ended_by=by))


def _statement(row: StatementRow) -> Statement:
    return Statement(id=row.id, kind=Kind(row.kind), person=row.person_id, text=row.text, signature=row.signature,
                     at=row.at, by=row.by, ended_at=row.ended_at, ended_by=row.ended_by or "")
