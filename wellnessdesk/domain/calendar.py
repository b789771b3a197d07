"""The school calendar of a center: terms, days off, bell schedules, special days, rooms. Times are the school's own.

Minutes are counted from midnight. A center keeps its own (`services.calendar`); a sample is shipped.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.catalogue_entries import Text

MIDNIGHT = 24 * 60
"""Minutes of a day."""


class PeriodKind(StrEnum):
    """What a part of the school day is."""

    OPEN = "open"
    """Before or after classes."""
    CLASS = "class"
    BREAK = "break"
    LUNCH = "lunch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Days with classes, both included."""

    name: Text
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOff:
    """A holiday or a break, both days included."""

    name: Text
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A part of the school day; `id` is what the roster calls it, where it is a class (`3`)."""

    id: str
    name: Text
    kind: PeriodKind
    starts: int
    ends: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BellSchedule:
    """The bells of a kind of day; `weekdays` (0 is Monday) are those that usually have it."""

    id: str
    name: Text
    weekdays: tuple[int, ...] = ()
    periods: tuple[Period, ...] = ()

    @property
    def opens(self) -> int:
        """The minute at which its first part begins."""
        return min((period.starts for period in self.periods), default=0)

    @property
    def closes(self) -> int:
        """The minute at which its last part ends."""
        return max((period.ends for period in self.periods), default=MIDNIGHT)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDay:
    """One day with other bells than its weekday usually has: a minimum day, a day of exams, a late start."""

    day: date
    schedule: str
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A place at the center, and how many appointments it takes at a time."""

    name: str
    capacity: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What a calendar says of a day. `closed` is why there are no classes, empty where there are."""

    day: date
    closed: str = ""
    term: str = ""
    special: str = ""
    schedule: BellSchedule | None = None

    @property
    def has_classes(self) -> bool:
        """Whether it is a school day."""
        return not self.closed

    def period_at(self, minute: int) -> Period | None:
        """The part of the day a minute falls in; between two bells the one that comes, for that is what is missed."""
        coming = [period for period in (self.schedule.periods if self.schedule else ()) if period.ends > minute]
        first = min(coming, key=lambda period: period.starts, default=None)
        opened = self.schedule is not None and minute >= self.schedule.opens
        return first if first is not None and opened else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolCalendar:
    """All of it, in the order in which it was entered."""

    terms: tuple[Term, ...] = ()
    days_off: tuple[DayOff, ...] = ()
    schedules: tuple[BellSchedule, ...] = ()
    special_days: tuple[SpecialDay, ...] = ()
    rooms: tuple[Room, ...] = field(default=())

    def day(self, day: date) -> Day:
        """What holds on a day. Where no term is kept, every day that has bells is one with classes."""
        off = next((one for one in self.days_off if one.first <= day <= one.last), None)
        if off is not None:
            return Day(day=day, closed=str(off.name))
        term = next((one for one in self.terms if one.first <= day <= one.last), None)
        if self.terms and term is None:
            return Day(day=day, closed=_("Not in a term"))
        special = next((one for one in self.special_days if one.day == day), None)
        schedule = self._schedule(day, special)
        if schedule is None:
            return Day(day=day, closed=_("No classes on this weekday"))
        return Day(day=day, term=str(term.name) if term else "", special=str(special.name) if special else "",
                   schedule=schedule)

    def room(self, name: str) -> Room | None:
        """The room of that name."""
        return next((room for room in self.rooms if room.name == name), None)

    def term_end(self, day: date) -> date | None:
        """The last day of the term a day is in; None outside of terms."""
        return next((term.last for term in self.terms if term.first <= day <= term.last), None)

    def _schedule(self, day: date, special: SpecialDay | None) -> BellSchedule | None:
        if special is not None:
            return next((one for one in self.schedules if one.id == special.schedule), None)
        return next((one for one in self.schedules if day.weekday() in one.weekdays), None)


_MOST = {"terms": 40, "days_off": 400, "schedules": 40, "special_days": 400, "rooms": 60}
_MOST_PERIODS = 40
_MOST_IN_A_ROOM = 500


def wrong(calendar: SchoolCalendar) -> str:
    """The first thing that cannot be right, as a sentence; empty when all can be."""
    return next(_faults(calendar), "")


def time(minute: int) -> str:
    """A minute of the day as a person reads it, for instance `10:42 AM`."""
    return formats.minute_of_day(minute)


def _faults(calendar: SchoolCalendar) -> Iterator[str]:
    for name, most in _MOST.items():
        if len(getattr(calendar, name)) > most:
            yield _("This is more than a calendar holds. Leave past years out.")
    yield from _faults_of_spans(calendar)
    for schedule in calendar.schedules:
        yield from _faults_of_periods(schedule)
    yield from _faults_of_weekdays(calendar)
    yield from _faults_of_special_days(calendar)
    yield from _faults_of_rooms(calendar)


def _faults_of_spans(calendar: SchoolCalendar) -> Iterator[str]:
    spans: tuple[Term | DayOff, ...] = (*calendar.terms, *calendar.days_off)
    for span in spans:
        if not str(span.name):
            yield _("Give each term and each holiday a name.")
        if span.last < span.first:
            yield _("“{name}” ends before it begins.").format(name=span.name)
    terms = sorted(calendar.terms, key=lambda term: term.first)
    for before, after in zip(terms, terms[1:], strict=False):
        if after.first <= before.last:
            yield _("“{name}” begins on {day}, before “{other}” is over.").format(
                name=after.name, day=formats.date(after.first), other=before.name)


def _faults_of_periods(schedule: BellSchedule) -> Iterator[str]:
    if not str(schedule.name) or not schedule.id:
        yield _("Give each bell schedule a name.")
    if not 0 < len(schedule.periods) <= _MOST_PERIODS:
        yield _("The bell schedule “{schedule}” has no periods, or more than a day holds.").format(
            schedule=schedule.name)
    for period in schedule.periods:
        if not str(period.name) or not period.id:
            yield _("Give each period of “{schedule}” a name.").format(schedule=schedule.name)
        if not 0 <= period.starts < period.ends <= MIDNIGHT:
            yield _("In “{schedule}”, “{period}” ends before it begins.").format(
                schedule=schedule.name, period=period.name)
    ordered = sorted(schedule.periods, key=lambda period: period.starts)
    for before, after in zip(ordered, ordered[1:], strict=False):
        if after.starts < before.ends:
            yield _("In “{schedule}”, “{period}” begins at {start}, but “{other}” ends only at {end}.").format(
                schedule=schedule.name, period=after.name, start=time(after.starts), other=before.name,
                end=time(before.ends))
    if len({period.id for period in schedule.periods}) < len(schedule.periods):
        yield _("In “{schedule}”, two periods have the same short name.").format(schedule=schedule.name)


def _faults_of_weekdays(calendar: SchoolCalendar) -> Iterator[str]:
    if len({schedule.id for schedule in calendar.schedules}) < len(calendar.schedules):
        yield _("Two bell schedules have the same short name.")
    taken: dict[int, BellSchedule] = {}
    for schedule in calendar.schedules:
        for weekday in schedule.weekdays:
            if weekday in taken:
                yield _("{weekday} has two bell schedules: “{one}” and “{other}”.").format(
                    weekday=formats.weekday_name(weekday), one=taken[weekday].name, other=schedule.name)
            taken[weekday] = schedule


def _faults_of_special_days(calendar: SchoolCalendar) -> Iterator[str]:
    known = {schedule.id for schedule in calendar.schedules}
    seen: set[date] = set()
    for special in calendar.special_days:
        if special.schedule not in known:
            yield _("{day} names a bell schedule that is not there.").format(day=formats.date(special.day))
        if special.day in seen:
            yield _("{day} is there twice as a special day.").format(day=formats.date(special.day))
        seen.add(special.day)


def _faults_of_rooms(calendar: SchoolCalendar) -> Iterator[str]:
    seen: set[str] = set()
    for room in calendar.rooms:
        if not room.name:
            yield _("Give each room a name.")
        if room.name.casefold() in seen:
            yield _("The room “{room}” is there twice.").format(room=room.name)
        if not 1 <= room.capacity <= _MOST_IN_A_ROOM:
            yield _("The room “{room}” must hold at least 1 and at most {most}.").format(
                room=room.name, most=_MOST_IN_A_ROOM)
        seen.add(room.name.casefold())
