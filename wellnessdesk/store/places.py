"""Where each person was when they locked: one row a person, and one list of who had the seldom pages in sight."""

from datetime import datetime

from sqlalchemy.dialects.sqlite import insert

from wellnessdesk.domain.places import Place
from wellnessdesk.store import settings
from wellnessdesk.store.rows import PlaceRow
from wellnessdesk.store.transaction import Transaction

_UNFOLDED = "places.unfolded"

def put(tx: Transaction, person: str, place: Place, at: datetime) -> None:
    """Keep where this person is."""
    values = {"page": place.page, "detail": place.detail, "at": at}
    tx.session.execute(insert(PlaceRow).values(person_id=person, **values)
                       .on_conflict_do_update(index_elements=["person_id"], set_=values))
    unfolded = _unfolded(tx)
    if place.unfolded != (person in unfolded):
        settings.put(tx, _UNFOLDED, sorted(unfolded ^ {person}))


def get(tx: Transaction, person: str) -> Place | None:
    """Where this person was; None before they ever left."""
    row = tx.session.get(PlaceRow, person)
    return Place(row.page, row.detail, person in _unfolded(tx)) if row else None


def _unfolded(tx: Transaction) -> set[str]:
    kept = settings.get(tx, _UNFOLDED)
    return {str(one) for one in kept} if isinstance(kept, list) else set()
