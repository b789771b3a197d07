"""Moving an appointment with all that follow in its series: in one act, explained before, and taken back as one."""

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import appointment_series as rules
from wellnessdesk.domain import appointments as singly
from wellnessdesk.domain.appointment_series import SeriesPlan
from wellnessdesk.domain.appointments import Appointment, Checked, State, Wanted
from wellnessdesk.services import booking, calendar
from wellnessdesk.services.appointments import Done
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import appointments
from wellnessdesk.store.transaction import Transaction


@act("appointments.book")
def check(desk: Desk, appointment_id: int, wanted: Wanted) -> Checked:
    """What stands against moving an appointment there with all that follow; which weeks would stay is a warning."""
    with desk.reading() as tx:
        chosen, kept = booking.booked(tx, appointment_id), calendar.kept(tx)
        planned = _plan(tx, chosen, wanted)
        refused = _why_not(desk, tx, chosen, wanted, planned)
        staying = rules.told(planned.left_out)
        return Checked(refused, (*booking.warnings(tx, wanted, kept), *([staying] if staying else [])))


@act("appointments.book")
def move(desk: Desk, appointment_id: int, wanted: Wanted) -> Done:
    """Give an appointment and all that follow in its series this weekday, time, peer, room and service.

    A week in which that cannot be (a holiday, a double booking) stays as it is and is told in `left_out`. Raises
    `Problem` where the appointment itself cannot go there. `appointments.undo` takes all of it back.
    """
    with desk.change("appointments") as change:
        chosen = booking.booked(change.tx, appointment_id)
        if wanted.student_id != chosen.student_id:
            raise Problem(_("An appointment stays with its student. Book a new one."))
        planned = _plan(change.tx, chosen, wanted)
        booking.refuse(_why_not(desk, change.tx, chosen, wanted, planned))
        for one, to in planned.going:
            booking.place(change.tx, one.id, to)
        ids = [one.id for one, _to in planned.going]
        change.record("appointment.move", booking.subject(ids), booking.named(ids))
        return Done(tuple(one for one, _to in planned.going), booking.all_of(change.tx, ids), planned.left_out)


def _plan(tx: Transaction, chosen: Appointment, wanted: Wanted) -> SeriesPlan:
    series = appointments.of_series(tx, chosen.series, chosen.day) if chosen.series else [chosen]
    going = rules.targets(chosen, wanted, [one for one in series if one.state is State.BOOKED])
    there = appointments.on_days(tx, {to.day for _one, to in going})
    kept = calendar.kept(tx)
    return rules.plan(going, there, kept.room(wanted.room),
                      lambda day: kept.day(day).closed if day != wanted.day else "")


def _why_not(desk: Desk, tx: Transaction, chosen: Appointment, wanted: Wanted, planned: SeriesPlan) -> tuple[str, ...]:
    """What stands against all of it: the time, the people, and whatever keeps the chosen one where it is."""
    timely = singly.wrong_time(wanted, desk.today())
    if timely:
        return (timely,)
    kept = [reason for one, reason in planned.stays if one.id == chosen.id]
    return (*booking.why_not_they(desk, tx, wanted, calendar.kept(tx)), *kept)

