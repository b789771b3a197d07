"""Supervision over a school year, or any days: what was held, who was there, what became of what was talked about.

Peers of a wellness center are supervised "at least weekly", by staff with "adequate time to oversee the program for
quality and safety" (DOMAIN.md): these figures show it. They name the people of the center, and nothing of a student.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.calendar import SchoolCalendar
from wellnessdesk.domain.meetings import THERE, Attendance, Group, Meeting, MeetingState, Missed
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.domain.supervision_items import Life, Listed

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
OFTEN = 3
"""So many times carried over, or more, is one column."""


class Fate(StrEnum):
    """What became of a meeting that a rhythm gave."""

    HELD = "held"
    UNSIGNED = "unsigned"
    MISSED = "missed"
    UNKNOWN = "unknown"
    """Its day is over, and nobody wrote down whether it was held."""
    COMING = "coming"


def fate_label(fate: Fate) -> str:
    """What became of meetings, in words."""
    return {Fate.HELD: _("Held"), Fate.UNSIGNED: _("Not signed"), Fate.MISSED: _("Not held"),
            Fate.UNKNOWN: _("Not recorded"), Fate.COMING: _("To come")}[fate]


def fate(meeting: Meeting, today: date) -> Fate:
    """What became of a meeting; one on a day without school was missed, whether somebody wrote that down or not."""
    known = {MeetingState.SIGNED: Fate.HELD, MeetingState.BEGUN: Fate.UNSIGNED, MeetingState.MISSED: Fate.MISSED}
    if meeting.state in known:
        return known[meeting.state]
    if meeting.day >= today:
        return Fate.COMING
    return Fate.MISSED if meeting.closed else Fate.UNKNOWN


def why(meeting: Meeting) -> Missed:
    """Why a missed meeting was not held."""
    if meeting.state is not MeetingState.MISSED:
        return Missed.NO_SCHOOL
    return Missed(meeting.why) if meeting.why in set(Missed) else Missed.OTHER


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody's attendance at a meeting whose minutes are signed."""

    day: date
    person: str
    state: Attendance
    minutes: int


