"""The first keys of a center: who gets which grant. What changes later is made in `vault.people_keys`."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from nacl.utils import random as random_bytes

from wellnessdesk.domain.people import Person, Role
from wellnessdesk.vault import device, keyring_secret, primitives, recovery
from wellnessdesk.vault.directory import Anchors, Directory, Entry, sign_directory, sign_readers
from wellnessdesk.vault.header import DeviceKind, Grant, GrantKind, Header, Slot
from wellnessdesk.vault.passphrase import Cost
from wellnessdesk.vault.recovery import Kit
from wellnessdesk.vault.slots import TITLE, Identity, Names, close_slot, new_identity
from wellnessdesk.vault.unlock import Unlocked, role_holder, store_check


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody about to get a slot."""

    person: Person
    passphrase: str


@dataclass(frozen=True, slots=True)
class Founded:
    """A new center's header, everybody's unlocked keys by person id, and the two kits to be printed."""

    header: Header
    unlocked: dict[str, Unlocked]
    kit_a: Kit
    kit_b: Kit


@dataclass(slots=True)
class _Keys:
    store: bytes
    root: bytes
    role: bytes
    center: bytes


def found(title: str, people: list[NewPerson], kind: DeviceKind, cost: Cost | None = None) -> Founded:
    """Make every key of a new center for these people (at least one administrator and one coordinator).

    With `DeviceKind.KEYRING` a fresh device secret is put into this account's keyring. Raises `KeyringUnavailable`.
    """
    store = uuid.uuid4().hex
    keys = _Keys(*(primitives.new_key() for _ in range(4)))
    secret = _device_secret(kind, store)
    names = Names(secret, bytes(random_bytes(32)))
    kit_a, kit_b = recovery.new_kit(recovery.KIT_A), recovery.new_kit(recovery.KIT_B)
    anchors = Anchors(store, primitives.sign_public(keys.root), primitives.sign_public(keys.center))
    identities = {new.person.id: new_identity(new.person.id) for new in people}
    entries = tuple(_entry(new.person, identities[new.person.id]) for new in people)
    directory = Directory(store, 1, entries, (primitives.box_public(keys.role),), kit_a.public, kit_b.public)
    signed = sign_directory(directory, keys.root, sign_readers(directory, keys.center))
    grants = [grant for new in people for grant in _grants(new.person, identities[new.person.id].box, keys)]
    header = Header(
        anchors=anchors, generation=1, device=kind, device_check=device.check(secret), title=names.close(TITLE, title),
        names_salt=names.salt, store_check=store_check(keys.store),
        slots=_slots(people, identities, anchors, names, cost or Cost()),
        grants=(*grants, *_kit_grants(kit_a, kit_b, keys, secret), _role_grant(keys)), directory=signed)
    unlocked = {new.person.id: _unlocked(header, new.person, identities[new.person.id], secret, keys)
                for new in people}
    return Founded(header, unlocked, kit_a, kit_b)


def _slots(people: list[NewPerson], identities: dict[str, Identity], anchors: Anchors, names: Names,
           cost: Cost) -> tuple[Slot, ...]:
    """Everybody's slot. Argon2 lets go of the interpreter, so two are made at a time."""
    def close(new: NewPerson) -> Slot:
        return close_slot(identities[new.person.id], new.person.name, new.passphrase, anchors=anchors, names=names,
                          cost=cost)

    with ThreadPoolExecutor(2) as pool:
        return tuple(pool.map(close, people))


def _device_secret(kind: DeviceKind, store: str) -> bytes:
    if kind is not DeviceKind.KEYRING:
        return device.fixed_secret(kind)
    secret = primitives.new_key()
    keyring_secret.keep(store, secret)
    return secret


def _entry(person: Person, identity: Identity) -> Entry:
    return Entry(person.id, person.role, True, identity.box, identity.verify)


def _grants(person: Person, box: bytes, keys: _Keys) -> list[Grant]:
    given = [(GrantKind.STORE, keys.store)]
    if person.role is Role.ADMINISTRATOR:
        given.append((GrantKind.ROOT, keys.root))
    if person.role is Role.COORDINATOR:
        given.append((GrantKind.ROLE, keys.role))
    return [Grant(kind, 1, person.id, primitives.seal(box, key)) for kind, key in given]


def _kit_grants(kit_a: Kit, kit_b: Kit, keys: _Keys, secret: bytes) -> list[Grant]:
    given = [(kit_a, GrantKind.STORE, keys.store), (kit_a, GrantKind.ROOT, keys.root),
             (kit_a, GrantKind.DEVICE, secret), (kit_b, GrantKind.ROLE, keys.role)]
    return [Grant(kind, 1, kit.name, primitives.seal(kit.public, key)) for kit, kind, key in given]


def _role_grant(keys: _Keys) -> Grant:
    return Grant(GrantKind.CENTER, 1, role_holder(1), primitives.seal(primitives.box_public(keys.role), keys.center))


def _unlocked(header: Header, person: Person, identity: Identity, secret: bytes, keys: _Keys) -> Unlocked:
    unlocked = Unlocked(header, identity, secret, keys.store)
    if person.role is Role.ADMINISTRATOR:
        unlocked.root_seed = keys.root
    if person.role is Role.COORDINATOR:
        unlocked.role_privates, unlocked.center_seed = {1: keys.role}, keys.center
    return unlocked
