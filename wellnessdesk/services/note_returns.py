"""Giving a note back: a coordinator asks for something with a comment, and the author answers with an addendum."""

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import access, plain_text
from wellnessdesk.domain.note_trail import LONGEST_COMMENT, NoteReturn, TrailMark
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.sessions import NoteState, Session
from wellnessdesk.services import note_trail, peers
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import note_trail as rows
from wellnessdesk.store import people, sessions
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives


@act("note_returns.give_back")
def give_back(desk: Desk, session_id: int, comment: str) -> Session:
    """Give a note that waits for review back to its author. The comment is sealed to them and the coordinators.

    Raises `Problem` for a note that does not wait for review, for an author who could not answer, and for a comment
    that is empty or too long.
    """
    words = plain_text.required(comment, LONGEST_COMMENT, _("Write what the author should add or set right."))
    with desk.change("sessions", "notes") as change:
        session = note_trail.there(change.tx, session_id)
        if session.note is not NoteState.SIGNED:
            raise Problem(_("This note is not waiting for review any more."))
        _require_can_answer(change.tx, session)
        number = len(rows.returns(change.tx, session_id)) + 1
        mark = TrailMark(session_id, number, change.now, desk.person.id)
        blob = note_trail.add(desk, change.tx, note_trail.RETURN, session, mark, words)
        rows.add_return(change.tx, mark)
        sessions.set_note(change.tx, session_id, NoteState.RETURNED)
        change.record("note.return", f"session:{session_id}", primitives.digest(blob).hex())
        return note_trail.there(change.tx, session_id)


@act("note_returns.read")
def comment_of(desk: Desk, session_id: int) -> NoteReturn | None:
    """The comment that waits for an answer; None when there is none. A peer asks for their own notes only.

    Not recorded: it says what to add, and the note itself is opened by `sessions.read_note`.
    """
    with desk.reading() as tx:
        session = note_trail.there(tx, session_id)
        access.require_own_session(desk.person.id, desk.person.role, session.peer_id)
        for student in sorted(note_trail.students(tx, session_id)):
            peers.require_open(tx, desk.person, student)
        if session.note is not NoteState.RETURNED:
            return None
        return next(iter(reversed(of_note(desk, tx, session))), None)


def of_note(desk: Desk, tx: Transaction, session: Session) -> tuple[NoteReturn, ...]:
    """Every comment with which a note was given back, in its order, inside a transaction of the caller."""
    marks = rows.returns(tx, session.id)
    names = people.names(tx) if marks else {}
    return tuple(NoteReturn(number=link.mark.number, at=link.mark.at, by=names.get(link.mark.by, ""),
                            comment=link.text, answered_at=link.mark.answered_at, problem=link.problem)
                 for link in note_trail.of_note(desk, tx, note_trail.RETURN, session, marks))


def _require_can_answer(tx: Transaction, session: Session) -> None:
    author = people.get(tx, session.peer_id)
    if author is None or not author.active or author.role is not Role.PEER:
        raise Problem(_("{name} cannot answer any more. Add what is missing yourself, as an addendum.").format(
            name=session.peer))
    if note_trail.students(tx, session.id) & peers.closed_records(tx, author):
        raise Problem(_("This student's record was closed to {name}, who cannot answer. Add what is missing yourself, "
                        "as an addendum.").format(name=session.peer))
