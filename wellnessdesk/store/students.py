"""Students, as named queries."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Row, Select, Table, bindparam, delete, func, insert, or_, select, update

from wellnessdesk.domain.students import Student
from wellnessdesk.store import settings, updates
from wellnessdesk.store.rows import StudentRow
from wellnessdesk.store.transaction import Transaction

ROSTER_FIELDS = ("sourced_id", "student_number", "given", "middle", "family", "roster_preferred", "grade", "school",
                 "birth_date", "active")
"""What an import may write; everything else on a student is the center's own."""
_NEWEST = "students.newest"

_AT_ONCE = 500
"""SQLite takes so many values in one question at least."""


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
    row = tx.session.execute(_one(), {"student": student}).first()
    return _student(row) if row else None


def some(tx: Transaction, students: Sequence[int]) -> dict[int, Student]:
    """The students of these ids, by id; asked at once."""
    found: dict[int, Student] = {}
    for start in range(0, len(students), _AT_ONCE):
        rows = tx.session.execute(_students().where(StudentRow.id.in_(students[start : start + _AT_ONCE])))
        found |= {row.id: _student(row) for row in rows}
    return found


def of_number(tx: Transaction, number: str) -> Student | None:
    """The one active student of exactly this student number; None when there is none, or more than one."""
    rows = tx.session.execute(
        _students().where(StudentRow.student_number == number, StudentRow.active).limit(2)).all()
    return _student(rows[0]) if len(rows) == 1 else None


def called(tx: Transaction, names: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of these (given, family) names that are an active student's, legal or as the center calls them."""
    given = (StudentRow.given, StudentRow.preferred_given, StudentRow.roster_preferred)
    return {(first, last) for first, last in names if tx.session.execute(select(StudentRow.id).where(
        StudentRow.active, StudentRow.family == last, or_(*(column == first for column in given))).limit(1)).first()}


def add_many(tx: Transaction, rows: list[dict[str, object]]) -> None:
    """Write new students; each row has the columns of ROSTER_FIELDS, and may have an `id` of its own."""
    if rows:
        tx.session.execute(insert(StudentRow), [{"preferred_given": "", **row} for row in rows])


def change_many(tx: Transaction, rows: Iterable[dict[str, object]]) -> None:
    """Change roster facts of students; each row has `id` and some of ROSTER_FIELDS."""
    for part in updates.parts(rows):
        _keep_legal_names(tx, part)
        updates.by_id(tx, StudentRow, part, ROSTER_FIELDS)


def grades(tx: Transaction) -> set[str]:
    """Every grade that an active student is in."""
    return set(tx.session.execute(select(StudentRow.grade).where(StudentRow.active).distinct()).scalars())


def newest(tx: Transaction) -> int:
    """The highest id there is or was: an id is never given out again, for the log goes on naming it."""
    kept = settings.get(tx, _NEWEST)
    highest = tx.session.execute(select(func.max(StudentRow.id))).scalar() or 0
    return max(highest, kept if isinstance(kept, int) else 0)


def remove_newest(tx: Transaction, first: int, last: int) -> None:
    """Take away students of whom nothing is known but what a roster said."""
    settings.put(tx, _NEWEST, newest(tx))
    tx.session.execute(delete(StudentRow).where(StudentRow.id.between(first, last)))


def _keep_legal_names(tx: Transaction, rows: Sequence[dict[str, object]]) -> None:
    """Whoever is shown by the legal name, in spite of another one in the roster, stays so when it changes."""
    given = [{"at": row["id"], "now": row["given"]} for row in rows if "given" in row]
    if given:
        table = cast(Table, StudentRow.__table__)
        query = update(table).where(table.c.id == bindparam("at"), table.c.preferred_given == table.c.given)
        tx.session.connection().execute(query.values(preferred_given=bindparam("now")), given)


@cache  # building it takes longer than SQLite takes to answer
def _students() -> Select[Any]:
    table = StudentRow.__table__
    return select(*table.columns)


@cache
def _one() -> Select[Any]:
    return _students().where(StudentRow.id == bindparam("student"))


def _student(row: Row[Any]) -> Student:
    return Student(
        id=row.id, student_number=row.student_number, given=row.given, middle=row.middle, family=row.family,
        preferred_given=row.preferred_given or row.roster_preferred, grade=row.grade, school=row.school,
        birth_date=row.birth_date, active=row.active, sourced_id=row.sourced_id)
