"""Referrals, as named queries: marks only, for what a referral says is sealed."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Integer, LargeBinary, Row, Select, and_, cast, func, insert, select, update

from wellnessdesk.domain.referrals import Mark, Status
from wellnessdesk.store import kept_counts
from wellnessdesk.store.rows import ReferralRow, SealedRow
from wellnessdesk.store.transaction import Transaction

_LONG_AGO = date(1970, 1, 1)
"""Stands for a day that cannot be read."""


def add(tx: Transaction, mark: Mark, student_index: bytes | None) -> None:
    """Write a referral that was just drafted."""
    tx.session.execute(insert(ReferralRow).values(
        id=mark.id, kind=mark.kind, status=mark.status.value, day=mark.day, due=mark.due, steps=mark.steps,
        student_index=student_index))


def put(tx: Transaction, mark: Mark, today: date) -> None:
    """Write how far it is now. Of its end only the day is kept: the minute would join it to the flag it closed with."""
    ended = datetime.combine(today, time(12), tzinfo=UTC) if mark.ended else None
    tx.session.execute(update(ReferralRow).where(ReferralRow.id == mark.id).values(
        kind=mark.kind, status=mark.status.value, due=mark.due, steps=mark.steps, closed_at=ended))


def index(tx: Transaction, referral: str, student_index: bytes | None) -> None:
    """From now on coordinators find it through the blind index."""
    tx.session.execute(update(ReferralRow).where(ReferralRow.id == referral).values(student_index=student_index))


def get(tx: Transaction, referral: str) -> Mark | None:
    """The mark of this id."""
    row = tx.session.execute(_marks().where(ReferralRow.id == referral)).first()
    return _mark(row) if row else None


def not_ended(tx: Transaction) -> list[Mark]:
    """All that are still under way, the next due first."""
    rows = tx.session.execute(_marks().where(ReferralRow.closed_at.is_(None)).order_by(ReferralRow.due,
                                                                                      ReferralRow.day))
    return [_mark(row) for row in rows]


def ended(tx: Transaction, since: date) -> list[Mark]:
    """Those made since a day that are over, the newest first."""
    rows = tx.session.execute(_marks().where(ReferralRow.closed_at.is_not(None), ReferralRow.day >= since)
                              .order_by(ReferralRow.day.desc()))
    return [_mark(row) for row in rows]


def everything(tx: Transaction) -> Iterator[Mark]:
    """All referrals there are, one after another."""
    return (_mark(row) for row in tx.session.execute(_marks()))


def overdue(tx: Transaction, today: date) -> int:
    """How many are under way and past their day."""
    return tx.session.execute(select(func.count()).where(
        ReferralRow.closed_at.is_(None), ReferralRow.due < today)).scalar_one()


def are_overdue(tx: Transaction, today: date) -> list[Mark]:
    """Those under way and past their day, the longest first."""
    rows = tx.session.execute(_marks().where(ReferralRow.closed_at.is_(None), ReferralRow.due < today)
                              .order_by(ReferralRow.due, ReferralRow.day))
    return [_mark(row) for row in rows]


def unindexed(tx: Transaction) -> list[Mark]:
    """Those no coordinator has touched yet."""
    return [_mark(row) for row in tx.session.execute(_marks().where(ReferralRow.student_index.is_(None)))]


def indexed(tx: Transaction, kind: str) -> Iterator[tuple[str, bytes, bytes]]:
    """(id, blind index of whose it is, the first sealed version) of all others."""
    rows = tx.session.execute(
        select(cast(ReferralRow.id, LargeBinary), cast(ReferralRow.student_index, LargeBinary),
               cast(SealedRow.blob, LargeBinary))
        .join(SealedRow, and_(SealedRow.kind == kind, SealedRow.record == ReferralRow.id, SealedRow.version == 1))
        .where(ReferralRow.student_index.is_not(None)))
    return ((_text(row[0]), row[1], row[2] or b"") for row in rows)


def counts(tx: Transaction, first: date, last: date) -> dict[tuple[str, str], int]:
    """Referrals made in the months from `first` to `last`, destroyed ones too, by (kind, status)."""
    query = (select(ReferralRow.kind, ReferralRow.status, func.count()).where(ReferralRow.day.between(first, last))
             .group_by(ReferralRow.kind, ReferralRow.status))
    found = Counter({(row[0], row[1]): row[2] for row in tx.session.execute(query)})
    for (kind, status), number in kept_counts.read(tx, kept_counts.REFERRALS, first, last):
        found[str(kind), str(status)] += number
    return dict(found)


def completed(tx: Transaction, first: date, last: date) -> dict[str, int]:
    """Referrals that were followed to an outcome in the months from `first` to `last`, destroyed ones too, by kind.

    Whenever they were made. Nothing is written into one that is over, so a month's answer never changes.
    """
    found: Counter[str] = Counter()
    over = ReferralRow.closed_at.between(datetime.combine(first, time.min, tzinfo=UTC),
                                         datetime.combine(last, time.max, tzinfo=UTC))
    for _month, kind, number in completed_by_month(tx, over):
        found[kind] += number
    for (kept,), number in kept_counts.read(tx, kept_counts.COMPLETED, first, last):
        found[str(kept)] += number
    return dict(found)


def completed_by_month(tx: Transaction, which: ColumnElement[bool]) -> list[tuple[date, str, int]]:
    """(first day of the month, kind, number) of those among `which` that were followed to an outcome in that month."""
    month = func.strftime("%Y-%m-01", cast(ReferralRow.closed_at, Integer) / 1000, "unixepoch")
    rows = tx.session.execute(select(month, ReferralRow.kind, func.count()).where(
        which, ReferralRow.status == Status.CLOSED.value, ReferralRow.closed_at.is_not(None)).group_by(
        month, ReferralRow.kind))
    return [(date.fromisoformat(row[0]), row[1], row[2]) for row in rows]


def _marks() -> Select[Any]:
    """Marks as the bytes and numbers they can always be read as: one spoiled cell must not hide every referral."""
    texts = (ReferralRow.id, ReferralRow.kind, ReferralRow.status, ReferralRow.day, ReferralRow.due)
    columns: list[ColumnElement[Any]] = [cast(column, LargeBinary).label(column.key) for column in texts]
    columns += [cast(ReferralRow.steps, Integer).label("steps"), ReferralRow.closed_at.is_not(None).label("ended")]
    return select(*columns)


def _mark(row: Row[Any]) -> Mark:
    """A status SQL made up counts as a draft: it is looked at, and the seals say what is true."""
    status = _text(row.status)
    return Mark(id=_text(row.id), kind=_text(row.kind), steps=row.steps or 0, ended=bool(row.ended),
                status=Status(status) if status in set(Status) else Status.DRAFT,
                day=_day(row.day) or _LONG_AGO, due=_day(row.due))


def _text(cell: bytes | None) -> str:
    return (cell or b"").decode(errors="replace")


def _day(cell: bytes | None) -> date | None:
    try:
        return None if cell is None else date.fromisoformat(_text(cell))
    except ValueError:
        return _LONG_AGO
