"""Where in the school day a moment falls. The one place that asks for bell times on behalf of visits."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from wellnessdesk.domain import catalogues
from wellnessdesk.domain.catalogues import BellPeriod
from wellnessdesk.services.desk import Desk

_CLASS = "class"


def period_at(desk: Desk, moment: datetime) -> BellPeriod | None:
    """The period of the school day in which a moment falls; None between two and outside of all."""
    at = desk.local(moment).time()
    return next((period for period in catalogues.bell_times() if period.start <= at < period.end), None)


def missed_periods(period: BellPeriod | None) -> tuple[str, ...]:
    """How a roster may name the period of a class that is missed now; nothing outside of classes."""
    if period is None or period.kind != _CLASS:
        return ()
    return (period.id, period.id.removeprefix("p"), period.id.upper())


def end_of(desk: Desk, day: date, period: BellPeriod) -> datetime:
    """When a period of a day ended."""
    return _moment(desk, day, period.end)


def closing(desk: Desk, day: date) -> datetime:
    """When the center closed on a day."""
    return _moment(desk, day, max(period.end for period in catalogues.bell_times()))


def _moment(desk: Desk, day: date, at: time) -> datetime:
    return datetime.combine(day, at, ZoneInfo(desk.center.time_zone))
