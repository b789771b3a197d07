"""What a peer hears of the flags they raised: that an adult has it, and nothing more."""

from datetime import timedelta

from wellnessdesk.domain.flags import FlagMark
from wellnessdesk.services import flags
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import flags as rows
from wellnessdesk.store import sealed
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import sealing
from wellnessdesk.vault.errors import VaultProblem
from wellnessdesk.vault.sealing import Binding

_DAYS = 7
"""So long it stands in My day."""


@act("flags.mine")
def answered(desk: Desk) -> list[FlagMark]:
    """The peer's own flags of the last days that an adult has taken on, the newest first.

    The rows say neither who raised a flag nor about whom: it is theirs when it opens for them and they signed it.
    """
    since = desk.today() - timedelta(days=_DAYS)
    with desk.reading() as tx:
        taken_on = [mark for mark in rows.raised_or_open(tx, since) if mark.acknowledged_at is not None
                    and desk.center.day(mark.raised_at) >= since]
        return [mark for mark in reversed(taken_on) if _own(desk, tx, mark)]


def _own(desk: Desk, tx: Transaction, mark: FlagMark) -> bool:
    blob = sealed.get(tx, flags.FLAG, mark.id, 1)
    try:
        opened = sealing.unseal(desk.keys, Binding(flags.FLAG, mark.id, 1), blob or b"")
    except VaultProblem:
        return False
    return opened.signer == desk.person.id
