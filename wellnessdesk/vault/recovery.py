"""Recovery kits: a random 256-bit key as 24 words with a checksum (BIP-39's list and checksum), to be kept on paper.

Kit A (administrator) opens store, root key and device secret, never notes. Kit B (the principal keeps it for the
coordinators) opens the coordinators' role key and every sealed record. A kit's key is an X25519 private key.
"""

from dataclasses import dataclass
from functools import cache

from mnemonic import Mnemonic

from wellnessdesk.vault import primitives
from wellnessdesk.vault.errors import BadWords

KIT_A = "kit-a"
KIT_B = "kit-b"


@dataclass(frozen=True, slots=True)
class Kit:
    """One kit: which, and its private key."""

    name: str
    private: bytes

    @property
    def public(self) -> bytes:
        """What is sealed to, for this kit."""
        return primitives.box_public(self.private)

    @property
    def words(self) -> list[str]:
        """The 24 words that go on paper."""
        return str(_list().to_mnemonic(self.private)).split()


def new_kit(name: str) -> Kit:
    """A fresh kit."""
    return Kit(name, primitives.new_key())


def from_words(name: str, text: str) -> Kit:
    """The kit written down as `text`; raises `BadWords`."""
    words = text.lower().split()
    if len(words) != 24 or not _list().check(" ".join(words)):
        raise BadWords
    return Kit(name, bytes(_list().to_entropy(words)))


@cache
def _list() -> Mnemonic:
    return Mnemonic("english")
