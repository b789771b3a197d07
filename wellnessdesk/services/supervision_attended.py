"""Who was at which meeting, by the signed minutes: one's own, and for a coordinator anybody's."""

from wellnessdesk.domain.meetings import Was
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import meetings


@act("supervision.own")
def own(desk: Desk) -> list[Was]:
    """The signed meetings that whoever is signed in belonged to, newest first."""
    with desk.reading() as tx:
        return meetings.attended_by(tx, desk.person.id)


@act("supervision.read")
def of(desk: Desk, group: int, person: str) -> list[Was]:
    """Those of somebody in a group, newest first."""
    with desk.reading() as tx:
        return meetings.attended_by(tx, person, group)
