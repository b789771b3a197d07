"""On which paper this center prints, where it is not asked each time."""

from wellnessdesk.domain.recovery import Paper
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import settings
from wellnessdesk.store.transaction import Transaction

KEY = "paper"


@act("paper.see")
def size(desk: Desk) -> Paper:
    """What holds."""
    with desk.reading() as tx:
        return kept(tx)


@act("paper.set")
def set_size(desk: Desk, paper: Paper) -> None:
    """Print on this one from now on."""
    with desk.change("paper") as change:
        settings.put(change.tx, KEY, paper.value)
        change.record("paper.set", "center", paper.value)


def kept(tx: Transaction) -> Paper:
    """The same inside a transaction of the caller; Letter where nothing was decided."""
    return Paper.A4 if settings.get(tx, KEY) == Paper.A4 else Paper.LETTER
