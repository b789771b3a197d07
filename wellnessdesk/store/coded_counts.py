"""Records counted by one code each (a language, a grade), with those that were destroyed.

Of what is destroyed each of these counts is kept by itself: by all codes together it would nearly be the records again.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, cast, func, select

from wellnessdesk.domain import coarse
from wellnessdesk.domain.bundle_layouts import added
from wellnessdesk.domain.meetings import THERE, MeetingState
from wellnessdesk.domain.training import all_versions
from wellnessdesk.store import kept_counts, training
from wellnessdesk.store.rows import (
    CaregiverRow,
    ClassAttendanceRow,
    ClassRow,
    MeetingAttendanceRow,
    MeetingRow,
    SessionRow,
    StudentCaregiverRow,
    StudentFactsRow,
    StudentRow,
    VisitRow,
)
from wellnessdesk.store.transaction import Transaction

Which = ColumnElement[bool]
Found = Iterable[tuple[str, int]]
WRITTEN = (MeetingState.SIGNED.value, MeetingState.BEGUN.value, MeetingState.MISSED.value)
"""The states of meetings of which it is known what became of them."""

_AT_HOME = (select(func.min(CaregiverRow.language))
            .join(StudentCaregiverRow, StudentCaregiverRow.caregiver_id == CaregiverRow.id)
            .where(StudentCaregiverRow.student_id == StudentRow.id, CaregiverRow.active, CaregiverRow.language != "")
            .correlate(StudentRow).scalar_subquery())
_ON_ROSTER = StudentRow.active.is_(True)
_FACTS = StudentFactsRow.student_id == StudentRow.id
_LANGUAGE = func.coalesce(func.nullif(StudentFactsRow.language, ""), _AT_HOME, "")
"""What a student told, or else what the roster says of a caregiver."""


@dataclass(frozen=True, slots=True)
class Coded:
    """What is counted: the name under which counts are kept, the records' day, and how those that are there count."""

    kind: str
    day: Any
    live: Callable[[Transaction, Which], Found]


def read(tx: Transaction, what: Coded, first: date, last: date) -> Counter[str]:
    """Of the records in the months from `first` to `last`, destroyed ones too, by code."""
    kept = [(str(code), number) for (code,), number in kept_counts.read(tx, what.kind, first, last)]
    return added([*what.live(tx, what.day.between(first, last)), *kept])


def keep(tx: Transaction, month: date, which: Which, *several: Coded) -> None:
    """Keep the counts of records of a month, which are about to be destroyed."""
    for what in several:
        kept_counts.add(tx, month, what.kind, [((code,), n) for code, n in added(what.live(tx, which)).items()])


def keep_of_all_months(tx: Transaction, which: Which, what: Coded) -> None:
    """The same for records of any months."""
    for month in sorted({day.replace(day=1) for day in tx.session.scalars(select(what.day).where(which).distinct())}):
        keep(tx, month, and_(which, func.strftime("%Y-%m", what.day) == f"{month:%Y-%m}"), what)


def enrolled_by_grade(tx: Transaction) -> Counter[str]:
    """The students on the roster, by grade."""
    return added((coarse.grade_band(grade), n) for grade, n in _rows(tx, StudentRow.grade, _ON_ROSTER))


def enrolled_by_language(tx: Transaction) -> Counter[str]:
    """The students on the roster, by language."""
    return added(_students(tx, _ON_ROSTER))


def _visit_languages(tx: Transaction, which: Which) -> Found:
    """The one that was wished for the visit, or else the student's."""
    spoken = func.coalesce(func.nullif(VisitRow.language, ""), _LANGUAGE)
    return _by_language(tx.session.execute(
        select(spoken, func.count()).select_from(VisitRow).join(StudentRow, StudentRow.id == VisitRow.student_id)
        .outerjoin(StudentFactsRow, _FACTS).where(which).group_by(spoken)))


def _waits(tx: Transaction, which: Which) -> Found:
    """Brackets of the minutes until a peer was there."""
    minutes = (cast(VisitRow.handed_at, Integer) - cast(VisitRow.arrived_at, Integer)) // 60_000
    rows = tx.session.execute(select(minutes, func.count()).where(which).group_by(minutes))
    return [(coarse.bracket(None if row[0] is None else int(row[0]) * 60_000), row[1]) for row in rows]


