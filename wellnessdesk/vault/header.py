"""The header file beside the store: slots, grants and the signed directory, in two copies with a generation number.

A slot holds one person's own private keys, closed by their passphrase. A grant is one key of the center sealed to one
holder's public key, so that giving or rotating a key needs nobody's passphrase. The file is canonical JSON of the
dataclasses here, with a digest (tells damage) and a MAC under the store key (tells tampering by who has no key; what
who holds the store key could forge, `unlock` checks against the directory and the anchors).
"""

import json
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from wellnessdesk.vault import primitives
from wellnessdesk.vault.directory import Anchors, Directory, SignedDirectory, decode, encode
from wellnessdesk.vault.errors import HeaderDamaged, NewerStore, NotAStore
from wellnessdesk.vault.passphrase import SALT_BYTES, Cost
from wellnessdesk.vault.substitutes import Substitute, with_substitutes

FORMAT = "wellnessdesk-header"
VERSION = 1


class DeviceKind(StrEnum):
    """Where the device secret of this center is."""

    KEYRING = "keyring"
    FILE = "file"
    """In a file beside the store: a center restored where there is no keyring. A thief of the folder has it too."""
    NONE = "none"
    DEMO = "demo"
    """A made-up center: the secret is a known constant, so that it opens anywhere and touches no keyring."""


class GrantKind(StrEnum):
    """Which key a grant gives."""

    STORE = "store"
    ROOT = "root"
    ROLE = "role"
    CENTER = "center"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Slot:
    """One person's private keys under their passphrase. `name` opens on this computer only; `name_hash` finds it."""

    person: str
    name: bytes
    name_hash: bytes
    salt: bytes
    cost: Cost
    box: bytes


@dataclass(frozen=True, slots=True)
class Grant:
    """The key `kind` (of an epoch) sealed to `holder`: a person's id, a kit's name or `role:<epoch>`."""

    kind: GrantKind
    epoch: int
    holder: str
    box: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """All that is needed, with a passphrase, to open the store."""

    anchors: Anchors
    generation: int
    device: DeviceKind
    device_check: bytes
    title: bytes
    names_salt: bytes
    store_check: bytes
    slots: tuple[Slot, ...]
    grants: tuple[Grant, ...]
    directory: SignedDirectory
    substitutes: tuple[Substitute, ...] = ()

    def verified(self) -> Directory:
        """The directory and the substitutes beside it, every signature checked; raises `DirectoryForged`."""
        return _verified(self.directory, self.anchors, self.substitutes)

    def slot(self, person: str) -> Slot | None:
        """The slot of this person's id."""
        return next((slot for slot in self.slots if slot.person == person), None)

    def grant(self, kind: GrantKind, holder: str, epoch: int = 1) -> Grant | None:
        """The grant of this key to this holder."""
        return next((grant for grant in self.grants
                     if (grant.kind, grant.holder, grant.epoch) == (kind, holder, epoch)), None)

    def next(self, **changes: object) -> "Header":
        """One generation on, with these fields changed."""
        return replace(self, generation=self.generation + 1, **changes)  # type: ignore[arg-type]

    def to_bytes(self, store_key: bytes) -> bytes:
        """The file's content: body, digest and MAC."""
        body = _plain(self)
        sealed = _sealed(VERSION, body)
        return primitives.canonical({
            "format": FORMAT, "version": VERSION, "body": body,
            "digest": encode(primitives.digest(sealed)), "mac": encode(_mac(store_key, sealed))}) + b"\n"

    def authentic(self, store_key: bytes, mac: bytes) -> bool:
        """Whether somebody who holds the store key wrote this header."""
        return primitives.same(_mac(store_key, _sealed(VERSION, _plain(self))), mac)


@dataclass(frozen=True, slots=True)
class ReadHeader:
    """A header as found in a file, with the MAC to be checked once the store key is known."""

    header: Header
    mac: bytes


def parse(data: bytes) -> ReadHeader:
    """The header in `data`. Raises `NotAStore`, `NewerStore` or `HeaderDamaged`."""
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise (HeaderDamaged if FORMAT.encode() in data else NotAStore) from error
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise NotAStore
    try:
        version, body = _whole(raw["version"]), raw["body"]
        if not primitives.same(primitives.digest(_sealed(version, body)), decode(raw["digest"])):
            raise HeaderDamaged
        if version > VERSION:
            raise NewerStore
        return ReadHeader(_header(body), decode(raw["mac"]))
    except (KeyError, TypeError, ValueError) as error:
        raise HeaderDamaged from error


