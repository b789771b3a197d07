"""How long records stay, who is on hold, and what is due. `services.destruction` destroys what is due."""

import json
import uuid
from datetime import date

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain import retention as rules
from wellnessdesk.domain.retention import Decided, Due, Hold, Preview, Records
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.services.signers import signed_within
from wellnessdesk.store import people, retention, sealed, settings, students
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import sealing
from wellnessdesk.vault.errors import Tampered, VaultProblem
from wellnessdesk.vault.sealing import Binding

HOLD = "hold"
PERIODS = "retention.periods"
"""The key of the periods among the settings."""
_LONGEST_REASON = 2_000


@act("retention.see")
def periods(desk: Desk) -> Decided:
    """The periods that hold here: years after the end of the school year, months for drafts (`domain.retention`)."""
    with desk.reading() as tx:
        return decided(tx)


@act("retention.set")
def set_period(desk: Desk, records: Records, number: int) -> Decided:
    """Give a class of record another period. Raises `Problem` for one that is not allowed."""
    with desk.change("retention") as change:
        before = decided(change.tx)
        wrong = rules.wrong_period(records, number, before.periods)
        if wrong:
            raise Problem(wrong)
        after = Decided({**before.periods, records: number}, desk.person.id, desk.today())
        settings.put(change.tx, PERIODS, after.plain())
        change.record("retention.set", f"retention:{records.value}", periods_detail(after.plain()))
        return after


@act("retention.see")
def preview(desk: Desk, progress: Progress = NO_PROGRESS) -> Preview:
    """What is due today, how much of it would go, and what stays and why. Counts only; changes nothing."""
    today = desk.today()
    with desk.reading() as tx:
        until = due_until(tx, today)
        lines: list[Due] = []
        for records in Records:
            progress.check_cancelled()
            lines.append(retention.due(tx, records, until))
            progress.report(len(lines), len(Records))
        return Preview(day=today, lines=tuple(lines), holds=len(retention.held_students(tx)),
                       open_flags=retention.open_flags(tx, until[Records.FLAGS]))


@act("retention.hold")
def holds(desk: Desk) -> list[Hold]:
    """All legal holds there were, opened: those in force first, the newest first."""
    with desk.reading() as tx:
        return all_holds(desk, tx)


@act("retention.hold")
def place_hold(desk: Desk, student_id: int, reason: str) -> Hold:
    """From now on everything about this student stays. The reason is sealed to the coordinators.

    Raises `Problem` without a reason, or where the student is on hold already.
    """
    words = reason.strip()
    if not words:
        raise Problem(_("Write why. A hold without a reason cannot be judged later."))
    if len(words) > _LONGEST_REASON:
        raise Problem(_("Keep the reason under {n} characters.").format(n=_LONGEST_REASON))
    hold = uuid.uuid4().hex
    with desk.change("retention") as change:
        if students.get(change.tx, student_id) is None:
            raise Problem(_("This student is not on the roster any more."))
        if student_id in retention.held_students(change.tx):
            raise Problem(_("This student is on hold already."))
        blob = sealing.seal(desk.keys, _binding(hold, student_id), {"student": student_id, "reason": words},
                            to_author=False)
        retention.place_hold(change.tx, hold, student_id, desk.person.id, change.now)
        sealed.add(change.tx, HOLD, hold, 1, blob)
        change.record("hold.place", f"hold:{hold}")
    return next(one for one in holds(desk) if one.id == hold)


@act("retention.hold")
def lift_hold(desk: Desk, hold_id: str) -> None:
    """End a hold: what is due about the student may be destroyed again."""
    with desk.change("retention") as change:
        if not retention.lift_hold(change.tx, hold_id, desk.person.id, change.now):
            raise Problem(_("This hold is not in force any more."))
        change.record("hold.lift", f"hold:{hold_id}")


def all_holds(desk: Desk, tx: Transaction) -> list[Hold]:
    """All legal holds, opened, inside a transaction of the caller: those in force first, the newest first."""
    found = [_opened(desk, tx, row) for row in retention.holds(tx)]
    return sorted(found, key=lambda hold: hold.lifted_at is not None)


def decided(tx: Transaction) -> Decided:
    """The periods that hold, inside a transaction of the caller."""
    return rules.decided_from(settings.get(tx, PERIODS))


def due_until(tx: Transaction, today: date) -> dict[Records, date]:
    """For each class of record the newest day whose records are due."""
    return {records: rules.due_until(records, number, today) for records, number in decided(tx).periods.items()}


def periods_detail(plain: object) -> str:
    """What the audit log keeps of the periods: all of them, so that nobody can shorten one in the store alone."""
    return json.dumps(plain, sort_keys=True, separators=(",", ":"))


def require_legible_holds(desk: Desk, tx: Transaction) -> None:
    """Raise `Tampered` when a hold in force is not of the student whom its seal names: somebody moved it."""
    for row in retention.holds(tx):
        if row.lifted_at is None:
            _reason(desk, tx, row.id, row.student_id)


def _opened(desk: Desk, tx: Transaction, row: retention.HoldMark) -> Hold:
    """One that does not match its seal is still a hold: its reason says what is wrong."""
    student, names = students.get(tx, row.student_id), [people.get(tx, who) if who else None
                                                        for who in (row.placed_by, row.lifted_by)]
    try:
        reason = _reason(desk, tx, row.id, row.student_id)
    except VaultProblem as problem:
        reason = str(problem)
    placed, lifted = (person.name if person else "" for person in names)
    return Hold(id=row.id, student_id=row.student_id, student=student.name if student else "", reason=reason,
                placed_at=row.placed_at, placed_by=placed, lifted_at=row.lifted_at, lifted_by=lifted)


def _reason(desk: Desk, tx: Transaction, hold: str, student_id: int) -> str:
    blob = sealed.get(tx, HOLD, hold, 1)
    if blob is None:
        raise Tampered
    opened = sealing.unseal(desk.keys, _binding(hold, student_id), blob)
    reason = opened.body.get("reason")
    if not isinstance(reason, str) or not signed_within(desk, opened.signer, "retention.hold"):
        raise Tampered
    return reason


def _binding(hold: str, student_id: int) -> Binding:
    return Binding(HOLD, hold, 1, student=str(student_id))
