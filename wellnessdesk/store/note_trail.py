"""Addenda and returns of notes, as named queries: their rows only, for what they say is sealed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Integer, LargeBinary, cast, func, insert, select, update

from wellnessdesk.domain.note_trail import TrailMark
from wellnessdesk.store import sealed
from wellnessdesk.store.rows import NoteAddendumRow, NoteReturnRow, SealedRow
from wellnessdesk.store.transaction import Transaction

_ADDENDUM = "addendum"


def addenda(tx: Transaction, session: int | None = None) -> list[TrailMark]:
    """The addenda of a session, or of all, in their order."""
    query = select(NoteAddendumRow.session_id, NoteAddendumRow.number, NoteAddendumRow.at, NoteAddendumRow.by)
    if session is not None:
        query = query.where(NoteAddendumRow.session_id == session)
    rows = tx.session.execute(query.order_by(NoteAddendumRow.session_id, NoteAddendumRow.number))
    return [TrailMark(*row) for row in rows]


def returns(tx: Transaction, session: int | None = None) -> list[TrailMark]:
    """How often the note of a session was given back, or all notes, in their order."""
    query = select(NoteReturnRow.session_id, NoteReturnRow.number, NoteReturnRow.at, NoteReturnRow.by,
                   NoteReturnRow.answered_at)
    if session is not None:
        query = query.where(NoteReturnRow.session_id == session)
    rows = tx.session.execute(query.order_by(NoteReturnRow.session_id, NoteReturnRow.number))
    return [TrailMark(*row) for row in rows]


def add_addendum(tx: Transaction, mark: TrailMark) -> None:
    """Write the row of an addendum."""
    tx.session.execute(insert(NoteAddendumRow).values(session_id=mark.session_id, number=mark.number, at=mark.at,
                                                      by=mark.by))


def add_return(tx: Transaction, mark: TrailMark) -> None:
    """Write the row of a return."""
    tx.session.execute(insert(NoteReturnRow).values(session_id=mark.session_id, number=mark.number, at=mark.at,
                                                    by=mark.by))


def answer(tx: Transaction, session: int, at: datetime) -> None:
    """Whatever was asked for about a note is settled."""
    tx.session.execute(update(NoteReturnRow).where(NoteReturnRow.session_id == session,
                                                   NoteReturnRow.answered_at.is_(None)).values(answered_at=at))


def counts_of_addenda(tx: Transaction) -> dict[int, int]:
    """How many addenda the notes have that have any, by session."""
    rows = tx.session.execute(select(NoteAddendumRow.session_id, func.count()).group_by(NoteAddendumRow.session_id))
    return {row[0]: row[1] for row in rows}


_SEALED_ADDENDA = (
    select(NoteAddendumRow.session_id, NoteAddendumRow.number, NoteAddendumRow.at, NoteAddendumRow.by,
           cast(SealedRow.blob, LargeBinary))
    .join(SealedRow, (NoteAddendumRow.session_id == cast(SealedRow.record, Integer))
          & (NoteAddendumRow.number == SealedRow.version))
    .where(SealedRow.kind == _ADDENDUM, sealed.AMONG)
    .order_by(NoteAddendumRow.session_id, NoteAddendumRow.number))


def sealed_addenda(tx: Transaction, sessions: Sequence[int]) -> dict[int, list[tuple[TrailMark, bytes]]]:
    """The addenda of these sessions with their sealed records, in their order; one statement, however many."""
    found: dict[int, list[tuple[TrailMark, bytes]]] = {}
    for session, number, at, by, blob in tx.session.execute(_SEALED_ADDENDA, sealed.among(sessions)):
        found.setdefault(session, []).append((TrailMark(session, number, at, by), blob))
    return found
