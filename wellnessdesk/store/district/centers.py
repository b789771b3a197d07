"""The centers a district knows, as named queries."""

from datetime import datetime

from sqlalchemy import insert, select, update

from wellnessdesk.store.district.rows import CenterRow
from wellnessdesk.store.transaction import Transaction

Kept = tuple[str, str, str, str, datetime, datetime | None]
"""Id, name, school, allowed_signers line, added, ended."""


def add(tx: Transaction, center: str, name: str, school: str, line: str, at: datetime) -> None:
    """Write a new center."""
    tx.session.execute(insert(CenterRow).values(id=center, name=name, school=school, line=line, added_at=at))


def change(tx: Transaction, center: str, name: str, school: str, line: str) -> None:
    """Another name or key for a center that is there; one that was ended is known again."""
    tx.session.execute(update(CenterRow).where(CenterRow.id == center)
                       .values(name=name, school=school, line=line, ended_at=None))


def end(tx: Transaction, center: str, at: datetime) -> None:
    """From now on its bundles are refused."""
    tx.session.execute(update(CenterRow).where(CenterRow.id == center).values(ended_at=at))


def all_of_them(tx: Transaction) -> list[Kept]:
    """All centers, by name."""
    rows = tx.session.execute(select(CenterRow).order_by(CenterRow.name, CenterRow.school)).scalars()
    return [(row.id, row.name, row.school, row.line, row.added_at, row.ended_at) for row in rows]
