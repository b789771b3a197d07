"""Red flags. Whose flag it is and who raised it is sealed; everybody may know only that an adult is needed."""

import uuid
from collections.abc import Iterator

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import access
from wellnessdesk.domain.flags import Closing, Flag, FlagMark, FlagStatus, Urgency, missing_to_close
from wellnessdesk.domain.names import initials
from wellnessdesk.domain.sessions import Session
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.services.signers import signed_within
from wellnessdesk.store import flags, people, sealed, sessions, students
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives, sealing
from wellnessdesk.vault.errors import Tampered, VaultProblem
from wellnessdesk.vault.sealing import Binding

FLAG, CLOSING = "flag", "flag closing"


class NotYetComplete(Problem):
    """A flag cannot close while a step is missing; says which."""


@act("flags.raise")
def raise_flag(desk: Desk, session_id: int, *, kind: str, urgency: Urgency, words: str = "") -> FlagMark:
    """Raise a red flag about the student of a session; `kind` is an id of the catalogue `red_flags`.

    A peer raises flags of their own sessions only.
    """
    with desk.change("flags") as change:
        session = sessions.get(change.tx, session_id)
        if session is None:
            raise Problem(_("This session is not there any more."))
        access.require_own_session(desk.person.id, desk.person.role, session.peer_id)
        mark = FlagMark(id=uuid.uuid4().hex, urgency=urgency, status=FlagStatus.RAISED, raised_at=change.now)
        body: dict[str, object] = {"student": session.student_id, "session": session_id, "kind": kind, "words": words}
        blob = sealing.seal(desk.keys, Binding(FLAG, mark.id, 1), body)
        flags.add(change.tx, mark, desk.today(), sealing.blind(desk.keys, str(session.student_id), mark.id, blob))
        sealed.add(change.tx, FLAG, mark.id, 1, blob)
        change.record_sealed("flag.raise", f"flag:{mark.id}", raised_as(urgency, blob))
        return mark


@act("flags.adult_needed")
def adult_needed(desk: Desk) -> list[FlagMark]:
    """Flags no adult has acknowledged yet: urgency and since when, nothing else, oldest first."""
    with desk.reading() as tx:
        return [mark for mark in flags.not_closed(tx) if mark.status is FlagStatus.RAISED]


@act("flags.open")
def not_closed(desk: Desk) -> list[Flag]:
    """All flags that are not closed, opened, the most urgent and oldest first."""
    order = list(Urgency)
    with desk.reading() as tx:
        found = [open_flag(desk, tx, mark) for mark in flags.not_closed(tx)]
    return sorted(found, key=lambda flag: (order.index(flag.mark.urgency), flag.mark.raised_at))


@act("flags.acknowledge")
def acknowledge(desk: Desk, flag_id: str) -> Flag:
    """An adult takes the flag on; the time is kept, and from now on coordinators find it through the blind index.

    One whose session does not bear it out can be taken on, so that its alarm ends, but it is not indexed.
    """
    with desk.change("flags") as change:
        mark = _mark(change.tx, flag_id)
        if mark.status is not FlagStatus.RAISED:
            raise Problem(_("Another coordinator already has this flag."))
        flag = open_flag(desk, change.tx, mark)
        flags.acknowledge(change.tx, flag_id, desk.person.id, change.now, _index(desk, change.tx, flag))
        change.record("flag.acknowledge", f"flag:{flag_id}")
        return open_flag(desk, change.tx, _mark(change.tx, flag_id))


@act("flags.close")
def close(desk: Desk, flag_id: str, closing: Closing) -> None:
    """Close a flag with everything an adult decided. Raises `NotYetComplete`, naming each missing step."""
    with desk.change("flags") as change:
        mark = _mark(change.tx, flag_id)
        if mark.status is FlagStatus.CLOSED:
            raise Problem(_("This flag is already closed."))
        missing = missing_to_close(mark, closing)
        if missing:
            raise NotYetComplete("\n".join(missing))
        blob = sealing.seal(desk.keys, Binding(CLOSING, flag_id, 1), closing_body(closing), to_author=False)
        sealed.add(change.tx, CLOSING, flag_id, 1, blob)
        flags.close(change.tx, flag_id, change.now)
        change.record("flag.close", f"flag:{flag_id}")


def raised_as(urgency: Urgency, blob: bytes) -> str:
    """What the audit log keeps, sealed, of a flag as it was raised (`audit.verify`)."""
    return f"{urgency.value}:{primitives.digest(blob).hex()}"


def closing_body(closing: Closing) -> dict[str, object]:
    """The adult's decisions as JSON data, for sealing."""
    return {"disposition": closing.disposition, "notify_caregiver": bool(closing.notify_caregiver),
            "notify_reason": closing.notify_reason, "outcome": closing.outcome}


