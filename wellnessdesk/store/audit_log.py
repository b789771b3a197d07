"""Reading the audit log: one entry, or a page of them, the newest first. Never all of it."""

from datetime import UTC, datetime

from sqlalchemy import LargeBinary, cast, select

from wellnessdesk.store.rows import AuditRow
from wellnessdesk.store.transaction import Transaction


def hash_of(tx: Transaction, sequence: int) -> bytes | None:
    """The hash of the entry of this number, None when there is none."""
    return tx.session.execute(
        select(cast(AuditRow.hash, LargeBinary)).where(AuditRow.sequence == sequence)).scalar()


def moment_of(tx: Transaction, sequence: int) -> datetime | None:
    """What the clock said at the entry of this number; None when there is none, or nothing legible."""
    at = tx.session.execute(select(AuditRow.at).where(AuditRow.sequence == sequence)).scalar()
    return _moment(at)


def _moment(at: object) -> datetime | None:
    """SQL can write anything there."""
    try:
        return datetime.fromtimestamp(at / 1000, UTC) if isinstance(at, int) else None
    except (ValueError, OverflowError, OSError):
        return None
