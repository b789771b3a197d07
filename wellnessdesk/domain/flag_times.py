"""How soon adults had a red flag, and how soon it was closed, in a few brackets: what bundles tell of it.

What is told of a month does not move after it: how a flag went until its day was over is told where it was raised, and
how long it took to close where it was closed.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.flags import ACKNOWLEDGE_WITHIN, FlagMark, FlagStatus

_HOUR = timedelta(hours=1)
_WEEK, _MONTH = 7, 30
"""Days."""
SAME_DAY, LATER = "same_day", "later"

Times = Counter[tuple[date, str, str]]
"""How many flags, by (first day of the month, urgency, bracket)."""


def acknowledged_labels() -> tuple[tuple[str, str], ...]:
    """The brackets until an adult has a flag, with their words."""
    return (("in_10_minutes", _("Within 10 minutes")), ("in_1_hour", _("Within an hour")),
            (SAME_DAY, _("On the same day")), (LATER, _("Not on that day")))


def closed_labels() -> tuple[tuple[str, str], ...]:
    """The brackets until a flag is closed, with their words."""
    return ((SAME_DAY, _("On the same day")), ("in_7_days", _("Within 7 days")), ("in_30_days", _("Within 30 days")),
            (LATER, _("Later")))


def acknowledged(marks: Iterable[FlagMark], center: Center) -> Times:
    """Each in the month in which it was raised; none that was raised by mistake."""
    return Counter((center.day(mark.raised_at).replace(day=1), mark.urgency.value, _acknowledged(mark, center))
                   for mark in marks if mark.status is not FlagStatus.WITHDRAWN)


def closed(marks: Iterable[FlagMark], center: Center) -> Times:
    """Each in the month in which it was closed; one that was withdrawn was not."""
    return Counter((center.day(mark.closed_at).replace(day=1), mark.urgency.value,
                    _closed((center.day(mark.closed_at) - center.day(mark.raised_at)).days))
                   for mark in marks if mark.closed_at is not None and mark.status is FlagStatus.CLOSED)


def _acknowledged(mark: FlagMark, center: Center) -> str:
    at = mark.acknowledged_at
    if at is None or center.day(at) > center.day(mark.raised_at):
        return LATER
    if at - mark.raised_at <= ACKNOWLEDGE_WITHIN:
        return "in_10_minutes"
    return "in_1_hour" if at - mark.raised_at <= _HOUR else SAME_DAY


def _closed(days: int) -> str:
    """A clock that was set back makes it the same day."""
    if days < 1:
        return SAME_DAY
    if days <= _WEEK:
        return "in_7_days"
    return "in_30_days" if days <= _MONTH else LATER
