"""When a Wellness Peer leaves: what they have not finished, and handing it on to somebody who may have it."""

from collections.abc import Collection
from datetime import timedelta

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import peers as rules
from wellnessdesk.domain.open_work import OpenWork
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.domain.sessions import NoteState, Session
from wellnessdesk.services import note_locks, note_trail, peers
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.store import appointments, departures, open_work, people, sessions
from wellnessdesk.store.transaction import Transaction

_AHEAD = timedelta(days=400)
"""No appointment is booked further ahead than a school year."""


@act("open_work.see")
def of_who_left(desk: Desk) -> tuple[OpenWork, ...]:
    """What everybody who left, or is about to, has not finished, by name; nobody who finished all of it."""
    with desk.reading() as tx:
        leaving = departures.asked(tx)
        gone = [person for person in people.everybody(tx)
                if not person.active or person.role is not Role.PEER or person.id in leaving]
        ids, today = [person.id for person in gone], desk.today()
        found = sorted(sessions.of_ids(tx, open_work.sessions_of(tx, ids)), key=lambda one: one.started_at)
        booked = open_work.appointments_of(tx, ids, today)
        coming = appointments.between(tx, today, today + _AHEAD) if booked else []
    made = [OpenWork(person=person, sessions=tuple(one for one in found if one.peer_id == person.id),
                     appointments=tuple(one for one in coming if one.id in booked and one.peer_id == person.id))
            for person in gone]
    return tuple(one for one in made if one.number)


@act("open_work.hand_on")
def hand_on(desk: Desk, session_ids: Collection[int], peer_id: str) -> int:
    """Let another peer write the notes of these sessions of somebody who left; how many. All of them, or none.

    Raises `Problem` for a session whose note was begun (a draft is its author's alone) or whose peer is still there,
    for who is no peer, and where a student's record is closed to the new one.
    """
    with desk.change("sessions", "notes", "visits") as change:
        peer = peers.require_peer(change.tx, peer_id)
        for session_id in session_ids:
            session = note_trail.there(change.tx, session_id)
            _require_unwritten(change.tx, session)
            _require_may_have(change.tx, peer, session)
            open_work.hand_on(change.tx, session_id, peer_id)
            change.record("session.hand_on", f"session:{session_id}", f"{session.peer_id} {peer_id}")
        _require_some(change)
        return len(session_ids)


def _require_some(change: Act) -> None:
    if not change.recorded:
        raise Problem(_("Choose what is to be handed on."))


def _require_unwritten(tx: Transaction, session: Session) -> None:
    if not note_locks.has_left(tx, session.peer_id) and session.peer_id not in departures.asked(tx):
        raise Problem(_("{name} is still here, and writes this note.").format(name=session.peer))
    if session.note is NoteState.RETURNED:
        raise Problem(_("The note about {student} waits for its author's answer. Read it, then co-sign it.").format(
            student=session.who))
    if session.note is not NoteState.TO_WRITE:
        raise Problem(_("The note about {student} was begun. A draft is its author's alone: lock it instead.").format(
            student=session.who))


def _require_may_have(tx: Transaction, peer: Person, session: Session) -> None:
    """Whoever writes about somebody must be able to open their record; in a group, everybody's."""
    if peers.closed_records(tx, peer) & note_trail.students(tx, session.id):
        raise Problem(rules.why_not(peer.name, None, (), closed=True))
