"""The few cryptographic tools the vault is made of, each libsodium's or OpenSSL's; none is our own invention.

Keys, seeds and tags are `bytes` of 32 unless said otherwise.
"""

import hashlib
import hmac
import json
from collections.abc import Callable

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from nacl.bindings import crypto_box_seal_open, sodium_pad, sodium_unpad
from nacl.exceptions import BadSignatureError, CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import Aead
from nacl.signing import SigningKey, VerifyKey
from nacl.utils import random as random_bytes

from wellnessdesk.vault.errors import NotForThisKey, Tampered

KEY_BYTES = 32
SEALED_OVERHEAD = 48
_PAD = 1024
_JSON = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def new_key() -> bytes:
    """A fresh random 256-bit key."""
    return bytes(random_bytes(KEY_BYTES))


def canonical(value: object) -> bytes:
    """One and only one byte form of plain JSON data (strings, whole numbers, lists, dicts): RFC 8785 for such data."""
    return _JSON.encode(value).encode()


def digest(data: bytes) -> bytes:
    """BLAKE2b of 32 bytes."""
    return hashlib.blake2b(data, digest_size=32).digest()


def mac(key: bytes, data: bytes) -> bytes:
    """HMAC-SHA256."""
    return hmac.digest(key, data, "sha256")


def same(one: bytes, other: bytes) -> bool:
    """Equal, found out in constant time."""
    return hmac.compare_digest(one, other)


def derive(secret: bytes, salt: bytes, info: str) -> bytes:
    """HKDF-SHA256 to 32 bytes (RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=info.encode()).derive(secret)


def encrypt(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    """XChaCha20-Poly1305 with a random nonce (first 24 bytes); `bound_to` must be given again to open it.

    The plain text is padded to whole KiB, so that its length says little.
    """
    return bytes(Aead(key).encrypt(sodium_pad(plain, _PAD), bound_to))


def decrypt(key: bytes, box: bytes, bound_to: bytes) -> bytes:
    """What `encrypt` closed; raises `Tampered` when key, bytes or binding are not the ones it was closed with."""
    try:
        return bytes(sodium_unpad(Aead(key).decrypt(box, bound_to), _PAD))
    except (CryptoError, ValueError) as error:
        raise Tampered from error


def box_public(private: bytes) -> bytes:
    """The X25519 public key of a private one."""
    return bytes(PrivateKey(private).public_key)


def seal(public: bytes, plain: bytes) -> bytes:
    """Closed so that only the holder of the X25519 private key opens it (libsodium sealed box, 48 bytes longer)."""
    return bytes(SealedBox(PublicKey(public)).encrypt(plain))


def unseal(private: bytes, box: bytes, public: bytes = b"") -> bytes:
    """What `seal` closed for this key; raises `NotForThisKey` otherwise. Quicker with its `public` half at hand."""
    try:
        return bytes(crypto_box_seal_open(box, public or box_public(private), private))
    except (CryptoError, ValueError) as error:
        raise NotForThisKey from error


def sign_public(seed: bytes) -> bytes:
    """The Ed25519 public key of a signing seed."""
    return bytes(SigningKey(seed).verify_key)


def sign(seed: bytes, data: bytes) -> bytes:
    """An Ed25519 signature, 64 bytes."""
    return bytes(SigningKey(seed).sign(data).signature)


def signer(seed: bytes) -> Callable[[bytes], bytes]:
    """What `sign` does, for many signatures with one key."""
    key = SigningKey(seed)
    return lambda data: bytes(key.sign(data).signature)


def signed_by(public: bytes, data: bytes, signature: bytes) -> bool:
    """Whether the holder of this Ed25519 key signed exactly these bytes."""
    try:
        VerifyKey(public).verify(data, signature)
    except (BadSignatureError, ValueError, TypeError):
        return False
    return True
