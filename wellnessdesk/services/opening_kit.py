"""At the door with kit A: the only administrator forgot their passphrase, and the paper gives them a new one."""

from pathlib import Path

from wellnessdesk.base.clock import Clock, SystemClock
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.services import key_changes
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.opening import check_passphrase
from wellnessdesk.store import audit, people
from wellnessdesk.store import center as centers
from wellnessdesk.store.transaction import Store, open_store
from wellnessdesk.vault import founding, header_file, kits, people_keys, recovery, unlock
from wellnessdesk.vault.errors import DirectoryForged
from wellnessdesk.vault.header import Header, parse
from wellnessdesk.vault.kits import OpenedA
from wellnessdesk.vault.slots import new_identity
from wellnessdesk.vault.unlock import Unlocked


def new_passphrase(folder: Path, typed_kit: str, person_id: str, passphrase: str, clock: Clock | None = None) -> Desk:
    """Give an administrator new keys under a new passphrase, with kit A as typed or scanned, and sign them in.

    They sign the log's entry of it with their new key. Nobody else may have the center open: an act of the window,
    which holds the folder's lock. Raises `BadWords`, `WrongKit`, `KitOpensNothing`, `DirectoryForged`, or `Problem`
    for a passphrase that will not do and for who is no administrator.
    """
    wrong = check_passphrase(passphrase)
    if wrong:
        raise Problem(wrong)
    header = header_file.read(folder).header
    opened = kits.open_a(header, recovery.read(recovery.KIT_A, typed_kit, header.anchors.store))
    store = open_store(folder / header_file.STORE_NAME, opened.store_key)
    try:
        return _let_in(folder, header, opened, store, founding.NewPerson(_administrator(header, store, person_id),
                                                                         passphrase), clock or SystemClock())
    except BaseException:
        store.close()
        raise


def _let_in(folder: Path, header: Header, opened: OpenedA, store: Store, new: founding.NewPerson,
            clock: Clock) -> Desk:
    with store.reading() as tx:
        number, center = audit.head(tx).sequence, centers.get(tx)
    by_kit = Unlocked(header, new_identity(new.person.id), opened.device_secret, opened.store_key, opened.root_seed)
    after = people_keys.new_keys(by_kit, new, number)
    read = parse(after.to_bytes(opened.store_key))
    keys = unlock.unlock(read, new.person.id, new.passphrase, opened.device_secret)
    desk = Desk(new.person, keys, store, center, clock, folder)
    with key_changes.taking_effect(desk, after, number, "people") as change:
        change.record("people.new_passphrase", f"person:{new.person.id}", f"{new.person.role.value} kit-a")
    return desk


def _administrator(header: Header, store: Store, person_id: str) -> Person:
    entry = header.verified().entry(person_id)
    with store.reading() as tx:
        named = people.get(tx, person_id)
        recorded = centers.directory_serial(tx), centers.header_generation(tx) or 0
    if header.directory.serial() < recorded[0] or header.generation < recorded[1]:
        raise DirectoryForged
    if entry is None or named is None or not entry.active or entry.role is not Role.ADMINISTRATOR:
        raise Problem(_("Kit A gives a new passphrase to an administrator only. Everybody else asks an administrator."))
    return Person(named.id, named.name, entry.role)
