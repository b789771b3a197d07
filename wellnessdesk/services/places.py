"""Each person's own place: kept when they lock, gone back to when they sign in again."""

from dataclasses import replace

from wellnessdesk.domain.places import Place
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import places

_LONGEST = 80
"""Characters; a key and an id are shorter, and nothing that was typed belongs here."""


@act("places.own")
def remember(desk: Desk, place: Place) -> None:
    """Keep where the person is: the key of a page, and what of it by its id (`session:5`). Not audited.

    It says where somebody looked, which the log has no need to know.
    """
    with desk.change("places", audited=False) as change:
        kept = replace(place, page=place.page[:_LONGEST], detail=place.detail[:_LONGEST])
        places.put(change.tx, desk.person.id, kept, change.now)


@act("places.own")
def last(desk: Desk) -> Place | None:
    """Where the person was when they left; None the first time."""
    with desk.reading() as tx:
        return places.get(tx, desk.person.id)
