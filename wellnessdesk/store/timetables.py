"""Which class a student has in which period, as named queries."""

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, delete, insert, select

from wellnessdesk.domain.timetables import Classes
from wellnessdesk.store.rows import StudentClassRow
from wellnessdesk.store.transaction import Transaction

_AT_ONCE = 500


def everybody(tx: Transaction) -> dict[int, Classes]:
    """The classes of every student who has any, by id."""
    return _gathered(tx, None)


def of(tx: Transaction, students: Sequence[int]) -> dict[int, Classes]:
    """The classes of these students."""
    found: dict[int, Classes] = {}
    for start in range(0, len(students), _AT_ONCE):
        found |= _gathered(tx, students[start : start + _AT_ONCE])
    return found


def put(tx: Transaction, classes: Mapping[int, Classes]) -> None:
    """These students have these classes now, and no others."""
    table = StudentClassRow.__table__
    if not classes:
        return
    gone = delete(table).where(table.c.student_id == bindparam("student"))  # type: ignore[arg-type]
    connection = tx.session.connection()
    connection.execute(gone, [{"student": student} for student in classes])
    rows = [{"student_id": student, "period": period, "title": title}
            for student, entries in classes.items() for period, title in entries]
    if rows:
        connection.execute(insert(table), rows)  # type: ignore[arg-type]


def _gathered(tx: Transaction, students: Sequence[int] | None) -> dict[int, Classes]:
    table = StudentClassRow.__table__
    query = select(*table.columns).order_by(table.c.student_id, table.c.period)
    if students is not None:
        query = query.where(table.c.student_id.in_(students))
    shared: dict[tuple[str, str], tuple[str, str]] = {}
    found: dict[int, list[tuple[str, str]]] = {}
    for student, period, title in tx.session.execute(query):
        entry = (period, title)
        found.setdefault(student, []).append(shared.setdefault(entry, entry))
    return {student: tuple(entries) for student, entries in found.items()}
