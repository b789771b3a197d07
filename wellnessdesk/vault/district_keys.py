"""The keys of a district: one small age file that its passphrase opens, here and in `age` itself.

Inside is an identity file as `age-keygen` writes it: the pairs that bundles are locked for, the newest first, and
the key of the district's records in a comment. So `age -d -i district.key bundle.age` asks for the passphrase and
opens a bundle, also where WellnessDesk is not installed.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import pyrage
from pyrage import passphrase as scrypt

from wellnessdesk.base.i18n import _
from wellnessdesk.vault import agefile, primitives
from wellnessdesk.vault.errors import VaultProblem

FILE_NAME = "district.key"
MAX_BYTES = 65_536
HARDEST = 20
"""The work of a guess, as a power of two: 20 needs a gigabyte of memory for a few seconds. age itself writes 18."""

_TRIES = 5
_FIRST = "# WellnessDesk district, format 1"
_STORE = re.compile(r"# store key: ([0-9a-f]{64})")
_PAIR = re.compile(r"# made (\d{4}-\d\d-\d\d), public key: (age1\S+)\n(AGE-SECRET-KEY-1[0-9A-Z]+)\n")
_STANZA = re.compile(rb"age-encryption\.org/v1\n-> scrypt [A-Za-z0-9+/]{22} ([1-9][0-9]?)\n[A-Za-z0-9+/]{43}\n--- ")


class DistrictKeyProblem(VaultProblem):
    """The district's key file cannot be used."""


class WrongDistrictPassphrase(DistrictKeyProblem):
    """It is whole, as far as one can see, and the passphrase does not open it."""

    def sentence(self) -> str:
        return _("That passphrase does not open this district. Check Caps Lock and try again.")


class DistrictKeyDamaged(DistrictKeyProblem):
    """It is no key file of a district, or not a whole one."""

    def sentence(self) -> str:
        return _("The file district.key is damaged, or it is of something else. Nothing was changed. "
                 "Put back a copy of it from your backup.")


class DistrictKeyTooHard(DistrictKeyProblem):
    """To try one passphrase would keep the computer busy for long, or need more memory than it has."""

    def sentence(self) -> str:
        return _("The file district.key asks for far more work than WellnessDesk ever does. It was not opened.")


@dataclass(frozen=True, slots=True)
class Pair:
    """One key pair, and the day it was made. `public` is what centers lock bundles for."""

    made: date
    public: str
    secret: str = field(repr=False)

    @classmethod
    def new(cls, today: date) -> "Pair":
        """A fresh one."""
        text, public = agefile.generate()
        return cls(today, public, agefile.read_identities(text)[0])


@dataclass(frozen=True, slots=True)
class DistrictKeys:
    """All keys of a district; `pairs` are the newest first. Old ones still open old bundles."""

    store_key: bytes = field(repr=False)
    pairs: tuple[Pair, ...]

    @property
    def secrets(self) -> list[str]:
        """What opens bundles."""
        return [pair.secret for pair in self.pairs]

    def rotated(self, today: date) -> "DistrictKeys":
        """With one more pair, which is the one to give out from now on."""
        return DistrictKeys(self.store_key, (Pair.new(today), *self.pairs))


def generate(today: date) -> DistrictKeys:
    """The keys of a new district."""
    return DistrictKeys(primitives.new_key(), (Pair.new(today),))


def lock(keys: DistrictKeys, passphrase: str) -> bytes:
    """The bytes of `district.key`. Takes some seconds: the work of a guess is measured out on this computer."""
    plain = _written(keys.store_key, keys.pairs)
    for _turn in range(_TRIES):
        data = bytes(scrypt.encrypt(plain, _typed(passphrase)))
        if _work(data) <= HARDEST:  # it is measured in a moment: when the computer is busy or idle just then, badly
            return data
    raise DistrictKeyTooHard


def unlock(data: bytes, passphrase: str) -> DistrictKeys:
    """The keys in the bytes of `district.key`. Takes some seconds.

    Raises `WrongDistrictPassphrase`, `DistrictKeyDamaged`, `DistrictKeyTooHard`.
    """
    if _work(data) > HARDEST:
        raise DistrictKeyTooHard
    try:
        plain = bytes(scrypt.decrypt(data, _typed(passphrase)))
    except pyrage.DecryptError as error:
        # The binding has one error class for everything; only this text tells a wrong passphrase from a damaged file.
        wrong = str(error) == "Decryption failed"
        raise WrongDistrictPassphrase if wrong else DistrictKeyDamaged from error
    return _read(plain)


def _typed(passphrase: str) -> str:
    return unicodedata.normalize("NFC", passphrase)


def _work(data: bytes) -> int:
    found = _STANZA.match(data) if len(data) <= MAX_BYTES else None
    if found is None:
        raise DistrictKeyDamaged
    return int(found[1])


def _written(store_key: bytes, pairs: Sequence[Pair]) -> bytes:
    lines = [f"# made {pair.made.isoformat()}, public key: {pair.public}\n{pair.secret}\n" for pair in pairs]
    return f"{_FIRST}\n# store key: {store_key.hex()}\n{''.join(lines)}".encode()


def _read(plain: bytes) -> DistrictKeys:
    """Exactly what `_written` writes, and nothing else."""
    try:
        first, store, rest = plain.decode().split("\n", 2)
        found = _STORE.fullmatch(store)
        pairs = tuple(Pair(date.fromisoformat(made), public, secret) for made, public, secret in _PAIR.findall(rest))
        store_key = bytes.fromhex(found[1]) if found else b""
        if first != _FIRST or not pairs or _written(store_key, pairs) != plain:
            raise DistrictKeyDamaged
        if any(agefile.public_of(pair.secret) != pair.public for pair in pairs):
            raise DistrictKeyDamaged
    except (ValueError, agefile.NotAnAgeKey) as error:
        raise DistrictKeyDamaged from error
    return DistrictKeys(store_key, pairs)
