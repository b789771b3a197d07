"""The log of contacts with caregivers: for coordinators alone, sealed, and never overwritten.

A contact names no student in the clear, and its entries in the audit log are sealed: beside the time of a flag they
would say whose it is.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.contacts import Contact, Entry, Mark, Version, tidied, wrong
from wellnessdesk.services import chains, student_records
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.store import contacts, people, sealed
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives, sealing
from wellnessdesk.vault.errors import Tampered, VaultProblem

CONTACT = "caregiver contact"


@act("contacts.write")
def write(desk: Desk, entry: Entry, day: date | None = None) -> Contact:
    """Write down a contact of today, or of an earlier `day`. Raises `Problem` for what is missing."""
    with desk.change("contacts") as change:
        return added(desk, change, entry, day or desk.today())


@act("contacts.write")
def correct(desk: Desk, contact_id: str, entry: Entry) -> Contact:
    """Write it otherwise; what stood there stays beside it. Raises `Problem`."""
    new = tidied(entry)
    _require(new, desk.today(), desk.today())
    with desk.change("contacts") as change:
        mark = contacts.get(change.tx, contact_id)
        before = opened(desk, change.tx, mark) if mark is not None else None
        if mark is None or before is None:
            raise Problem(_("This contact is not there any more."))
        if before.problem:
            raise Problem(before.problem)
        if new.student != before.entry.student:
            raise Problem(_("A contact stays with its student. Write another one."))
        kept = replace(mark, steps=mark.steps + 1)
        _version, blob = chains.append(desk, change.tx, CONTACT, mark.id, body_of(new, change.now))
        contacts.put(change.tx, kept)
        change.record_sealed("contact.write", f"contact:{mark.id}", written_as(kept, blob))
        return opened(desk, change.tx, kept)


@act("contacts.see")
def of_student(desk: Desk, student_id: int) -> list[Contact]:
    """The contacts about a student, the newest first. Opening a student's record is recorded, once a sitting."""
    student_records.opened(desk, student_id)
    with desk.reading() as tx:
        return about(desk, tx, student_id)


def about(desk: Desk, tx: Transaction, student_id: int) -> list[Contact]:
    """The same inside a transaction of the caller."""
    found = all_opened(desk, tx, contacts.of_ids(tx, list(_indexed(desk, tx, student_id))))
    mine = [one for one in found if one.problem or one.entry.student == student_id]
    return sorted(mine, key=lambda one: (one.mark.day, one.versions[0].at.timestamp() if one.versions else 0),
                  reverse=True)


def added(desk: Desk, change: Act, entry: Entry, day: date) -> Contact:
    """Write one down within a change of the caller: a letter goes out together with its line. Raises `Problem`."""
    new = tidied(entry)
    _require(new, day, desk.today())
    student_records.there(change.tx, new.student)
    mark = Mark(id=uuid.uuid4().hex, day=day, steps=1)
    _version, blob = chains.append(desk, change.tx, CONTACT, mark.id, body_of(new, change.now))
    contacts.add(change.tx, mark, sealing.blind(desk.keys, str(new.student), mark.id, blob))
    change.record_sealed("contact.write", f"contact:{mark.id}", written_as(mark, blob))
    return opened(desk, change.tx, mark)


def written_as(mark: Mark, blob: bytes) -> str:
    """What the audit log keeps, sealed, of a contact (`audit.verify`)."""
    return f"{mark.day}:{mark.steps}:{primitives.digest(blob).hex()}"


def body_of(entry: Entry, now: datetime) -> dict[str, object]:
    """A contact as JSON data, for sealing."""
    body: dict[str, object] = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
    return body | {"at": now.isoformat()}


def opened(desk: Desk, tx: Transaction, mark: Mark) -> Contact:
    """Unseal a contact. One that does not match its seals is still a line: it says what is wrong."""
    return all_opened(desk, tx, [mark])[0]


def all_opened(desk: Desk, tx: Transaction, marks: Sequence[Mark]) -> list[Contact]:
    """With one question for each table."""
    names, blobs = people.names(tx), sealed.versions_of(tx, CONTACT, [mark.id for mark in marks])
    return [_opened(desk, mark, blobs.get(mark.id, []), names) for mark in marks]


def _opened(desk: Desk, mark: Mark, blobs: Sequence[bytes], names: dict[str, str]) -> Contact:
    try:
        versions = tuple(_versions(desk, mark, blobs, names))
        if not versions or len(versions) != mark.steps:
            raise Tampered
    except VaultProblem as problem:
        return Contact(mark=mark, problem=str(problem))
    except (KeyError, ValueError, TypeError):
        return Contact(mark=mark, problem=str(Tampered()))
    return Contact(mark=mark, versions=versions)


def _versions(desk: Desk, mark: Mark, blobs: Sequence[bytes], names: dict[str, str]) -> Iterator[Version]:
    for version in chains.opened(desk, CONTACT, mark.id, blobs, ("contacts.write",)):
        values = {name: version.body[name] for name in Entry.__dataclass_fields__}
        if any(type(value) is not type(getattr(Entry(), name)) for name, value in values.items()):
            raise Tampered
        yield Version(entry=Entry(**values), at=datetime.fromisoformat(str(version.body["at"])),  # type: ignore[arg-type]
                      by=names.get(version.signer, ""))


def _indexed(desk: Desk, tx: Transaction, student_id: int) -> Iterator[str]:
    blind = sealing.blinder(desk.keys, str(student_id))
    for contact, index, blob in contacts.indexed(tx, CONTACT):
        try:
            mine = blind(sealing.sealing_of(contact, blob))
        except VaultProblem:
            continue
        if mine is not None and primitives.same(mine, index):
            yield contact


def _require(entry: Entry, day: date, today: date) -> None:
    faults = dict(wrong(entry)) | ({"day": _("This day is still to come.")} if day > today else {})
    if faults:
        raise Problem("\n".join(faults.values()))
