"""Counting in months."""

import calendar
from datetime import date


def add_months(day: date, months: int) -> date:
    """The same day of another month, or its last day where the month is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
