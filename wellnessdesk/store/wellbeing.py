"""Wellbeing checks, as named queries: whose and when; what was told is sealed."""

from datetime import datetime

from sqlalchemy import func, insert, select

from wellnessdesk.domain.wellbeing import Check
from wellnessdesk.store.rows import WellbeingCheckRow
from wellnessdesk.store.transaction import Transaction


def add(tx: Transaction, check: Check) -> None:
    """Write a new one."""
    tx.session.execute(insert(WellbeingCheckRow).values(id=check.id, person_id=check.person, at=check.at))


def of_person(tx: Transaction, person: str) -> list[Check]:
    """All of somebody, newest first; without what was told."""
    row = WellbeingCheckRow
    return _checks(tx, select(row).where(row.person_id == person).order_by(row.at.desc(), row.id))


def newest(tx: Transaction, since: datetime) -> list[Check]:
    """The newest of everybody since then."""
    row = WellbeingCheckRow
    last = select(row.person_id, func.max(row.at).label("at")).where(row.at >= since).group_by(row.person_id).subquery()
    return _checks(tx, select(row).join(last, (last.c.person_id == row.person_id) & (last.c.at == row.at)))


def everything(tx: Transaction) -> list[Check]:
    """All there are."""
    return _checks(tx, select(WellbeingCheckRow))


def _checks(tx: Transaction, query: object) -> list[Check]:
    rows = tx.session.execute(query).scalars()  # type: ignore[call-overload]
    return [Check(id=row.id, person=row.person_id, at=row.at) for row in rows]
