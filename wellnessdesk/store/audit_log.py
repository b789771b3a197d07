"""Reading the audit log: one entry, or a page of them, the newest first. Never all of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, LargeBinary, Row, and_, cast, func, or_, select

from wellnessdesk.domain.audit import SEALED, Entry
from wellnessdesk.store.rows import AuditRow
from wellnessdesk.store.rows.base import to_ms
from wellnessdesk.store.transaction import Transaction

SPAN = 3_000
"""As many numbers are looked through at a time, whatever is wanted: a few milliseconds, however long the log is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What is looked for; None is everything. With `sealed`, sealed entries come whatever they say: who asks reads."""

    actor: str | None = None
    actions: Collection[str] | None = None
    subjects: Collection[str] | None = None
    since: datetime | None = None
    before: datetime | None = None
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One entry, and what the clock said (None where that is illegible)."""

    entry: Entry
    at: datetime | None


def hash_of(tx: Transaction, sequence: int) -> bytes | None:
    """The hash of the entry of this number, None when there is none."""
    return tx.session.execute(
        select(cast(AuditRow.hash, LargeBinary)).where(AuditRow.sequence == sequence)).scalar()


def moment_of(tx: Transaction, sequence: int) -> datetime | None:
    """What the clock said at the entry of this number; None when there is none, or nothing legible."""
    return _moment(tx.session.execute(select(AuditRow.at).where(AuditRow.sequence == sequence)).scalar())


def backwards(tx: Transaction, sought: Sought, number: int | None, most: int) -> tuple[list[Found], int | None]:
    """Entries below `number` (None: from the newest on), the newest first, and from where to go on (None: the end).

    At most `most`, out of the next `SPAN`: it may well be none, and still there are older ones.
    """
    top = number if number is not None else (tx.session.execute(select(func.max(AuditRow.sequence))).scalar() or 0) + 1
    end = top - SPAN
    within = [AuditRow.sequence < top, *([AuditRow.sequence >= end] if end > 1 else [])]
    rows = tx.session.execute(
        select(AuditRow.sequence, *_columns()).where(*within, *_conditions(sought))
        .order_by(AuditRow.sequence.desc()).limit(most)).all()
    if len(rows) == most:
        further: int | None = rows[-1].sequence
    else:
        further = end if end > 1 else None
    return [_found(row) for row in rows], further


def _columns() -> list[ColumnElement[Any]]:
    """As the bytes and numbers they can always be read as: one spoiled cell must not hide a page."""
    kept = (AuditRow.actor, AuditRow.action, AuditRow.subject, AuditRow.detail, AuditRow.hash, AuditRow.signature)
    return [*(cast(column, LargeBinary).label(column.key) for column in kept), cast(AuditRow.at, Integer).label("at")]


def _conditions(sought: Sought) -> list[ColumnElement[bool]]:
    clear: list[ColumnElement[bool]] = []
    if sought.actor is not None:
        clear.append(AuditRow.actor == sought.actor)
    if sought.actions is not None:
        clear.append(AuditRow.action.in_(sought.actions))
    if sought.subjects is not None:
        clear.append(AuditRow.subject.in_(sought.subjects))
    found = [or_(AuditRow.action == SEALED, and_(*clear))] if clear and sought.sealed else clear
    if sought.since is not None:
        found.append(AuditRow.at >= to_ms(sought.since))
    if sought.before is not None:
        found.append(AuditRow.at < to_ms(sought.before))
    return found


def _found(row: Row[Any]) -> Found:
    actor, action, subject, detail = (
        (value or b"").decode(errors="replace") for value in (row.actor, row.action, row.subject, row.detail))
    return Found(Entry(sequence=row.sequence, actor=actor, action=action, subject=subject, detail=detail,
                       hash=row.hash or b"", signature=row.signature or b""), _moment(row.at))


def _moment(at: object) -> datetime | None:
    """SQL can write anything there."""
    try:
        return datetime.fromtimestamp(at / 1000, UTC) if isinstance(at, int) else None
    except (ValueError, OverflowError, OSError):
        return None
