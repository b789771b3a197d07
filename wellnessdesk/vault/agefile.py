"""age files (age-encryption.org/v1): what a bundle or a backup is locked in, so that `age` alone opens it.

The locking is pyrage's. Here are the limits on what a stranger may hand us, the keys' own files, and the
fingerprint.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Protocol

import pyrage
from mnemonic import Mnemonic
from pyrage import x25519

from wellnessdesk.base.i18n import _
from wellnessdesk.vault.errors import VaultProblem

MAX_STANZAS = 8
MAX_HEADER_BYTES = 4096
MAX_RECIPIENTS = MAX_STANZAS - 1  # pyrage adds a stanza of nonsense, to keep readers used to unknown ones
FINGERPRINT_WORDS = 6

_INTRO = b"age-encryption.org/v1\n"
_WORD_BITS = 11
_BLOCK = 2**18
_IDENTITY = re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]+")


class Sink(Protocol):
    """Where bytes go, in their order."""

    def write(self, data: bytes, /) -> object:
        """Take all of them; raises `OSError`."""


class Source(Protocol):
    """Where bytes come from."""

    def read(self, most: int, /) -> bytes:
        """The next ones, so many or fewer; none at the end. Raises `OSError`."""


class AgeProblem(VaultProblem):
    """An age file or key cannot be used."""


class NotAnAgeFile(AgeProblem):
    """It does not begin as an age file does."""

    def sentence(self) -> str:
        return _("This is not an encrypted bundle: it does not begin as an age file does. Nothing was opened.")


class AgeFileDamaged(AgeProblem):
    """It begins well, but is cut off or was changed."""

    def sentence(self) -> str:
        return _("This encrypted file is damaged or was cut off. Nothing of it was used. "
                 "Ask the center for another copy.")


class NotForThisAgeKey(AgeProblem):
    """None of the keys fits."""

    def sentence(self) -> str:
        return _("This file was not encrypted for this key. Ask the center which key it used, "
                 "and compare the words of its fingerprint.")


class AgeHeaderTooLong(AgeProblem):
    """More recipients than any bundle has: reading on could keep the computer busy for long."""

    def sentence(self) -> str:
        return _("This encrypted file names far too many recipients. It was not made by WellnessDesk "
                 "and was not opened.")


class NotAnAgeKey(AgeProblem):
    """The text is no age key of the kind asked for."""

    def sentence(self) -> str:
        return _("This is not an age key. A public key begins with “age1”; "
                 "a key file made by age-keygen has a line that begins with “AGE-SECRET-KEY-1”.")


def generate() -> tuple[str, str]:
    """A new key pair: the text of the identity file (secret, as age-keygen writes it) and the public key."""
    identity = x25519.Identity.generate()
    public = str(identity.to_public())
    return f"# public key: {public}\n{identity}\n", public


def read_identities(text: str) -> list[str]:
    """The secret keys in the text of an identity file; comments and blank lines are skipped.

    Raises `NotAnAgeKey` when a line is anything else, or when there is no key at all.
    """
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines()]
    keys = [line for line in lines if line and not line.startswith("#")]
    if not keys:
        raise NotAnAgeKey
    for key in keys:
        _identity(key)
    return keys


def public_of(identity: str) -> str:
    """The public key that goes with a secret one; raises `NotAnAgeKey`."""
    return str(_identity(identity).to_public())


def valid_recipient(text: str) -> bool:
    """Whether this is the public key of an age key pair (X25519; not a plugin's, not an SSH key)."""
    try:
        return str(x25519.Recipient.from_str(text)) == text
    except pyrage.RecipientError:
        return False


def fingerprint(public: str) -> str:
    """Six words (66 bits of the SHA-256 of the public key) that two people can compare over the telephone.

    Raises `NotAnAgeKey`.
    """
    if not valid_recipient(public):
        raise NotAnAgeKey
    return spoken(public.encode())


def spoken(data: bytes) -> str:
    """Six words: the first 66 bits of the SHA-256 of some public bytes."""
    digest = int.from_bytes(hashlib.sha256(data).digest(), "big")
    top = digest >> (256 - FINGERPRINT_WORDS * _WORD_BITS)
    words = Mnemonic("english").wordlist
    picked = [(top >> (_WORD_BITS * place)) % (1 << _WORD_BITS) for place in reversed(range(FINGERPRINT_WORDS))]
    return " ".join(words[number] for number in picked)


def encrypt(data: bytes, recipients: Sequence[str]) -> bytes:
    """The data locked so that the holder of any one of these keys (1 to 7) opens it; raises `NotAnAgeKey`."""
    return bytes(pyrage.encrypt(data, _recipients(recipients)))


def encrypt_stream(parts: Iterable[bytes], target: Sink, recipients: Sequence[str]) -> None:
    """The same of bytes that come in parts, of which never more than one is kept, whatever their number.

    Raises what the parts or the target raise, and `NotAnAgeKey`; then the target has the beginning of a file.
    """
    source = _Parts(parts)
    keys = _recipients(recipients)
    try:
        pyrage.encrypt_io(source, _Whole(target, source), keys)
    except pyrage.EncryptError:
        if source.error is None:
            raise
    if source.error is not None:  # the binding keeps only its words, and of the last write not even those
        raise source.error


def decrypt(data: bytes, identities: Sequence[str]) -> bytes:
    """What was locked, opened by any of these secret keys.

    Raises `NotAnAgeFile`, `AgeHeaderTooLong`, `AgeFileDamaged`, `NotForThisAgeKey`, or `NotAnAgeKey` for
    a key that is none. A recipient's stanza that was changed looks just like one for somebody else.
    """
    keys = [_identity(identity) for identity in identities]
    check_header(data)
    try:
        return bytes(pyrage.decrypt(data, keys))
    except pyrage.DecryptError as error:
        # The binding has one error class for everything; only this text tells a strange key from a damaged file.
        if str(error) == "No matching keys found":
            raise NotForThisAgeKey from error
        raise AgeFileDamaged from error


def decrypt_stream(source: Source, target: Sink, identities: Sequence[str]) -> None:
    """What was locked, opened part by part into a target, of which each is proved before it goes there.

    `source` stands at its beginning. Raises what `decrypt` raises, and what reading and the target raise.
    """
    keys = [_identity(identity) for identity in identities]
    head = source.read(MAX_HEADER_BYTES + 1)
    check_header(head)
    parts = _Parts(chain((head,), iter(partial(source.read, _BLOCK), b"")))
    try:
        pyrage.decrypt_io(parts, _Whole(target, parts), keys)
    except (pyrage.DecryptError, OSError) as error:
        if parts.error is None:
            if str(error) == "No matching keys found":
                raise NotForThisAgeKey from error
            raise AgeFileDamaged from error
    if parts.error is not None:
        raise parts.error


def check_header(data: bytes) -> None:
    """Refuse a file whose header is none, is cut off, or is longer than an honest one (8 stanzas, 4 KiB).

    Raises `NotAnAgeFile`, `AgeHeaderTooLong`, `AgeFileDamaged`. One stanza costs a reader a key
    agreement; a thousand of them kept pyrage busy for 14.5 seconds.
    """
    if not data.startswith(_INTRO):
        raise AgeFileDamaged if data and _INTRO.startswith(data) else NotAnAgeFile
    head = data[:MAX_HEADER_BYTES]
    lines = head.split(b"\n")[1:-1]
    mac = next((number for number, line in enumerate(lines) if line.startswith(b"---")), None)
    stanzas = sum(line.startswith(b"->") for line in lines[:mac])
    if stanzas > MAX_STANZAS or (mac is None and len(data) > MAX_HEADER_BYTES):
        raise AgeHeaderTooLong
    if mac is None or not stanzas:
        raise AgeFileDamaged


class _Parts:
    """Parts of bytes as a file to be read, as far as the binding reads it; keeps what went wrong."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts: Iterator[bytes] = iter(parts)
        self._part = memoryview(b"")
        self.error: BaseException | None = None

    def read(self, most: int) -> bytes:
        """The next bytes; none at the end."""
        try:
            while not self._part:
                self._part = memoryview(next(self._parts))
        except StopIteration:
            return b""
        except BaseException as error:
            self.error = error
            raise
        part, self._part = self._part[:most], self._part[most:]
        return bytes(part)


class _Whole:
    """A target as the binding writes to it; keeps what went wrong beside what did in the parts."""

    def __init__(self, target: Sink, told: _Parts) -> None:
        self._target, self._told = target, told

    def write(self, data: bytes) -> int:
        """Pass it on."""
        try:
            self._target.write(data)
        except BaseException as error:
            self._told.error = error
            raise
        return len(data)

    def flush(self) -> None:
        """The binding wants one and does not call it: whoever has the target does."""


def _recipients(recipients: Sequence[str]) -> list[x25519.Recipient]:
    if not 1 <= len(recipients) <= MAX_RECIPIENTS:
        raise ValueError("1 to 7 recipients")
    if not all(map(valid_recipient, recipients)):
        raise NotAnAgeKey
    return [x25519.Recipient.from_str(recipient) for recipient in recipients]


def _identity(text: str) -> x25519.Identity:
    if not _IDENTITY.fullmatch(text):
        raise NotAnAgeKey
    try:
        return x25519.Identity.from_str(text)
    except pyrage.IdentityError as error:
        raise NotAnAgeKey from error
