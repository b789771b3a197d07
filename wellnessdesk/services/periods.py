"""Where in the school day a moment falls, for visits. `period_at` opens a reading of its own; `period_in` has one."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from wellnessdesk.domain import catalogues
from wellnessdesk.domain.calendar import Period, PeriodKind
from wellnessdesk.services import calendar
from wellnessdesk.services.desk import Desk
from wellnessdesk.store.transaction import Transaction


def period_at(desk: Desk, moment: datetime) -> Period | None:
    """The period of the school day in which a moment falls, or the one that comes next; None outside of all."""
    return calendar.period_at(desk, moment)


def period_in(desk: Desk, tx: Transaction, moment: datetime) -> Period | None:
    """The same within a transaction of the caller, and for the kiosk, which may not look at the calendar."""
    local = desk.local(moment)
    return calendar.kept(tx).day(local.date()).period_at(local.hour * 60 + local.minute)


def class_period(period: Period | None) -> str:
    """How the roster names the period of a class that is missed now; empty outside of classes."""
    return period.id if period is not None and period.kind is PeriodKind.CLASS else ""


def end_of(desk: Desk, day: date, period: Period) -> datetime:
    """When a period of a day ended."""
    return _moment(desk, day, period.ends)


def closing(desk: Desk, day: date) -> datetime:
    """When the center closed on a day; on one without bells, at the time of the sample."""
    schedule = calendar.day(desk, day).schedule
    last = max(period.end for period in catalogues.bell_times())
    return _moment(desk, day, schedule.closes if schedule else last.hour * 60 + last.minute)


def _moment(desk: Desk, day: date, minute: int) -> datetime:
    zone = ZoneInfo(desk.center.time_zone)
    return datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=minute)
