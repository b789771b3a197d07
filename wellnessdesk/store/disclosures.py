"""The disclosure log, as named queries: whose records went out and when; to whom and why is sealed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select

from wellnessdesk.store.rows import DisclosureRow
from wellnessdesk.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A line without what is sealed. `by` is a person's id."""

    id: str
    student_id: int
    day: date
    at: datetime
    by: str
    way: str


def add(tx: Transaction, mark: Mark) -> None:
    """Write a line; the sealed part goes in beside it."""
    tx.session.execute(insert(DisclosureRow).values(
        id=mark.id, student_id=mark.student_id, day=mark.day, at=mark.at, by=mark.by, kind=mark.way))


def of_student(tx: Transaction, student: int) -> list[Mark]:
    """All lines of a student, the newest first."""
    rows = tx.session.execute(_columns().where(DisclosureRow.student_id == student).order_by(
        DisclosureRow.day.desc(), DisclosureRow.at.desc()))
    return [_mark(row) for row in rows]


def everything(tx: Transaction) -> Iterator[Mark]:
    """All lines there are, one after another."""
    return (_mark(row) for row in tx.session.execute(_columns()))


def _columns() -> Any:
    return select(*DisclosureRow.__table__.columns)


def _mark(row: Any) -> Mark:
    return Mark(id=row.id, student_id=row.student_id, day=row.day, at=row.at, by=row.by, way=row.kind)
