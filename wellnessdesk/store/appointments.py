"""Appointments and shifts, as named queries."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, insert, select, update

from wellnessdesk.domain.appointments import Appointment, Shift, State, Wanted
from wellnessdesk.store.rows import AppointmentRow, PersonRow, ShiftRow, StudentClassRow, StudentRow
from wellnessdesk.store.transaction import Transaction


def add(tx: Transaction, wanted: Wanted, *, series: str | None, at: datetime, by: str) -> int:
    """Write a new appointment; its id."""
    made = tx.session.execute(insert(AppointmentRow).values(
        series=series, student_id=wanted.student_id, peer_id=wanted.peer_id, day=wanted.day, starts=wanted.starts,
        ends=wanted.ends, room=wanted.room, service=wanted.service, state=State.BOOKED.value, made_at=at, made_by=by))
    return int(made.inserted_primary_key[0])  # type: ignore[attr-defined]


def get(tx: Transaction, appointment: int) -> Appointment | None:
    """The appointment of this id."""
    row = tx.session.execute(_appointments().where(AppointmentRow.id == appointment)).first()
    return _appointment(row) if row else None


def between(tx: Transaction, first: date, last: date, *, peer: str | None = None) -> list[Appointment]:
    """All appointments of these days, or one peer's, by time."""
    query = _appointments().where(AppointmentRow.day.between(first, last))
    if peer is not None:
        query = query.where(AppointmentRow.peer_id == peer)
    rows = tx.session.execute(query.order_by(AppointmentRow.day, AppointmentRow.starts, AppointmentRow.id))
    return [_appointment(row) for row in rows]


def next_booked(tx: Transaction, day: date, minute: int) -> Appointment | None:
    """The first appointment of a day that ends after this minute and whose student has not come.

    Without a limit, for which SQLite would prepare longer than it takes to put a day's appointments in order.
    """
    row = tx.session.execute(_appointments().where(
        AppointmentRow.day == day, AppointmentRow.state == State.BOOKED.value, AppointmentRow.ends > minute)
        .order_by(AppointmentRow.starts, AppointmentRow.id)).first()
    return _appointment(row) if row else None


def on_days(tx: Transaction, days: Collection[date]) -> list[Appointment]:
    """All appointments of these days, which need not follow each other."""
    return [_appointment(row) for row in tx.session.execute(_appointments().where(AppointmentRow.day.in_(days)))]


def of_student(tx: Transaction, student: int, day: date) -> list[Appointment]:
    """A student's appointments of a day, by time."""
    return [_appointment(row) for row in tx.session.execute(_of_student(), {"student": student, "day": day})]


def ever_of(tx: Transaction, student: int) -> list[Appointment]:
    """All appointments a student ever had, or will have."""
    return [_appointment(row) for row in tx.session.execute(_appointments().where(
        AppointmentRow.student_id == student))]


def of_series(tx: Transaction, series: str, first: date) -> list[Appointment]:
    """The appointments of a series from a day on."""
    rows = tx.session.execute(_appointments().where(
        AppointmentRow.series == series, AppointmentRow.day >= first).order_by(AppointmentRow.day))
    return [_appointment(row) for row in rows]


def of_visit(tx: Transaction, visit: int) -> list[int]:
    """The appointments for which a visit came."""
    return list(tx.session.scalars(select(AppointmentRow.id).where(AppointmentRow.visit_id == visit)))


def change(tx: Transaction, appointment: int, **values: object) -> None:
    """Set columns of an appointment."""
    tx.session.execute(update(AppointmentRow).where(AppointmentRow.id == appointment).values(**values))


def set_state(tx: Transaction, appointment: int, state: State, visit: int | None = None) -> None:
    """How far it is; with the visit, where the student came."""
    change(tx, appointment, state=state.value, visit_id=visit)


def remove(tx: Transaction, ids: Sequence[int]) -> None:
    """Take back what was booked by mistake; the audit log keeps that it was."""
    tx.session.execute(delete(AppointmentRow).where(AppointmentRow.id.in_(ids)))


def states(tx: Transaction) -> Iterator[tuple[int, str]]:
    """(id, state) of every appointment there is."""
    rows = tx.session.execute(select(AppointmentRow.id, AppointmentRow.state).execution_options(yield_per=5_000))
    for row in rows:
        yield int(row[0]), str(row[1])


