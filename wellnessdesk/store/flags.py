"""Flags, as named queries: marks only, for what a flag says is sealed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, LargeBinary, Row, Select, and_, cast, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from wellnessdesk.domain import flag_times
from wellnessdesk.domain.flags import FlagMark, FlagStatus, Urgency
from wellnessdesk.store import center, kept_counts
from wellnessdesk.store.rows import FlagRow, SealedRow
from wellnessdesk.store.rows.base import from_ms
from wellnessdesk.store.transaction import Transaction

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for a time that cannot be read."""
_MOST_STEPS = 10_000
"""More than anybody ever writes: a number put in from outside must not keep everybody waiting."""


def add(tx: Transaction, mark: FlagMark, day: date, student_index: bytes | None) -> None:
    """Write a flag that was just raised."""
    tx.session.execute(insert(FlagRow).values(
        id=mark.id, urgency=mark.urgency.value, status=mark.status.value, day=day, raised_at=mark.raised_at,
        student_index=student_index))


def get(tx: Transaction, flag: str) -> FlagMark | None:
    """The mark of this id."""
    row = tx.session.execute(_marks().where(FlagRow.id == flag)).first()
    return _mark(row) if row else None


def of_ids(tx: Transaction, ids: Sequence[str]) -> list[FlagMark]:
    """The marks of these ids that are there, in any order."""
    return [_mark(row) for row in tx.session.execute(_marks().where(FlagRow.id.in_(ids)))] if ids else []


def not_closed(tx: Transaction) -> list[FlagMark]:
    """All flags that are not closed, oldest first."""
    rows = tx.session.execute(_marks().where(FlagRow.closed_at.is_(None)).order_by(FlagRow.raised_at))
    return [_mark(row) for row in rows]


def ended(tx: Transaction, first: date, last: date, start: int, most: int) -> list[FlagMark]:
    """Those raised on these days that are over, the newest first: `most` of them, without the first `start`."""
    rows = tx.session.execute(
        _marks().where(FlagRow.closed_at.is_not(None), FlagRow.day.between(first, last))
        .order_by(FlagRow.day.desc(), FlagRow.raised_at.desc(), FlagRow.id).offset(start).limit(most))
    return [_mark(row) for row in rows]


def everything(tx: Transaction) -> Iterator[FlagMark]:
    """All flags there are, one after another."""
    return (_mark(row) for row in tx.session.execute(_marks()))


def indexes(tx: Transaction) -> dict[str, bytes]:
    """The blind index of whose it is, of every flag that an adult has taken on, by its id."""
    rows = tx.session.execute(select(cast(FlagRow.id, LargeBinary), cast(FlagRow.student_index, LargeBinary))
                              .where(FlagRow.student_index.is_not(None)))
    return {row[0].decode(errors="replace"): row[1] for row in rows}


def indexed(tx: Transaction, kind: str) -> Iterator[tuple[str, bytes, bytes]]:
    """(id, blind index of whose it is, sealed record of this kind) of all flags that an adult has taken on."""
    rows = tx.session.execute(
        select(cast(FlagRow.id, LargeBinary), cast(FlagRow.student_index, LargeBinary),
               cast(SealedRow.blob, LargeBinary))
        .join(SealedRow, and_(SealedRow.kind == kind, SealedRow.record == FlagRow.id, SealedRow.version == 1))
        .where(FlagRow.student_index.is_not(None)))
    return ((row[0].decode(errors="replace"), row[1], row[2] or b"") for row in rows)


def raised_or_open(tx: Transaction, since: date) -> list[FlagMark]:
    """All flags not closed, and all raised from `since` on that were no mistake, oldest first."""
    closed = tx.session.execute(_marks().where(FlagRow.day >= since, FlagRow.closed_at.is_not(None),
                                               FlagRow.status != FlagStatus.WITHDRAWN.value))
    return sorted([*not_closed(tx), *(_mark(row) for row in closed)], key=lambda mark: mark.raised_at)


def raised_between(tx: Transaction, first: date, last: date) -> list[FlagMark]:
    """All flags raised on these days that are still there, oldest first."""
    rows = tx.session.execute(_marks().where(FlagRow.day.between(first, last)).order_by(FlagRow.raised_at))
    return [_mark(row) for row in rows]


def acknowledge(tx: Transaction, flag: str, by: str, at: datetime, student_index: bytes | None) -> None:
    """An adult has it."""
    tx.session.execute(update(FlagRow).where(FlagRow.id == flag).values(
        status=FlagStatus.ACKNOWLEDGED.value, acknowledged_by=by, acknowledged_at=at, student_index=student_index))


def close(tx: Transaction, flag: str, at: datetime) -> None:
    """Every decision is there."""
    tx.session.execute(update(FlagRow).where(FlagRow.id == flag).values(
        status=FlagStatus.CLOSED.value, closed_at=at))


def withdraw(tx: Transaction, flag: str, at: datetime, student_index: bytes | None) -> None:
    """It was a mistake; from now on coordinators find it through the blind index, as one that an adult has."""
    tx.session.execute(update(FlagRow).where(FlagRow.id == flag).values(
        status=FlagStatus.WITHDRAWN.value, closed_at=at, student_index=student_index))


