"""Self-ratings of peers: that they were given, and how many gave each value; as named queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from wellnessdesk.domain.self_ratings import Moment
from wellnessdesk.store import settings
from wellnessdesk.store.rows import SelfRatingCountRow, SelfRatingRow
from wellnessdesk.store.transaction import Transaction

CLOSED = "self_ratings.closed"
Counts = Mapping[tuple[int, str, str], Mapping[int, int]]
"""(year, moment or change, item) -> value -> how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingRow:
    """A self-rating without its answers."""

    id: str
    person: str
    year: int
    moment: Moment
    at: datetime


def add(tx: Transaction, row: RatingRow) -> None:
    """Write a new one."""
    tx.session.execute(insert(SelfRatingRow).values(
        id=row.id, person_id=row.person, year=row.year, moment=row.moment.value, at=row.at))


def remove(tx: Transaction, rating: str) -> None:
    """Take one away, for another in its place."""
    tx.session.execute(delete(SelfRatingRow).where(SelfRatingRow.id == rating))


def of_person(tx: Transaction, person: str) -> list[RatingRow]:
    """Those of somebody, the newest first."""
    row = SelfRatingRow
    return _rows(tx, select(row).where(row.person_id == person).order_by(row.at.desc(), row.id))


def everything(tx: Transaction) -> list[RatingRow]:
    """All there are."""
    return _rows(tx, select(SelfRatingRow))


def given(tx: Transaction, year: int, moment: Moment) -> int:
    """How many gave theirs."""
    row = SelfRatingRow
    query = select(func.count()).where(row.year == year, row.moment == moment.value)
    return tx.session.execute(query).scalar_one()


def counts(tx: Transaction) -> Counts:
    """All that are kept."""
    found: dict[tuple[int, str, str], dict[int, int]] = {}
    for row in tx.session.scalars(select(SelfRatingCountRow)):
        found.setdefault((row.year, row.moment, row.item), {})[row.value] = row.count
    return found


def count(tx: Transaction, year: int, what: str, values: Mapping[str, int], by: int = 1) -> None:
    """Add one person's values to the counts; with -1 take them out again. A count of nobody leaves no row."""
    row = SelfRatingCountRow
    for item, value in values.items():
        key = {"year": year, "moment": what, "item": item, "value": value}
        if by > 0:
            tx.session.execute(upsert(row).values(**key, count=by).on_conflict_do_update(
                index_elements=list(key), set_={"count": row.count + by}))
        else:
            same = (row.year == year, row.moment == what, row.item == item, row.value == value)
            tx.session.execute(update(row).where(*same).values(count=row.count + by))
            tx.session.execute(delete(row).where(*same, row.count <= 0))


def closed(tx: Transaction) -> list[str]:
    """The rounds that were closed, as `2026:start`."""
    kept = settings.get(tx, CLOSED)
    return [str(one) for one in kept] if isinstance(kept, list) else []


def close(tx: Transaction, year: int, moment: Moment) -> None:
    """Close one."""
    settings.put(tx, CLOSED, sorted({*closed(tx), name(year, moment)}))


def name(year: int, moment: Moment) -> str:
    """How a round is called in the settings."""
    return f"{year}:{moment.value}"


def _rows(tx: Transaction, query: object) -> list[RatingRow]:
    rows = tx.session.scalars(query)  # type: ignore[call-overload]
    return [RatingRow(id=row.id, person=row.person_id, year=row.year, moment=Moment(row.moment), at=row.at)
            for row in rows]
