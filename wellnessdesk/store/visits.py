"""Visits, as named queries."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import Date, Row, Select, bindparam, func, insert, select, update

from wellnessdesk.domain.visits import Facts, Steps, Visit
from wellnessdesk.store import drop_ins, kept_counts
from wellnessdesk.store.rows import (
    PersonRow,
    StudentClassRow,
    StudentFactsRow,
    StudentRow,
    VisitCorrectionRow,
    VisitRow,
)
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.store.visit_trail import RETURNED, TRAIL, loosen

_ADD = insert(VisitRow.__table__)  # type: ignore[arg-type]
_LAST_NUMBER = select(func.max(VisitRow.number)).where(VisitRow.day == bindparam("day"))
_OPEN = select(VisitRow.id).where(VisitRow.student_id == bindparam("student"), VisitRow.day == bindparam("day"),
                                  VisitRow.left_at.is_(None))
"""What every check-in asks: made once, and not anew for each."""


def add(tx: Transaction, *, student_id: int, day: date, arrived_at: datetime, origin: str, reason: str,
        number: int | None = None, facts: Facts | None = None, period: str = "", missed: str = "",
        party: str | None = None) -> int:
    """Write a new visit; its id."""
    said = facts or Facts()
    made = tx.session.execute(_ADD, {
        "student_id": student_id, "day": day, "arrived_at": arrived_at, "origin": origin, "reason": reason,
        "number": number, "has_pass": said.has_pass, "feeling": said.feeling, "language": said.language,
        "access": said.access, "period": period, "missed": missed, "party": party})
    return int(made.inserted_primary_key[0])  # type: ignore[attr-defined]


def last_number(tx: Transaction, day: date) -> int:
    """The highest number given on a day; 0 before the first."""
    return tx.session.execute(_LAST_NUMBER, {"day": day}).scalar() or 0


def class_of(tx: Transaction, student: int, period: str) -> str:
    """The title of the class a student has in a period; empty when none is known."""
    return tx.session.execute(select(StudentClassRow.title).where(
        StudentClassRow.student_id == student, StudentClassRow.period == period)).scalars().first() or ""


def get(tx: Transaction, visit: int) -> Visit | None:
    """The visit of this id."""
    row = tx.session.execute(_visits().where(VisitRow.id == visit)).first()
    return _visit(row) if row else None


def still_here(tx: Transaction, day: date) -> list[Visit]:
    """Everybody who came today and has not left, in order of arrival."""
    rows = tx.session.execute(_visits().where(VisitRow.day == day, VisitRow.left_at.is_(None))
                              .order_by(VisitRow.arrived_at, VisitRow.id))
    return [_visit(row) for row in rows]


def of_day(tx: Transaction, day: date, most_left: int) -> tuple[list[Visit], list[Visit], int]:
    """Of all who came on a day: those still here in order of arrival, the newest departures, and how many have left.

    One question for all of it: to prepare a second one takes SQLite longer than to answer this one.
    """
    rows = tx.session.execute(_of_day(), {"day": day}).all()
    left = sorted((row for row in rows if row.left_at is not None), key=attrgetter("left_at", "id"), reverse=True)
    return [_visit(row) for row in rows if row.left_at is None], [_visit(row) for row in left[:most_left]], len(left)


def not_left(tx: Transaction, first: date, last: date) -> list[Visit]:
    """Who came from `first` to `last` and was never checked out, in order of arrival."""
    rows = tx.session.execute(_visits().where(VisitRow.day.between(first, last), VisitRow.left_at.is_(None))
                              .order_by(VisitRow.arrived_at, VisitRow.id))
    return [_visit(row) for row in rows]


def of_student(tx: Transaction, student: int, day: date) -> list[Visit]:
    """All visits of a student on a day, in order of arrival."""
    rows = tx.session.execute(_visits().where(VisitRow.student_id == student, VisitRow.day == day)
                              .order_by(VisitRow.arrived_at, VisitRow.id))
    return [_visit(row) for row in rows]


def open_of_student(tx: Transaction, student_id: int, day: date) -> int | None:
    """The id of the student's visit that is still open today."""
    return tx.session.execute(_OPEN, {"student": student_id, "day": day}).scalars().first()


def hand_over(tx: Transaction, visit: int, peer: str | None, at: datetime | None) -> None:
    """Give a visit to a peer, or (with None) back to the queue."""
    _set(tx, visit, peer_id=peer, handed_at=at)


def rest(tx: Transaction, visit: int, at: datetime | None) -> None:
    """Record when a student began to rest; None takes it back."""
    _set(tx, visit, resting_at=at)


def leave(tx: Transaction, visit: int, at: datetime | None, by: str | None = None, how: str = "") -> None:
    """Record when a student left, who wrote it in and how; None takes it back."""
    _set(tx, visit, left_at=at, left_by=by, left_how=how)


