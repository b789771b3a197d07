"""From a passphrase to the key of a person's slot.

KEK = HKDF-SHA256(Argon2id(passphrase, salt, 256 MiB, 3 passes), salt=device secret, info=context): RFC 9106, RFC 5869.
"""

import unicodedata
from dataclasses import dataclass

from nacl.pwhash import argon2id

from wellnessdesk.vault import primitives

MIN_LENGTH = 10
_MIB = 1024 * 1024
_MEMORY_RANGE = (64 * _MIB, 512 * _MIB)
_PASSES_RANGE = (1, 10)
SALT_BYTES = argon2id.SALTBYTES


@dataclass(frozen=True, slots=True)
class Cost:
    """How hard a guess is made: memory in bytes, passes over it."""

    memory: int = 256 * _MIB
    passes: int = 3

    def clamped(self) -> "Cost":
        """Within sane limits, whatever a header file says: neither a weak key nor a computer out of memory."""
        return Cost(_clamp(self.memory, *_MEMORY_RANGE), _clamp(self.passes, *_PASSES_RANGE))


def kek(passphrase: str, salt: bytes, cost: Cost, device_secret: bytes, context: str) -> bytes:
    """The 32-byte key that closes a slot. `salt` has 16 bytes; `device_secret` is empty where no keyring is used."""
    cost = cost.clamped()
    typed = unicodedata.normalize("NFC", passphrase).encode()
    stretched = argon2id.kdf(primitives.KEY_BYTES, typed, salt, opslimit=cost.passes, memlimit=cost.memory)
    return primitives.derive(stretched, device_secret, context)


def _clamp(value: int, low: int, high: int) -> int:
    return max(low, min(high, value))
