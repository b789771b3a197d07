"""Contacts with caregivers and the rules before a call, as named queries; what was said, and why, is sealed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, LargeBinary, Row, Select, and_, cast, insert, select, update

from wellnessdesk.domain.contacts import Caregiver, Mark, Rule, RuleKind
from wellnessdesk.store.rows import (
    CaregiverContactRow,
    CaregiverRow,
    ContactRuleRow,
    PersonRow,
    SealedRow,
    StudentCaregiverRow,
)
from wellnessdesk.store.transaction import Transaction

_LONG_AGO = date(1970, 1, 1)
"""Stands for a day that cannot be read."""


@dataclass(frozen=True, slots=True)
class RuleMark:
    """A rule as its row has it, by the ids of people."""

    id: str
    student: int
    caregiver: int | None
    rule: str
    set_by: str
    ended: bool


def add(tx: Transaction, mark: Mark, student_index: bytes | None) -> None:
    """Write a contact; what was said goes in beside it."""
    tx.session.execute(insert(CaregiverContactRow).values(id=mark.id, day=mark.day, steps=mark.steps,
                                                          student_index=student_index))


def put(tx: Transaction, mark: Mark) -> None:
    """It was corrected."""
    tx.session.execute(update(CaregiverContactRow).where(CaregiverContactRow.id == mark.id).values(steps=mark.steps))


def get(tx: Transaction, contact: str) -> Mark | None:
    """The mark of this id."""
    row = tx.session.execute(_marks().where(CaregiverContactRow.id == contact)).first()
    return _mark(row) if row else None


def of_ids(tx: Transaction, ids: Sequence[str]) -> list[Mark]:
    """The marks of these ids that are there, in any order."""
    return [_mark(row) for row in tx.session.execute(_marks().where(CaregiverContactRow.id.in_(ids)))]


def everything(tx: Transaction) -> Iterator[Mark]:
    """All contacts there are, one after another."""
    return (_mark(row) for row in tx.session.execute(_marks()))


def indexed(tx: Transaction, kind: str) -> Iterator[tuple[str, bytes, bytes]]:
    """(id, blind index of whose it is, the first sealed version) of all contacts."""
    rows = tx.session.execute(
        select(cast(CaregiverContactRow.id, LargeBinary), cast(CaregiverContactRow.student_index, LargeBinary),
               cast(SealedRow.blob, LargeBinary))
        .join(SealedRow, and_(SealedRow.kind == kind, SealedRow.record == CaregiverContactRow.id,
                              SealedRow.version == 1)))
    return ((row[0].decode(errors="replace"), row[1] or b"", row[2] or b"") for row in rows)


def family(tx: Transaction, student: int) -> list[Caregiver]:
    """The caregivers of a student with the ways to reach them, by name."""
    rows = tx.session.execute(
        select(CaregiverRow.__table__, StudentCaregiverRow.relation)
        .join(StudentCaregiverRow, StudentCaregiverRow.caregiver_id == CaregiverRow.id)
        .where(StudentCaregiverRow.student_id == student, CaregiverRow.active)
        .order_by(CaregiverRow.family, CaregiverRow.given))
    return [Caregiver(id=row.id, name=f"{row.given} {row.family}".strip(), relation=row.relation,
                      language=row.language, phone=row.phone, sms=row.sms, email=row.email) for row in rows]


def name_of(tx: Transaction, caregiver: int) -> str:
    """The name of a caregiver, also of one who is on the roster no longer; empty for who is not there."""
    row = tx.session.execute(select(CaregiverRow.given, CaregiverRow.family)
                             .where(CaregiverRow.id == caregiver)).first()
    return f"{row.given} {row.family}".strip() if row else ""


def add_rule(tx: Transaction, rule: str, student: int, caregiver: int | None, kind: RuleKind, by: str,
             at: datetime) -> None:
    """From now on this holds."""
    tx.session.execute(insert(ContactRuleRow).values(id=rule, student_id=student, caregiver_id=caregiver,
                                                     rule=kind.value, set_at=at, set_by=by))


def end_rule(tx: Transaction, rule: str, by: str, at: datetime) -> bool:
    """It holds no longer; false when there is none of this id in force."""
    query = update(ContactRuleRow).where(ContactRuleRow.id == rule, ContactRuleRow.ended_at.is_(None))
    ended = tx.session.execute(query.values(ended_by=by, ended_at=at))
    return bool(ended.rowcount)  # type: ignore[attr-defined]


def rules(tx: Transaction, student: int) -> list[Rule]:
    """All rules there were for a student, the newest first; without their reasons."""
    rows = tx.session.execute(
        select(ContactRuleRow, PersonRow.name.label("name"))
        .join(PersonRow, PersonRow.id == ContactRuleRow.set_by)
        .where(ContactRuleRow.student_id == student).order_by(ContactRuleRow.set_at.desc()))
    return [_rule(row[0], row[1]) for row in rows]


def rule_marks(tx: Transaction) -> Iterator[RuleMark]:
    """All rules there are, one after another."""
    return (RuleMark(row.id, row.student_id, row.caregiver_id, row.rule, row.set_by, row.ended_at is not None)
            for row in tx.session.execute(select(ContactRuleRow)).scalars())


def _rule(row: ContactRuleRow, by: str) -> Rule:
    """One whose kind SQL spoiled is the strictest: what is unknown may be dangerous."""
    kind = RuleKind(row.rule) if row.rule in set(RuleKind) else RuleKind.DO_NOT_CONTACT
    return Rule(id=row.id, student=row.student_id, caregiver=row.caregiver_id, kind=kind, set_at=row.set_at, set_by=by,
                ended_at=row.ended_at)


def _marks() -> Select[Any]:
    """As bytes and numbers, as they can always be read: one spoiled cell must not hide every contact."""
    columns: list[ColumnElement[Any]] = [cast(column, LargeBinary).label(column.key)
                                         for column in (CaregiverContactRow.id, CaregiverContactRow.day)]
    return select(*columns, cast(CaregiverContactRow.steps, Integer).label("steps"))


def _mark(row: Row[Any]) -> Mark:
    try:
        day = date.fromisoformat((row.day or b"").decode(errors="replace"))
    except ValueError:
        day = _LONG_AGO
    return Mark(id=row.id.decode(errors="replace"), day=day, steps=row.steps or 0)
