"""Entries of the audit log that only coordinators can read: what was done, to what, and by whom.

The clear part of such an entry says when, and nothing else; its hash and its place in the chain are as everybody's.
"""

from collections.abc import Callable

from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError

from wellnessdesk.vault import primitives
from wellnessdesk.vault.directory import Directory, decode, encode
from wellnessdesk.vault.errors import NotForThisKey, Tampered
from wellnessdesk.vault.unlock import Unlocked

_SIGNATURE = 64
_PAD = 256


def close(keys: Unlocked, words: str) -> tuple[str, Callable[[bytes], bytes]]:
    """The detail of an entry that says `words`, and what signs its hash without showing who signed.

    Raises `DirectoryForged`.
    """
    role_key, person = keys.directory.role_keys[-1], keys.identity.person.encode()
    signature_of = primitives.signer(keys.identity.sign_seed)

    def sign(data: bytes) -> bytes:
        return _close(role_key, signature_of(data) + person)

    return encode(_close(role_key, words.encode())), sign


def words(keys: Unlocked, detail: str) -> str:
    """What an entry says. Raises `NotForThisKey` for who is no coordinator, `Tampered`."""
    try:
        return _open(keys, decode(detail)).decode()
    except ValueError as error:
        raise Tampered from error


def signer(keys: Unlocked, data: bytes, sealed_signature: bytes, directory: Directory | None = None, *,
           number: int | None = None) -> str | None:
    """The id of whoever of the directory signed this hash; None when nobody did, or for who is no coordinator.

    With the `number` of the entry, only the key that its author had then counts. `directory` spares whoever walks a
    whole log the proof of it at every entry.
    """
    try:
        plain = _open(keys, sealed_signature)
        entry = (directory or keys.directory).entry(plain[_SIGNATURE:].decode())
    except (NotForThisKey, Tampered, ValueError):
        return None
    if entry is None:
        return None
    then = entry.in_force(number) if number is not None else None
    valid = entry.signs if number is None else (then[1],) if then is not None else ()
    return entry.person if any(primitives.signed_by(sign, data, plain[:_SIGNATURE]) for sign in valid) else None


def _close(role_key: bytes, plain: bytes) -> bytes:
    return primitives.seal(role_key, sodium_pad(plain, _PAD))


def _open(keys: Unlocked, box: bytes) -> bytes:
    try:
        return bytes(sodium_unpad(_unsealed(list(keys.role_privates.values()), box), _PAD))
    except CryptoError as error:
        raise Tampered from error


def _unsealed(privates: list[bytes], box: bytes) -> bytes:
    for private in reversed(privates):
        try:
            return primitives.unseal(private, box)
        except NotForThisKey:
            continue
    raise NotForThisKey
