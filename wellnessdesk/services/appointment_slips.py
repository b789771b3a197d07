"""Who comes tomorrow: the list of reminders, and a slip for each. A slip says who, when and where; never why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.appointments import Appointment, State
from wellnessdesk.domain.calendar import Period, PeriodKind, SchoolCalendar, time
from wellnessdesk.domain.student_facts import Audience, name_for
from wellnessdesk.reports import appointment_slips as report
from wellnessdesk.reports.appointment_slips import Slip
from wellnessdesk.services import calendar
from wellnessdesk.services.booking import named
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import appointments, student_facts, students
from wellnessdesk.store.transaction import Transaction

_FURTHEST = 120
"""Days: longer than any summer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """An appointment somebody is reminded of, with what the student misses for it, as far as it is known."""

    appointment: Appointment
    period: Period | None = None
    lesson: str = ""


@dataclass(frozen=True, slots=True)
class Reminders:
    """The booked appointments of a day, by time."""

    day: date
    lines: tuple[Reminder, ...]


@act("appointments.print")
def next_day(desk: Desk) -> date:
    """The next day with classes after today; the day after today where none is in sight."""
    days = (desk.today() + timedelta(days=n) for n in range(1, _FURTHEST))
    whole = calendar.whole(desk)
    return next((day for day in days if whole.day(day).has_classes), desk.today() + timedelta(days=1))


@act("appointments.print")
def reminders(desk: Desk, day: date) -> Reminders:
    """Whom to remind for a day."""
    with desk.reading() as tx:
        return _reminders(tx, calendar.kept(tx), day)


@act("appointments.print")
def slips(desk: Desk, day: date, only: Sequence[int] = ()) -> bytes:
    """The slips of a day as PDF, all or only those of some appointments; printing is recorded.

    Raises `Problem` where there is nothing to print.
    """
    with desk.change(audited=False) as change:
        lines = [line for line in _reminders(change.tx, calendar.kept(change.tx), day).lines
                 if not only or line.appointment.id in only]
        if not lines:
            raise Problem(_("Nobody has an appointment on this day."))
        made = [_slip(change.tx, line) for line in lines]
        change.record("appointment.print", f"day:{day}", named([line.appointment.id for line in lines]))
    return report.slips_pdf(made, center=desk.center, printed_at=desk.local(desk.clock.now()))


def _reminders(tx: Transaction, kept: SchoolCalendar, day: date) -> Reminders:
    booked = [one for one in appointments.between(tx, day, day) if one.state is State.BOOKED]
    lessons, holds = appointments.classes(tx, [one.student_id for one in booked]), kept.day(day)
    return Reminders(day, tuple(_reminder(one, holds.period_at(one.starts), lessons) for one in booked))


def _reminder(one: Appointment, period: Period | None, lessons: dict[tuple[int, str], str]) -> Reminder:
    in_class = period is not None and period.kind is PeriodKind.CLASS
    lesson = lessons.get((one.student_id, period.id), "") if period is not None and in_class else ""
    return Reminder(appointment=one, period=period, lesson=lesson)


def _slip(tx: Transaction, line: Reminder) -> Slip:
    one = line.appointment
    lesson = " · ".join(part for part in (str(line.period.name) if line.period else "", line.lesson) if part)
    return Slip(name=_name(tx, one), grade=one.grade, day=one.day, time=time(one.starts), room=one.room, lesson=lesson)


def _name(tx: Transaction, one: Appointment) -> str:
    """A slip is read in a classroom: the legal name, unless the student wishes the other one there too."""
    student = students.get(tx, one.student_id)
    return name_for(student, student_facts.get(tx, one.student_id), Audience.SLIPS) if student else one.student
