"""The signed directory of people, roles and public keys: who may be sealed to, and whose signature counts.

Two signatures stand under it. The root key (administrators, kit A) signs the whole. The center key (coordinators
only) signs the part that decides who reads notes: coordinators, role keys, recovery keys. So nobody who can merely
write files, and no administrator alone, makes themselves a reader. Both public keys are pinned in every slot.
"""

import base64
import json
from dataclasses import dataclass, replace

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
class Entry:
    """One person: id, role, whether they may sign in, X25519 and Ed25519 public keys."""

    person: str
    role: Role
    active: bool
    box: bytes
    sign: bytes

    def plain(self) -> dict[str, object]:
        """As JSON data."""
        return {"person": self.person, "role": self.role.value, "active": self.active,
                "box": encode(self.box), "sign": encode(self.sign)}


@dataclass(frozen=True, slots=True)
class Directory:
    """All of it, with a serial that only grows. `role_keys` holds the public role key of each epoch, 1 first."""

    store: str
    serial: int
    entries: tuple[Entry, ...]
    role_keys: tuple[bytes, ...]
    recovery_a: bytes
    recovery_b: bytes

    @property
    def epoch(self) -> int:
        """The present epoch of the coordinators' role key."""
        return len(self.role_keys)

    def entry(self, person: str) -> Entry | None:
        """The person of this id, active or not."""
        return next((entry for entry in self.entries if entry.person == person), None)

    def with_entry(self, entry: Entry) -> "Directory":
        """One serial on, with this person added or replaced."""
        others = tuple(old for old in self.entries if old.person != entry.person)
        return replace(self, serial=self.serial + 1, entries=(*others, entry))

    def whole(self) -> bytes:
        """The bytes the root key signs."""
        return primitives.canonical({"kind": "wellnessdesk directory 1", **self._plain()})

    def readers(self) -> bytes:
        """The bytes the center key signs: all that decides who can read what is sealed."""
        coordinators = [entry.plain() for entry in self.entries if entry.role is Role.COORDINATOR]
        return primitives.canonical({
            "kind": "wellnessdesk readers 1", "store": self.store, "coordinators": coordinators,
            "role_keys": [encode(key) for key in self.role_keys],
            "recovery_a": encode(self.recovery_a), "recovery_b": encode(self.recovery_b)})

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
    """The bytes of base64 text; raises `ValueError`."""
    return base64.b64decode(text, validate=True)


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
    return Entry(str(raw["person"]), Role(str(raw["role"])), raw["active"] is True,
                 decode(str(raw["box"])), decode(str(raw["sign"])))
