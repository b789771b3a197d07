"""The rows that an evaluation gets, in slices: each short enough for check-ins to go on between two of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.dialects import sqlite

from wellnessdesk.domain import coarse
from wellnessdesk.domain.session_facts import Attendance
from wellnessdesk.store.rows import SessionRow, SessionStudentRow, StudentFactsRow, StudentRow, VisitRow
from wellnessdesk.store.transaction import Transaction

SLICE = 4_000
"""Rows that are read at once: some 5 ms, so that a check-in never waits for 30 even on a slow machine."""
MARK, NEXT = "\x1f", "\x1e"
"""Between the facts of an event, and between those of two."""
AND = ", "
"""Between two students."""


class Place(NamedTuple):
    """Where a slice ends: the day (`2026-09-14`) and the number of its last record."""

    day: str
    number: int


class Day(NamedTuple):
    """Visits or sessions of students on one day: the number of the last record, whose each is, and what is told of it.

    Two texts, as many entries in each: the database puts them together while other threads go on. A million rows one by
    one would hold them up a million times. Empty where no student is known.
    """

    day: str
    number: int
    students: str
    facts: str


@dataclass(frozen=True, slots=True)
class Traits:
    """What the roster and the center say of a student."""

    grade: str
    language: str


def before(first: date) -> Place:
    """The place before everything of a day."""
    return Place(first.isoformat(), 0)


def visits(tx: Transaction, after: Place, last: date) -> list[Day]:
    """The next visits after a place, by day; none at the end.

    Facts: reason, origin, and in steps begun how long the student waited and stayed.
    """
    return _events(tx, _VISITS, after, last)


def sessions(tx: Transaction, after: Place, last: date) -> list[Day]:
    """The next sessions that are over: of a group an event for each who came.

    Facts: service, tier, origin, in steps begun how long it took, whether it was a group.
    """
    return _events(tx, _SESSIONS, after, last)


def traits(tx: Transaction, students: Sequence[int]) -> dict[int, Traits]:
    """The grade and the language of these students."""
    found = tx.session.execute(
        select(StudentRow.id, StudentRow.grade, func.coalesce(StudentFactsRow.language, ""))
        .outerjoin(StudentFactsRow, StudentFactsRow.student_id == StudentRow.id).where(StudentRow.id.in_(students)))
    return {row[0]: Traits(row[1], row[2]) for row in found}


def _events(tx: Transaction, asked: str, after: Place, last: date) -> list[Day]:
    values = {"day": after.day, "number": after.number, "last": last.isoformat(), "slice": SLICE}
    with tx.session.connection().exec_driver_sql(asked, values) as found:
        return [] if found.cursor is None else list(map(Day._make, found.cursor.fetchall()))


def _after(row: Any) -> tuple[ColumnElement[bool], ...]:
    day, number, last = (literal_column(name, String) for name in (":day", ":number", ":last"))
    return row.day.between(day, last), or_(row.day > day, row.id > number)


def _day(row: Any) -> ColumnElement[str]:
    return type_coerce(row.day, String)


def _facts(*codes: Any) -> Any:
    first, *rest = codes
    for code in rest:
        first = first.concat(MARK).concat(code)
    return first


def _steps(begin: Any, end: Any) -> ColumnElement[int]:
    """How many steps had begun: `domain.coarse.bracket_of_steps` takes them. Cheaper here than a bracket."""
    took = type_coerce(end, Integer) - type_coerce(begin, Integer)
    return func.coalesce((took + coarse.STEP_MS) // coarse.STEP_MS, 0)


def _of_visits() -> Select[Any]:
    row = VisitRow
    facts = _facts(row.reason, row.origin, _steps(row.arrived_at, row.handed_at),
                   _steps(row.arrived_at, row.left_at))
    return select(_day(row), row.id, row.student_id.label("student"), facts.label("facts")).where(
        *_after(row)).order_by(row.day, row.id).limit(_MOST)


def _of_sessions() -> Select[Any]:
    row, there = SessionRow, SessionStudentRow
    some = select(row).where(*_after(row), row.ended_at.is_not(None)).order_by(row.day, row.id).limit(_MOST).subquery()
    its = some.c
    came = and_(there.session_id == its.id, its.student_id.is_(None), there.attendance == Attendance.CAME.value)
    facts = _facts(its.service, cast(its.tier, String), its.origin, _steps(its.started_at, its.ended_at),
                   case((its.student_id.is_(None), "group"), else_="alone"))
    return select(_day(its), its.id, func.coalesce(its.student_id, there.student_id).label("student"),
                  facts.label("facts")).outerjoin_from(some, there, came).order_by(its.day, its.id)


def _said(query: Select[Any]) -> str:
    """The statement, made once: a slice is read in the time in which it would be made."""
    its = query.subquery().c
    by_day = select(its.day, func.max(its.id), _together(its, its.student, AND), _together(its, its.facts, NEXT)
                    ).group_by(its.day).order_by(its.day)
    return str(by_day.compile(dialect=sqlite.dialect(paramstyle="named"), compile_kwargs={"literal_binds": True}))


def _together(its: Any, column: Any, between: str) -> ColumnElement[str]:
    return func.coalesce(func.group_concat(column, between).filter(its.student.is_not(None)), "")


_MOST = literal_column(":slice + 0", Integer)  # planned anew for every slice if it were the bare parameter
_VISITS, _SESSIONS = _said(_of_visits()), _said(_of_sessions())
