"""Counts of records that were destroyed, so that reports of past months keep saying what they said.

They are kept by the month, as the reports are: the counts of a day would nearly be the records again.
"""

import json
from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import insert

from wellnessdesk.store.rows import KeptCountRow
from wellnessdesk.store.transaction import Transaction

VISITS, STUDENTS, SESSIONS, FLAGS, REFERRALS = "visits", "students", "sessions", "flags", "referrals"
COMPLETED, PEER_MINUTES = "referrals completed", "peer minutes"
ACKNOWLEDGED, CLOSED = "flags acknowledged", "flags closed"
"""What is counted: visits by (grade, origin, reason), students by (grade), sessions by (service, tier), flags by
(urgency, status), referrals by (kind, status) in the month in which they were made, and those followed to an outcome
by (kind) in the month in which they were. Flags by (urgency, how soon an adult had them), and in the month in which
they were closed by (urgency, how soon). Minutes of peers, which count toward what they work for, by (month, peer,
service). What is counted by one code alone: `store.coded_counts`."""

Fact = tuple[str | int, ...]


def add(tx: Transaction, month: date, kind: str, counts: Iterable[tuple[Fact, int]]) -> None:
    """Add to what is kept of a month, named by its first day."""
    for fact, number in counts:
        row = insert(KeptCountRow).values(day=month, kind=kind, fact=json.dumps(fact), count=number)
        tx.session.execute(row.on_conflict_do_update(
            index_elements=["day", "kind", "fact"], set_={"count": KeptCountRow.count + number}))


def read(tx: Transaction, kind: str, first: date, last: date) -> list[tuple[Fact, int]]:
    """What is kept of the months that begin from `first` to `last`, a fact at a time (one may come twice)."""
    rows = tx.session.execute(select(KeptCountRow.fact, KeptCountRow.count).where(
        KeptCountRow.kind == kind, KeptCountRow.day.between(first, last)))
    return [(tuple(json.loads(row[0])), row[1]) for row in rows]


def first_month(tx: Transaction) -> date | None:
    """The first month of which visits are kept as counts."""
    return tx.session.execute(select(func.min(KeptCountRow.day)).where(KeptCountRow.kind == VISITS)).scalar()


def some(tx: Transaction, first: date, last: date) -> bool:
    """Whether anything is kept of a month of which there are days from `first` to `last`."""
    return tx.session.execute(select(KeptCountRow.day).where(
        KeptCountRow.day.between(first.replace(day=1), last)).limit(1)).first() is not None
