"""How a session is put into words: when it was, how long it took, how old its note is."""

from datetime import date, datetime, timedelta

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.sessions import Session
from wellnessdesk.services.desk import Desk

_WEEK = timedelta(days=7)


def when(desk: Desk, session: Session) -> str:
    """For instance `Today, 10:42 AM to 11:05 AM`."""
    started = desk.local(session.started_at)
    day = day_name(started.date(), desk.today())
    if session.ended_at is None:
        return _("{day}, since {start}").format(day=day, start=formats.time(started))
    ended = desk.local(session.ended_at)
    return _("{day}, {start} to {end}").format(day=day, start=formats.time(started), end=formats.time(ended))


def how_long(session: Session, now: datetime) -> str:
    """For instance `23 min`, or `12 min so far`."""
    took = formats.minutes(_minutes((session.ended_at or now) - session.started_at))
    return took if session.ended_at else _("{minutes} so far").format(minutes=took)


def since(moment: datetime, now: datetime) -> str:
    """The time from then to now in its largest unit: `5 min`, `3 hours`, `2 days`."""
    minutes = _minutes(now - moment)
    if minutes < 60:
        return formats.minutes(minutes)
    hours = minutes // 60
    if hours < 24:
        return ngettext("{n} hour", "{n} hours", hours).format(n=formats.number(hours))
    days = hours // 24
    return ngettext("{n} day", "{n} days", days).format(n=formats.number(days))


def note_age(session: Session, now: datetime) -> str:
    """How long the note has been waiting."""
    return since(session.ended_at or session.started_at, now)


def day_name(day: date, today: date) -> str:
    """A day of the last week by its name, an older one by its date."""
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    if timedelta() < today - day < _WEEK:
        return capital(formats.weekday(day))
    return formats.date(day)


def capital(text: str) -> str:
    """With a capital letter at its beginning, as a line of its own begins: Spanish writes `lunes`."""
    return text[:1].upper() + text[1:]


def _minutes(span: timedelta) -> int:
    """Whole minutes; a clock that was set back does not count below nothing."""
    return max(0, int(span.total_seconds() // 60))
