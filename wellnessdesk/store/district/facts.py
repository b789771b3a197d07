"""What the district says of itself, by name."""

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from wellnessdesk.store.district.rows import FactRow
from wellnessdesk.store.transaction import Transaction


def get(tx: Transaction, name: str) -> str:
    """What is kept under a name; empty where nothing is."""
    return str(tx.session.execute(select(FactRow.value).where(FactRow.name == name)).scalar() or "")


def put(tx: Transaction, name: str, value: str) -> None:
    """Keep it under a name."""
    tx.session.execute(insert(FactRow).values(name=name, value=value)
                       .on_conflict_do_update(index_elements=["name"], set_={"value": value}))
