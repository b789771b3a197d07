"""An older copy of the records: noticed when somebody signs in, used only when a coordinator says that it is meant."""

from wellnessdesk.domain.anchor_words import explained
from wellnessdesk.domain.anchors import Missing, OlderCopy
from wellnessdesk.domain.people import Role
from wellnessdesk.services import anchors
from wellnessdesk.services.anchors import Keeper
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.vault import anchor, unlock
from wellnessdesk.vault.unlock import Unlocked


def keeper_of(desk: Desk, accepted: Missing | None) -> Keeper | None:
    """What will keep the anchor of the center that was just opened up with its log; None where there is no anchor.

    `accepted` is what a coordinator was shown and confirms by signing in; it is recorded. Raises `OlderCopy` for
    anything else that is missing, `Denied` when it is no coordinator who confirms, `KeyringUnavailable`.
    """
    if not anchor.used(desk.keys.header):
        return None
    with desk.reading() as tx:
        found = anchors.look(desk.keys, tx)
    if found.missing is not None:
        if found.missing != accepted:
            raise OlderCopy(found.missing, explained(found.missing, desk.center.local), _coordinators(desk.keys))
        return accept(desk, accepted)
    keeper = Keeper(desk.clock, found.kept)
    if found.kept is None or found.kept.sequence != found.head.sequence:
        keeper.moved(desk.keys, found.head)
    return keeper


@act("audit.accept_older")
def accept(desk: Desk, missing: Missing) -> Keeper:
    """A coordinator says that these records are meant, as they are. Raises `KeyringUnavailable`."""
    desk.require_no_substitute()
    with desk.change() as change:
        head = change.record("audit.accept_older", f"center:{desk.center.id}", missing.detail())
    return Keeper(desk.clock, anchors.adopt(desk.keys.header, desk.keys.store_key, head, desk.keys.directory.serial,
                                            desk.clock))


def _coordinators(keys: Unlocked) -> list[tuple[str, str]]:
    """Not who stands in for one."""
    can = {entry.person for entry in keys.directory.entries if entry.role is Role.COORDINATOR}
    return [(person, name) for person, name in unlock.shown_names(keys.header, keys.device_secret) if person in can]
