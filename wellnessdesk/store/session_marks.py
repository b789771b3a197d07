"""Marked sessions, as named queries; why they are marked is sealed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select, update

from wellnessdesk.domain.session_marks import MarkRow
from wellnessdesk.store.rows import SessionMarkRow
from wellnessdesk.store.transaction import Transaction


def add(tx: Transaction, mark: MarkRow) -> None:
    """Write a new one."""
    tx.session.execute(insert(SessionMarkRow).values(id=mark.id, session_id=mark.session, by=mark.by, at=mark.at))


def end(tx: Transaction, mark: str, at: datetime) -> None:
    """It is taken back."""
    tx.session.execute(update(SessionMarkRow).where(SessionMarkRow.id == mark).values(ended_at=at))


def standing(tx: Transaction) -> list[MarkRow]:
    """All that were not taken back, oldest first; by the partial index."""
    return _marks(tx, SessionMarkRow.ended_at.is_(None))


def of_sessions(tx: Transaction, sessions: Sequence[int]) -> list[MarkRow]:
    """Those of these sessions that were not taken back, oldest first."""
    return _marks(tx, SessionMarkRow.session_id.in_(sessions), SessionMarkRow.ended_at.is_(None))


def every_one_of(tx: Transaction, session: int) -> list[MarkRow]:
    """All of a session, taken back or not."""
    return _marks(tx, SessionMarkRow.session_id == session)


def everything(tx: Transaction) -> list[MarkRow]:
    """All there are."""
    return _marks(tx)


def _marks(tx: Transaction, *which: object) -> list[MarkRow]:
    rows = tx.session.execute(select(SessionMarkRow).where(*which)  # type: ignore[arg-type]
                              .order_by(SessionMarkRow.at, SessionMarkRow.id)).scalars()
    return [MarkRow(id=row.id, session=row.session_id, by=row.by, at=row.at, ended=row.ended_at is not None)
            for row in rows]
