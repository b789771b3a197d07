"""Emergency access, as named queries; who may stand in and until when is signed in the header, not here."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, LargeBinary, cast, select, update

from wellnessdesk.store.rows import AuditRow, EmergencyRow
from wellnessdesk.store.rows.base import from_ms
from wellnessdesk.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Granted:
    """What the records keep of one grant: ids and moments."""

    id: str
    person: str
    granted_by: str
    granted_at: datetime
    until: datetime
    reviewed_by: str | None
    reviewed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry of the audit log, to be read by whoever can."""

    sequence: int
    at: datetime | None
    actor: str
    action: str
    subject: str
    detail: str
    hash: bytes
    signature: bytes


def add(tx: Transaction, one: Granted) -> None:
    """Write a new grant."""
    tx.session.add(EmergencyRow(id=one.id, person_id=one.person, granted_by=one.granted_by, granted_at=one.granted_at,
                                until=one.until, reviewed_by=None, reviewed_at=None))
    tx.flush()


def everything(tx: Transaction) -> list[Granted]:
    """All grants there were, the newest first."""
    rows = tx.session.execute(select(EmergencyRow).order_by(EmergencyRow.granted_at.desc())).scalars()
    return [Granted(row.id, row.person_id, row.granted_by, row.granted_at, row.until, row.reviewed_by, row.reviewed_at)
            for row in rows]


def end(tx: Transaction, grant: str, at: datetime) -> None:
    """It is over at this moment."""
    tx.session.execute(update(EmergencyRow).where(EmergencyRow.id == grant).values(until=at))


def review(tx: Transaction, grant: str, by: str, at: datetime) -> None:
    """A coordinator has looked at what was done."""
    tx.session.execute(update(EmergencyRow).where(EmergencyRow.id == grant).values(reviewed_by=by, reviewed_at=at))


def logged(tx: Transaction, after: int, until: int | None) -> list[Logged]:
    """The entries of the audit log after number `after`, to number `until` at most."""
    words = [cast(column, LargeBinary).label(column.key) for column in (
        AuditRow.actor, AuditRow.action, AuditRow.subject, AuditRow.detail, AuditRow.hash, AuditRow.signature)]
    query = select(AuditRow.sequence, cast(AuditRow.at, Integer).label("at"), *words).where(AuditRow.sequence > after)
    if until is not None:
        query = query.where(AuditRow.sequence <= until)
    return [Logged(row.sequence, _moment(row.at), _text(row.actor), _text(row.action), _text(row.subject),
                   _text(row.detail), row.hash or b"", row.signature or b"")
            for row in tx.session.execute(query.order_by(AuditRow.sequence))]


def newest_moment(tx: Transaction) -> datetime | None:
    """What the clock said at the newest entry of the audit log; None where that is not legible."""
    query = select(cast(AuditRow.at, Integer)).order_by(AuditRow.sequence.desc()).limit(1)
    return _moment(tx.session.execute(query).scalar())


def _text(word: bytes | None) -> str:
    return (word or b"").decode(errors="replace")


def _moment(at_ms: int | None) -> datetime | None:
    try:
        return from_ms(at_ms) if at_ms is not None else None
    except (ValueError, OverflowError, OSError):
        return None
