"""Appointments: book, repeat, move, call off, no-show, arrival; each is checked, audited and can be taken back."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import appointments as rules
from wellnessdesk.domain.appointments import Appointment, Checked, LeftOut, State, Wanted
from wellnessdesk.domain.calendar import SchoolCalendar
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.visits import Visit
from wellnessdesk.services import booking, calendar, peers
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.services.repeating import weekly
from wellnessdesk.store import appointments, visits
from wellnessdesk.store.transaction import Transaction

_APPOINTMENT = "appointment"
_SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Done:
    """What an act did, for `undo`: the appointments as they were before (None: not there) and as they are now.

    `left_out` are the days of a repetition on which nothing was booked.
    """

    before: tuple[Appointment | None, ...]
    now: tuple[Appointment, ...]
    left_out: tuple[LeftOut, ...] = ()


@act("appointments.see")
def between(desk: Desk, first: date, last: date) -> list[Appointment]:
    """The appointments of these days, by time; a peer's own only, without students whose record is closed to them."""
    own = desk.person.id if desk.person.role is Role.PEER else None
    with desk.reading() as tx:
        found = appointments.between(tx, first, last, peer=own)
        closed = peers.closed_records(tx, desk.person)
    return [one for one in found if one.student_id not in closed]


@act("appointments.see")
def coming(desk: Desk, most: int = 4) -> list[Appointment]:
    """The next booked appointments of the coming two weeks, those that are going on among them; a peer's own only."""
    now = desk.local(desk.clock.now())
    found = [one for one in between(desk, now.date(), now.date() + _SOON) if one.state is State.BOOKED]
    return [one for one in found if (one.day, one.ends) > (now.date(), _minute(now))][:most]


@act("appointments.book")
def check(desk: Desk, wanted: Wanted, moved: int | None = None) -> Checked:
    """What stands against a booking, or against moving one (its id) there; nothing is booked."""
    with desk.reading() as tx:
        return booking.checked(desk, tx, wanted, moved)


@act("appointments.book")
def book(desk: Desk, wanted: Wanted, weekly_until: date | None = None) -> Done:
    """Book an appointment; with `weekly_until` every week until that day, holidays and clashes left out.

    Raises `Problem` where the first one cannot be, with every reason. Warnings of `check` do not stop it.
    """
    with desk.change("appointments") as change:
        booking.refuse(booking.checked(desk, change.tx, wanted, None).refused)
        kept = calendar.kept(change.tx)
        days = weekly(wanted.day, weekly_until)
        reasons = {day: _why_left_out(desk, change.tx, replace(wanted, day=day), kept) for day in days[1:]}
        taken = [day for day in days if not reasons.get(day)]
        series = uuid.uuid4().hex if len(taken) > 1 else None
        ids = [appointments.add(change.tx, replace(wanted, day=day), series=series, at=change.now, by=desk.person.id)
               for day in taken]
        change.record("appointment.book", booking.subject(ids), booking.named(ids))
        return Done((None,) * len(ids), booking.all_of(change.tx, ids),
                    tuple(LeftOut(day, reason) for day, reason in reasons.items() if reason))


@act("appointments.book")
def move(desk: Desk, appointment_id: int, wanted: Wanted) -> Done:
    """Give a booked appointment another time, peer, room or service. Raises `Problem` as `book` does."""
    with desk.change("appointments") as change:
        before = booking.booked(change.tx, appointment_id)
        if wanted.student_id != before.student_id:
            raise Problem(_("An appointment stays with its student. Book a new one."))
        booking.refuse(booking.checked(desk, change.tx, wanted, appointment_id).refused)
        booking.place(change.tx, appointment_id, wanted)
        change.record("appointment.move", booking.subject([appointment_id]), booking.named([appointment_id]))
        return Done((before,), booking.all_of(change.tx, [appointment_id]))


@act("appointments.book")
def call_off(desk: Desk, appointment_id: int, *, following: bool = False) -> Done:
    """Call an appointment off; with `following` also those of its series that come after it."""
    with desk.change("appointments") as change:
        first = booking.booked(change.tx, appointment_id)
        series = appointments.of_series(change.tx, first.series, first.day) if following and first.series else [first]
        before = tuple(one for one in series if one.state is State.BOOKED)
        ids = [one.id for one in before]
        for one in ids:
            appointments.set_state(change.tx, one, State.CALLED_OFF)
        change.record("appointment.call_off", booking.subject(ids), booking.named(ids))
        return Done(before, booking.all_of(change.tx, ids))


@act("appointments.book")
def missed(desk: Desk, appointment_id: int) -> Done:
    """The student did not come. Raises `Problem` before the appointment has begun."""
    now = desk.local(desk.clock.now())
    with desk.change("appointments") as change:
        before = booking.booked(change.tx, appointment_id)
        if (before.day, before.starts) > (now.date(), _minute(now)):
            raise Problem(_("This appointment has not begun yet."))
        appointments.set_state(change.tx, appointment_id, State.MISSED)
        change.record("appointment.miss", booking.subject([appointment_id]), booking.named([appointment_id]))
        return Done((before,), booking.all_of(change.tx, [appointment_id]))


@act("appointments.book")
def restore(desk: Desk, appointment_id: int) -> Done:
    """One that was called off or marked as missed is booked again. Raises `Problem` where something else is then."""
    with desk.change("appointments") as change:
        before = booking.there(change.tx, appointment_id)
        if before.state not in (State.CALLED_OFF, State.MISSED):
            raise Problem(_("This appointment is not called off any more."))
        _restore(desk, change.tx, [replace(before, state=State.BOOKED)])
        change.record("appointment.restore", booking.subject([appointment_id]), booking.named([appointment_id]))
        return Done((before,), booking.all_of(change.tx, [appointment_id]))


