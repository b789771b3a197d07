"""How flags and notes are put into words on the overview: when, how long, how urgent, how late."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.flags import FlagMark, FlagStatus, Urgency
from wellnessdesk.domain.sessions import Session
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.palette import Tone


@dataclass(frozen=True, slots=True)
class Said:
    """A status in words, with the tone and the icon that say the same."""

    text: str
    tone: Tone
    icon: str


_URGENCY_LOOK: dict[Urgency, tuple[Tone, str]] = {
    Urgency.IMMEDIATE: ("danger", "crisis"),
    Urgency.SAME_DAY: ("flag", "today"),
    Urgency.NEXT_SUPERVISION: ("muted", "supervision"),
}


def urgency_look(mark: FlagMark) -> tuple[Tone, str]:
    """Tone and icon of how urgent it is: calm once an adult has it."""
    tone, icon = _URGENCY_LOOK[mark.urgency]
    return (tone if mark.status is FlagStatus.RAISED else "muted"), icon


def clock(mark: FlagMark, now: datetime) -> Said:
    """How long the flag waits for an adult, or waited; what is late says so."""
    time = span(_acknowledged(mark, now) - mark.raised_at)
    if mark.status is FlagStatus.RAISED:
        if mark.overdue(now):
            return Said(_("Overdue: waiting {time}").format(time=time), "danger", "warning")
        return Said(_("Waiting {time}").format(time=time), "flag", "clock")
    if mark.overdue(now):
        return Said(_("An adult has it, late: after {time}").format(time=time), "muted", "adult")
    return Said(_("An adult has it, after {time}").format(time=time), "ok", "adult")


@dataclass(frozen=True, slots=True)
class Mark:
    """A word beside a note that waits for review, and what it means."""

    text: str = ""
    more: str = ""
    tone: Tone = "ink"


def mark(session: Session, now: datetime) -> Mark:
    """What is special about a note that waits for review."""
    if session.answered:
        return Mark(_("Answered"), _("It was given back, and its author has added to it."), "info")
    if session.reviewed_at is not None:
        return Mark(_("Added to"), _("It was co-signed, and its author has added to it since."), "info")
    return Mark(_("Late"), _("Signed late"), "flag") if session.late(now) else Mark()


def moment(desk: Desk, at: datetime) -> str:
    """A point in time in the center's own, for instance `Today, 9:12 AM`."""
    local = desk.local(at)
    return _("{day}, {time}").format(day=day_name(local.date(), desk.today()), time=formats.time(local))


def day_name(day: date, today: date) -> str:
    """A day of the last week by its name, an older one by its date."""
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    if timedelta() < today - day < timedelta(days=7):
        return formats.weekday(day)
    return formats.date(day)


def short_day(day: date, today: date) -> str:
    """A day in a narrow column: the year is said only where it is another one."""
    return formats.date_short(day) if day.year == today.year else formats.date(day)


def span(length: timedelta) -> str:
    """A length of time: to the minute within a day, then in days."""
    minutes = max(0, int(length.total_seconds() // 60))  # a clock that was set back does not count below nothing
    if minutes < 24 * 60:
        return formats.minutes(minutes)
    days = minutes // (24 * 60)
    return ngettext("{n} day", "{n} days", days).format(n=formats.number(days))


def _acknowledged(mark: FlagMark, now: datetime) -> datetime:
    return mark.acknowledged_at or now
