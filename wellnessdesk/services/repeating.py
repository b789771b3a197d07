"""Days of what repeats weekly, expanded by dateutil's rules (RFC 5545)."""

from datetime import date, datetime, time
from itertools import islice

from dateutil.rrule import WEEKLY, rrule

MOST_WEEKS = 60
"""More than a school year: a date typed wrongly makes no thousand rows."""


def weekly(first: date, until: date | None) -> list[date]:
    """The same weekday from `first` until a day, both included; the first one in any case, alone without `until`."""
    if until is None or until <= first:
        return [first]
    rule = rrule(WEEKLY, dtstart=datetime.combine(first, time()), until=datetime.combine(until, time()))
    return [moment.date() for moment in islice(rule, MOST_WEEKS)]
