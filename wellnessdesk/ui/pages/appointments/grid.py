"""The grid of a week or a day, before it is drawn: columns, bands of shifts, blocks of appointments side by side."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.appointments import Appointment, Shift
from wellnessdesk.domain.calendar import Day, SchoolCalendar
from wellnessdesk.ui.pages.appointments import wording

STEP = 15
"""Minutes from one place of the cursor to the next."""
_USUAL = (8 * 60, 16 * 60)
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A day, or a peer on one day. `closed` says why there are no classes."""

    title: str
    detail: str
    day: dt.date
    peer_id: str | None = None
    closed: str = ""
    today: bool = False
    hours: tuple[int, int] = (0, 24 * 60)
    """The minutes at which the school day begins and ends."""


@dataclass(frozen=True, slots=True)
class Band:
    """A time when somebody is on shift."""

    column: int
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Block:
    """An appointment, in one of the `lanes` that those at the same time share."""

    appointment: Appointment
    column: int
    lane: int = 0
    lanes: int = 1
    detail: str = ""
    """What stands beside the name."""

    @property
    def starts(self) -> int:
        """Its first minute."""
        return self.appointment.starts

    @property
    def ends(self) -> int:
        """The minute at which it ends."""
        return self.appointment.ends


@dataclass(frozen=True, slots=True)
class Grid:
    """All of it. `first` and `last` are the minutes shown."""

    columns: tuple[Column, ...] = ()
    bands: tuple[Band, ...] = ()
    blocks: tuple[Block, ...] = ()
    first: int = _USUAL[0]
    last: int = _USUAL[1]

    def at(self, column: int, minute: int) -> tuple[Block, ...]:
        """The blocks of a column at a minute."""
        return tuple(one for one in self.blocks if one.column == column and one.starts <= minute < one.ends)

    def place_of(self, appointment_id: int) -> Block | None:
        """The block of an appointment."""
        return next((one for one in self.blocks if one.appointment.id == appointment_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the page knows of some days."""

    calendar: SchoolCalendar
    appointments: Sequence[Appointment]
    shifts: Sequence[Shift]
    today: dt.date


def of_week(facts: Facts, monday: dt.date, peer_id: str | None = None, room: str = "") -> Grid:
    """The days of a week, of everybody or of one peer or room; a weekend only when there is something on it."""
    shown = [one for one in facts.appointments if _wanted(one, peer_id, room)]
    shifts = [one for one in facts.shifts if peer_id in (None, one.peer_id) and (not room or one.room == room)]
    used = {one.day for one in shown} | {one.day for one in shifts}
    days = [monday + dt.timedelta(days=n) for n in range(7)]
    days = [day for day in days if day.weekday() < _SATURDAY or day in used or facts.calendar.day(day).has_classes]
    columns = tuple(_day_column(facts, facts.calendar.day(day), [one for one in shifts if one.day == day])
                    for day in days)
    place = {day: number for number, day in enumerate(days)}
    bands = tuple(Band(place[one.day], one.starts, one.ends) for one in shifts if one.day in place)
    return _grid(columns, bands, [Block(one, place[one.day], detail=wording.block_detail(one, in_peers_column=False))
                                  for one in shown if one.day in place])


def of_day(facts: Facts, day: dt.date, peers: Sequence[tuple[str, str]]) -> Grid:
    """A day: a column for each peer (id, name) who is on shift or booked, in this order; one for nobody yet."""
    shown = [one for one in facts.appointments if one.day == day]
    shifts = [one for one in facts.shifts if one.day == day]
    busy = {one.peer_id for one in shown} | {one.peer_id for one in shifts}
    named = [(id_, name) for id_, name in peers if id_ in busy]
    named += [(one.peer_id, one.peer) for one in {one.peer_id: one for one in shown}.values()
              if one.peer_id and one.peer_id not in {id_ for id_, _name in peers}]
    holds = facts.calendar.day(day)
    columns = [_peer_column(facts, holds, id_, name, [one for one in shifts if one.peer_id == id_])
               for id_, name in named]
    columns.append(replace(_day_column(facts, holds, []), title=_("Whoever is free"), detail=""))
    place: dict[str | None, int] = {column.peer_id: number for number, column in enumerate(columns)}
    bands = tuple(Band(place[one.peer_id], one.starts, one.ends) for one in shifts if one.peer_id in place)
    return _grid(tuple(columns), bands, [Block(one, place[one.peer_id],
                                              detail=wording.block_detail(one, in_peers_column=True)) for one in shown])


def _wanted(one: Appointment, peer_id: str | None, room: str) -> bool:
    return peer_id in (None, one.peer_id) and (not room or one.room == room)


def _day_column(facts: Facts, day: Day, shifts: list[Shift]) -> Column:
    title = f"{formats.weekday_short(day.day)} {formats.date_short(day.day)}"
    return Column(title=title, detail=day.closed or day.special or wording.on_shift(shifts), day=day.day,
                  closed=day.closed, today=day.day == facts.today, hours=_hours(day))


def _peer_column(facts: Facts, day: Day, peer_id: str, name: str, shifts: list[Shift]) -> Column:
    detail = ", ".join(wording.short_span(one.starts, one.ends) for one in shifts) or _("no shift")
    return Column(title=name, detail=detail, day=day.day, peer_id=peer_id, closed=day.closed,
                  today=day.day == facts.today, hours=_hours(day))


def _hours(day: Day) -> tuple[int, int]:
    return (day.schedule.opens, day.schedule.closes) if day.schedule else (0, 24 * 60)


def _grid(columns: tuple[Column, ...], bands: tuple[Band, ...], blocks: list[Block]) -> Grid:
    hours = [column for column in columns if not column.closed]
    spans = [*(column.hours for column in hours), *((one.starts, one.ends) for one in bands),
             *((one.starts, one.ends) for one in blocks)]
    begins, ends = [one[0] for one in spans], [one[1] for one in spans]
    first = min(begins, default=_USUAL[0]) // 30 * 30
    last = -(-max(ends, default=_USUAL[1]) // 30) * 30
    return Grid(columns, bands, tuple(_side_by_side(blocks)), first, last)


def _side_by_side(blocks: list[Block]) -> Iterable[Block]:
    """Give those that overlap lanes of their own; those that hang together share the width."""
    together: list[Block] = []
    end = (-1, -1)
    for block in sorted(blocks, key=lambda one: (one.column, one.starts, -one.ends, one.appointment.id)):
        if together and (block.column, block.starts) >= end:
            yield from _spread(together)
            together = []
        together.append(block)
        end = max(end, (block.column, block.ends)) if len(together) > 1 else (block.column, block.ends)
    yield from _spread(together)


def _spread(together: list[Block]) -> list[Block]:
    free_from: list[int] = []
    lanes = []
    for block in together:
        lane = next((number for number, end in enumerate(free_from) if end <= block.starts), len(free_from))
        free_from[lane:lane + 1] = [block.ends]
        lanes.append(lane)
    return [replace(block, lane=lane, lanes=len(free_from)) for block, lane in zip(together, lanes, strict=True)]
