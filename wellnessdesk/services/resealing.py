"""After somebody got new keys: a coordinator seals their notes, drafts, marks and wellbeing checks to these, and what
they brought to supervision and took on there, so that they read them again.

Only their own box of each record is replaced; what it says, and the author's signature under it, stay. Where they were
the second peer, the log says so, which is verified before: a row alone could name anybody. Flags are left as they are:
a sealed box exchanged would tell, in the file, whose flag it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain.people import Person
from wellnessdesk.domain.sessions import Session
from wellnessdesk.services import exams, note_trail, opened_actions, own_items, participants, practice, wellbeing
from wellnessdesk.services import session_marks as marking
from wellnessdesk.services.audit import judge
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.services.sessions import DRAFT, NOTE, binding, fingerprint
from wellnessdesk.services.signers import signed_within
from wellnessdesk.store import exams as exam_rows
from wellnessdesk.store import meetings, people, sealed, session_marks, sessions, settings, supervision
from wellnessdesk.store import note_trail as trail_rows
from wellnessdesk.store import wellbeing as wellbeing_rows
from wellnessdesk.store.meetings import ActionMark
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import sealing
from wellnessdesk.vault.errors import VaultProblem
from wellnessdesk.vault.sealing import Binding

_KEY = "people.reseal"
_AT_ONCE = 50
"""Sessions in one transaction."""


@dataclass(frozen=True, slots=True)
class ToReseal:
    """Somebody whose records wait for a coordinator, and of how many sessions."""

    person: Person
    sessions: int


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many records were sealed anew, and how many could not be: they do not match their seal, or not the log."""

    done: int
    spoiled: int


@act("people.reseal")
def to_reseal(desk: Desk) -> list[ToReseal]:
    """Who waits for it, by name."""
    with desk.reading() as tx:
        waiting = _waiting(tx)
        found = [ToReseal(person, len(sessions.written_by(tx, person.id, *waiting[person.id])))
                 for person in people.everybody(tx) if person.id in waiting and person.active]
        return [one for one in found if one.sessions or _beside_notes(tx, one.person.id)]


@act("people.reseal")
def reseal(desk: Desk, person_id: str, progress: Progress = NO_PROGRESS) -> Resealed:
    """Seal a person's notes and drafts, and notes of sessions in which they were the second peer, to the keys they
    have now; each is recorded.

    Can be stopped, and goes on the next time where it was. Raises `Problem` when the person does not wait for it.
    """
    with desk.reading() as tx:
        waiting = _waiting(tx).get(person_id)
        if waiting is None:
            raise Problem(_("The notes of this person are sealed to their keys already."))
        numbers = sessions.written_by(tx, person_id, *waiting)
        beside = any(one.peer_id != person_id for one in sessions.of_ids(tx, numbers))
    sound = beside and judge.verify(desk, progress).sound
    done = spoiled = 0
    for start in range(0, len(numbers), _AT_ONCE):
        progress.report(start, len(numbers))
        progress.check_cancelled()
        part = numbers[start:start + _AT_ONCE]
        with desk.change("sessions", audited=False) as change:
            for number in part:
                made, failed = _reseal(desk, change, number, person_id, sound=sound)
                done, spoiled = done + made, spoiled + failed
            _remember(change.tx, person_id, (part[-1], waiting[1]))
    with desk.change("people", "wellbeing", audited=False) as change:
        made, failed = _reseal_others(desk, change, person_id)
        _remember(change.tx, person_id, None)
    return Resealed(done + made, spoiled + failed)


def put_off(tx: Transaction, person_id: str) -> None:
    """From now on this person waits for it: their keys have just changed. Later sessions are sealed to the new ones."""
    last = sessions.last_number(tx)
    waits = sessions.written_by(tx, person_id, 0, last) or _beside_notes(tx, person_id)
    _remember(tx, person_id, (0, last) if waits else None)


def _reseal(desk: Desk, change: Act, session_id: int, person_id: str, *, sound: bool) -> tuple[int, int]:
    """How many records of a session were sealed anew, and how many do not open.

    `sound` where the log bears out who was the second peer of each session.
    """
    session = sessions.get(change.tx, session_id)
    if session is None or person_id not in (session.peer_id, session.second_peer_id):
        return 0, 0
    beside = person_id if person_id != session.peer_id else None
    if beside and not sound:
        return 0, 1
    done = spoiled = 0
    for place, signer, before in _records(change.tx, session):
        if beside and place.kind == DRAFT:
            continue
        try:
            after = sealing.reseal(desk.keys, place, before, signer=signer, beside=beside)
        except VaultProblem:  # one that was spoiled must not keep the others closed
            spoiled += 1
            continue
        sealed.put(change.tx, place.kind, place.record, place.version, after)
        change.record("note.reseal", f"session:{session_id}", f"{fingerprint(before)} {fingerprint(after)}")
        done += 1
    marks = [row for row in session_marks.every_one_of(change.tx, session_id) if row.by == person_id]
    for row in marks:
        made, failed = _own(desk, change, marking.binding(row), f"session:{session_id}")
        done, spoiled = done + made, spoiled + failed
    return done, spoiled


