"""A fresh recovery kit in the place of one whose paper was lost: what the lost one opened is exchanged too."""

from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain.recovery import KitName
from wellnessdesk.services import consents, key_changes, recovery, rotation
from wellnessdesk.services.consents import Agreed, Agreement
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.vault import people_keys
from wellnessdesk.vault.header import Header
from wellnessdesk.vault.recovery import Kit


@act("recovery.replace")
def replace_kit(desk: Desk, name: KitName, consent: Agreement, progress: Progress = NO_PROGRESS) -> list[str]:
    """Make a new kit, and give its 24 words, to be printed now (`recovery.sheet`) and written into no file.

    Kit A comes with another store key, kit B with another role key: whoever found the lost paper opens nothing that is
    written from now on. Earlier backups open with the kit of their day only. A coordinator agrees to either; for kit A
    kit B can stand in. Raises what `consents.agreed` and `rotation.rotate` raise.
    """
    agreed = consents.agreed(desk, consent)
    kit = _kit_a(desk, agreed, progress) if name is KitName.A else _kit_b(desk, agreed)
    return kit.words


def _kit_a(desk: Desk, agreed: Agreed, progress: Progress) -> Kit:
    made: list[Kit] = []

    def make(_number: int, key: bytes) -> Header:
        kit, after = people_keys.new_kit_a(desk.keys, agreed.holder, key)
        made.append(kit)
        return after

    def record(change: Act) -> None:
        _replaced(desk, change, made[-1], agreed)

    rotation.rotate(desk, make, record, "recovery", progress=progress)
    return made[-1]


def _kit_b(desk: Desk, agreed: Agreed) -> Kit:
    number = key_changes.newest(desk)
    kit, after = people_keys.new_kit_b(desk.keys, agreed.holder)
    with key_changes.taking_effect(desk, after, number, "recovery") as change:
        _replaced(desk, change, kit, agreed)
    return kit


def _replaced(desk: Desk, change: Act, kit: Kit, agreed: Agreed) -> None:
    """Record it. The quarter until the next drill begins anew: words of the new paper are asked back at once."""
    name = KitName(kit.name)
    recovery.remember_tried(desk, change.tx, name, kit.mark)
    change.record("kit.replace", f"kit:{name.letter}", kit.mark + agreed.detail)
