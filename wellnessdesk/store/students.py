"""Students, as named queries."""

from typing import Any

from sqlalchemy import Row, Select, case, insert, select, update

from wellnessdesk.domain.students import Student
from wellnessdesk.store.rows import StudentRow
from wellnessdesk.store.transaction import Transaction

ROSTER_FIELDS = ("sourced_id", "student_number", "given", "middle", "family", "roster_preferred", "grade", "school",
                 "birth_date", "active")
"""What an import may write; everything else on a student is the center's own."""


def everybody(tx: Transaction, *, active_only: bool = False) -> list[Student]:
    """All students of the roster."""
    query = _students()
    if active_only:
        query = query.where(StudentRow.active)
    return [_student(row) for row in tx.session.execute(query)]


def with_roster_names(tx: Transaction) -> list[tuple[Student, str]]:
    """All students, each with the preferred name the last roster gave (the center's own stays out of it)."""
    return [(_student(row), row.roster_preferred) for row in tx.session.execute(_students())]


def get(tx: Transaction, student: int) -> Student | None:
    """The student of this id."""
    row = tx.session.execute(_students().where(StudentRow.id == student)).first()
    return _student(row) if row else None


def of_number(tx: Transaction, number: str) -> Student | None:
    """The one active student of exactly this student number; None when there is none, or more than one."""
    rows = tx.session.execute(
        _students().where(StudentRow.student_number == number, StudentRow.active).limit(2)).all()
    return _student(rows[0]) if len(rows) == 1 else None


def add_many(tx: Transaction, rows: list[dict[str, object]]) -> None:
    """Write new students; each row has the columns of ROSTER_FIELDS."""
    if rows:
        tx.session.execute(insert(StudentRow), [{"preferred_given": "", **row} for row in rows])


def change_many(tx: Transaction, rows: list[dict[str, object]]) -> None:
    """Change roster facts of students; each row has `id` and some of ROSTER_FIELDS."""
    for row in rows:
        values: dict[str, Any] = {name: value for name, value in row.items() if name in ROSTER_FIELDS}
        if "given" in values:  # whoever is shown by the legal name in spite of the roster's other one stays so
            values["preferred_given"] = case((StudentRow.preferred_given == StudentRow.given, values["given"]),
                                             else_=StudentRow.preferred_given)
        tx.session.execute(update(StudentRow).where(StudentRow.id == row["id"]).values(**values))


def _students() -> Select[Any]:
    table = StudentRow.__table__
    return select(*table.columns)


def _student(row: Row[Any]) -> Student:
    return Student(
        id=row.id, student_number=row.student_number, given=row.given, middle=row.middle, family=row.family,
        preferred_given=row.preferred_given or row.roster_preferred, grade=row.grade, school=row.school,
        birth_date=row.birth_date, active=row.active, sourced_id=row.sourced_id)
