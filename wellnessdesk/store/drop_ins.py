"""Who came in without a name, as named queries: counted, no more."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import delete, func, insert, select

from wellnessdesk.store.rows import DropInRow
from wellnessdesk.store.transaction import Transaction


def add(tx: Transaction, *, day: date, arrived_at: datetime, origin: str, reason: str) -> int:
    """Count somebody; the id of the line."""
    made = tx.session.execute(insert(DropInRow).values(day=day, arrived_at=arrived_at, origin=origin, reason=reason))
    return int(made.inserted_primary_key[0])  # type: ignore[attr-defined]


def remove(tx: Transaction, drop_in: int) -> bool:
    """Count somebody no more; false when they are not counted any more."""
    gone = tx.session.execute(delete(DropInRow).where(DropInRow.id == drop_in))
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def of_day(tx: Transaction, day: date) -> int:
    """How many came on a day."""
    return tx.session.execute(select(func.count()).where(DropInRow.day == day)).scalar_one()


def counts(tx: Transaction, first: date, last: date) -> list[tuple[str, str, int]]:
    """Of those who came from `first` to `last`: (origin, reason, how many)."""
    query = (select(DropInRow.origin, DropInRow.reason, func.count()).where(DropInRow.day.between(first, last))
             .group_by(DropInRow.origin, DropInRow.reason))
    return [(row[0], row[1], row[2]) for row in tx.session.execute(query)]


def first_day(tx: Transaction) -> date | None:
    """The first day on which somebody came."""
    return tx.session.execute(select(func.min(DropInRow.day))).scalar()


def destroy(tx: Transaction, first: date, last: date) -> None:
    """Let go of those of these days; their counts are kept by whoever asks."""
    tx.session.execute(delete(DropInRow).where(DropInRow.day.between(first, last)))


def everything(tx: Transaction) -> Iterator[int]:
    """The ids of all lines."""
    return iter(tx.session.execute(select(DropInRow.id)).scalars().all())
