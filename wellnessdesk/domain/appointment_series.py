"""Moving a whole weekly series: where each of its weeks goes, and which stay because something is there already."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import ngettext
from wellnessdesk.domain.appointments import Appointment, LeftOut, Wanted, clashes
from wellnessdesk.domain.calendar import Room

Going = tuple[Appointment, Wanted]


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """Who of a series goes where, by day; who stays as they are, and why."""

    going: tuple[Going, ...]
    stays: tuple[tuple[Appointment, str], ...]

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """The days that stay as they are."""
        return tuple(LeftOut(one.day, reason) for one, reason in self.stays)


def targets(chosen: Appointment, wanted: Wanted, following: Sequence[Appointment]) -> list[Going]:
    """Each of a series with where it goes when `chosen` goes to `wanted`: the same weekday and time in every week.

    One that was moved by itself before goes along: afterwards every week reads alike.
    """
    weeks = _monday(wanted.day) - _monday(chosen.day)
    weekday = timedelta(days=wanted.day.weekday())
    return [(one, replace(wanted, day=_monday(one.day) + weeks + weekday)) for one in following]


def plan(going: Sequence[Going], there: Iterable[Appointment], room: Room | None,
         closed: Callable[[date], str]) -> SeriesPlan:
    """Which of them can go; `there` is everything on the days they go to, `closed` says why a day has no classes.

    Nobody stands in the way of their own series: the last goes first when it goes to later days.
    """
    busy = {one.id: one for one in (*there, *(one for one, _to in going))}
    later = any(to.day > one.day for one, to in going)
    went, stays = [], []
    for one, to in sorted(going, key=lambda pair: pair[0].day, reverse=later):
        others = [other for other in busy.values() if other.id != one.id]
        reason = closed(to.day) or next(clashes(to, others, room), "")
        if reason:
            stays.append((one, reason))
        else:
            went.append((one, to))
            busy[one.id] = replace(one, day=to.day, starts=to.starts, ends=to.ends, peer_id=to.peer_id, room=to.room)
    return SeriesPlan(tuple(sorted(went, key=lambda pair: pair[1].day)),
                      tuple(sorted(stays, key=lambda pair: pair[0].day)))


def told(stay: Sequence[LeftOut]) -> str:
    """Which weeks of a series stay as they are, as a sentence; empty where all go."""
    if not stay:
        return ""
    text = ngettext("{n} week stays as it is ({day}: {reason}).",
                    "{n} weeks stay as they are (the first on {day}: {reason}).", len(stay))
    return text.format(n=formats.number(len(stay)), day=formats.date_short(stay[0].day),
                       reason=stay[0].reason.rstrip("."))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