@lru_cache(maxsize=8)
def _verified(signed: SignedDirectory, anchors: Anchors, substitutes: tuple[Substitute, ...]) -> Directory:
    """The same bytes have the same signatures: checked once, not for each of 20,000 notes."""
    return with_substitutes(signed.verified(anchors), anchors.center, substitutes)


def _sealed(version: int, body: object) -> bytes:
    """What digest and MAC are over; every later version keeps to this, so that a damaged number is not "newer"."""
    return primitives.canonical({"version": version, "body": body})


def _mac(store_key: bytes, data: bytes) -> bytes:
    return primitives.mac(primitives.derive(store_key, b"", "wellnessdesk header mac 1"), data)


def _plain(header: Header) -> dict[str, object]:
    """Without substitutes nothing is said of them: such are the headers of earlier versions."""
    plain: dict[str, object] = {
        "anchors": header.anchors.plain(), "generation": header.generation, "device": header.device.value,
        "device_check": encode(header.device_check), "title": encode(header.title),
        "names_salt": encode(header.names_salt), "store_check": encode(header.store_check),
        "slots": [_plain_slot(slot) for slot in header.slots],
        "grants": [{"kind": grant.kind.value, "epoch": grant.epoch, "holder": grant.holder, "box": encode(grant.box)}
                   for grant in header.grants],
        "directory": {"document": encode(header.directory.document), "by_root": encode(header.directory.by_root),
                      "by_center": encode(header.directory.by_center)},
    }
    if header.substitutes:
        plain["substitutes"] = [_plain_substitute(one) for one in header.substitutes]
    return plain


def _plain_substitute(one: Substitute) -> dict[str, object]:
    return {"id": one.id, "person": one.person, "box": encode(one.box), "sign": encode(one.sign), "since": one.since,
            "ends": one.ends_ms, "epoch": one.epoch, "last": one.last, "by_center": encode(one.by_center)}


def _plain_slot(slot: Slot) -> dict[str, object]:
    return {"person": slot.person, "name": encode(slot.name), "name_hash": encode(slot.name_hash),
            "salt": encode(slot.salt), "memory": slot.cost.memory, "passes": slot.cost.passes, "box": encode(slot.box)}


def _header(raw: object) -> Header:
    body = _dict(raw)
    anchors, directory = _dict(body["anchors"]), _dict(body["directory"])
    return Header(
        anchors=Anchors(str(anchors["store"]), _bytes(anchors["root"]), _bytes(anchors["center"])),
        generation=_whole(body["generation"]), device=DeviceKind(str(body["device"])),
        device_check=_bytes(body["device_check"]), title=_bytes(body["title"]), names_salt=_bytes(body["names_salt"]),
        store_check=_bytes(body["store_check"]),
        slots=tuple(_slot(_dict(item)) for item in _list(body["slots"])),
        grants=tuple(_grant(_dict(item)) for item in _list(body["grants"])),
        directory=SignedDirectory(_bytes(directory["document"]), _bytes(directory["by_root"]),
                                  _bytes(directory["by_center"])),
        substitutes=tuple(_substitute(_dict(item)) for item in _list(body.get("substitutes", []))))


def _slot(raw: dict[str, object]) -> Slot:
    salt = _bytes(raw["salt"])
    if len(salt) != SALT_BYTES:
        raise ValueError
    return Slot(str(raw["person"]), _bytes(raw["name"]), _bytes(raw["name_hash"]), salt,
                Cost(_whole(raw["memory"]), _whole(raw["passes"])), _bytes(raw["box"]))


def _substitute(raw: dict[str, object]) -> Substitute:
    return Substitute(
        id=str(raw["id"]), person=str(raw["person"]), box=_bytes(raw["box"]), sign=_bytes(raw["sign"]),
        since=_whole(raw["since"]), ends_ms=_whole(raw["ends"]), epoch=_whole(raw["epoch"]),
        last=_whole(raw["last"]) if raw["last"] is not None else None, by_center=_bytes(raw["by_center"]))


def _grant(raw: dict[str, object]) -> Grant:
    return Grant(GrantKind(str(raw["kind"])), _whole(raw["epoch"]), str(raw["holder"]), _bytes(raw["box"]))


def _bytes(value: object) -> bytes:
    return decode(str(value))


def _whole(value: object) -> int:
    if type(value) is not int:
        raise TypeError
    return value


def _dict(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError
    return value
