"""Slots: a person's own private keys under their passphrase, and the names that the sign-in window shows."""

import json
import unicodedata
from dataclasses import dataclass

from nacl.utils import random as random_bytes

from wellnessdesk.vault import primitives
from wellnessdesk.vault.directory import Anchors, decode, encode
from wellnessdesk.vault.errors import Tampered, WrongPassphrase
from wellnessdesk.vault.header import Header, Slot
from wellnessdesk.vault.passphrase import SALT_BYTES, Cost, kek

TITLE = "center"
"""What the center's own name in the header is bound to."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A person's own private keys: X25519 to read with, the seed of Ed25519 to sign with."""

    person: str
    box_private: bytes
    sign_seed: bytes

    @property
    def box(self) -> bytes:
        """The public key others seal to."""
        return primitives.box_public(self.box_private)

    @property
    def verify(self) -> bytes:
        """The public key that checks this person's signatures."""
        return primitives.sign_public(self.sign_seed)


def new_identity(person: str) -> Identity:
    """Fresh keys for a person."""
    return Identity(person, primitives.new_key(), primitives.new_key())


@dataclass(frozen=True, slots=True)
class Names:
    """Closes and opens the names in a header: under the device secret, so only on this computer.

    Without a secret there is nothing to close them with, and they are left out.
    """

    device_secret: bytes
    salt: bytes

    def close(self, whose: str, text: str) -> bytes:
        """A name for the header, bound to the person's id (or `TITLE`); empty without a device secret."""
        return primitives.encrypt(self._key("names"), text.encode(), whose.encode()) if self.device_secret else b""

    def open(self, whose: str, box: bytes) -> str:
        """A name from the header, empty where it was left out; raises `Tampered`."""
        return primitives.decrypt(self._key("names"), box, whose.encode()).decode() if self.device_secret else ""

    def hashed(self, typed: str) -> bytes:
        """What a typed name is found by where no keyring shows the names: case and spaces do not matter."""
        return primitives.mac(self._key("name hash"), folded_name(typed).encode())

    def _key(self, what: str) -> bytes:
        return primitives.derive(self.device_secret or self.salt, self.salt, f"wellnessdesk {what} 1")


def folded_name(typed: str) -> str:
    """A name as sign-in compares it: two people whose names fold to the same cannot both be found by typing."""
    return " ".join(unicodedata.normalize("NFKC", typed).casefold().split())


def close_slot(identity: Identity, name: str, passphrase: str, *, anchors: Anchors, names: Names,
               cost: Cost) -> Slot:
    """A new slot for this person; it pins the center's two public keys."""
    salt = bytes(random_bytes(SALT_BYTES))
    key = kek(passphrase, salt, cost, names.device_secret, _context(anchors, identity.person))
    keys = primitives.canonical({"box": encode(identity.box_private), "sign": encode(identity.sign_seed)})
    box = primitives.encrypt(key, keys, _bound(anchors, identity.person, cost))
    return Slot(identity.person, names.close(identity.person, name), names.hashed(name), salt, cost, box)


def open_slot(header: Header, slot: Slot, passphrase: str, device_secret: bytes) -> Identity:
    """The person's keys. Raises `WrongPassphrase`; takes about half a second on purpose."""
    key = kek(passphrase, slot.salt, slot.cost, device_secret, _context(header.anchors, slot.person))
    try:
        keys = primitives.decrypt(key, slot.box, _bound(header.anchors, slot.person, slot.cost))
    except Tampered as error:
        raise WrongPassphrase from error
    raw = json.loads(keys)
    return Identity(slot.person, decode(raw["box"]), decode(raw["sign"]))


def spend(header: Header, passphrase: str, device_secret: bytes) -> None:
    """The work of `open_slot` for somebody who has no slot: how long an answer takes must not tell who exists."""
    first = header.slots[0]
    kek(passphrase, first.salt, first.cost, device_secret, _context(header.anchors, ""))


def _context(anchors: Anchors, person: str) -> str:
    return f"wellnessdesk slot 1 {anchors.store} {person}"


def _bound(anchors: Anchors, person: str, cost: Cost) -> bytes:
    return primitives.canonical({"slot": 1, "anchors": anchors.plain(), "person": person,
                                 "memory": cost.memory, "passes": cost.passes})
