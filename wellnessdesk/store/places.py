"""Where each person was when they locked: one row a person."""

from datetime import datetime

from sqlalchemy.dialects.sqlite import insert

from wellnessdesk.domain.places import Place
from wellnessdesk.store.rows import PlaceRow
from wellnessdesk.store.transaction import Transaction


def put(tx: Transaction, person: str, place: Place, at: datetime) -> None:
    """Keep where this person is."""
    values = {"page": place.page, "detail": place.detail, "at": at}
    tx.session.execute(insert(PlaceRow).values(person_id=person, **values)
                       .on_conflict_do_update(index_elements=["person_id"], set_=values))


def get(tx: Transaction, person: str) -> Place | None:
    """Where this person was; None before they ever left."""
    row = tx.session.get(PlaceRow, person)
    return Place(row.page, row.detail) if row else None
