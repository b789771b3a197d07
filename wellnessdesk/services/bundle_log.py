"""What the log says of a bundle, as far as it is signed by who might: an SQL shell writes any row, but signs none."""

from collections.abc import Iterator

from wellnessdesk.domain.audit import Entry, may_write
from wellnessdesk.services import bundle_history
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import bundles
from wellnessdesk.store.bundles import Pending
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives

_ENDS = ("bundle.write", "bundle.abandon")


def bears_out(desk: Desk, tx: Transaction, pending: Pending) -> bool:
    """Whether a coordinator signed that this bundle was begun just so, with this hash, and nobody that it ended.

    Up to schema 0007 the first entry had the hash and nothing else; those bundles had no copy.
    """
    said = {(one.action, one.detail) for one in signed_entries(desk, tx) if one.subject == f"bundle:{pending.bundle}"}
    if any(action in _ENDS for action, _detail in said):
        return False
    digest = f"sha256:{pending.hash}"
    if ("bundle.begin", bundle_history.begun(tx, pending.bundle)) in said:
        return not pending.hash or ("bundle.stage", digest) in said
    return ("bundle.begin", digest) in said and not pending.copy


def signed_entries(desk: Desk, tx: Transaction) -> Iterator[Entry]:
    """The entries on bundles, who receives and who approves them, of whoever had the key and might do it then."""
    directory = desk.keys.directory
    people = {one.person: one for one in (*directory.entries, *directory.substitutes)}
    for one in bundles.log_entries(tx):
        person = people.get(one.actor)
        then = person.in_force(one.sequence) if person is not None else None
        if then is not None and may_write(then[0], one.action) and primitives.signed_by(
                then[1], one.hash, one.signature):
            yield one