def put_steps(tx: Transaction, visit: int, steps: Steps) -> None:
    """Let a visit stand as far as these steps."""
    _set(tx, visit, peer_id=steps.peer_id, handed_at=steps.handed_at, resting_at=steps.resting_at,
         left_at=steps.left_at, left_by=steps.left_by, left_how=steps.left_how)


def set_facts(tx: Transaction, visit: int, **facts: object) -> None:
    """Set facts of a visit right; their names are those of `domain.visits.FACTS`."""
    _set(tx, visit, **facts)


def remove(tx: Transaction, visit: int) -> None:
    """Take back a check-in made by mistake; the audit log keeps that it was."""
    row = tx.session.get(VisitRow, visit)
    if row is not None:
        loosen(tx, VisitRow.id == visit)
        tx.session.delete(row)
        tx.flush()


def steps(tx: Transaction) -> Iterator[tuple[int, bool, bool, bool]]:
    """(id, handed over, resting, left) of every visit there is."""
    rows = tx.session.execute(select(
        VisitRow.id, VisitRow.handed_at.is_not(None), VisitRow.resting_at.is_not(None), VisitRow.left_at.is_not(None))
                              .execution_options(yield_per=5_000))
    for row in rows:
        yield int(row[0]), bool(row[1]), bool(row[2]), bool(row[3])


def counts(tx: Transaction, first: date, last: date) -> list[tuple[str, str, str, int]]:
    """Of the visits in the months from `first` to `last`, destroyed ones too: (grade, origin, reason, visits).

    Who came without a name is counted among them, with no grade.
    """
    query = (select(StudentRow.grade, VisitRow.origin, VisitRow.reason, func.count())
             .join(StudentRow, StudentRow.id == VisitRow.student_id)
             .where(VisitRow.day.between(first, last))
             .group_by(StudentRow.grade, VisitRow.origin, VisitRow.reason))
    kept = [(str(grade), str(origin), str(reason), number)
            for (grade, origin, reason), number in kept_counts.read(tx, kept_counts.VISITS, first, last)]
    named = [(row[0], row[1], row[2], row[3]) for row in tx.session.execute(query)]
    nameless = [("", origin, reason, number) for origin, reason, number in drop_ins.counts(tx, first, last)]
    return named + nameless + kept


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
    days = (tx.session.execute(select(func.min(VisitRow.day))).scalar(), drop_ins.first_day(tx),
            kept_counts.first_month(tx))
    return min((day for day in days if day is not None), default=None)


def _set(tx: Transaction, visit: int, **values: object) -> None:
    tx.session.execute(update(VisitRow).where(VisitRow.id == visit).values(**values))


@cache  # building it takes longer than SQLite takes to answer
def _visits() -> Select[Any]:
    trail = select(func.max(VisitCorrectionRow.at)).where(
        VisitCorrectionRow.visit_id == VisitRow.id, VisitCorrectionRow.fact == RETURNED).scalar_subquery()
    corrected = select(func.count()).where(
        VisitCorrectionRow.visit_id == VisitRow.id, VisitCorrectionRow.fact.not_in(TRAIL)).scalar_subquery()
    return (select(VisitRow.__table__, StudentRow.given, StudentRow.family, StudentRow.preferred_given,
                   StudentRow.roster_preferred, StudentRow.grade, StudentRow.student_number,
                   PersonRow.name.label("peer"), StudentFactsRow.language.label("known_language"),
                   StudentFactsRow.access_needs.label("known_access"), trail.label("returned_at"),
                   corrected.label("corrected"))
            .join(StudentRow, StudentRow.id == VisitRow.student_id)
            .outerjoin(StudentFactsRow, StudentFactsRow.student_id == VisitRow.student_id)
            .outerjoin(PersonRow, PersonRow.id == VisitRow.peer_id))


@cache  # asked with every refresh of the queue
def _of_day() -> Select[Any]:
    return _visits().where(VisitRow.day == bindparam("day", type_=Date)).order_by(VisitRow.arrived_at, VisitRow.id)


def _visit(row: Row[Any]) -> Visit:
    called = row.preferred_given or row.roster_preferred or row.given
    return Visit(
        id=row.id, student_id=row.student_id, student=f"{called} {row.family}".strip(), called=called,
        family=row.family, grade=row.grade, hint=row.student_number[-3:], day=row.day, arrived_at=row.arrived_at,
        origin=row.origin, reason=row.reason, number=row.number, period=row.period, missed=row.missed, party=row.party,
        facts=Facts(has_pass=row.has_pass, feeling=row.feeling, language=row.language, access=row.access),
        steps=Steps(peer_id=row.peer_id, handed_at=row.handed_at, resting_at=row.resting_at, left_at=row.left_at,
                    left_by=row.left_by, left_how=row.left_how),
        peer=row.peer or "", returned_at=row.returned_at, known_language=row.known_language or "",
        known_access=row.known_access or "", corrected=row.corrected)
