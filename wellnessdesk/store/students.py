"""Students, as named queries."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Row, Select, delete, func, insert, select

from wellnessdesk.domain.students import Student
from wellnessdesk.store import settings, updates
from wellnessdesk.store.rows import StudentRow
from wellnessdesk.store.transaction import Transaction

ROSTER_FIELDS = ("sourced_id", "student_number", "given", "middle", "family", "roster_preferred", "grade", "school",
                 "birth_date", "active")
"""What an import may write; everything else on a student is the center's own."""
_NEWEST = "students.newest"


def everybody(tx: Transaction, *, active_only: bool = False) -> list[Student]:
    """All students of the roster."""
    query = _students()
    if active_only:
        query = query.where(StudentRow.active)
    return [_student(row) for row in tx.session.execute(query)]


def with_roster_names(tx: Transaction) -> Iterator[tuple[Student, str]]:
    """All students, each with the preferred name the last roster gave (the center's own stays out of it).

    One after the other: of very many, only whoever asks needs to keep any.
    """
    rows = tx.session.execute(_students().execution_options(yield_per=1_000))
    return ((_student(row), row.roster_preferred) for row in rows)


def get(tx: Transaction, student: int) -> Student | None:
    """The student of this id."""
    row = tx.session.execute(_students().where(StudentRow.id == student)).first()
    return _student(row) if row else None


def add_many(tx: Transaction, rows: list[dict[str, object]]) -> None:
    """Write new students; each row has the columns of ROSTER_FIELDS, and may have an `id` of its own."""
    if rows:
        tx.session.execute(insert(StudentRow), [{"preferred_given": "", **row} for row in rows])


def change_many(tx: Transaction, rows: Iterable[dict[str, object]]) -> None:
    """Change roster facts of students; each row has `id` and some of ROSTER_FIELDS."""
    updates.by_id(tx, StudentRow, rows, ROSTER_FIELDS)


def newest(tx: Transaction) -> int:
    """The highest id there is or was: an id is never given out again, for the log goes on naming it."""
    kept = settings.get(tx, _NEWEST)
    highest = tx.session.execute(select(func.max(StudentRow.id))).scalar() or 0
    return max(highest, kept if isinstance(kept, int) else 0)


def remove_newest(tx: Transaction, first: int, last: int) -> None:
    """Take away students of whom nothing is known but what a roster said."""
    settings.put(tx, _NEWEST, newest(tx))
    tx.session.execute(delete(StudentRow).where(StudentRow.id.between(first, last)))


def _students() -> Select[Any]:
    table = StudentRow.__table__
    return select(*table.columns)


def _student(row: Row[Any]) -> Student:
    return Student(
        id=row.id, student_number=row.student_number, given=row.given, middle=row.middle, family=row.family,
        preferred_given=row.preferred_given or row.roster_preferred, grade=row.grade, school=row.school,
        birth_date=row.birth_date, active=row.active, sourced_id=row.sourced_id)
