"""Destroying appointments and shifts: they go with the visits of their days."""

from datetime import date

from sqlalchemy import delete, select

from wellnessdesk.store import retention
from wellnessdesk.store.rows import AppointmentRow, ShiftRow
from wellnessdesk.store.transaction import Transaction


def shred(tx: Transaction, until: date) -> tuple[str, ...]:
    """Destroy the appointments and shifts of `until` and before, but for the appointments of students on hold.

    Gives the numbers of the appointments that went. Days before the month in question are among them: a student who
    never came has no visit that could lead here.
    """
    which = (AppointmentRow.day <= until) & AppointmentRow.student_id.not_in(retention.held_students(tx))
    names = tuple(str(one) for one in tx.session.scalars(select(AppointmentRow.id).where(which)))
    for statement in (delete(AppointmentRow).where(which), delete(ShiftRow).where(ShiftRow.day <= until)):
        tx.session.execute(statement, execution_options={"synchronize_session": False})
    return names