def _student_languages(tx: Transaction, which: Which) -> Found:
    return _students(tx, StudentRow.id.in_(select(VisitRow.student_id).where(which)))


def _session_grades(tx: Transaction, which: Which) -> Found:
    return _of_sessions(tx, which, StudentRow.grade, coarse.grade_band)


def _session_languages(tx: Transaction, which: Which) -> Found:
    return _of_sessions(tx, which, _LANGUAGE, coarse.language)


def _session_origins(tx: Transaction, which: Which) -> Found:
    """Of one that began in the center, the visit's."""
    origin = func.coalesce(func.nullif(SessionRow.origin, ""), VisitRow.origin, "")
    rows = tx.session.execute(select(origin, func.count()).select_from(SessionRow)
                              .outerjoin(VisitRow, VisitRow.id == SessionRow.visit_id).where(which).group_by(origin))
    return [(row[0], row[1]) for row in rows]


def _meetings(tx: Transaction, which: Which) -> Found:
    return _rows(tx, MeetingRow.state, and_(which, MeetingRow.state.in_(WRITTEN)))


def _attendance(tx: Transaction, which: Which) -> Found:
    """At meetings whose minutes are signed."""
    seat, signed = MeetingAttendanceRow, MeetingRow.state == MeetingState.SIGNED.value
    rows = tx.session.execute(select(seat.state, func.count()).join(MeetingRow, MeetingRow.id == seat.meeting_id)
                              .where(which, signed).group_by(seat.state))
    return [(row[0], row[1]) for row in rows]


def _training(tx: Transaction, which: Which) -> Found:
    """Hours of all who were there together, by competency; rounded for each class, so that months add up."""
    about = {(one.id, one.version): one.competency for one in all_versions(training.modules(tx))}
    minutes = select(func.coalesce(func.sum(ClassAttendanceRow.minutes), 0)).where(
        ClassAttendanceRow.class_id == ClassRow.id,
        ClassAttendanceRow.state.in_([one.value for one in THERE])).scalar_subquery()
    rows = tx.session.execute(select(ClassRow.module_id, ClassRow.version, minutes).where(which))
    return [(about.get((row[0], row[1]), coarse.UNKNOWN), (row[2] + 30) // 60) for row in rows]


VISIT_LANGUAGES = Coded("visit languages", VisitRow.day, _visit_languages)
WAITS = Coded("waits", VisitRow.day, _waits)
STUDENT_LANGUAGES = Coded("student languages", VisitRow.day, _student_languages)
SESSION_GRADES = Coded("session grades", SessionRow.day, _session_grades)
SESSION_LANGUAGES = Coded("session languages", SessionRow.day, _session_languages)
SESSION_ORIGINS = Coded("session origins", SessionRow.day, _session_origins)
MEETINGS = Coded("meetings", MeetingRow.day, _meetings)
ATTENDANCE = Coded("attendance", MeetingRow.day, _attendance)
TRAINING = Coded("training hours", ClassRow.day, _training)


def _of_sessions(tx: Transaction, which: Which, code: Any, known: Callable[[str], str]) -> Found:
    """A group's session has no student, and no code: a row of its own would stand in two tables under two names."""
    by = func.coalesce(code, "")
    rows = tx.session.execute(
        select(by, func.count()).select_from(SessionRow).outerjoin(StudentRow, StudentRow.id == SessionRow.student_id)
        .outerjoin(StudentFactsRow, _FACTS).where(which).group_by(by))
    return [(known(row[0]), row[1]) for row in rows]


def _rows(tx: Transaction, code: Any, which: Which) -> list[tuple[str, int]]:
    return [(row[0], row[1]) for row in tx.session.execute(select(code, func.count()).where(which).group_by(code))]


def _students(tx: Transaction, which: Which) -> Found:
    return _by_language(tx.session.execute(
        select(_LANGUAGE, func.count()).select_from(StudentRow).outerjoin(StudentFactsRow, _FACTS).where(which)
        .group_by(_LANGUAGE)))


def _by_language(rows: Iterable[Any]) -> Found:
    return [(coarse.language(row[0]), row[1]) for row in rows]
