"""Red flags. Whose flag it is and who raised it is sealed; everybody may know only that an adult is needed."""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import access
from wellnessdesk.domain.flag_steps import FlagLife, Step, StepKind, decided, steps_of
from wellnessdesk.domain.flags import Closing, Flag, FlagMark, FlagStatus, Urgency, missing_to_close
from wellnessdesk.domain.plain_text import clean
from wellnessdesk.domain.sessions import Session
from wellnessdesk.services import flag_steps, handed_over, opened_flags, peers, referrals, student_records
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.services.opened_flags import FLAG as FLAG
from wellnessdesk.store import flags, sealed, session_students, sessions, students
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives, sealing
from wellnessdesk.vault.errors import VaultProblem
from wellnessdesk.vault.sealing import Binding

_SEALINGS = "flags"
"""Where they are kept: a change of the feature `flags` drops them."""
_NOTHING = Closing()


class NotYetComplete(Problem):
    """A flag cannot close while a step is missing; says which."""


@act("flags.raise")
def raise_flag(desk: Desk, session_id: int, *, kind: str, urgency: Urgency, words: str = "",
               student_id: int | None = None) -> FlagMark:
    """Raise a red flag about the student of a session; `kind` is an id of the catalogue `red_flags`.

    `student_id` says which one of a group. A peer raises flags of their own sessions only. Raises `Denied`, and
    `Problem` when the session is not there, or nobody of it is named.
    """
    with desk.change("flags") as change:
        student = _of_session(desk, change.tx, session_id, student_id)
        return _raise(desk, change, {"student": student, "session": session_id, "kind": kind, "words": clean(words)},
                      urgency)


@act("flags.raise")
def choices(desk: Desk, session_id: int) -> list[tuple[int, str]]:
    """(number, name) of the students whom a flag of this session can be about; nobody whose record is closed to the
    peer. Raises `Denied`, `Problem`.
    """
    with desk.reading() as tx:
        session = _own(desk, tx, session_id)
        closed = peers.closed_records(tx, desk.person)
        return [(one.student_id, one.student) for one in session_students.of_session(tx, session.id)
                if one.student_id not in closed]


@act("flags.raise_about")
def raise_about(desk: Desk, student_id: int, *, kind: str, urgency: Urgency, words: str = "") -> FlagMark:
    """A coordinator raises a flag about any student, without a session. Raises `Problem` for one who is not there."""
    with desk.change("flags") as change:
        if students.get(change.tx, student_id) is None:
            raise Problem(_("This student is not there any more."))
        return _raise(desk, change, {"student": student_id, "session": None, "kind": kind, "words": clean(words)},
                      urgency)


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
        found = opened_flags.several(desk, tx, flags.not_closed(tx))
    return sorted(found, key=lambda flag: (order.index(flag.mark.urgency), flag.mark.raised_at))


@act("flags.acknowledge")
def acknowledge(desk: Desk, flag_id: str) -> Flag:
    """An adult takes the flag on; the time is kept, and from now on coordinators find it through the blind index.

    One whose session does not bear it out can be taken on, so that its alarm ends, but it is not indexed. Raises
    `Problem` for one that somebody else has, or has withdrawn.
    """
    with desk.change("flags") as change:
        mark = flag_steps.require(change.tx, flag_id)
        if mark.status is not FlagStatus.RAISED:
            raise Problem(_("This flag was withdrawn meanwhile.") if mark.status is FlagStatus.WITHDRAWN
                          else _("Another coordinator already has this flag."))
        flag = opened_flags.one(desk, change.tx, mark)
        flags.acknowledge(change.tx, flag_id, desk.person.id, change.now, _index(desk, change.tx, flag))
        change.record("flag.acknowledge", f"flag:{flag_id}")
        return opened_flags.one(desk, change.tx, flag_steps.require(change.tx, flag_id))


@act("flags.close")
def close(desk: Desk, flag_id: str, closing: Closing = _NOTHING) -> None:
    """Close a flag of which everything is decided; what `closing` adds to that is first written, each step by itself.

    The referrals that were born from it close with it. Raises `NotYetComplete`, naming each missing step, and
    `StepProblem`; then nothing is written.
    """
    with desk.change("flags", "referrals") as change:
        mark = flag_steps.require(change.tx, flag_id)
        if mark.ended:
            raise Problem(_("This flag is already closed.") if mark.status is FlagStatus.CLOSED
                          else _("This flag was withdrawn meanwhile."))
        before = flag_steps.closing_of(desk, change.tx, mark, flag_steps.of_flag(desk, change.tx, mark))
        new = [step for step in steps_of(closing) if step not in steps_of(before)]
        missing = missing_to_close(mark, decided(new, before))
        if missing:
            raise NotYetComplete("\n".join(missing))
        for step in new:
            change.record("flag.step", f"flag:{flag_id}", flag_steps.write(desk, change, mark, step))
            mark = replace(mark, steps=mark.steps + 1)
        detail = flag_steps.write(desk, change, mark, Step(kind=StepKind.CLOSED))
        flags.close(change.tx, flag_id, change.now)
        change.record("flag.close", f"flag:{flag_id}", detail)
        student = opened_flags.one(desk, change.tx, mark).student_id
        referrals.close_with_flag(desk, change, flag_id, decided(new, before).outcome, student)


