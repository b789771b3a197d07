"""Supervision groups and when they meet: the days follow from the group's rhythm and the school calendar."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.calendar import MIDNIGHT, SchoolCalendar

RHYTHMS = (1, 2, 4)
"""A group meets every so many weeks."""
LONGEST_NAME, LONGEST_MEETING = 200, 240
_WEEK = timedelta(days=7)


class MeetingState(StrEnum):
    """How far a meeting is."""

    PLANNED = "planned"
    """It follows from the rhythm; nothing is kept of it yet."""
    PREPARED = "prepared"
    BEGUN = "begun"
    SIGNED = "signed"
    MISSED = "missed"


class Missed(StrEnum):
    """Why a meeting was not held."""

    NO_SCHOOL = "no_school"
    LEADER_AWAY = "leader_away"
    TOO_FEW = "too_few"
    EMERGENCY = "emergency"
    OTHER = "other"


class Attendance(StrEnum):
    """Whether somebody was there."""

    PRESENT = "present"
    LATE = "late"
    EXCUSED = "excused"
    ABSENT = "absent"


THERE = frozenset({Attendance.PRESENT, Attendance.LATE})


def state_label(state: MeetingState) -> str:
    """A state of a meeting in words."""
    return {
        MeetingState.PLANNED: _("Planned"), MeetingState.PREPARED: _("Prepared"), MeetingState.BEGUN: _("Going on"),
        MeetingState.SIGNED: _("Minutes signed"), MeetingState.MISSED: _("Not held"),
    }[state]


def missed_label(why: Missed) -> str:
    """Why a meeting was not held, in words."""
    return {
        Missed.NO_SCHOOL: _("No school on that day"), Missed.LEADER_AWAY: _("Nobody could lead it"),
        Missed.TOO_FEW: _("Too few could come"), Missed.EMERGENCY: _("An emergency came first"),
        Missed.OTHER: _("Another reason"),
    }[why]


def attendance_label(state: Attendance) -> str:
    """Whether somebody was there, in words."""
    return {
        Attendance.PRESENT: _("Present"), Attendance.LATE: _("Late"), Attendance.EXCUSED: _("Excused"),
        Attendance.ABSENT: _("Absent"),
    }[state]


def rhythm_label(every: int) -> str:
    """How often a group meets, in words."""
    return ngettext("Every week", "Every {n} weeks", every).format(n=every)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in a group, from `since` to `until` (not included; None while they are in it)."""

    person: str
    name: str = ""
    leads: bool = False
    since: date = date.min
    until: date | None = None

    def on(self, day: date) -> bool:
        """Whether they were in it on a day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A supervision group. `starts` is a minute of the day, `minutes` the length, `every` the weeks between two.

    `id` is 0 for one that is not kept yet; `ended_on` is the first day on which it does not meet any more.
    """

    name: str
    starts_on: date
    starts: int = 15 * 60
    minutes: int = 60
    every: int = 1
    room: str = ""
    one_to_one: bool = False
    ended_on: date | None = None
    members: tuple[Member, ...] = ()
    id: int = 0

    def on(self, day: date) -> tuple[Member, ...]:
        """Who was in it on a day."""
        return tuple(member for member in self.members if member.on(day))

    def planned(self, first: date, last: date) -> Iterator[date]:
        """The days its rhythm gives, from `first` to `last`, school or not."""
        step = _WEEK * self.every
        behind = max(0, -(-(first - self.starts_on).days // step.days))
        day = self.starts_on + step * behind
        while day <= last and (self.ended_on is None or day < self.ended_on):
            yield day
            day += step


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting of a group. `day` is the day it is on; its id keeps the one it was planned for.

    `why` is why it was missed; `closed` why there is no school on its day, empty where there is. `papers` counts the
    sealed minutes: the signed ones, and what was added.
    """

    id: str
    group: int
    name: str
    day: date
    starts: int
    minutes: int
    room: str = ""
    state: MeetingState = MeetingState.PLANNED
    why: str = ""
    closed: str = ""
    papers: int = 0
    built: bool = field(default=False)

    @property
    def open(self) -> bool:
        """Whether it is still to be held, or goes on."""
        return self.state in (MeetingState.PLANNED, MeetingState.PREPARED, MeetingState.BEGUN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Was:
    """Whether somebody was at a meeting whose minutes are signed, and how many minutes of it count."""

    meeting: str
    day: date
    group: str
    state: Attendance
    minutes: int

    @property
    def there(self) -> bool:
        """Whether they were, late or not."""
        return self.state in THERE


def meeting_id(group: int, planned: date) -> str:
    """What a meeting is known by: the day its rhythm gave it, and its group. It stays when the meeting is moved."""
    return f"{planned.isoformat()}.{group}"


def parsed(meeting: str) -> tuple[int, date] | None:
    """(group, planned day) back from that; None for what is no such id."""
    day, _dot, group = meeting.rpartition(".")
    try:
        return int(group), date.fromisoformat(day)
    except ValueError:
        return None


def meetings_of(group: Group, kept: dict[str, Meeting], calendar: SchoolCalendar, first: date,
                last: date) -> list[Meeting]:
    """All meetings of a group from `first` to `last`: those that are `kept`, by id, and those its rhythm gives.

    One on a day without school is among them, and says so: none is ever silently gone. On no day a group meets twice.
    """
    taken = {one.day for one in kept.values()}
    planned = {meeting_id(group.id, day): day for day in group.planned(first, last) if day not in taken}
    made = [Meeting(id=id_, group=group.id, name=group.name, day=day, starts=group.starts, minutes=group.minutes,
                    room=group.room) for id_, day in planned.items() if id_ not in kept]
    held = [one for one in kept.values() if first <= one.day <= last]
    return sorted((replace(one, name=group.name, room=group.room, closed=calendar.day(one.day).closed)
                   for one in (*made, *held)), key=lambda one: (one.day, one.id))


def wrong_group(group: Group) -> str:
    """The first thing about a group that cannot be, as a sentence; empty when it may be kept."""
    if not group.name:
        return _("Give the group a name.")
    if len(group.name) > LONGEST_NAME:
        return _("Keep the name under {n} characters.").format(n=LONGEST_NAME)
    if group.every not in RHYTHMS:
        return _("A group meets every week, every 2 weeks or every 4 weeks.")
    if not 10 <= group.minutes <= LONGEST_MEETING:
        return _("A meeting takes between 10 minutes and 4 hours.")
    if not 0 <= group.starts < MIDNIGHT:
        return _("Choose a time of the day.")
    return _wrong_members(group)


def _wrong_members(group: Group) -> str:
    people = [member.person for member in group.members]
    if not any(member.leads for member in group.members):
        return _("Choose at least one coordinator who leads the group.")
    if all(member.leads for member in group.members):
        return _("Choose at least one Wellness Peer.")
    if len(set(people)) < len(people):
        return _("Nobody is in a group twice.")
    if group.one_to_one and sum(not member.leads for member in group.members) != 1:
        return _("One-to-one supervision has exactly one Wellness Peer.")
    return ""