@act("appointments.book")
def undo(desk: Desk, done: Done) -> None:
    """Take back what an act did. Raises `Problem` when one of the appointments was changed since, or the time taken."""
    with desk.change("appointments") as change:
        ids = [one.id for one in done.now]
        if booking.all_of(change.tx, ids) != done.now:
            raise Problem(_("This was changed since, so it cannot be undone."))
        made = [after.id for before, after in zip(done.before, done.now, strict=True) if before is None]
        back = [before for before in done.before if before is not None]
        if made:
            appointments.remove(change.tx, made)
            change.record("appointment.take_back", booking.subject(made), booking.named(made))
        _restore(desk, change.tx, back)
        for state in {one.state for one in back}:
            same = [one.id for one in back if one.state is state]
            change.record(_RESTORED[state], booking.subject(same), booking.named(same))


@act("appointments.arrive")
def arrived(desk: Desk, visit_id: int) -> Appointment | None:
    """Link a visit to the appointment its student came for; None where there is none. `visits.check_in` does it itself.

    For a check-in made otherwise, or one whose origin was set right afterwards.
    """
    with desk.reading() as tx:
        visit = visits.get(tx, visit_id)
        found = _comes_for(desk, tx, visit) if visit is not None and not appointments.of_visit(tx, visit_id) else None
    if visit is None or found is None:
        return None
    with desk.change("appointments") as change:
        note_arrival(desk, change, visit)
        return appointments.get(change.tx, found.id)


@act("appointments.arrive")
def due(desk: Desk, student_id: int) -> Appointment | None:
    """The appointment for which a student would come if they were checked in now; None where there is none."""
    now = desk.local(desk.clock.now())
    with desk.reading() as tx:
        return rules.comes_for(appointments.of_student(tx, student_id, now.date()), _minute(now), said_so=False)


def coming_today(desk: Desk, tx: Transaction) -> Appointment | None:
    """The next appointment of today whose student has not come; one that is going on already is among them."""
    now = desk.local(desk.clock.now())
    return appointments.next_booked(tx, now.date(), _minute(now))


def note_arrival(desk: Desk, change: Act, visit: Visit) -> Appointment | None:
    """Within a change of the caller, who announces `appointments`: the student of a new visit came for this one."""
    found = _comes_for(desk, change.tx, visit)
    if found is not None:
        appointments.set_state(change.tx, found.id, State.ARRIVED, visit.id)
        if desk.person.role is Role.KIOSK:
            change.record("kiosk.arrive", booking.subject([found.id]), booking.named([found.id]))
        else:
            change.record("appointment.arrive", booking.subject([found.id]), booking.named([found.id]))
    return found


def came_for(tx: Transaction, visit_id: int) -> int | None:
    """The number of the appointment for which a visit came; None where it came for none."""
    return next(iter(appointments.of_visit(tx, visit_id)), None)


def begin(change: Act, appointment_id: int, peer_id: str, student_id: int) -> None:
    """Within a change of the caller, who announces `appointments`: its peer met the student for it, without the desk.

    Raises `Problem` where it is not booked with this peer and student, or called off.
    """
    found = booking.there(change.tx, appointment_id)
    if (found.peer_id, found.student_id) != (peer_id, student_id) or found.state is State.CALLED_OFF:
        raise Problem(_("This appointment is not open any more: {state}.").format(
            state=rules.state_label(found.state)))
    if found.state is not State.ARRIVED:
        appointments.set_state(change.tx, appointment_id, State.ARRIVED)
        change.record("appointment.begin", booking.subject([appointment_id]),
                      booking.named([appointment_id]))


def let_go(change: Act, visit_id: int) -> None:
    """Within a change of the caller, before a visit is removed: what it had come for waits again."""
    ids = appointments.of_visit(change.tx, visit_id)
    for one in ids:
        appointments.set_state(change.tx, one, State.BOOKED)
    if ids:
        change.record("appointment.restore", booking.subject(ids), booking.named(ids))


_RESTORED = {State.CALLED_OFF: "appointment.call_off", State.MISSED: "appointment.miss",
             State.BOOKED: "appointment.restore"}


def _why_left_out(desk: Desk, tx: Transaction, wanted: Wanted, kept: SchoolCalendar) -> str:
    """Why a later day of a repetition gets no appointment; empty where it gets one."""
    day = kept.day(wanted.day)
    return day.closed or next(iter(booking.checked(desk, tx, wanted, None).refused), "")


def _restore(desk: Desk, tx: Transaction, before: Sequence[Appointment]) -> None:
    """All of them first, then the question whether something else is there: they may have moved over each other."""
    for one in before:
        booking.place(tx, one.id, one.wanted())
        appointments.set_state(tx, one.id, one.state, one.visit_id)
    kept = calendar.kept(tx)
    for one in before:
        if one.takes_time:
            booking.require_cleared(desk, tx, one)
            others = [other for other in appointments.between(tx, one.day, one.day) if other.id != one.id]
            booking.refuse(tuple(rules.clashes(one.wanted(), others, kept.room(one.room))))


def _comes_for(desk: Desk, tx: Transaction, visit: Visit) -> Appointment | None:
    booked = appointments.of_student(tx, visit.student_id, visit.day)
    return rules.comes_for(booked, _minute(desk.local(visit.arrived_at)), said_so=visit.origin == _APPOINTMENT)


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute
