"""At the door with kit A: the only administrator forgot their passphrase, and the paper gives them a new one."""

from dataclasses import dataclass
from pathlib import Path

from wellnessdesk.base.clock import Clock, SystemClock
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.backups import Backup
from wellnessdesk.domain.names import fold
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.services import backups, key_changes, opening_keys
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.opening import check_passphrase
from wellnessdesk.store import audit, people
from wellnessdesk.store import center as centers
from wellnessdesk.store.transaction import Store
from wellnessdesk.vault import founding, people_keys, unlock
from wellnessdesk.vault.device_secret import KEPT
from wellnessdesk.vault.errors import BadWords as BadWords  # the window tells it at its own field
from wellnessdesk.vault.header import parse
from wellnessdesk.vault.kits import WrongKit as WrongKit  # and this one
from wellnessdesk.vault.unlock import Unlocked


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """What kit A can do here: give these administrators (id, name) a passphrase, bring this computer's secret back."""

    administrators: list[tuple[str, str]]
    keeps_secret: bool


def look(folder: Path, typed_kit: str) -> AtTheDoor:
    """Try kit A as typed or scanned; changes nothing.

    Raises `BadWords`, `WrongKit`, `KitOpensNothing`, or what is wrong with the header.
    """
    keys = opening_keys.look_with_kit(folder, typed_kit)
    can = {entry.person for entry in keys.directory.entries if entry.active and entry.role is Role.ADMINISTRATOR}
    named = [(slot.person, keys.names.open(slot.person, slot.name)) for slot in keys.header.slots if slot.person in can]
    return AtTheDoor(sorted(named, key=lambda pair: fold(pair[1])), keys.header.device in KEPT)


def new_passphrase(folder: Path, typed_kit: str, person_id: str, passphrase: str, clock: Clock | None = None) -> Desk:
    """Give an administrator new keys under a new passphrase, with kit A as typed or scanned, and sign them in.

    They sign the log's entry of it with their new key. Nobody else may have the center open: an act of the window,
    which holds the folder's lock. Raises what `opening_keys.open_with_kit` raises, or `Problem` for a passphrase that
    will not do and for who is no administrator.
    """
    wrong = check_passphrase(passphrase)
    if wrong:
        raise Problem(wrong)
    clock, saved = clock or SystemClock(), list[Backup]()
    by_kit, store = opening_keys.open_with_kit(
        folder, typed_kit, lambda keys, old: saved.extend(backups.before_migration(folder, keys, old, clock)))
    try:
        desk = _let_in(folder, by_kit, store, founding.NewPerson(_administrator(by_kit, store, person_id), passphrase),
                       clock)
        if saved:
            backups.finish(desk, saved)
    except BaseException:
        store.close()
        raise
    return desk


def _let_in(folder: Path, by_kit: Unlocked, store: Store, new: founding.NewPerson, clock: Clock) -> Desk:
    with store.reading() as tx:
        number, center = audit.head(tx).sequence, centers.get(tx)
    after = people_keys.new_keys(by_kit, new, number)
    read = parse(after.to_bytes(by_kit.store_key))
    keys = unlock.unlock(read, new.person.id, new.passphrase, by_kit.device_secret)
    desk = Desk(new.person, keys, store, center, clock, folder)
    with key_changes.taking_effect(desk, after, number, "people") as change:
        change.record("people.new_passphrase", f"person:{new.person.id}", f"{new.person.role.value} kit-a")
    return desk


def _administrator(by_kit: Unlocked, store: Store, person_id: str) -> Person:
    entry = by_kit.directory.entry(person_id)
    with store.reading() as tx:
        named = people.get(tx, person_id)
    if entry is None or named is None or not entry.active or entry.role is not Role.ADMINISTRATOR:
        raise Problem(_("Kit A gives a new passphrase to an administrator only. Everybody else asks an administrator."))
    return Person(named.id, named.name, entry.role)