@dataclass(frozen=True, slots=True)
class Taken:
    """Something that was taken on in such a meeting: on which day, until when, and when it was done."""

    day: date
    due: date | None
    done: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the figures are made of. `meetings` are those of the days from `first` to `last`, `seen` and `taken` of the
    signed ones among them, `listed` the items of their agendas and `lives` what became of these; `since` says when
    people came."""

    first: date
    last: date
    today: date
    calendar: SchoolCalendar
    groups: Sequence[Group]
    people: Sequence[Person]
    since: Mapping[str, date]
    meetings: Sequence[Meeting]
    seen: Sequence[Seen]
    taken: Sequence[Taken]
    listed: Sequence[Listed]
    lives: Sequence[Life]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupYear:
    """A group's meetings by what became of them."""

    name: str
    fates: Mapping[Fate, int]

    @property
    def planned(self) -> int:
        """All of them."""
        return sum(self.fates.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonYear:
    """Somebody's attendance. `supervised` of `weeks` school weeks had a meeting at which they were."""

    person: str
    name: str
    leads: bool
    states: Mapping[Attendance, int]
    minutes: int
    weeks: int
    supervised: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionYear:
    """The items of one section, on the agendas of the meetings that were held; `days` is half of their time to close,
    None while none is."""

    section: str
    talked: int
    deferred: int
    left: int
    days: float | None

    @property
    def all(self) -> int:
        """How many there were."""
        return self.talked + self.deferred + self.left


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionsYear:
    """What was taken on; `days` is half of the time until it was done, None while nothing is."""

    taken: int
    done: int
    overdue: int
    days: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """All figures. `weeks` are the school weeks that are over, `weekly` those with a meeting that was held; `carried`
    counts items by how often they were carried over, `days` is half of the time until one was closed."""

    first: date
    last: date
    groups: tuple[GroupYear, ...]
    months: tuple[tuple[date, Mapping[Fate, int]], ...]
    why: Mapping[Missed, int]
    weeks: int
    weekly: int
    people: tuple[PersonYear, ...]
    sections: tuple[SectionYear, ...]
    carried: Mapping[int, int]
    days: float | None
    actions: ActionsYear

    @property
    def fates(self) -> Mapping[Fate, int]:
        """Of the meetings of all groups."""
        return sum((Counter(group.fates) for group in self.groups), Counter[Fate]())

    @property
    def minutes(self) -> int:
        """What all peers attended, together."""
        return sum(one.minutes for one in self.people if not one.leads)


def figures(facts: Facts) -> Year:
    """All of it."""
    fates = [(one, fate(one, facts.today)) for one in facts.meetings]
    weeks, held = _weeks(facts), {_monday(one.day) for one, came in fates if came is Fate.HELD}
    return Year(
        first=facts.first, last=facts.last, groups=tuple(_groups(facts, fates)), months=tuple(_months(facts, fates)),
        why=Counter(why(one) for one, came in fates if came is Fate.MISSED),
        weeks=len(weeks), weekly=len(weeks.keys() & held), people=tuple(_people(facts, weeks)),
        sections=tuple(_sections(facts)), carried=Counter(min(life.carried, OFTEN) for life in facts.lives),
        days=_half(facts.lives), actions=_actions(facts))


def _groups(facts: Facts, fates: Sequence[tuple[Meeting, Fate]]) -> Iterable[GroupYear]:
    for group in facts.groups:
        theirs = Counter(came for one, came in fates if one.group == group.id)
        if theirs:
            yield GroupYear(name=group.name, fates=theirs)


def _months(facts: Facts, fates: Sequence[tuple[Meeting, Fate]]) -> Iterable[tuple[date, Mapping[Fate, int]]]:
    """From the first month with a meeting to the last; one without any in between is among them."""
    months = sorted({one.day.replace(day=1) for one, _came in fates})
    month = months[0] if months else None
    while month is not None and month <= months[-1]:
        yield month, Counter(came for one, came in fates if one.day.replace(day=1) == month)
        month = (month + timedelta(days=31)).replace(day=1)


def _weeks(facts: Facts) -> dict[date, list[date]]:
    """The school days of each week of which all are over, by its Monday; and of the present one once it had a meeting:
    a week that is not over is no missed one yet. From before the center was set up nothing is known."""
    found: dict[date, list[date]] = {}
    day = max(facts.first, min(facts.since.values(), default=facts.first))
    while day <= facts.last:
        if facts.calendar.day(day).has_classes:
            found.setdefault(_monday(day), []).append(day)
        day += _DAY
    met = {_monday(one.day) for one in facts.seen}
    return {monday: days for monday, days in found.items() if days[-1] < facts.today or monday in met}


def _people(facts: Facts, weeks: Mapping[date, list[date]]) -> Iterable[PersonYear]:
    """Everybody whose attendance was taken, and every peer who is here: who is in no group is not supervised."""
    leads = {member.person for group in facts.groups for member in group.members if member.leads}
    for person in facts.people:
        seen = [one for one in facts.seen if one.person == person.id]
        if not seen and not (person.active and person.role is Role.PEER):
            continue
        expected = {monday for monday, days in weeks.items() if _belongs(facts, person, days)}
        there = {_monday(one.day) for one in seen if one.state in THERE}
        expected |= {_monday(one.day) for one in seen}
        yield PersonYear(
            person=person.id, name=person.name, leads=person.id in leads, states=Counter(one.state for one in seen),
            minutes=sum(one.minutes for one in seen), weeks=len(expected), supervised=len(there))


def _belongs(facts: Facts, person: Person, days: Sequence[date]) -> bool:
    """Whether somebody should have been supervised in a week: a peer who was here on its first day, or a member."""
    if person.active and person.role is Role.PEER and facts.since.get(person.id, date.min) <= days[0]:
        return True
    return person.active and any(member.person == person.id and member.on(day)
                                 for group in facts.groups for member in group.members for day in days)


def _sections(facts: Facts) -> Iterable[SectionYear]:
    """In the order of the agenda, those of which there was something."""
    counts = Counter((one.section, one.state) for one in facts.listed)
    for section in dict.fromkeys(one.section for one in sorted(facts.listed, key=lambda one: one.place)):
        yield SectionYear(
            section=section, talked=counts[section, "talked"], deferred=counts[section, "deferred"],
            left=counts[section, "open"], days=_half([life for life in facts.lives if life.section == section]))


def _actions(facts: Facts) -> ActionsYear:
    done = [max(0, (one.done - one.day).days) for one in facts.taken if one.done is not None]
    overdue = sum(one.done is None and one.due is not None and one.due < facts.today for one in facts.taken)
    return ActionsYear(taken=len(facts.taken), done=len(done), overdue=overdue,
                       days=median(done) if done else None)


def _half(lives: Iterable[Life]) -> float | None:
    days = [life.days for life in lives if life.days is not None]
    return median(days) if days else None


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
