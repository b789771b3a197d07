"""What people have not finished, as named queries."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select, update

from wellnessdesk.domain.appointments import State
from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.store.rows import AppointmentRow, SessionRow
from wellnessdesk.store.transaction import Transaction

_UNFINISHED = [state.value for state in (NoteState.TO_WRITE, NoteState.DRAFT, NoteState.RETURNED)]


def sessions_of(tx: Transaction, people: Collection[str]) -> list[int]:
    """The sessions of these people whose note is not written, not signed, or not answered."""
    return list(tx.session.scalars(select(SessionRow.id).where(
        SessionRow.note.in_(_UNFINISHED), SessionRow.peer_id.in_(people))))


def appointments_of(tx: Transaction, people: Collection[str], since: date) -> set[int]:
    """The appointments of these people that are booked from a day on."""
    return set(tx.session.scalars(select(AppointmentRow.id).where(
        AppointmentRow.peer_id.in_(people), AppointmentRow.day >= since, AppointmentRow.state == State.BOOKED.value)))


def hand_on(tx: Transaction, session: int, peer: str) -> None:
    """Another peer writes the note of a session."""
    tx.session.execute(update(SessionRow).where(SessionRow.id == session).values(peer_id=peer))


def peers(tx: Transaction) -> dict[int, str]:
    """Whose each session is."""
    return {row[0]: row[1] for row in tx.session.execute(select(SessionRow.id, SessionRow.peer_id))}
