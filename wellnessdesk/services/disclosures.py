"""The disclosure log of each student: by hand, and by every export and print that names a student."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import replace

from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.disclosures import Disclosure, Ground, NewDisclosure, Way, what_of, wrong
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.reports import disclosures as report
from wellnessdesk.services import student_records
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.services.signers import signed_within
from wellnessdesk.store import bundles, disclosures, people, sealed
from wellnessdesk.store.disclosures import Mark
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives, sealing
from wellnessdesk.vault.errors import Tampered, VaultProblem
from wellnessdesk.vault.sealing import Binding

DISCLOSURE = "disclosure"


@act("disclosures.see")
def of_student(desk: Desk, student_id: int) -> list[Disclosure]:
    """A student's log, opened, the newest first. Opening a student's record is recorded, once a sitting."""
    student_records.opened(desk, student_id)
    with desk.reading() as tx:
        return lines(desk, tx, student_id)


@act("disclosures.record")
def record(desk: Desk, student_id: int, new: NewDisclosure) -> Disclosure:
    """Write down that records of a student went to somebody. Raises `Problem` for what is missing or too long."""
    with desk.change("disclosures") as change:
        student_records.there(change.tx, student_id)
        made = write(desk, change, student_id, new)
        return next(line for line in lines(desk, change.tx, student_id) if line.id == made)


@act("disclosures.print")
def save_log(desk: Desk, student_id: int, new: NewDisclosure, paper: Paper = Paper.LETTER) -> bytes:
    """A student's log as PDF, for `new.recipient`. It is a disclosure itself, and the first line of it."""
    with desk.change("disclosures") as change:
        student = student_records.there(change.tx, student_id)
        made = write(desk, change, student_id, new, Way.LOG)
        head = change.record("disclosure.print", f"disclosure:{made}")
        found = lines(desk, change.tx, student_id)
    return report.log_pdf(student, found, center=desk.center, by=desk.person.name, head=head.short(),
                          printed_at=desk.local(desk.clock.now()), paper=paper)


def write(desk: Desk, change: Act, student_id: int, new: NewDisclosure, way: Way = Way.BY_HAND, *,
          about: str = "") -> str:
    """A line of the log, written within the change that lets the records out; its id.

    For every export and print of records that name a student: they go out together with their line, or not at all.
    Recipient, ground and purpose are sealed to the coordinators, and so is `about`: what only they may know of why it
    went, which `way` would tell everybody. Raises `Problem`.
    """
    if way is not Way.BY_HAND:
        new = replace(new, day=desk.today(), what=what_of(way) or new.what)
    found = wrong(new, desk.today())
    if found:
        raise Problem("\n".join(found.values()))
    mark = Mark(id=uuid.uuid4().hex, student_id=student_id, day=new.day, at=change.now, by=desk.person.id,
                way=way.value)
    body: dict[str, object] = {"recipient": new.recipient.strip(), "ground": new.ground.value,
                               "purpose": new.purpose.strip(), "what": new.what.strip()}
    if about:
        body["about"] = about
    blob = sealing.seal(desk.keys, _binding(mark), body, to_author=False)
    disclosures.add(change.tx, mark)
    sealed.add(change.tx, DISCLOSURE, mark.id, 1, blob)
    change.record("disclosure.record", f"disclosure:{mark.id}", written_as(mark, blob))
    return mark.id


def written_as(mark: Mark, blob: bytes) -> str:
    """What the audit log keeps of a line, so that nobody can move, change or remove it (`audit.verify`)."""
    facts = [mark.student_id, mark.day.isoformat(), mark.by, mark.way, primitives.digest(blob).hex()]
    return primitives.digest(json.dumps(facts, separators=(",", ":")).encode()).hex()


def lines(desk: Desk, tx: Transaction, student_id: int) -> list[Disclosure]:
    """A student's log inside a transaction of the caller. What was written for a bundle stands and falls with it."""
    names, marks = people.names(tx), disclosures.of_student(tx, student_id)
    blobs, never_left = sealed.versions_of(tx, DISCLOSURE, [mark.id for mark in marks]), bundles.abandoned(tx)
    found = [_opened(desk, mark, blobs.get(mark.id, []), names.get(mark.by, "")) for mark in marks]
    return [line for line in found if line.bundle not in never_left]


def _opened(desk: Desk, mark: Mark, blobs: Sequence[bytes], by: str) -> Disclosure:
    """One that does not match its seal is still a line: it says what is wrong."""
    way = Way(mark.way) if mark.way in set(Way) else Way.BY_HAND
    line = Disclosure(id=mark.id, student_id=mark.student_id, day=mark.day, at=mark.at, by=by, way=way)
    try:
        body = _body(desk, mark, blobs)
        return replace(line, recipient=body["recipient"], ground=Ground(body["ground"]), purpose=body["purpose"],
                       what=body["what"], about=body.get("about", ""))
    except VaultProblem as problem:
        return replace(line, problem=str(problem))
    except (KeyError, ValueError):
        return replace(line, problem=str(Tampered()))


def _body(desk: Desk, mark: Mark, blobs: Sequence[bytes]) -> dict[str, str]:
    if not blobs:
        raise Tampered
    opened = sealing.unseal(desk.keys, _binding(mark), blobs[0])
    if opened.signer != mark.by or not signed_within(desk, opened.signer, "disclosures.record"):
        raise Tampered
    return {name: str(value) for name, value in opened.body.items()}


def _binding(mark: Mark) -> Binding:
    return Binding(DISCLOSURE, mark.id, 1, student=str(mark.student_id))


