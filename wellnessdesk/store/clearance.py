"""Overrides of the clearance gate, and whether it is on, as named queries."""

from datetime import date, datetime

from sqlalchemy import insert, select, update

from wellnessdesk.domain.clearance import Override
from wellnessdesk.store import people, settings
from wellnessdesk.store.rows import ClearanceOverrideRow
from wellnessdesk.store.transaction import Transaction

GATE, RULES = "clearance.gate", "clearance.rules"


def is_on(tx: Transaction) -> bool:
    """Whether the gate is asked: only where the center turned it on, so that an upgrade stops nobody."""
    return settings.get(tx, GATE) is True


def overrides(tx: Transaction, *, since: date | None = None) -> list[Override]:
    """All overrides, or those that count on `since` or later, the newest first; why is not here."""
    row, names = ClearanceOverrideRow, people.names(tx)
    which = [] if since is None else [row.until >= since, row.ended_at.is_(None)]
    found = tx.session.execute(select(row).where(*which).order_by(row.at.desc(), row.id)).scalars()
    return [_override(one, names) for one in found]


def get(tx: Transaction, override_id: str) -> Override | None:
    """One override."""
    row = tx.session.get(ClearanceOverrideRow, override_id)
    return _override(row, people.names(tx)) if row else None


def add(tx: Transaction, one: Override) -> None:
    """Keep it; why is sealed beside."""
    tx.session.execute(insert(ClearanceOverrideRow).values(
        id=one.id, person_id=one.person, service=one.service, since=one.since, until=one.until, at=one.at, by=one.by))


def end(tx: Transaction, override_id: str, at: datetime, by: str) -> None:
    """It ends now."""
    tx.session.execute(update(ClearanceOverrideRow).where(ClearanceOverrideRow.id == override_id).values(
        ended_at=at, ended_by=by))


def _override(row: ClearanceOverrideRow, names: dict[str, str]) -> Override:
    return Override(id=row.id, person=row.person_id, name=names.get(row.person_id, ""), service=row.service,
                    since=row.since, until=row.until, at=row.at, by=row.by, ended_at=row.ended_at)
