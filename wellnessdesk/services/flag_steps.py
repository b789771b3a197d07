"""What adults did about a flag, one sealed step after another: each bound to the one before, none ever taken away."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.flag_steps import Step, StepKind, Written, cleaned, decided, step_from_plain, wrong
from wellnessdesk.domain.flags import Closing, FlagMark, FlagStatus
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.services.signers import signed_within
from wellnessdesk.store import flags, people, sealed
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives, sealing
from wellnessdesk.vault.errors import Tampered, VaultProblem
from wellnessdesk.vault.sealing import Binding

STEP, CLOSING = "flag step", "flag closing"
"""Kinds of sealed records. `CLOSING` held all decisions of a flag at once up to schema 0003."""


class StepProblem(Problem):
    """Something a step must say is missing or cannot be; `found` says what, by field."""

    def __init__(self, found: dict[str, str]) -> None:
        super().__init__("\n".join(found.values()))
        self.found = found


@act("flags.step")
def add(desk: Desk, flag_id: str, step: Step, *, seen: int) -> int:
    """Keep one step of a flag, from now on for good; how many there are then. `seen` is how many the author saw.

    A correction, also of a closed flag, is a further step. Raises `StepProblem` for what is missing, and `Problem` for
    a flag that waits for an adult or is withdrawn, and when somebody wrote a step meanwhile: two adults must not decide
    without knowing of each other.
    """
    if step.kind in (StepKind.CLOSED, StepKind.WITHDRAWN):
        raise ValueError(step.kind)
    with desk.change("flags") as change:
        mark = require(change.tx, flag_id)
        require_taken_on(mark)
        if mark.steps != seen:
            raise Problem(_("Somebody wrote something about this flag meanwhile. Read it, then save yours."))
        change.record("flag.step", f"flag:{flag_id}", write(desk, change, mark, step))
        return mark.steps + 1


def write(desk: Desk, change: Act, mark: FlagMark, step: Step) -> str:
    """Seal a step within a change of the caller; what the audit log keeps of it. Raises `StepProblem`."""
    step = cleaned(step)
    found = wrong(step, desk.today())
    if found:
        raise StepProblem(found)
    number, body = mark.steps + 1, step.plain() | {"at": change.now.isoformat()}
    before = sealed.get(change.tx, STEP, mark.id, mark.steps)
    blob = sealing.seal(desk.keys, _binding(mark.id, number, before), body, to_author=False)
    sealed.add(change.tx, STEP, mark.id, number, blob)
    flags.set_steps(change.tx, mark.id, number)
    return written_as(number, blob)


def written_as(number: int, blob: bytes) -> str:
    """What the audit log keeps of a step, so that nobody can exchange it or take it back (`audit.verify`)."""
    return f"{number}:{primitives.digest(blob).hex()}"


def require(tx: Transaction, flag_id: str) -> FlagMark:
    """The mark of a flag; raises `Problem` when it is not there any more."""
    mark = flags.get(tx, flag_id)
    if mark is None:
        raise Problem(_("This flag is not there any more."))
    return mark


def require_taken_on(mark: FlagMark) -> None:
    """Raise `Problem` for a flag no adult has, or that was withdrawn."""
    if mark.status is FlagStatus.RAISED:
        raise Problem(_("Acknowledge the flag first."))
    if mark.status is FlagStatus.WITHDRAWN:
        raise Problem(_("This flag was withdrawn meanwhile."))


def of_flag(desk: Desk, tx: Transaction, mark: FlagMark) -> tuple[Written, ...]:
    """All steps of a flag in the order they were written, whatever the clock said. One not as it was sealed says so."""
    return of_flags(desk, tx, [mark])[mark.id]


def of_flags(desk: Desk, tx: Transaction, marks: Sequence[FlagMark]) -> dict[str, tuple[Written, ...]]:
    """The same for several flags by their id, with one question for each table."""
    with_steps = [mark.id for mark in marks if mark.steps]
    names = people.names(tx) if with_steps else {}
    blobs = sealed.versions_of(tx, STEP, with_steps)
    return {mark.id: tuple(_written(desk, mark, dict(enumerate(blobs.get(mark.id, ()), 1)), names)) for mark in marks}


def _written(desk: Desk, mark: FlagMark, blobs: dict[int, bytes], names: dict[str, str]) -> Iterator[Written]:
    latest = mark.acknowledged_at or mark.raised_at
    for number in range(1, mark.steps + 1):
        written = _opened(desk, mark.id, number, blobs, names)
        yield replace(written, back=written.at is not None and written.at < latest)
        latest = written.at or latest


def closing_of(desk: Desk, tx: Transaction, mark: FlagMark, steps: Sequence[Written]) -> Closing:
    """What is decided so far; of a flag closed in one record, as up to schema 0003, what that says and what was
    corrected since. One that does not match its seal says so in the outcome."""
    found = [written.step for written in steps if written.step is not None]
    step_by_step = any(step.kind is StepKind.CLOSED for step in found)
    return decided(found, Closing() if step_by_step else _in_one(desk, tx, mark))


def _in_one(desk: Desk, tx: Transaction, mark: FlagMark) -> Closing:
    blob = sealed.get(tx, CLOSING, mark.id, 1) if mark.status is FlagStatus.CLOSED else None
    if blob is None:
        return Closing()
    try:
        opened = sealing.unseal(desk.keys, Binding(CLOSING, mark.id, 1), blob)
    except VaultProblem as problem:
        return Closing(outcome=str(problem))
    if not signed_within(desk, opened.signer, "flags.close"):
        return Closing(outcome=str(Tampered()))
    disposition, reason, outcome = (
        str(opened.body.get(name, "")) for name in ("disposition", "notify_reason", "outcome"))
    return Closing(disposition=disposition, notify_caregiver=bool(opened.body.get("notify_caregiver")),
                   notify_reason=reason, outcome=outcome)


def _opened(desk: Desk, flag_id: str, number: int, blobs: dict[int, bytes], names: dict[str, str]) -> Written:
    blob = blobs.get(number)
    try:
        if blob is None:
            raise Tampered
        opened = sealing.unseal(desk.keys, _binding(flag_id, number, blobs.get(number - 1)), blob)
        if not signed_within(desk, opened.signer, "flags.step"):
            raise Tampered
        at = datetime.fromisoformat(str(opened.body.get("at")))
        return Written(number=number, step=step_from_plain(opened.body), by=names.get(opened.signer, ""), at=at)
    except VaultProblem as problem:
        return Written(number=number, problem=str(problem))
    except ValueError:
        return Written(number=number, problem=str(Tampered()))


def _binding(flag_id: str, number: int, before: bytes | None) -> Binding:
    """Bound to the step before: none can be left out, or put in another place."""
    return Binding(STEP, flag_id, number, previous=primitives.digest(before) if before is not None else b"")