@act("flags.withdraw")
def withdraw(desk: Desk, flag_id: str, reason: str) -> None:
    """A flag raised by mistake: it stays, with the reason, and counts apart. Raises `StepProblem`, `Problem`."""
    with desk.change("flags") as change:
        mark = flag_steps.require(change.tx, flag_id)
        if mark.ended:
            raise Problem(_("This flag is already closed. It cannot be withdrawn any more.")
                          if mark.status is FlagStatus.CLOSED else _("This flag was withdrawn meanwhile."))
        flag = opened_flags.one(desk, change.tx, mark)
        detail = flag_steps.write(desk, change, mark, Step(kind=StepKind.WITHDRAWN, text=reason))
        flags.withdraw(change.tx, flag_id, change.now, _index(desk, change.tx, flag))
        change.record("flag.withdraw", f"flag:{flag_id}", detail)


@act("flags.open")
def life(desk: Desk, flag_id: str) -> FlagLife:
    """Everything about a flag, open, closed or withdrawn, and what other flags there are of the student.

    It shows more than a list does: whose it is, that student's record is opened, and that is recorded, once a sitting.
    """
    with desk.reading() as tx:
        mark = flag_steps.require(tx, flag_id)
        flag, steps = opened_flags.one(desk, tx, mark), flag_steps.of_flag(desk, tx, mark)
        others = about(desk, tx, flag.student_id) if flag.student_id else []
        handed = handed_over.of_flag(desk, tx, flag_id, flag.student_id) if flag.student_id else ()
        whole = FlagLife(flag=flag, steps=steps, closing=flag_steps.closing_of(desk, tx, mark, steps), handed=handed,
                         referrals=tuple(referrals.of_flag(desk, tx, flag_id, flag.student_id)),
                         others=tuple(_newest_first(one for one in others if one.mark.id != flag_id)))
    if flag.student_id:
        student_records.opened(desk, flag.student_id)
    return whole


def raised_as(urgency: Urgency, blob: bytes) -> str:
    """What the audit log keeps, sealed, of a flag as it was raised (`audit.verify`)."""
    return f"{urgency.value}:{primitives.digest(blob).hex()}"


def taken_on(desk: Desk, tx: Transaction, student_id: int) -> Iterator[str]:
    """The ids of the flags about a student that an adult took on, by the blind index: their rows name no student."""
    sealings, blind = _sealings(desk, tx), sealing.blinder(desk.keys, str(student_id))
    for flag, index in flags.indexes(tx).items():
        found = sealings.get(flag)
        mine = blind(found) if found is not None else None
        if mine is not None and primitives.same(mine, index):
            yield flag


def _sealings(desk: Desk, tx: Transaction) -> dict[str, sealing.Sealing]:
    """What of each flag's seal goes into its index; kept until a flag changes, for thousands take a moment to read."""
    kept = desk.cache.get(_SEALINGS)
    if isinstance(kept, dict):
        return kept
    made: dict[str, sealing.Sealing] = {}
    for flag, _index, blob in flags.indexed(tx, FLAG):
        with suppress(VaultProblem):
            made[flag] = sealing.sealing_of(flag, blob)
    desk.cache[_SEALINGS] = made
    return made


def about(desk: Desk, tx: Transaction, student_id: int) -> list[Flag]:
    """Every flag about a student, opened; those nobody took on yet are all looked into."""
    marks = {mark.id: mark for mark in flags.not_closed(tx) if mark.status is FlagStatus.RAISED}
    marks |= {mark.id: mark for mark in flags.of_ids(tx, list(taken_on(desk, tx, student_id)))}
    opened = opened_flags.several(desk, tx, list(marks.values()))
    return [flag for flag in opened if flag.student_id == student_id]


def _index(desk: Desk, tx: Transaction, flag: Flag) -> bytes | None:
    blob = sealed.get(tx, FLAG, flag.mark.id, 1)
    if blob is None or flag.doubt or not flag.student_id:
        return None
    return sealing.blind(desk.keys, str(flag.student_id), flag.mark.id, blob)


def _students(tx: Transaction, session: Session) -> list[int]:
    if session.student_id is not None:
        return [session.student_id]
    return [one.student_id for one in session_students.of_session(tx, session.id)]


def _of_session(desk: Desk, tx: Transaction, session_id: int, student_id: int | None) -> int:
    """Whom a flag of this session is about."""
    session = _own(desk, tx, session_id)
    about = student_id if student_id is not None else session.student_id
    if about is None:
        raise Problem(_("Say which student of the group it is about."))
    if about not in _students(tx, session):
        raise Problem(_("This student was not in the session."))
    return about


def _own(desk: Desk, tx: Transaction, session_id: int) -> Session:
    session = sessions.get(tx, session_id)
    if session is None:
        raise Problem(_("This session is not there any more."))
    own = session.second_peer_id if desk.person.id == session.second_peer_id else session.peer_id
    access.require_own_session(desk.person.id, desk.person.role, own)
    return session


def _raise(desk: Desk, change: Act, body: dict[str, object], urgency: Urgency) -> FlagMark:
    mark = FlagMark(id=uuid.uuid4().hex, urgency=urgency, status=FlagStatus.RAISED, raised_at=change.now)
    blob = sealing.seal(desk.keys, Binding(FLAG, mark.id, 1), body)
    flags.add(change.tx, mark, desk.today(), sealing.blind(desk.keys, str(body["student"]), mark.id, blob))
    sealed.add(change.tx, FLAG, mark.id, 1, blob)
    change.record_sealed("flag.raise", f"flag:{mark.id}", raised_as(urgency, blob))
    return mark


def _newest_first(found: Iterable[Flag]) -> list[Flag]:
    return sorted(found, key=lambda flag: flag.mark.raised_at, reverse=True)
