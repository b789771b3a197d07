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

SLICE = 2_000
"""Rows that are read at once: some 8 ms, so that a check-in never waits for 30 even on a slow machine."""
MARK = "\x1f"


class Place(NamedTuple):
    """Where a slice ends: the day (`2026-09-14`) and the number of its last record."""

    day: str
    number: int


Event = tuple[str, int, int | None, str]
"""A visit or a session of a student: day, number, student, and what is told of it: codes with `MARK` between them."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What the roster and the center say of a student."""

    grade: str
    language: str


def before(first: date) -> Place:
    """The place before everything of a day."""
    return Place(first.isoformat(), 0)


def visits(tx: Transaction, after: Place, last: date) -> list[Event]:
    """The next visits after a place, by day and number; none at the end.

    Facts: reason, origin, and in steps begun how long the student waited and stayed.
    """
    return _events(tx, _VISITS, after, last)


def sessions(tx: Transaction, after: Place, last: date) -> list[Event]:
    """The next sessions that are over: of a group an event for each who came, and one of nobody if nobody did.

    Facts: service, tier, origin, in steps begun how long it took, whether it was a group.
    """
    return _events(tx, _SESSIONS, after, last)


def traits(tx: Transaction, students: Sequence[int]) -> dict[int, Traits]:
    """The grade and the language of these students."""
    found = tx.session.execute(
        select(StudentRow.id, StudentRow.grade, func.coalesce(StudentFactsRow.language, ""))
        .outerjoin(StudentFactsRow, StudentFactsRow.student_id == StudentRow.id).where(StudentRow.id.in_(students)))
    return {row[0]: Traits(row[1], row[2]) for row in found}


def _events(tx: Transaction, asked: str, after: Place, last: date) -> list[Event]:
    """As the driver gives them: of a million rows nothing is made that is not needed."""
    values = {"day": after.day, "number": after.number, "last": last.isoformat(), "slice": SLICE}
    with tx.session.connection().exec_driver_sql(asked, values) as found:
        return [] if found.cursor is None else list(found.cursor.fetchall())


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
    return select(_day(row), row.id, row.student_id, facts).where(*_after(row)).order_by(row.day, row.id).limit(_MOST)


def _of_sessions() -> Select[Any]:
    row, there = SessionRow, SessionStudentRow
    some = select(row).where(*_after(row), row.ended_at.is_not(None)).order_by(row.day, row.id).limit(_MOST).subquery()
    its = some.c
    came = and_(there.session_id == its.id, its.student_id.is_(None), there.attendance == Attendance.CAME.value)
    facts = _facts(its.service, cast(its.tier, String), its.origin, _steps(its.started_at, its.ended_at),
                   case((its.student_id.is_(None), "group"), else_="alone"))
    return select(_day(its), its.id, func.coalesce(its.student_id, there.student_id), facts).outerjoin_from(
        some, there, came).order_by(its.day, its.id)


def _said(query: Select[Any]) -> str:
    """The statement, made once: a slice is read in the time in which it would be made."""
    return str(query.compile(dialect=sqlite.dialect(paramstyle="named"), compile_kwargs={"literal_binds": True}))


_MOST = literal_column(":slice", Integer)
_VISITS, _SESSIONS = _said(_of_visits()), _said(_of_sessions())
