"""What is chained to a note after it is signed. Each link is sealed to the coordinators and to the note's author, and
names the one before, the first one the note itself: none can be left out, exchanged or put under another note.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.note_trail import TrailMark
from wellnessdesk.domain.sessions import NoteState, OfSession, Session
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.signers import signed_within
from wellnessdesk.store import sealed, session_students, sessions
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import sealing
from wellnessdesk.vault.errors import Tampered, VaultProblem
from wellnessdesk.vault.sealing import Binding

ADDENDUM, RETURN = "addendum", "return"
_NOTE, _DRAFT = ("note", 1), ("draft", 0)


@dataclass(frozen=True, slots=True)
class Link:
    """One link, opened: its words, or what is wrong with it."""

    mark: TrailMark
    text: str = ""
    problem: str = ""


def there(tx: Transaction, session_id: int) -> Session:
    """The session of a note, inside a transaction of the caller. Raises `Problem` for one that was destroyed."""
    session = sessions.get(tx, session_id)
    if session is None:
        raise Problem(_("This session is not there any more: it was taken back, or destroyed when its time was over. "
                        "Nothing can be added to it."))
    return session


def beginning(tx: Transaction, session: Session) -> bytes:
    """The sealed record the chain begins at: the note, or the draft that was locked without a signature.

    Raises `Problem` when there is neither.
    """
    kind, version = _DRAFT if session.note is NoteState.LOCKED else _NOTE
    blob = sealed.get(tx, kind, str(session.id), version)
    if blob is None:
        raise Problem(_("There is no signed note for this session yet."))
    return blob


def add(desk: Desk, tx: Transaction, kind: str, session: Session, mark: TrailMark, text: str) -> bytes:
    """Seal the next link and keep it; the sealed record. Whoever is signed in signs it."""
    before = (beginning(tx, session) if mark.number == 1
              else sealed.get(tx, kind, str(session.id), mark.number - 1))
    if before is None:
        raise Tampered
    place = replace(binding(kind, session, mark.number), previous=sealing.mark(before))
    blob = sealing.seal_for(desk.keys, place, {"text": text, "at": _milliseconds(mark.at)},
                            also=(session.second_peer_id,) if session.second_peer_id else ())
    sealed.add(tx, kind, str(session.id), mark.number, blob)
    return blob


def binding(kind: str, session: OfSession, number: int) -> Binding:
    """Where a link belongs, but for the one before."""
    student = "" if session.student_id is None else str(session.student_id)
    return Binding(kind, str(session.id), number, student, session.peer_id)


def opened(desk: Desk, kind: str, session: OfSession, first: bytes,
           links: Iterable[tuple[TrailMark, bytes | None]]) -> Iterator[Link]:
    """A whole chain in its order, from the record it begins at. A link that does not hold says so, and is still there:
    nobody hides an addendum by spoiling it."""
    before = first
    for mark, blob in links:
        try:
            yield Link(mark, _text(desk, kind, session, mark, before, blob))
        except VaultProblem as problem:
            yield Link(mark, problem=str(problem))
        before = blob or b""


def of_note(desk: Desk, tx: Transaction, kind: str, session: Session, marks: list[TrailMark]) -> Iterator[Link]:
    """The same for one note, read inside a transaction of the caller."""
    blobs = [sealed.get(tx, kind, str(session.id), mark.number) for mark in marks]
    return opened(desk, kind, session, beginning(tx, session) if marks else b"", zip(marks, blobs, strict=True))


def students(tx: Transaction, session_id: int) -> set[int]:
    """Everybody whom a note is about, one to one or in a group."""
    return {one.student_id for one in session_students.of_session(tx, session_id)}


def _text(desk: Desk, kind: str, session: OfSession, mark: TrailMark, before: bytes, blob: bytes | None) -> str:
    if blob is None:
        raise Tampered
    place = replace(binding(kind, session, mark.number), previous=sealing.mark(before))
    found = sealing.unseal(desk.keys, place, blob)
    text = found.body.get("text")
    theirs = kind == ADDENDUM and found.signer == session.peer_id
    by_right = theirs or signed_within(desk, found.signer, "note_returns.give_back")
    if found.signer != mark.by or not by_right or found.body.get("at") != _milliseconds(mark.at):
        raise Tampered
    if not isinstance(text, str):
        raise Tampered
    return text


def _milliseconds(at: datetime) -> int:
    """A moment as exactly as rows keep it."""
    return round(at.timestamp() * 1000)
