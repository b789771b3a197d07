"""“I want to talk about this in supervision”: a peer marks a session of theirs, a coordinator any; and takes it back.

What is wanted of it is sealed to whoever marked it and the coordinators. The row is in the clear, and its moment must
not stand beside that of a flag: it is the beginning of the day or, where an agenda was built since, of that agenda.
So it still says on which agenda the session comes next.
"""

import uuid
from dataclasses import replace
from datetime import datetime, time, timedelta

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import access, plain_text
from wellnessdesk.domain.session_marks import LONGEST_MARK, Mark, MarkRow
from wellnessdesk.services import note_trail, peers
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.services.signers import signed_within
from wellnessdesk.store import load, people, sealed, session_marks
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives, sealing
from wellnessdesk.vault.errors import Tampered, VaultProblem
from wellnessdesk.vault.sealing import Binding

MARK = "mark"
_MOMENT, _LATELY = timedelta(milliseconds=1), timedelta(days=90)


@act("marks.set")
def mark(desk: Desk, session_id: int, words: str = "") -> Mark:
    """Bring a session up in the next meeting of the peer's group. Marked again, it has the new words.

    Raises `Problem` for words that are too long, `Denied` for a peer who was not in the session.
    """
    said = plain_text.clean(words)
    if len(said) > LONGEST_MARK:
        raise Problem(_("Keep it under {n} characters; what you wrote is still here.").format(
            n=formats.number(LONGEST_MARK)))
    with desk.change("marks", "supervision") as change:
        _require_own(desk, change.tx, session_id)
        before = _own(desk, change.tx, session_id)
        row = MarkRow(id=uuid.uuid4().hex, session=session_id, by=desk.person.id, at=_at(desk, change.tx))
        blob = sealing.seal(desk.keys, binding(row), {"text": said})
        if before is not None:
            _end(change.tx, before, change.now)
            change.record_sealed("mark.end", f"session:{session_id}", before.id)
        session_marks.add(change.tx, row)
        sealed.add(change.tx, MARK, row.id, 1, blob)
        change.record_sealed("mark.set", f"session:{session_id}", f"{row.id}:{primitives.digest(blob).hex()}")
        return opened(desk, change.tx, row, people.names(change.tx))


@act("marks.set")
def take_back(desk: Desk, session_id: int) -> None:
    """Not to be talked about after all: one's own mark. Raises `Problem` where there is none."""
    with desk.change("marks", "supervision") as change:
        before = _own(desk, change.tx, session_id)
        if before is None:
            raise Problem(_("You have not marked this session."))
        _end(change.tx, before, change.now)
        change.record_sealed("mark.end", f"session:{session_id}", before.id)


@act("marks.see")
def own(desk: Desk, session_id: int) -> Mark | None:
    """The mark of whoever is signed in, as long as it was not talked about; None where there is none."""
    with desk.reading() as tx:
        _require_own(desk, tx, session_id)
        row = _own(desk, tx, session_id)
        if row is None or settled(row, load.talked(tx, "session", desk.today() - _LATELY)):
            return None
        return opened(desk, tx, row, people.names(tx))


def binding(row: MarkRow) -> Binding:
    """Where the words of a mark belong."""
    return Binding(MARK, row.id, 1, str(row.session), row.by)


def settled(row: MarkRow, talked: dict[str, datetime]) -> bool:
    """Whether the session was talked about since it was marked; `talked` is `store.load.talked` of sessions."""
    built = talked.get(str(row.session))
    return built is not None and row.at <= built


def opened(desk: Desk, tx: Transaction, row: MarkRow, names: dict[str, str]) -> Mark:
    """A mark with its words; one whose seal does not hold says so, and is still a mark."""
    found = Mark(id=row.id, session=row.session, by=row.by, by_name=names.get(row.by, ""), at=row.at)
    try:
        return replace(found, words=_words(desk, row, sealed.get(tx, MARK, row.id, 1)))
    except VaultProblem as problem:
        return replace(found, problem=str(problem))


def _words(desk: Desk, row: MarkRow, blob: bytes | None) -> str:
    if blob is None:
        raise Tampered
    found = sealing.unseal(desk.keys, binding(row), blob)
    text = found.body.get("text")
    if not isinstance(text, str) or found.signer != row.by or not signed_within(desk, found.signer, "marks.set"):
        raise Tampered
    return text


def _require_own(desk: Desk, tx: Transaction, session_id: int) -> None:
    session = note_trail.there(tx, session_id)
    access.require_own_session(desk.person.id, desk.person.role, session.peer_id, session.second_peer_id)
    for student in sorted(note_trail.students(tx, session_id)):
        peers.require_open(tx, desk.person, student)


def _own(desk: Desk, tx: Transaction, session_id: int) -> MarkRow | None:
    rows = session_marks.of_sessions(tx, [session_id])
    return next((row for row in reversed(rows) if row.by == desk.person.id), None)


def _end(tx: Transaction, row: MarkRow, now: datetime) -> None:
    """Its moment, too, says no more than the day."""
    session_marks.end(tx, row.id, now.replace(hour=0, minute=0, second=0, microsecond=0))


def _at(desk: Desk, tx: Transaction) -> datetime:
    today = desk.today()
    begins = datetime.combine(today, time(), tzinfo=desk.local(desk.clock.now()).tzinfo)
    built = load.last_built(tx)
    return max(begins, built + _MOMENT) if built is not None else begins
