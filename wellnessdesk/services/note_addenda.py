"""Addenda: how a signed note is set right or completed. The note stays as it was; what is added stands below it."""

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import access, plain_text
from wellnessdesk.domain.note_trail import LONGEST_ADDENDUM, Addendum, TrailMark
from wellnessdesk.domain.retention import Records
from wellnessdesk.domain.sessions import SIGNED_STATES, NoteState, Session
from wellnessdesk.services import note_trail, peers, retention
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.store import note_trail as rows
from wellnessdesk.store import people, sessions
from wellnessdesk.store import retention as holds
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives


@act("note_addenda.add")
def add(desk: Desk, session_id: int, text: str) -> Addendum:
    """Add to a signed note: its author to their own, a coordinator to any, also to a draft that was locked.

    What an author adds goes to the coordinators: a returned note is answered by it, and one co-signed before waits for
    review again. Raises `Problem` for a note that is not signed, that is due to be destroyed, or whose session is gone,
    and for a text that is empty or too long; `Denied` for another peer's.
    """
    words = plain_text.required(text, LONGEST_ADDENDUM, _("Write what is to be added."))
    with desk.change("sessions", "notes") as change:
        session = note_trail.there(change.tx, session_id)
        _require_may_add(desk, change.tx, session)
        number = len(rows.addenda(change.tx, session_id)) + 1
        mark = TrailMark(session_id, number, change.now, desk.person.id)
        blob = note_trail.add(desk, change.tx, note_trail.ADDENDUM, session, mark, words)
        rows.add_addendum(change.tx, mark)
        state = _to_review_again(desk, change, session)
        change.record("note.addendum", f"session:{session_id}", f"{primitives.digest(blob).hex()} {state.value}")
        return Addendum(number=number, at=mark.at, by=desk.person.name, text=words)


def of_note(desk: Desk, tx: Transaction, session: Session) -> tuple[Addendum, ...]:
    """What was added to a note, in its order, inside a transaction of the caller; the caller records the opening."""
    marks = rows.addenda(tx, session.id)
    names = people.names(tx) if marks else {}
    return tuple(Addendum(number=link.mark.number, at=link.mark.at, by=names.get(link.mark.by, ""), text=link.text,
                          problem=link.problem)
                 for link in note_trail.of_note(desk, tx, note_trail.ADDENDUM, session, marks))


def _require_may_add(desk: Desk, tx: Transaction, session: Session) -> None:
    access.require_own_session(desk.person.id, desk.person.role, session.peer_id)
    for student in sorted(note_trail.students(tx, session.id)):
        peers.require_open(tx, desk.person, student)
    own = session.peer_id == desk.person.id
    if session.note not in (SIGNED_STATES if own else (*SIGNED_STATES, NoteState.LOCKED)):
        raise Problem(_("This note is not signed yet. Write it in the note itself.") if own else
                      _("This note is not signed yet: only its author can write in it."))
    until = retention.due_until(tx, desk.today())[Records.SESSIONS]
    if session.day <= until and not note_trail.students(tx, session.id) & holds.held_students(tx):
        raise Problem(_("The time for which this note is kept is over: it is of {day}, and everything until {until} is "
                        "to be destroyed. Nothing is added to it. If it has to stay, place a legal hold first.").format(
                            day=formats.date(session.day), until=formats.date(until)))


def _to_review_again(desk: Desk, change: Act, session: Session) -> NoteState:
    """How far the note is then: what its author adds, a coordinator has not read."""
    if session.peer_id != desk.person.id:
        return session.note
    rows.answer(change.tx, session.id, change.now)
    sessions.set_note(change.tx, session.id, NoteState.SIGNED)
    return NoteState.SIGNED
