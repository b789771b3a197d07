"""The signed directory of people, roles and public keys: who may be sealed to, and whose signature counts.

Two signatures stand under it. The root key (administrators, kit A) signs the whole. The center key (coordinators
only) signs the part that decides who reads notes: coordinators, role keys, recovery keys. So nobody who can merely
write files, and no administrator alone, makes themselves a reader. Both public keys are pinned in every slot.
"""

import base64
import json
from dataclasses import dataclass, field, replace
from datetime import datetime

from wellnessdesk.domain.people import Role
from wellnessdesk.vault import primitives
from wellnessdesk.vault.errors import DirectoryForged


@dataclass(frozen=True, slots=True)
class Anchors:
    """The two public Ed25519 keys that everything else is checked against, and the store they belong to."""

    store: str
    root: bytes
    center: bytes

    def plain(self) -> dict[str, str]:
        """As JSON data, for binding a slot to them."""
        return {"store": self.store, "root": encode(self.root), "center": encode(self.center)}


@dataclass(frozen=True, slots=True)
class Former:
    """A role and an Ed25519 public key that a person had; `until` is the last entry of the log they may stand under."""

    role: Role
    sign: bytes
    until: int

    def plain(self) -> list[object]:
        """As JSON data."""
        return [self.role.value, encode(self.sign), self.until]


@dataclass(frozen=True, slots=True)
class Entry:
    """One person: id, role, whether they may sign in, X25519 and Ed25519 public keys, and what these were before.

    `since` is the last entry of the log before their first one; `ends` the moment after which they may do nothing
    more. Only substitutes have these two (`vault.substitutes`): the directory itself knows no time.
    """

    person: str
    role: Role
    active: bool
    box: bytes
    sign: bytes
    former: tuple[Former, ...] = ()
    since: int = 0
    ends: datetime | None = None

    def plain(self) -> dict[str, object]:
        """As JSON data. Without a history nothing is said of one: such are the documents of earlier versions."""
        history: dict[str, object] = {"former": [one.plain() for one in self.former]} if self.former else {}
        return {"person": self.person, "role": self.role.value, "active": self.active,
                "box": encode(self.box), "sign": encode(self.sign), **history}

    def in_force(self, number: int) -> tuple[Role, bytes] | None:
        """The role and key under which this person could make the entry of the log of this number; None for none."""
        if number <= self.since:
            return None
        before = next((one for one in self.former if number <= one.until), None)
        if before is not None:
            return before.role, before.sign
        return (self.role, self.sign) if self.active else None

    @property
    def signs(self) -> tuple[bytes, ...]:
        """Every Ed25519 key they ever had, the present one first: what was sealed under an old one is still theirs."""
        return (self.sign, *(one.sign for one in self.former))

    @property
    def roles(self) -> frozenset[Role]:
        """Every role they ever had."""
        return frozenset({self.role, *(one.role for one in self.former)})

    def closed(self, until: int) -> tuple[Former, ...]:
        """The history once the present role and key count no further than entry `until`."""
        return (*self.former, Former(self.role, self.sign, until)) if self.active else self.former


@dataclass(frozen=True, slots=True)
class Directory:
    """All of it, with a serial that only grows. `role_keys` holds the public role key of each epoch, 1 first.

    `substitutes` are no part of what is signed here: each has a document of its own in the header.
    """

    store: str
    serial: int
    entries: tuple[Entry, ...]
    role_keys: tuple[bytes, ...]
    recovery_a: bytes
    recovery_b: bytes
    substitutes: tuple[Entry, ...] = field(default=())

    @property
    def epoch(self) -> int:
        """The present epoch of the coordinators' role key."""
        return len(self.role_keys)

    def entry(self, person: str) -> Entry | None:
        """The person of this id, active or not, a substitute too."""
        return next((entry for entry in (*self.entries, *self.substitutes) if entry.person == person), None)

    def active(self, role: Role) -> list[Entry]:
        """Who has this role and may sign in; substitutes do not count."""
        return [entry for entry in self.entries if entry.active and entry.role is role]

    def with_entry(self, entry: Entry) -> "Directory":
        """One serial on, with this person added or replaced. Raises `DirectoryForged` for a role no person has."""
        if entry.role is Role.KIOSK:
            raise DirectoryForged
        others = tuple(old for old in self.entries if old.person != entry.person)
        return replace(self, serial=self.serial + 1, entries=(*others, entry))

    def whole(self) -> bytes:
        """The bytes the root key signs."""
        return primitives.canonical({"kind": "wellnessdesk directory 1", **self._plain()})

    def readers(self) -> bytes:
        """The bytes the center key signs: all that decides who can read what is sealed.

        Whoever was a coordinator stands there too: what they closed and co-signed then counts, and nobody else's does.
        """
        coordinators = [entry.plain() for entry in self.entries if entry.role is Role.COORDINATOR]
        once = [[entry.person, one.plain()] for entry in self.entries if entry.role is not Role.COORDINATOR
                for one in entry.former if one.role is Role.COORDINATOR]
        return primitives.canonical({
            "kind": "wellnessdesk readers 1", "store": self.store, "coordinators": coordinators,
            "role_keys": [encode(key) for key in self.role_keys],
            "recovery_a": encode(self.recovery_a), "recovery_b": encode(self.recovery_b),
            **({"once": once} if once else {})})

    def _plain(self) -> dict[str, object]:
        return {"store": self.store, "serial": self.serial, "entries": [entry.plain() for entry in self.entries],
                "role_keys": [encode(key) for key in self.role_keys],
                "recovery_a": encode(self.recovery_a), "recovery_b": encode(self.recovery_b)}


