"""Changes of people's keys, each as the next header: who leaves, who forgot their passphrase, who changes their role.

`until` is the number of the newest entry of the audit log when the change is made: no later one can be made under the
role and key that end with it. A removed person keeps what they copied before; nothing later opens with it, for the
store key and, for a coordinator, the role key are other ones.
"""

from dataclasses import replace

from wellnessdesk.domain.people import Role
from wellnessdesk.vault import recovery
from wellnessdesk.vault.directory import Entry, Former
from wellnessdesk.vault.errors import NoLongerActive, WrongPassphrase
from wellnessdesk.vault.founding import NewPerson
from wellnessdesk.vault.header import Header, Slot
from wellnessdesk.vault.passphrase import Cost
from wellnessdesk.vault.recovery import Kit
from wellnessdesk.vault.revision import Revision
from wellnessdesk.vault.slots import close_slot, new_identity, open_slot
from wellnessdesk.vault.substitutes import Substitute
from wellnessdesk.vault.unlock import Consenting, Unlocked


def add(admin: Unlocked, new: NewPerson, coordinator: Consenting | None = None, cost: Cost | None = None) -> Header:
    """One more person.

    `admin` signs the directory. For a new coordinator an existing `coordinator` (or kit B) must consent: only they can
    give the role keys on and sign who reads notes. Raises `DirectoryForged` when one of the two cannot be made.
    """
    return _with_new_keys(Revision(admin, coordinator), admin, new, (), cost)


def new_keys(admin: Unlocked, new: NewPerson, until: int, coordinator: Consenting | None = None,
             cost: Cost | None = None) -> Header:
    """A new key pair and slot for somebody who is there: who forgot their passphrase, or comes back.

    Their role is what `new` says. Raises `NoLongerActive` for who is not in the directory, `DirectoryForged` as `add`.
    """
    entry = _entry(admin, new.person.id)
    return _with_new_keys(Revision(admin, coordinator), admin, new, entry.closed(until), cost)


def remove(admin: Unlocked, person: str, until: int, store_key: bytes, coordinator: Consenting | None = None) -> Header:
    """Without this person's slot and grants, under another store key; for a coordinator, with a new epoch.

    Raises `NoLongerActive` for who is not there any more, `DirectoryForged` where a signature is missing.
    """
    entry = _entry(admin, person)
    if not entry.active:
        raise NoLongerActive
    made = Revision(admin, coordinator)
    made.shut_out(person)
    made.put(replace(entry, active=False, former=entry.closed(until)))
    if entry.role is Role.COORDINATOR:
        made.new_epoch()
    made.new_store_key(store_key)
    return made.header()


def change_role(admin: Unlocked, person: str, role: Role, until: int, coordinator: Consenting | None = None) -> Header:
    """Another role under the same keys: with the grants of the new one only.

    Who was a coordinator keeps the role keys of the epochs until now, if they copied them; a new epoch begins. Raises
    what `remove` raises.
    """
    entry = _entry(admin, person)
    if not entry.active:
        raise NoLongerActive
    after = replace(entry, role=role, former=entry.closed(until))
    made = Revision(admin, coordinator)
    made.put(after)
    made.let_in(after)
    if entry.role is Role.COORDINATOR:
        made.new_epoch()
    return made.header()


def confirm(keys: Unlocked, passphrase: str) -> Slot:
    """The slot of who is signed in, if this is their passphrase: before they sign with their name, or change it.

    Takes about half a second on purpose. Raises `WrongPassphrase`.
    """
    slot = keys.header.slot(keys.identity.person)
    if slot is None or open_slot(keys.header, slot, passphrase, keys.device_secret) != keys.identity:
        raise WrongPassphrase
    return slot


def new_passphrase(keys: Unlocked, name: str, old: str, new: str, cost: Cost | None = None) -> Header:
    """Another passphrase for who is signed in and knows the `old` one: the same keys, in a new slot.

    Raises `WrongPassphrase`.
    """
    header, identity = keys.header, keys.identity
    slot = confirm(keys, old)
    closed = close_slot(identity, name, new, anchors=header.anchors, names=keys.names, cost=cost or Cost())
    return header.next(slots=tuple(closed if one.person == slot.person else one for one in header.slots))


def new_epoch(admin: Unlocked, coordinator: Consenting) -> Header:
    """A new role key for the coordinators that are there. Raises `DirectoryForged`."""
    made = Revision(admin, coordinator)
    made.new_epoch()
    return made.header()


def new_kit_a(admin: Unlocked, coordinator: Consenting, store_key: bytes) -> tuple[Kit, Header]:
    """A fresh kit A, and a store key that the lost one does not open. Raises `DirectoryForged`.

    A coordinator consents to it, for the center key signs for both kits: who could exchange kit A alone could restore
    the center elsewhere after they left.
    """
    kit, made = recovery.new_kit(recovery.KIT_A), Revision(admin, coordinator)
    made.new_kit_a(kit.public)
    made.new_store_key(store_key)
    return kit, made.header()


def new_kit_b(admin: Unlocked, coordinator: Consenting) -> tuple[Kit, Header]:
    """A fresh kit B, and a role key that the lost one does not open. Raises `DirectoryForged`."""
    kit, made = recovery.new_kit(recovery.KIT_B), Revision(admin, coordinator)
    made.new_kit_b(kit.public)
    made.new_epoch()
    return kit, made.header()


def substitute(keys: Unlocked, coordinator: Consenting, new: NewPerson, grant: str, until: int, ends_ms: int,
               cost: Cost | None = None) -> Header:
    """Let a substitute in until `ends_ms`; `until` is the newest entry of the log before their first one.

    `keys` are of whoever does it: a coordinator, then their own consent too, or an administrator with kit B. Raises
    `DirectoryForged`.
    """
    identity, made = new_identity(new.person.id), Revision(keys, coordinator)
    one = Substitute(grant, new.person.id, identity.box, identity.verify, until, ends_ms, made.directory.epoch)
    made.put_substitute(one)
    slot = close_slot(identity, new.person.name, new.passphrase, anchors=keys.header.anchors, names=keys.names,
                      cost=cost or Cost())
    made.let_in(one.entry(), slot)
    return made.header()


def end_substitute(keys: Unlocked, coordinator: Consenting, grant: str, until: int, store_key: bytes) -> Header:
    """Without the substitute's slot and grants, under another store key. Raises `NoLongerActive`, `DirectoryForged`."""
    one = next((one for one in keys.header.substitutes if one.id == grant and one.last is None), None)
    if one is None:
        raise NoLongerActive
    made = Revision(keys, coordinator)
    made.shut_out(one.person)
    made.put_substitute(replace(one, last=until, epoch=made.directory.epoch))
    made.new_store_key(store_key)
    return made.header()


def _with_new_keys(made: Revision, admin: Unlocked, new: NewPerson, former: tuple[Former, ...],
                   cost: Cost | None) -> Header:
    identity = new_identity(new.person.id)
    entry = Entry(new.person.id, new.person.role, True, identity.box, identity.verify, former)
    slot = close_slot(identity, new.person.name, new.passphrase, anchors=admin.header.anchors, names=admin.names,
                      cost=cost or Cost())
    made.put(entry)
    made.let_in(entry, slot)
    return made.header()


def _entry(keys: Unlocked, person: str) -> Entry:
    found = next((entry for entry in keys.directory.entries if entry.person == person), None)
    if found is None:
        raise NoLongerActive
    return found

