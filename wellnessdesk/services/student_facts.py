"""What the center itself knows of a student: read, changed, acknowledged; and whose a card is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.names import tidy
from wellnessdesk.domain.student_facts import Acknowledged, Facts, card_of, written_as, wrong
from wellnessdesk.domain.students import Student
from wellnessdesk.services import student_records
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.store import people, student_facts, students
from wellnessdesk.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Known:
    """A student and what the center added; who recorded an acknowledgement stands there by name."""

    student: Student
    facts: Facts
    acknowledged: tuple[Acknowledged, ...]


class CardTaken(Problem):
    """The card is somebody else's."""


@act("facts.see")
def of_student(desk: Desk, student_id: int) -> Known:
    """What the center knows of a student. Opening a student's record is recorded, once a sitting."""
    student_records.opened(desk, student_id)
    with desk.reading() as tx:
        return known(tx, student_id)


@act("facts.change")
def save(desk: Desk, student_id: int, facts: Facts) -> Known:
    """Write what the student told the center. Raises `CardTaken`, or `Problem` for what is too long."""
    new = _tidied(facts)
    found = wrong(new)
    if found:
        raise Problem("\n".join(found.values()))
    with desk.change("students", "visits", "sessions") as change:
        student_records.there(change.tx, student_id)
        _require_free(change.tx, student_id, new.card)
        student_facts.put(change.tx, student_id, new)
        _record(change, student_id)
        return known(change.tx, student_id)


@act("facts.change")
def assign_card(desk: Desk, student_id: int, card: str) -> Known:
    """Give a student this card, in the place of the one before. Raises as `save`."""
    with desk.reading() as tx:
        student_records.there(tx, student_id)
        facts = student_facts.get(tx, student_id)
    return save(desk, student_id, replace(facts, card=card))


@act("facts.change")
def acknowledge(desk: Desk, student_id: int, kind: str) -> Known:
    """Write down that the student was told, or agreed to, the newest version of an entry of `acknowledgements`."""
    entry = catalogues.acknowledgements().get(kind)
    if entry is None:
        raise Problem(_("This is not in the center's list any more."))
    with desk.change("students") as change:
        student_records.there(change.tx, student_id)
        before = student_facts.acknowledged(change.tx, student_id)
        if not any(one.kind == kind and one.version == entry.version for one in before):
            student_facts.acknowledge(change.tx, student_id, kind, entry.version, desk.today(), desk.person.id)
        _record(change, student_id)
        return known(change.tx, student_id)


def known(tx: Transaction, student_id: int) -> Known:
    """What the center knows of a student, inside a transaction of the caller."""
    names = people.names(tx)
    found = student_facts.acknowledged(tx, student_id)
    return Known(student_records.there(tx, student_id), student_facts.get(tx, student_id),
                 tuple(replace(one, by=names.get(one.by, "")) for one in found))


def missing(given: Sequence[Acknowledged]) -> list[str]:
    """The ids of what a student was not told or asked in its newest version."""
    there = {(one.kind, one.version) for one in given}
    return [entry.id for entry in catalogues.acknowledgements() if (entry.id, entry.version) not in there]


def _tidied(facts: Facts) -> Facts:
    return Facts(preferred=tidy(facts.preferred), pronouns=tidy(facts.pronouns), language=tidy(facts.language),
                 access_needs=tidy(facts.access_needs), card=card_of(facts.card), audiences=facts.audiences)


def _require_free(tx: Transaction, student_id: int, card: str) -> None:
    owner = student_facts.owner_of_card(tx, card) if card else None
    if owner is not None and owner != student_id:
        holder = students.get(tx, owner)
        raise CardTaken(_("This card belongs to {name}. Take it from them first.").format(
            name=holder.name if holder else "?"))


def _record(change: Act, student_id: int) -> None:
    """Sealed, for a change in the clear would tell whom somebody was just talking with."""
    tx = change.tx
    change.record_sealed("student.facts", f"student:{student_id}", written_as(
        student_facts.get(tx, student_id), student_facts.acknowledged(tx, student_id)))
