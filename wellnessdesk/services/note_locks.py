"""Locking a draft: its author left before they signed it. It is kept as it is, for coordinators, and never signed.

To sign is to stand by what one wrote; that nobody can do for another. To lock only ends the waiting.
"""

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.sessions import NoteState, Session
from wellnessdesk.services import note_trail
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import people, sealed, sessions
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives

_DRAFT = "draft"


@act("note_locks.lock")
def lock(desk: Desk, session_id: int) -> Session:
    """Close the draft of somebody who left. Raises `Problem` for a note that is no draft, or whose author is there."""
    with desk.change("sessions", "notes") as change:
        session = note_trail.there(change.tx, session_id)
        blob = sealed.get(change.tx, _DRAFT, str(session_id), 0)
        if session.note is not NoteState.DRAFT or blob is None:
            raise Problem(_("There is no draft of this note that could be locked."))
        if not has_left(change.tx, session.peer_id):
            raise Problem(_("{name} can still sign this note. Ask them.").format(name=session.peer))
        sessions.set_note(change.tx, session_id, NoteState.LOCKED)
        change.record("note.lock", f"session:{session_id}", primitives.digest(blob).hex())
        return note_trail.there(change.tx, session_id)


def has_left(tx: Transaction, peer: str) -> bool:
    """Whether somebody writes no notes here any more: they cannot sign in, or have another role."""
    found = people.get(tx, peer)
    return found is None or not found.active or found.role is not Role.PEER
