"""Which class a student has in which period, as named queries."""

from collections.abc import Mapping, Sequence
from itertools import groupby, islice
from operator import itemgetter

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
    table, connection = StudentClassRow.__table__, tx.session.connection()
    gone = delete(table).where(table.c.student_id == bindparam("student"))  # type: ignore[arg-type]
    everybody = iter(classes.items())
    while part := list(islice(everybody, _AT_ONCE)):
        connection.execute(gone, [{"student": student} for student, _entries in part])
        rows = [{"student_id": student, "period": period, "title": title}
                for student, entries in part for period, title in entries]
        if rows:
            connection.execute(insert(table), rows)  # type: ignore[arg-type]


def _gathered(tx: Transaction, students: Sequence[int] | None) -> dict[int, Classes]:
    table = StudentClassRow.__table__
    query = select(*table.columns).order_by(table.c.student_id, table.c.period).execution_options(
        yield_per=1_000)  # else all rows lie in memory a second time
    if students is not None:
        query = query.where(table.c.student_id.in_(students))
    shared: dict[tuple[str, str], tuple[str, str]] = {}
    rows = groupby(tx.session.execute(query), key=itemgetter(0))
    return {student: tuple(shared.setdefault(entry, entry) for entry in ((row[1], row[2]) for row in theirs))
            for student, theirs in rows}
