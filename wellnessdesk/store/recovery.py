"""When the center was set up: from then on its recovery kits are to be tried each quarter."""

from datetime import datetime

from sqlalchemy import func, select

from wellnessdesk.store.rows import PersonRow
from wellnessdesk.store.transaction import Transaction


def founded_at(tx: Transaction) -> datetime:
    """When its first people were added."""
    return tx.session.execute(select(func.min(PersonRow.added_at))).scalar_one()
