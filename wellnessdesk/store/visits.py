"""Visits, as named queries."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, func, insert, select, update

from wellnessdesk.domain.visits import Visit
from wellnessdesk.store import kept_counts
from wellnessdesk.store.rows import PersonRow, StudentRow, VisitRow
from wellnessdesk.store.transaction import Transaction


def add(tx: Transaction, *, student_id: int, day: date, arrived_at: datetime, origin: str, reason: str) -> int:
    """Write a new visit; its id."""
    made = tx.session.execute(insert(VisitRow).values(
        student_id=student_id, day=day, arrived_at=arrived_at, origin=origin, reason=reason))
    return int(made.inserted_primary_key[0])  # type: ignore[attr-defined]


def get(tx: Transaction, visit: int) -> Visit | None:
    """The visit of this id."""
    row = tx.session.execute(_visits().where(VisitRow.id == visit)).first()
    return _visit(row) if row else None


def still_here(tx: Transaction, day: date) -> list[Visit]:
    """Everybody who came today and has not left, in order of arrival."""
    rows = tx.session.execute(_visits().where(VisitRow.day == day, VisitRow.left_at.is_(None))
                              .order_by(VisitRow.arrived_at, VisitRow.id))
    return [_visit(row) for row in rows]


def left_today(tx: Transaction, day: date, limit: int) -> list[Visit]:
    """Who left today, the newest departure first."""
    rows = tx.session.execute(_visits().where(VisitRow.day == day, VisitRow.left_at.is_not(None))
                              .order_by(VisitRow.left_at.desc(), VisitRow.id.desc()).limit(limit))
    return [_visit(row) for row in rows]


def count_left(tx: Transaction, day: date) -> int:
    """How many left today."""
    return tx.session.execute(
        select(func.count()).where(VisitRow.day == day, VisitRow.left_at.is_not(None))).scalar_one()


def open_of_student(tx: Transaction, student_id: int, day: date) -> int | None:
    """The id of the student's visit that is still open today."""
    return tx.session.execute(select(VisitRow.id).where(
        VisitRow.student_id == student_id, VisitRow.day == day, VisitRow.left_at.is_(None))).scalars().first()


def hand_over(tx: Transaction, visit: int, peer: str | None, at: datetime | None) -> None:
    """Give a visit to a peer, or (with None) back to the queue."""
    tx.session.execute(update(VisitRow).where(VisitRow.id == visit).values(peer_id=peer, handed_at=at))


def leave(tx: Transaction, visit: int, at: datetime | None) -> None:
    """Record when a student left; None takes it back."""
    tx.session.execute(update(VisitRow).where(VisitRow.id == visit).values(left_at=at))


def remove(tx: Transaction, visit: int) -> None:
    """Take back a check-in made by mistake; the audit log keeps that it was."""
    row = tx.session.get(VisitRow, visit)
    if row is not None:
        tx.session.delete(row)
        tx.flush()


def steps(tx: Transaction) -> Iterator[tuple[int, bool, bool]]:
    """(id, handed over, left) of every visit there is."""
    rows = tx.session.execute(select(VisitRow.id, VisitRow.handed_at.is_not(None), VisitRow.left_at.is_not(None))
                              .execution_options(yield_per=5_000))
    for row in rows:
        yield int(row[0]), bool(row[1]), bool(row[2])


def counts(tx: Transaction, first: date, last: date) -> list[tuple[str, str, str, int]]:
    """Of the visits in the months from `first` to `last`, destroyed ones too: (grade, origin, reason, visits)."""
    query = (select(StudentRow.grade, VisitRow.origin, VisitRow.reason, func.count())
             .join(StudentRow, StudentRow.id == VisitRow.student_id)
             .where(VisitRow.day.between(first, last))
             .group_by(StudentRow.grade, VisitRow.origin, VisitRow.reason))
    kept = [(str(grade), str(origin), str(reason), number)
            for (grade, origin, reason), number in kept_counts.read(tx, kept_counts.VISITS, first, last)]
    return [(row[0], row[1], row[2], row[3]) for row in tx.session.execute(query)] + kept


def students_by_grade(tx: Transaction, first: date, last: date) -> dict[str, int]:
    """Unduplicated students who came in the month from `first` to `last`, by grade.

    Those whose visits were destroyed are among them: all visits of a student's month go together (`store.shredding`).
    """
    query = (select(StudentRow.grade, func.count(VisitRow.student_id.distinct()))
             .join(StudentRow, StudentRow.id == VisitRow.student_id)
             .where(VisitRow.day.between(first, last)).group_by(StudentRow.grade))
    found = Counter({row[0]: row[1] for row in tx.session.execute(query)})
    for (grade,), number in kept_counts.read(tx, kept_counts.STUDENTS, first, last):
        found[str(grade)] += number
    return dict(found)


def first_day(tx: Transaction) -> date | None:
    """The day of the oldest visit, or the first day of the oldest month of which counts are kept."""
    days = (tx.session.execute(select(func.min(VisitRow.day))).scalar(), kept_counts.first_month(tx))
    return min((day for day in days if day is not None), default=None)


def _visits() -> Select[Any]:
    return (select(VisitRow.__table__, StudentRow.given, StudentRow.family, StudentRow.preferred_given,
                   StudentRow.roster_preferred, StudentRow.grade, StudentRow.student_number,
                   PersonRow.name.label("peer"))
            .join(StudentRow, StudentRow.id == VisitRow.student_id)
            .outerjoin(PersonRow, PersonRow.id == VisitRow.peer_id))


def _visit(row: Row[Any]) -> Visit:
    called = row.preferred_given or row.roster_preferred or row.given
    return Visit(
        id=row.id, student_id=row.student_id, student=f"{called} {row.family}".strip(), called=called,
        family=row.family, grade=row.grade, hint=row.student_number[-3:], day=row.day, arrived_at=row.arrived_at,
        origin=row.origin, reason=row.reason, peer_id=row.peer_id, peer=row.peer or "", handed_at=row.handed_at,
        left_at=row.left_at)
