"""How many visits and notes each school day of a made-up center gets, and when in the day students arrive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from wellnessdesk.domain import catalogues
from wellnessdesk.services.demo.calendar import busyness, last_school_day, school_days, years_before
from wellnessdesk.services.demo.dice import dice

_RUSH = {"class": 1.0, "open": 0.8, "break": 4.0, "lunch": 7.0}
"""Arrivals a minute by kind of period, where a minute of class is 1; between two periods it is `_PASSING`."""
_PASSING = 2.5
_LUNCH_BELL_MINUTES = 10
"""Right after the lunch bell twice as many come: fifteen in five minutes on a busy day (DOMAIN.md 2)."""
_LAST_ARRIVAL_BEFORE_CLOSING = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The school days up to `now`, and what falls on each. `midnights` are the days' local midnights in UTC."""

    seed: int
    now: datetime
    days: tuple[date, ...]
    midnights: tuple[datetime, ...]
    visits: tuple[int, ...]
    notes: tuple[int, ...]

    @property
    def today(self) -> int:
        """The index of the last day."""
        return len(self.days) - 1

    def moment(self, index: int, seconds: float) -> datetime | None:
        """So many seconds after midnight of a school day; None when that is still to come."""
        if index > self.today:
            return None
        then = self.at(index, seconds)
        return then if then <= self.now else None

    def at(self, index: int, seconds: float) -> datetime:
        """So many seconds after midnight of a school day."""
        return self.midnights[index] + timedelta(seconds=int(seconds))

    def seconds_of_today(self) -> int:
        """Seconds from today's midnight to `now`."""
        return int((self.now - self.midnights[-1]).total_seconds())


def plan(
    seed: int, *, visits: int, notes: int, years: int, until: date, at: time, zone: ZoneInfo
) -> Plan:
    """Spread `visits` and `notes` a year over the school days of `years` years that end on `until` at `at`."""
    today = last_school_day(until)
    rng = dice(seed, "plan")
    days: list[date] = []
    a_day: list[int] = []
    for past in range(years - 1, -1, -1):
        term = school_days(years_before(today, past + 1) + timedelta(days=1), years_before(today, past))
        weights = [busyness(day) * rng.lognormvariate(0, 0.17) for day in term]
        if past == 0:
            weights[-1] *= _share_of_day(at)
        days += term
        a_day += _apportion(weights, visits)
    midnights = tuple(_midnight(day, zone) for day in days)
    return Plan(
        seed=seed, now=datetime.combine(today, at, zone).astimezone(UTC), days=tuple(days), midnights=midnights,
        visits=tuple(a_day), notes=tuple(_in_proportion(a_day, visits, notes)))


@cache
def opens_and_closes() -> tuple[int, int]:
    """When the center opens and closes, in minutes after midnight."""
    periods = catalogues.bell_times().entries
    return _minutes(periods[0].start), _minutes(periods[-1].end)


@cache
def arrivals_by_minute() -> tuple[float, ...]:
    """How much likelier than another a student arrives in each minute from opening; zero shortly before closing."""
    opens, closes = opens_and_closes()
    weights = [_PASSING] * (closes - opens)
    for period in catalogues.bell_times():
        for minute in range(_minutes(period.start), _minutes(period.end)):
            weights[minute - opens] = _RUSH[period.kind]
        if period.kind == "lunch":
            bell = _minutes(period.start) - opens
            for minute in range(bell, bell + _LUNCH_BELL_MINUTES):
                weights[minute] *= 2
    weights[-_LAST_ARRIVAL_BEFORE_CLOSING:] = [0.0] * _LAST_ARRIVAL_BEFORE_CLOSING
    return tuple(weights)


def _share_of_day(at: time) -> float:
    opens, _ = opens_and_closes()
    weights = arrivals_by_minute()
    return sum(weights[:max(0, _minutes(at) - opens)]) / sum(weights)


def _apportion(weights: Sequence[float], total: int) -> list[int]:
    """Whole numbers in proportion to the weights that add up to `total` exactly."""
    whole = sum(weights) or 1.0
    marks = [round(total * share / whole) for share in accumulate(weights)]
    return [mark - before for mark, before in zip(marks, [0, *marks], strict=False)]


def _in_proportion(counts: Sequence[int], whole: int, part: int) -> list[int]:
    """Of each day's counts its share of `part`; never more than the count itself."""
    marks = [part * done // max(1, whole) for done in accumulate(counts)]
    return [mark - before for mark, before in zip(marks, [0, *marks], strict=False)]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """Twelve hours before noon: clocks change at night, and every moment of a school day is counted from here."""
    return datetime.combine(day, time(12), zone).astimezone(UTC) - timedelta(hours=12)


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute
