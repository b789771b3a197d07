"""Counts for charts, as named queries: over the days asked for, and no others, however many visits there are."""

from datetime import date

from sqlalchemy import Integer, cast, func, select, union_all

from wellnessdesk.store.rows import DropInRow, VisitRow
from wellnessdesk.store.transaction import Transaction

QUARTER_MS = 15 * 60 * 1000
"""No time zone differs from another by less than a quarter of an hour."""
_MINUTE_MS = 60 * 1000


def arrivals(tx: Transaction, first: date, last: date) -> list[tuple[int, str, int]]:
    """(quarter of an hour since 1970 UTC, reason, how many came in it with that), those without a name too."""
    named = select(VisitRow.arrived_at.label("at"), VisitRow.reason.label("reason")).where(
        VisitRow.day.between(first, last))
    nameless = select(DropInRow.arrived_at.label("at"), DropInRow.reason.label("reason")).where(
        DropInRow.day.between(first, last))
    both = union_all(named, nameless).subquery()
    quarter = cast(both.c.at, Integer) // QUARTER_MS
    rows = tx.session.execute(select(quarter, both.c.reason, func.count()).group_by(quarter, both.c.reason))
    return [(row[0], row[1], row[2]) for row in rows]


def waits(tx: Transaction, first: date, last: date) -> list[tuple[int, int, int]]:
    """(quarter of an hour of the arrival, minutes until a peer took over, how many)."""
    quarter = cast(VisitRow.arrived_at, Integer) // QUARTER_MS
    minutes = (cast(VisitRow.handed_at, Integer) - cast(VisitRow.arrived_at, Integer)) // _MINUTE_MS
    rows = tx.session.execute(select(quarter, minutes, func.count()).where(
        VisitRow.day.between(first, last), VisitRow.handed_at.is_not(None)).group_by(quarter, minutes))
    return [(row[0], row[1], row[2]) for row in rows]
