"""Appointments and shifts: when, with whom, where; and what cannot be at the same time.

Minutes are counted from midnight by the school's clock.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.calendar import MIDNIGHT, Day, Room, time

SHORTEST, LONGEST = 5, 8 * 60
"""Minutes of an appointment."""
EARLY = 30
"""A student who comes up to so many minutes before their appointment comes for it."""


class State(StrEnum):
    """How far an appointment is."""

    BOOKED = "booked"
    ARRIVED = "arrived"
    MISSED = "missed"
    CALLED_OFF = "called_off"


TAKES_TIME = frozenset({State.BOOKED, State.ARRIVED})
"""What keeps a student, a peer and a room from something else at the same time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be booked. Without a peer it is kept for whoever is free; without a room it needs none."""

    student_id: int
    day: date
    starts: int
    ends: int
    peer_id: str | None = None
    room: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One appointment, with the names its reader needs. `series` is the same for those made by one repetition."""

    id: int
    student_id: int
    student: str
    called: str
    family: str
    grade: str
    hint: str
    day: date
    starts: int
    ends: int
    state: State
    made_at: datetime
    peer_id: str | None = None
    peer: str = ""
    room: str = ""
    service: str = ""
    series: str | None = None
    visit_id: int | None = None

    @property
    def takes_time(self) -> bool:
        """Whether nothing else can be booked there."""
        return self.state in TAKES_TIME

    def wanted(self) -> Wanted:
        """The same as something to be booked."""
        return Wanted(student_id=self.student_id, peer_id=self.peer_id, day=self.day, starts=self.starts,
                      ends=self.ends, room=self.room, service=self.service)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A peer's time at the center on one day."""

    id: int
    peer_id: str
    peer: str
    day: date
    starts: int
    ends: int
    room: str = ""
    series: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A day of a repetition on which nothing was booked, and why not."""

    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What stands against something that is to be booked: `refused` cannot be, `warned` may be."""

    refused: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()


def state_label(state: State) -> str:
    """The state as a person reads it."""
    return {State.BOOKED: _("Booked"), State.ARRIVED: _("Arrived"), State.MISSED: _("Did not come"),
            State.CALLED_OFF: _("Called off")}[state]


def span(starts: int, ends: int) -> str:
    """For instance `10:15 AM – 10:45 AM`."""
    return f"{time(starts)} – {time(ends)}"


def overlap(one: Wanted | Appointment | Shift, other: Wanted | Appointment | Shift) -> bool:
    """Whether both take some of the same minutes."""
    return one.day == other.day and one.starts < other.ends and other.starts < one.ends


def wrong_time(wanted: Wanted | Shift, today: date) -> str:
    """Why something cannot be at that time at all, as a sentence; empty when it can."""
    if wanted.day < today:
        return _("This day is over. Choose today or a later day.")
    if not 0 <= wanted.starts < wanted.ends <= MIDNIGHT:
        return _("The end must be after the beginning.")
    if isinstance(wanted, Wanted) and not SHORTEST <= wanted.ends - wanted.starts <= LONGEST:
        return _("An appointment takes from {least} minutes to {most} hours.").format(
            least=SHORTEST, most=LONGEST // 60)
    return ""


def clashes(wanted: Wanted, others: Iterable[Appointment], room: Room | None) -> Iterator[str]:
    """What else is at that time: a sentence for the student, the peer and the room, each naming which.

    `others` are appointments of that day without the one that is moved; `room` is the wanted one, where it is known.
    """
    there = [one for one in others if one.takes_time and overlap(one, wanted)]
    for one in there:
        if one.student_id == wanted.student_id:
            yield _("{student} already has an appointment then: {time}.").format(
                student=one.student, time=span(one.starts, one.ends))
    for one in there:
        if wanted.peer_id is not None and one.peer_id == wanted.peer_id:
            yield _("{peer} is already booked then: {time}, with {student}.").format(
                peer=one.peer, time=span(one.starts, one.ends), student=one.student)
    if room is not None and _fullest(wanted, [one for one in there if one.room == room.name]) >= room.capacity:
        yield _("{room} is full then: it takes {n} at a time.").format(room=room.name, n=formats.number(room.capacity))


def warnings(wanted: Wanted, peer: str, day: Day, shifts: Sequence[Shift]) -> Iterator[str]:
    """What somebody should know before they book it all the same. `shifts` are all of that day."""
    if not day.has_classes:
        yield _("{day}: {reason}.").format(day=formats.date(day.day), reason=day.closed)
    elif day.schedule is not None and not day.schedule.opens <= wanted.starts < wanted.ends <= day.schedule.closes:
        yield _("The school day is from {start} to {end}.").format(
            start=time(day.schedule.opens), end=time(day.schedule.closes))
    own = [shift for shift in shifts if shift.peer_id == wanted.peer_id]
    if wanted.peer_id is not None and not any(one.starts <= wanted.starts and wanted.ends <= one.ends for one in own):
        when = ", ".join(span(one.starts, one.ends) for one in own)
        yield (_("{peer} is on shift then only: {times}.").format(peer=peer, times=when) if own
               else _("{peer} has no shift on this day.").format(peer=peer))


def comes_for(booked: Iterable[Appointment], minute: int, *, said_so: bool) -> Appointment | None:
    """The appointment that a student who comes in at a minute comes for; None for one who comes for something else.

    Who says that they have an appointment comes for the nearest of the day, one already marked as missed among them.
    """
    waited_for = {State.BOOKED, State.MISSED} if said_so else {State.BOOKED}
    open_ones = [one for one in booked if one.state in waited_for]
    fitting = [one for one in open_ones if said_so or one.starts - EARLY <= minute < one.ends]
    return min(fitting, key=lambda one: abs(one.starts - minute), default=None)


def _fullest(wanted: Wanted, there: Sequence[Appointment]) -> int:
    """The most appointments that are in a room at once during the wanted time."""
    starts = [max(wanted.starts, one.starts) for one in there]
    return max((sum(one.starts <= start < one.ends for one in there) for start in starts), default=0)
