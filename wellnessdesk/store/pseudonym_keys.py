"""That there are keys for pseudonyms, as named queries; the keys are sealed (`store.sealed`)."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import insert, select

from wellnessdesk.store.rows import PseudonymKeyRow
from wellnessdesk.store.transaction import Transaction


class Mark(NamedTuple):
    """A recipient's school year for which there is a key."""

    id: str
    recipient: str
    school_year: int
    by: str


def add(tx: Transaction, mark: Mark, at: datetime) -> None:
    """Write down a new one."""
    tx.session.execute(insert(PseudonymKeyRow).values(
        id=mark.id, recipient_id=mark.recipient, school_year=mark.school_year, made_at=at, made_by=mark.by))


def everything(tx: Transaction) -> list[Mark]:
    """All of them."""
    row = PseudonymKeyRow
    return [Mark(*found) for found in tx.session.execute(
        select(row.id, row.recipient_id, row.school_year, row.made_by).order_by(row.id))]


def get(tx: Transaction, recipient: str, school_year: int) -> Mark | None:
    """The one of a recipient's school year."""
    return next((one for one in everything(tx) if one[1:3] == (recipient, school_year)), None)