def _beside_notes(tx: Transaction, person_id: str) -> bool:
    """Whether something of somebody is sealed to them that belongs to no session."""
    return bool(wellbeing_rows.of_person(tx, person_id) or meetings.actions_of(tx, person_id)
                or supervision.brought(tx, f".{person_id}", date.min) or exam_rows.practice(tx, person_id)
                or exam_rows.attempts(tx, person_id))


def _reseal_others(desk: Desk, change: Act, person_id: str) -> tuple[int, int]:
    """The same of somebody's wellbeing checks, and of what they brought to supervision and took on: all at once."""
    tx = change.tx
    made = [_own(desk, change, wellbeing.binding(check), f"wellbeing:{check.id}")
            for check in wellbeing_rows.of_person(tx, person_id)]
    made += [_own(desk, change, own_items.binding(item.ref), f"item:{item.ref}", "item.reseal")
             for _meeting, _day, item in supervision.brought(tx, f".{person_id}", date.min)]
    made += [_action(desk, change, mark) for mark in meetings.actions_of(tx, person_id)]
    made += [_own(desk, change, exams.binding(one), f"attempt:{one.id}", "training.reseal")
             for one in exam_rows.attempts(tx, person_id)]
    made += [_own(desk, change, practice.binding(one), f"practice:{one.id}", "training.reseal", signer=one.observer)
             for one in exam_rows.practice(tx, person_id)]
    return sum(done for done, _spoiled in made), sum(spoiled for _done, spoiled in made)


def _action(desk: Desk, change: Act, mark: ActionMark) -> tuple[int, int]:
    """What they took on was sealed to them by a coordinator; that it is theirs is bound into the seal."""
    place = opened_actions.binding(mark)
    try:
        signer = sealing.unseal(desk.keys, place, sealed.get(change.tx, place.kind, place.record, 1) or b"").signer
    except VaultProblem:
        return 0, 1
    if not signed_within(desk, signer, "supervision.hold"):
        return 0, 1
    return _own(desk, change, place, f"action:{mark.id}", "action.reseal", signer=signer)


def _own(desk: Desk, change: Act, place: Binding, subject: str, told: str = "note.reseal",
         signer: str | None = None) -> tuple[int, int]:
    """One record that nobody but its author and the coordinators reads."""
    before = sealed.get(change.tx, place.kind, place.record, place.version) or b""
    try:
        after = sealing.reseal(desk.keys, place, before, signer=signer)
    except VaultProblem:
        return 0, 1
    sealed.put(change.tx, place.kind, place.record, place.version, after)
    change.record(told, subject, f"{fingerprint(before)} {fingerprint(after)}")
    return 1, 0


def _records(tx: Transaction, session: Session) -> Iterator[tuple[Binding, str | None, bytes]]:
    """Every sealed record of a session that its peers may read: where it belongs, who signed it, and itself."""
    for kind in (NOTE, DRAFT):
        place = binding(kind, session)
        blob = sealed.get(tx, kind, place.record, place.version)
        if blob is not None:
            yield place, None, blob
    for place, blob in participants.records(tx, session):
        yield place, None, blob
    for kind, marks in ((note_trail.ADDENDUM, trail_rows.addenda(tx, session.id)),
                        (note_trail.RETURN, trail_rows.returns(tx, session.id))):
        before = note_trail.beginning(tx, session) if marks else b""
        for mark in marks:
            blob = sealed.get(tx, kind, str(session.id), mark.number) or b""
            yield replace(note_trail.binding(kind, session, mark.number), previous=_named(before)), mark.by, blob
            before = blob


def _named(blob: bytes) -> bytes:
    """What the next record names this one by; nothing that fits, for one that was spoiled."""
    try:
        return sealing.mark(blob)
    except VaultProblem:
        return b""


def _waiting(tx: Transaction) -> dict[str, tuple[int, int]]:
    """Who waits: the last session that is done and the last that is to be; what is not as we write it does not count.
    """
    kept = settings.get(tx, _KEY)
    found: dict[str, tuple[int, int]] = {}
    for person, span in (kept if isinstance(kept, dict) else {}).items():
        if isinstance(span, list) and len(span) == 2 and all(isinstance(number, int) for number in span):
            found[str(person)] = (span[0], span[1])
    return found


def _remember(tx: Transaction, person_id: str, span: tuple[int, int] | None) -> None:
    waiting = {person: kept for person, kept in _waiting(tx).items() if person != person_id}
    if span is not None:
        waiting[person_id] = span
    settings.put(tx, _KEY, waiting)
