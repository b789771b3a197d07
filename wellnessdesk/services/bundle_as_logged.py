"""Before a bundle leaves: are its recipient, its approval and all earlier bundles as the signed log says?

The chain as a whole is verified by `audit.verify` only: a million entries take too long for every bundle.
"""

from wellnessdesk.base.errors import Problem
from wellnessdesk.services import bundle_log
from wellnessdesk.services.audit.told.bundles import ToldOfBundles
from wellnessdesk.services.audit.told.gatherer import Deed
from wellnessdesk.services.desk import Desk
from wellnessdesk.store.transaction import Transaction


def require_as_logged(desk: Desk, tx: Transaction) -> None:
    """Raise `Problem` where a record of bundles, of who receives or of who approves them is not as the log says."""
    told = ToldOfBundles()
    for one in bundle_log.signed_entries(desk, tx):
        told.add(Deed(one.sequence, one.action, one.subject, one.detail, one.actor))
    if finding := told.differs(tx):
        raise Problem(finding)
