"""The school calendar as plain data: what is kept among the settings, and what a TOML file holds.

Both have the same shape; in JSON a date is a text. What does not fit is refused with where it stands and what is wrong.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.calendar import (
    BellSchedule,
    DayOff,
    Period,
    PeriodKind,
    Room,
    SchoolCalendar,
    SpecialDay,
    Term,
    wrong,
)
from wellnessdesk.domain.catalogue_entries import Text
from wellnessdesk.domain.names import tidy

T = TypeVar("T")
Table = Mapping[str, object]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONGEST = 80
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


class CalendarProblem(Problem):
    """A calendar cannot be taken; says where and why."""


def from_plain(raw: object) -> SchoolCalendar:
    """The calendar of plain data. Raises `CalendarProblem` for the first thing that is wrong."""
    if not isinstance(raw, dict):
        raise CalendarProblem(_("This is no school calendar."))
    calendar = SchoolCalendar(
        terms=_each(raw, "term", lambda one: Term(name=_name(one), first=_day(one, "first"), last=_day(one, "last"))),
        days_off=_each(raw, "holiday", lambda one: DayOff(
            name=_name(one), first=_day(one, "first"), last=_day(one, "last" if "last" in one else "first"))),
        schedules=_each(raw, "schedule", _schedule),
        special_days=_each(raw, "special", lambda one: SpecialDay(
            day=_day(one, "day"), schedule=_word(one, "schedule"), name=_name(one, required=False))),
        rooms=_each(raw, "room", lambda one: Room(name=str(_name(one)), capacity=_number(one, "capacity"))))
    fault = wrong(calendar)
    if fault:
        raise CalendarProblem(fault)
    return calendar


def to_plain(calendar: SchoolCalendar) -> dict[str, list[dict[str, object]]]:
    """As JSON data: dates year first, times as `HH:MM`."""
    return {
        "term": [{"name": _said(one.name), "first": one.first.isoformat(), "last": one.last.isoformat()}
                 for one in calendar.terms],
        "holiday": [{"name": _said(one.name), "first": one.first.isoformat(), "last": one.last.isoformat()}
                    for one in calendar.days_off],
        "schedule": [{"id": one.id, "name": _said(one.name), "weekdays": [WEEKDAYS[day] for day in one.weekdays],
                      "period": [_period_plain(period) for period in one.periods]} for one in calendar.schedules],
        "special": [{"day": one.day.isoformat(), "schedule": one.schedule, "name": _said(one.name)}
                    for one in calendar.special_days],
        "room": [{"name": one.name, "capacity": one.capacity} for one in calendar.rooms]}


def clock(minute: int) -> str:
    """A minute of the day as `HH:MM`."""
    return f"{minute // 60:02}:{minute % 60:02}"


def minute_of(typed: object) -> int | None:
    """The minute of `8:05`, `08:05:00`, `1:05 pm` or a time; None for what is no time."""
    if isinstance(typed, dt.time):
        return typed.hour * 60 + typed.minute
    text = str(typed).strip().lower().replace(".", "").replace("\u202f", " ").replace("\xa0", " ")
    half = next((mark for mark in ("am", "a m", "pm", "p m") if text.endswith(mark)), "")
    hours, _colon, rest = text.removesuffix(half).strip().partition(":")
    minutes = rest.partition(":")[0] or "0"
    if not (hours.isascii() and hours.isdecimal() and minutes.isascii() and minutes.isdecimal()):
        return None
    hour, minute = int(hours[:4]), int(minutes[:4])
    if half:
        hour = hour % 12 + 12 * half.startswith("p") if 1 <= hour <= 12 else 24
    return hour * 60 + minute if minute < 60 and (hour < 24 or (hour == 24 and minute == 0 and not half)) else None


def _schedule(one: Table) -> BellSchedule:
    days = one.get("weekdays", [])
    if not isinstance(days, list) or not all(day in WEEKDAYS for day in days):
        raise _fault(one, _("“{field}” must be a list of: {choices}.").format(
            field="weekdays", choices=", ".join(WEEKDAYS)))
    return BellSchedule(id=_word(one, "id"), name=_name(one),
                        weekdays=tuple(sorted({WEEKDAYS.index(day) for day in days})),
                        periods=_each(one, "period", _period))


def _period(one: Table) -> Period:
    kind = one.get("kind", PeriodKind.CLASS.value)
    if kind not in set(PeriodKind):
        raise _fault(one, _("“{field}” must be one of: {choices}.").format(
            field="kind", choices=", ".join(PeriodKind)))
    return Period(id=_word(one, "id"), name=_name(one), kind=PeriodKind(str(kind)), starts=_minute(one, "starts"),
                  ends=_minute(one, "ends"))


def _period_plain(period: Period) -> dict[str, object]:
    return {"id": period.id, "name": _said(period.name), "kind": period.kind.value, "starts": clock(period.starts),
            "ends": clock(period.ends)}


def _each(raw: Table, key: str, make: Callable[[Table], T]) -> tuple[T, ...]:
    found = raw.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise CalendarProblem(_("“{field}” must be written as [[{field}]].").format(field=key))
    return tuple(make(one) for one in found)


def _name(one: Table, *, required: bool = True) -> Text:
    given = one.get("name", "")
    both = (given.get("en"), given.get("es")) if isinstance(given, dict) else (given, given)
    if not all(isinstance(each, str) for each in both):
        raise _fault(one, _("“{field}” must be a text.").format(field="name"))
    named = Text(*(tidy(str(each))[:_LONGEST] for each in both))
    if required and not (named.en and named.es):
        raise _fault(one, _("“{field}” is missing.").format(field="name"))
    return named


def _word(one: Table, key: str) -> str:
    given = one.get(key)
    if not isinstance(given, str | int) or isinstance(given, bool) or not tidy(str(given)):
        raise _fault(one, _("“{field}” is missing.").format(field=key))
    return tidy(str(given))[:_LONGEST]


def _number(one: Table, key: str) -> int:
    given = one.get(key, 1)
    if type(given) is not int:
        raise _fault(one, _("“{field}” must be a whole number.").format(field=key))
    return given


def _day(one: Table, key: str) -> dt.date:
    given = one.get(key)
    try:
        day = dt.date.fromisoformat(given) if isinstance(given, str) else given
    except ValueError:
        day = None
    if type(day) is not dt.date or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise _fault(one, _("“{field}” must be a date, year first, such as 2026-09-14.").format(field=key))
    return day


def _minute(one: Table, key: str) -> int:
    minute = minute_of(one.get(key, ""))
    if minute is None:
        raise _fault(one, _("“{field}” must be a time, such as 08:30.").format(field=key))
    return minute


def _said(name: Text) -> object:
    return name.en if name.en == name.es else {"en": name.en, "es": name.es}


def _fault(one: Table, reason: str) -> CalendarProblem:
    """Says by its name, or by the first thing in it, which entry is meant."""
    names: Iterable[object] = (one.get(key) for key in ("name", "id", "day", "first"))
    which = next((str(each)[:_LONGEST] for each in names if isinstance(each, str | int | dt.date) and each), "?")
    return CalendarProblem(_("At “{entry}”: {reason}").format(entry=tidy(which), reason=reason))