@dataclass(frozen=True, slots=True)
class SignedDirectory:
    """A directory with its two signatures, as it lies in the header. Use it only through `verified`."""

    document: bytes
    by_root: bytes
    by_center: bytes

    def verified(self, anchors: Anchors) -> Directory:
        """The directory, if both signatures and the store fit; raises `DirectoryForged`."""
        if not primitives.signed_by(anchors.root, self.document, self.by_root):
            raise DirectoryForged
        directory = _parse(self.document)
        if directory.store != anchors.store:
            raise DirectoryForged
        if not primitives.signed_by(anchors.center, directory.readers(), self.by_center):
            raise DirectoryForged
        return directory

    def serial(self) -> int:
        """The serial it claims, unverified."""
        return _parse(self.document).serial


def sign_directory(directory: Directory, root_seed: bytes, readers_signature: bytes) -> SignedDirectory:
    """Put the root key's signature under `directory`; the readers' comes from `sign_readers` or the last one."""
    return SignedDirectory(directory.whole(), primitives.sign(root_seed, directory.whole()), readers_signature)


def sign_readers(directory: Directory, center_seed: bytes) -> bytes:
    """A coordinator's consent to who can read: the center key's signature."""
    return primitives.sign(center_seed, directory.readers())


def encode(data: bytes) -> str:
    """Bytes as base64 text, for JSON."""
    return base64.b64encode(data).decode()


def decode(text: str) -> bytes:
    """The bytes of base64 text; raises `ValueError`, also for text that `encode` would have written otherwise."""
    data = base64.b64decode(text, validate=True)
    if encode(data) != text:  # the last character has bits that say nothing, and a flipped one of these is damage too
        raise ValueError
    return data


def _parse(document: bytes) -> Directory:
    try:
        raw = json.loads(document)
        entries = tuple(_entry(item) for item in raw["entries"])
        if len({entry.person for entry in entries}) != len(entries):
            raise DirectoryForged  # a second entry would lend somebody's id to other keys
        return Directory(
            store=raw["store"], serial=int(raw["serial"]), entries=entries,
            role_keys=tuple(decode(key) for key in raw["role_keys"]),
            recovery_a=decode(raw["recovery_a"]), recovery_b=decode(raw["recovery_b"]))
    except (ValueError, KeyError, TypeError) as error:
        raise DirectoryForged from error


def _entry(raw: dict[str, object]) -> Entry:
    history = raw.get("former", [])
    if not isinstance(history, list):
        raise DirectoryForged
    return Entry(str(raw["person"]), _role(raw["role"]), raw["active"] is True,
                 decode(str(raw["box"])), decode(str(raw["sign"])), tuple(_former(item) for item in history))


def _former(raw: list[object]) -> Former:
    role, sign, until = raw
    if type(until) is not int:
        raise TypeError
    return Former(_role(role), decode(str(sign)), until)


def _role(raw: object) -> Role:
    """A person's role; the kiosk is none: whoever signs a directory cannot lend it a key."""
    role = Role(str(raw))
    if role is Role.KIOSK:
        raise DirectoryForged
    return role