def open_flag(desk: Desk, tx: Transaction, mark: FlagMark) -> Flag:
    """Unseal a flag inside a transaction of the caller.

    One that does not match its seal is still a flag: it comes without a student, and its words say what is wrong.
    Otherwise whoever spoils one record would hide every flag there is.
    """
    try:
        with flags.legible():
            return _opened(desk, tx, mark)
    except (VaultProblem, ValueError, TypeError, OverflowError) as problem:  # the last three: cells of other records
        told = problem if isinstance(problem, VaultProblem) else Tampered()
        return Flag(mark=mark, kind="", words=str(told), student_id=0, student="", initials="", raised_by="")


def taken_on(desk: Desk, tx: Transaction, student_id: int) -> Iterator[str]:
    """The ids of the flags about a student that an adult took on, by the blind index: their rows name no student."""
    for flag, index, blob in flags.indexed(tx, FLAG):
        try:
            mine = sealing.blind(desk.keys, str(student_id), flag, blob)
        except VaultProblem:
            continue
        if mine is not None and primitives.same(mine, index):
            yield flag


def about(desk: Desk, tx: Transaction, student_id: int) -> list[Flag]:
    """Every flag about a student, opened; those nobody took on yet are all looked into."""
    marks = {mark.id: mark for mark in flags.not_closed(tx) if mark.status is FlagStatus.RAISED}
    marks |= {flag: mark for flag in taken_on(desk, tx, student_id) if (mark := flags.get(tx, flag)) is not None}
    opened = [open_flag(desk, tx, mark) for mark in marks.values()]
    return [flag for flag in opened if flag.student_id == student_id]


def closing_of(desk: Desk, tx: Transaction, mark: FlagMark) -> Closing | None:
    """How a flag ended; None while it is open. One that does not match its seal says so in its outcome."""
    blob = sealed.get(tx, CLOSING, mark.id, 1) if mark.status is FlagStatus.CLOSED else None
    if blob is None:
        return None
    try:
        opened = sealing.unseal(desk.keys, Binding(CLOSING, mark.id, 1), blob)
    except VaultProblem as problem:
        return Closing(outcome=str(problem))
    if not signed_within(desk, opened.signer, "flags.close"):
        return Closing(outcome=str(Tampered()))
    words = {name: str(opened.body.get(name, "")) for name in ("disposition", "notify_reason", "outcome")}
    return Closing(notify_caregiver=bool(opened.body.get("notify_caregiver")), **words)


def _index(desk: Desk, tx: Transaction, flag: Flag) -> bytes | None:
    blob = sealed.get(tx, FLAG, flag.mark.id, 1)
    if blob is None or flag.session_id is None:
        return None
    return sealing.blind(desk.keys, str(flag.student_id), flag.mark.id, blob)


def _opened(desk: Desk, tx: Transaction, mark: FlagMark) -> Flag:
    blob = sealed.get(tx, FLAG, mark.id, 1)
    if blob is None:
        raise Tampered
    opened = sealing.unseal(desk.keys, Binding(FLAG, mark.id, 1), blob)
    if not signed_within(desk, opened.signer, "flags.raise"):
        raise Tampered
    raiser, student = people.get(tx, opened.signer), students.get(tx, _number(opened.body, "student"))
    kind, words, session = opened.body.get("kind"), opened.body.get("words"), _number(opened.body, "session")
    if student is None or not isinstance(kind, str) or not isinstance(words, str):
        raise Tampered
    borne_out = _borne_out(desk, sessions.get(tx, session), student.id, opened.signer)
    doubt = "" if borne_out else _("The session this flag names is not one of this student with whoever raised it. "
                                   "Ask them about it.") + "\n"
    return Flag(mark=mark, kind=kind, words=doubt + words, student_id=student.id, student=student.name,
                initials=initials(student.given, student.family), raised_by=raiser.name if raiser else "",
                session_id=session if borne_out else None)


def _number(body: dict[str, object], name: str) -> int:
    """A record's number in a body, whose author may have written anything there."""
    value = body.get(name)
    if not isinstance(value, int) or not 0 < value < 2**63:
        raise Tampered
    return value


def _borne_out(desk: Desk, session: Session | None, student: int, signer: str) -> bool:
    """Whether the session is this student's, and its raiser was its peer or a coordinator.

    It may be no forgery: a hand-over that was taken back leaves none. So the flag is shown, with this doubt.
    """
    if session is None or session.student_id != student:
        return False
    return session.peer_id == signer or signed_within(desk, signer, "flags.acknowledge")


def _mark(tx: Transaction, flag_id: str) -> FlagMark:
    mark = flags.get(tx, flag_id)
    if mark is None:
        raise Problem(_("This flag is not there any more."))
    return mark