def set_steps(tx: Transaction, flag: str, steps: int) -> None:
    """So many sealed steps there are now."""
    tx.session.execute(update(FlagRow).where(FlagRow.id == flag).values(steps=steps))


def acknowledged_by(tx: Transaction, ids: Sequence[str]) -> dict[str, str]:
    """The id of the adult who has it, of those of these flags that one has; as bytes, which can always be read."""
    rows = tx.session.execute(select(cast(FlagRow.id, LargeBinary), cast(FlagRow.acknowledged_by, LargeBinary)).where(
        FlagRow.id.in_(ids), FlagRow.acknowledged_by.is_not(None)))
    return {row[0].decode(errors="replace"): row[1].decode(errors="replace") for row in rows}


def counts(tx: Transaction, first: date, last: date) -> dict[tuple[str, str], int]:
    """Flags raised in the months from `first` to `last`, destroyed ones too, by (urgency, status)."""
    query = (select(FlagRow.urgency, FlagRow.status, func.count()).where(FlagRow.day.between(first, last))
             .group_by(FlagRow.urgency, FlagRow.status))
    found = Counter({(row[0], row[1]): row[2] for row in tx.session.execute(query)})
    for (urgency, status), number in kept_counts.read(tx, kept_counts.FLAGS, first, last):
        found[str(urgency), str(status)] += number
    return dict(found)


def acknowledged(tx: Transaction, first: date, last: date) -> Counter[tuple[str, str]]:
    """Flags raised in the months from `first` to `last`, destroyed ones too, by (urgency, how soon an adult had them).

    Those raised by mistake are not among them. Of some that were destroyed before this was kept it is not known.
    """
    times = flag_times.acknowledged(raised_between(tx, first, last), center.get(tx))
    found = _with_kept(tx, kept_counts.ACKNOWLEDGED, times, first, last)
    unknown: Counter[tuple[str, str]] = Counter()
    for (urgency, status), number in counts(tx, first, last).items():
        unknown[urgency, ""] += number if status != FlagStatus.WITHDRAWN else 0
    for (urgency, _bracket), number in found.items():
        unknown[urgency, ""] -= number
    return found + unknown


def closed(tx: Transaction, first: date, last: date) -> Counter[tuple[str, str]]:
    """Flags closed in the months from `first` to `last`, destroyed ones too, by (urgency, how long it took)."""
    here = center.get(tx)
    begin, end = here.moment(first, 0), here.moment(last + timedelta(days=1), 0)
    rows = tx.session.execute(_marks().where(FlagRow.closed_at >= begin, FlagRow.closed_at < end))
    return _with_kept(tx, kept_counts.CLOSED, flag_times.closed(map(_mark, rows), here), first, last)


def keep_times(tx: Transaction, which: ColumnElement[bool]) -> None:
    """Keep how soon flags that are about to be destroyed were taken on and closed, each in its own month."""
    marks, here = [_mark(row) for row in tx.session.execute(_marks().where(which))], center.get(tx)
    for kind, times in ((kept_counts.ACKNOWLEDGED, flag_times.acknowledged(marks, here)),
                        (kept_counts.CLOSED, flag_times.closed(marks, here))):
        for (month, urgency, bracket), number in times.items():
            kept_counts.add(tx, month, kind, [((urgency, bracket), number)])


def _with_kept(tx: Transaction, kind: str, times: flag_times.Times, first: date,
               last: date) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for (_month, urgency, bracket), number in times.items():
        found[urgency, bracket] += number
    for codes, number in kept_counts.read(tx, kind, first, last):
        found[str(codes[0]), str(codes[1])] += number
    return found


@contextmanager
def legible() -> Iterator[None]:
    """Raise `ValueError` where a cell read inside is no text, so that whoever spoiled it spoils one flag, not all."""
    try:
        yield
    except DBAPIError as error:
        if "decode" not in str(error.orig):
            raise
        raise ValueError from error


def _marks() -> Select[Any]:
    """Marks as the bytes and numbers they can always be read as: one spoiled cell must not hide every flag."""
    words = (FlagRow.id, FlagRow.urgency, FlagRow.status)
    times = (FlagRow.raised_at, FlagRow.acknowledged_at, FlagRow.closed_at, FlagRow.steps)
    columns: list[ColumnElement[Any]] = [cast(column, LargeBinary).label(column.key) for column in words]
    columns += [cast(column, Integer).label(column.key) for column in times]
    return select(*columns)


def _mark(row: Row[Any]) -> FlagMark:
    urgency, status = row.urgency.decode(errors="replace"), row.status.decode(errors="replace")
    return FlagMark(
        id=row.id.decode(errors="replace"),
        urgency=Urgency(urgency) if urgency in set(Urgency) else Urgency.IMMEDIATE,  # what is unknown may be urgent
        status=FlagStatus(status) if status in set(FlagStatus) else FlagStatus.RAISED,
        raised_at=_moment(row.raised_at) or _LONG_AGO, acknowledged_at=_moment(row.acknowledged_at),
        closed_at=_moment(row.closed_at), steps=row.steps if 0 <= (row.steps or 0) <= _MOST_STEPS else 0)


def _moment(at_ms: int | None) -> datetime | None:
    try:
        return None if at_ms is None else from_ms(at_ms)
    except (ValueError, OverflowError, OSError):
        return _LONG_AGO