def add_shifts(tx: Transaction, shifts: Iterable[Shift]) -> list[int]:
    """Write shifts, whose ids do not count yet; the new ids."""
    return [int(tx.session.execute(insert(ShiftRow).values(
        series=one.series, peer_id=one.peer_id, day=one.day, starts=one.starts, ends=one.ends, room=one.room,
    )).inserted_primary_key[0]) for one in shifts]  # type: ignore[attr-defined]


def shifts(tx: Transaction, first: date, last: date, *, peer: str | None = None) -> list[Shift]:
    """All shifts of these days, or one peer's, by time."""
    query = _shifts().where(ShiftRow.day.between(first, last))
    if peer is not None:
        query = query.where(ShiftRow.peer_id == peer)
    return [_shift(row) for row in tx.session.execute(query.order_by(ShiftRow.day, ShiftRow.starts, PersonRow.name))]


def every_shift(tx: Transaction) -> list[Shift]:
    """All shifts there are."""
    return [_shift(row) for row in tx.session.execute(_shifts())]


def shift(tx: Transaction, id_: int) -> Shift | None:
    """The shift of this id."""
    row = tx.session.execute(_shifts().where(ShiftRow.id == id_)).first()
    return _shift(row) if row else None


def shifts_of_series(tx: Transaction, series: str, first: date) -> list[Shift]:
    """The shifts of a series from a day on."""
    rows = tx.session.execute(_shifts().where(ShiftRow.series == series, ShiftRow.day >= first).order_by(ShiftRow.day))
    return [_shift(row) for row in rows]


def change_shift(tx: Transaction, id_: int, **values: object) -> None:
    """Set columns of a shift."""
    tx.session.execute(update(ShiftRow).where(ShiftRow.id == id_).values(**values))


def remove_shifts(tx: Transaction, ids: Sequence[int]) -> None:
    """Take shifts away."""
    tx.session.execute(delete(ShiftRow).where(ShiftRow.id.in_(ids)))


def classes(tx: Transaction, students: Sequence[int]) -> dict[tuple[int, str], str]:
    """Which class each of the students has, by (student, period)."""
    rows = tx.session.execute(select(StudentClassRow.student_id, StudentClassRow.period, StudentClassRow.title)
                              .where(StudentClassRow.student_id.in_(students)))
    return {(row[0], row[1]): row[2] for row in rows}


@cache  # building it takes longer than SQLite takes to answer
def _appointments() -> Select[Any]:
    return (select(AppointmentRow.__table__, StudentRow.given, StudentRow.family, StudentRow.preferred_given,
                   StudentRow.roster_preferred, StudentRow.grade, StudentRow.student_number,
                   PersonRow.name.label("peer"))
            .join(StudentRow, StudentRow.id == AppointmentRow.student_id)
            .outerjoin(PersonRow, PersonRow.id == AppointmentRow.peer_id))


@cache
def _of_student() -> Select[Any]:
    """Every check-in asks it."""
    return _appointments().where(AppointmentRow.student_id == bindparam("student"),
                                 AppointmentRow.day == bindparam("day")).order_by(AppointmentRow.starts)


def _appointment(row: Row[Any]) -> Appointment:
    called = row.preferred_given or row.roster_preferred or row.given
    return Appointment(
        id=row.id, series=row.series, student_id=row.student_id, student=f"{called} {row.family}".strip(),
        called=called, family=row.family, grade=row.grade, hint=row.student_number[-3:], day=row.day,
        starts=row.starts, ends=row.ends, state=State(row.state), made_at=row.made_at, peer_id=row.peer_id,
        peer=row.peer or "", room=row.room, service=row.service, visit_id=row.visit_id)


def _shifts() -> Select[Any]:
    return (select(ShiftRow.__table__, PersonRow.name.label("peer")).join(PersonRow, PersonRow.id == ShiftRow.peer_id))


def _shift(row: Row[Any]) -> Shift:
    return Shift(id=row.id, series=row.series, peer_id=row.peer_id, peer=row.peer, day=row.day, starts=row.starts,
                 ends=row.ends, room=row.room)
