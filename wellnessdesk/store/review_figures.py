"""Figures of review, as named queries."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, func, select, type_coerce
from sqlalchemy.types import Integer

from wellnessdesk.domain.review_figures import PeerReview
from wellnessdesk.domain.sessions import SIGNED_STATES, NoteState
from wellnessdesk.store.rows import NoteReturnRow, PersonRow, SessionRow
from wellnessdesk.store.transaction import Transaction

_TOOK = (type_coerce(SessionRow.signed_at, Integer)
         - type_coerce(func.coalesce(SessionRow.ended_at, SessionRow.started_at), Integer))
"""Milliseconds from the end of a session to its note's signature."""


def of_peers(tx: Transaction, since: datetime, late_after: timedelta) -> list[PeerReview]:
    """Of the notes signed since then, by the peer's name."""
    returned = SessionRow.id.in_(select(NoteReturnRow.session_id))
    query = (select(PersonRow.id, PersonRow.name, func.count(), _counted(SessionRow.note == NoteState.COSIGNED.value),
                    _counted(returned), _counted(late_after // timedelta(milliseconds=1) < _TOOK))
             .join(SessionRow, SessionRow.peer_id == PersonRow.id)
             .where(SessionRow.note.in_([state.value for state in SIGNED_STATES]), SessionRow.signed_at >= since)
             .group_by(PersonRow.id, PersonRow.name).order_by(PersonRow.name))
    return [PeerReview(peer_id=row[0], peer=row[1], signed=row[2], cosigned=row[3], returned=row[4], late=row[5])
            for row in tx.session.execute(query)]


def _counted(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((which, 1), else_=0))
