"""How much of what each peer signed lately is co-signed, was given back, or came late."""

from datetime import timedelta

from wellnessdesk.domain.review_figures import PeerReview
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import review_figures, sessions

WEEKS = 12
"""About a term: longer ago says little of how somebody writes now."""


@act("review_figures.see")
def of_peers(desk: Desk) -> list[PeerReview]:
    """For every peer who signed a note in the last `WEEKS`, by name."""
    with desk.reading() as tx:
        return review_figures.of_peers(tx, desk.clock.now() - timedelta(weeks=WEEKS),
                                       timedelta(hours=sessions.late_hours(tx)))
