"""From a passphrase to everything a person may open: the keys they hold while they are signed in."""

from dataclasses import dataclass, field
from typing import Protocol

from wellnessdesk.domain.names import fold
from wellnessdesk.vault import primitives
from wellnessdesk.vault.directory import Directory
from wellnessdesk.vault.errors import HeaderDamaged, NoLongerActive, NotForThisKey, Tampered, UnknownPerson
from wellnessdesk.vault.header import DeviceKind, GrantKind, Header, ReadHeader
from wellnessdesk.vault.slots import TITLE, Identity, Names, open_slot


class Consenting(Protocol):
    """Who can say who reads notes: a coordinator who unlocked, or what kit B opened."""

    @property
    def role_privates(self) -> dict[int, bytes]:
        """The coordinators' role key of each epoch."""

    @property
    def center_seed(self) -> bytes | None:
        """The center's signing key."""


@dataclass(slots=True)
class Unlocked:
    """The keys of one signed-in person. `repr` shows none of them."""

    header: Header
    identity: Identity = field(repr=False)
    device_secret: bytes = field(repr=False)
    store_key: bytes = field(repr=False)
    root_seed: bytes | None = field(default=None, repr=False)
    """Administrators: signs the directory."""
    role_privates: dict[int, bytes] = field(default_factory=dict, repr=False)
    """Coordinators: the role key of each epoch they were given; opens notes and flags."""
    center_seed: bytes | None = field(default=None, repr=False)
    """Coordinators, but no substitute: signs bundles and the readers' part of the directory."""

    @property
    def directory(self) -> Directory:
        """The directory, its signatures checked; raises `DirectoryForged`."""
        return self.header.verified()

    def index_key(self, epoch: int) -> bytes | None:
        """Coordinators: the key of the blind index of whose flag it is, for flags sealed in this epoch.

        It follows from that epoch's role key. Lying in the header, sealed to that key, it could be exchanged by
        anybody who holds the store key for one they know: then every later index would tell them the student.
        """
        private = self.role_privates.get(epoch)
        store = self.header.anchors.store.encode()
        return primitives.derive(private, store, "wellnessdesk blind index 1") if private is not None else None

    @property
    def names(self) -> Names:
        """Closes and opens the names in the header."""
        return Names(self.device_secret, self.header.names_salt)


def shown_names(header: Header, device_secret: bytes) -> list[tuple[str, str]]:
    """(person id, name) of everybody active, for the sign-in picker; empty where there is no keyring."""
    if header.device is DeviceKind.NONE:
        return []
    names = Names(device_secret, header.names_salt)
    directory = header.verified()
    shown = [(slot.person, names.open(slot.person, slot.name)) for slot in header.slots
             if (entry := directory.entry(slot.person)) is not None and entry.active]
    return sorted(shown, key=lambda pair: fold(pair[1]))


def title(header: Header, device_secret: bytes) -> str:
    """The center's name for the sign-in window; empty without a keyring."""
    return Names(device_secret, header.names_salt).open(TITLE, header.title)


def find_person(header: Header, device_secret: bytes, typed_name: str) -> str:
    """The id of the person of that name; raises `UnknownPerson`."""
    wanted = Names(device_secret, header.names_salt).hashed(typed_name)
    for slot in header.slots:
        if primitives.same(slot.name_hash, wanted):
            return slot.person
    raise UnknownPerson


def unlock(read: ReadHeader, person: str, passphrase: str, device_secret: bytes) -> Unlocked:
    """Everything `person` holds.

    Raises `UnknownPerson`, `NoLongerActive`, `WrongPassphrase`, `DirectoryForged`, or `Tampered` when the header was
    written by somebody without the store key, or holds a key that is not the center's.
    """
    header = read.header
    slot = header.slot(person)
    if slot is None:
        raise NoLongerActive if header.verified().entry(person) else UnknownPerson
    identity = open_slot(header, slot, passphrase, device_secret)
    keys = _opened(header, identity, device_secret)
    if not header.authentic(keys.store_key, read.mac):
        raise Tampered
    return keys


def follow(keys: Unlocked, header: Header) -> None:
    """Go on with the keys of a header that has just taken the place of the one `keys` came from.

    Raises what `unlock` raises of a header that does not hold what this person needs; `keys` are then as they were.
    """
    after = _opened(header, keys.identity, keys.device_secret)
    keys.header, keys.store_key, keys.root_seed = header, after.store_key, after.root_seed
    keys.role_privates, keys.center_seed = after.role_privates, after.center_seed


def _opened(header: Header, identity: Identity, device_secret: bytes) -> Unlocked:
    directory, person = header.verified(), identity.person
    entry = directory.entry(person)
    if entry is None or not entry.active or entry.sign != identity.verify or entry.box != identity.box:
        raise NoLongerActive
    store_key = _granted(header, GrantKind.STORE, person, identity.box_private)
    if store_key is None or not primitives.same(store_check(store_key), header.store_check):
        raise HeaderDamaged
    unlocked = Unlocked(header, identity, device_secret, store_key)
    root = _granted(header, GrantKind.ROOT, person, identity.box_private)
    unlocked.root_seed = _belonging(root, header.anchors.root)
    _add_role_keys(unlocked, directory)
    if entry.ends is not None:  # it reads like a coordinator; it lets nobody in, and signs nothing for the center
        unlocked.center_seed = None
    return unlocked


def store_check(store_key: bytes) -> bytes:
    """What the header keeps to recognise the store key."""
    return primitives.derive(store_key, b"", "wellnessdesk store check 1")


def _add_role_keys(unlocked: Unlocked, directory: Directory) -> None:
    header, identity = unlocked.header, unlocked.identity
    for epoch in range(1, directory.epoch + 1):
        private = _granted(header, GrantKind.ROLE, identity.person, identity.box_private, epoch)
        if private is not None and primitives.box_public(private) == directory.role_keys[epoch - 1]:
            unlocked.role_privates[epoch] = private
    newest = unlocked.role_privates.get(directory.epoch)
    if newest is not None:
        center = _granted(header, GrantKind.CENTER, role_holder(directory.epoch), newest)
        unlocked.center_seed = _belonging(center, header.anchors.center)


def role_holder(epoch: int) -> str:
    """The holder's name of grants that are sealed to the coordinators' role key."""
    return f"role:{epoch}"


def _granted(header: Header, kind: GrantKind, holder: str, private: bytes, epoch: int = 1) -> bytes | None:
    grant = header.grant(kind, holder, epoch)
    try:
        return primitives.unseal(private, grant.box) if grant is not None else None
    except NotForThisKey as error:
        raise Tampered from error


def _belonging(seed: bytes | None, public: bytes) -> bytes | None:
    """The signing seed, if it is the pinned key's: anybody can seal a key of their own to a public key."""
    if seed is not None and not primitives.same(primitives.sign_public(seed), public):
        raise Tampered
    return seed
