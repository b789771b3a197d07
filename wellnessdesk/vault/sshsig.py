"""Signatures that `ssh-keygen -Y verify` checks: OpenSSH's SSHSIG, version 1, with Ed25519 keys.

Format: PROTOCOL.sshsig in OpenSSH's source; the key and signature blobs are those of RFC 8709, strings
and numbers those of RFC 4251 section 5. Public keys here are their 32 raw bytes, secret ones the 32-byte
seed.
"""

import base64
import hashlib
import re
import textwrap

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import tables
from wellnessdesk.vault import agefile, primitives
from wellnessdesk.vault.errors import VaultProblem

BUNDLE_NAMESPACE = tables.BUNDLE_NAMESPACE

_MAGIC = b"SSHSIG"
_VERSION = (1).to_bytes(4, "big")
_KEY_TYPE = b"ssh-ed25519"
_HASHES = {b"sha512": hashlib.sha512, b"sha256": hashlib.sha256}
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_LINE = 70
_MAX_ARMOR = 4096
_PRINCIPAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]*")
_NAMESPACE = re.compile(r"[a-z0-9@.-]+")
_COMMENT = re.compile(r"[^\x00-\x1f\x7f]*")


class SignatureProblem(VaultProblem):
    """A signature or a public key cannot be accepted."""


class SignatureUnreadable(SignatureProblem):
    """Not an SSH signature, or not a whole one."""

    def sentence(self) -> str:
        return _("The signature of this bundle is damaged or missing. Nothing was imported. "
                 "Ask the center for another copy.")


class SignedByAnother(SignatureProblem):
    """A signature, but not of the key that was expected."""

    def sentence(self) -> str:
        return _("This bundle was signed with another key than the one this center gave you. Do not use it. "
                 "Call the center and compare the fingerprint of its signing key.")


class SignedForAnotherPurpose(SignatureProblem):
    """The right key, but the signature was made for something else than a bundle."""

    def sentence(self) -> str:
        return _("The signature was made for something else, not for a bundle. Do not use this bundle. "
                 "Tell the center.")


class SignatureWrong(SignatureProblem):
    """The right key and purpose, but these are not the bytes that were signed."""

    def sentence(self) -> str:
        return _("The signature does not fit: this bundle was changed after the center signed it. Do not use it. "
                 "Ask the center for another copy.")


class NotAPublicKey(SignatureProblem):
    """The text is no line with an Ed25519 key."""

    def sentence(self) -> str:
        return _("This is not the signing key of a center. It is a line with “ssh-ed25519” "
                 "and a long word that begins with “AAAA”.")


def sign(data: bytes, seed: bytes, namespace: str) -> str:
    """The armored signature of the data, for the file `<name>.sig`."""
    name = _checked_namespace(namespace)
    signature = primitives.sign(seed, _to_be_signed(data, name, b"sha512"))
    public, boxed = _public_blob(primitives.sign_public(seed)), _string(_KEY_TYPE) + _string(signature)
    return _armored(_MAGIC + _VERSION + b"".join(map(_string, (public, name, b"", b"sha512", boxed))))


def verify(data: bytes, armored: str | bytes, namespace: str, allowed: bytes) -> None:
    """Returns if `allowed` signed exactly this data for this purpose.

    The armor must be as `ssh-keygen` writes it, to the byte. Raises `SignatureUnreadable`,
    `SignedByAnother`, `SignedForAnotherPurpose`, `SignatureWrong`.
    """
    key, name, reserved, algorithm, signature = _parts(_dearmored(armored))
    if _key_bytes(key) != allowed:
        raise SignedByAnother
    if name != _checked_namespace(namespace):
        raise SignedForAnotherPurpose
    kind, raw = _strings(signature, 2)
    if reserved or algorithm not in _HASHES or kind != _KEY_TYPE:
        raise SignatureUnreadable
    if not primitives.signed_by(allowed, _to_be_signed(data, name, algorithm), raw):
        raise SignatureWrong


def public_line(public: bytes, comment: str = "") -> str:
    """A public key as the line of an OpenSSH `.pub` file, without a line end."""
    if not _COMMENT.fullmatch(comment):
        raise ValueError("a comment is one line")
    return f"ssh-ed25519 {base64.b64encode(_public_blob(public)).decode()} {comment}".rstrip()


def parse_public_line(line: str) -> bytes:
    """The public key in a line of a `.pub` file; raises `NotAPublicKey`."""
    parts = line.split(maxsplit=2)
    if len(parts) < 2 or parts[0] != _KEY_TYPE.decode():
        raise NotAPublicKey
    try:
        return _key_bytes(_unbase64(parts[1]))
    except SignatureUnreadable as error:
        raise NotAPublicKey from error


def allowed_signers_line(principal: str, public: bytes, namespace: str = BUNDLE_NAMESPACE) -> str:
    """The line of `ssh-keygen`'s allowed-signers file that trusts this key, under this name, for this purpose only."""
    if not _PRINCIPAL.fullmatch(principal):
        raise ValueError("a principal is one plain word")
    return f'{principal} namespaces="{_checked_namespace(namespace).decode()}" {public_line(public)}'


def parse_allowed_signers_line(line: str, namespace: str = BUNDLE_NAMESPACE) -> tuple[str, bytes]:
    """Principal and public key of a line as `allowed_signers_line` writes it; raises `NotAPublicKey`."""
    parts = line.split(maxsplit=2)
    if len(parts) < 3 or not _PRINCIPAL.fullmatch(parts[0]) or parts[1] != f'namespaces="{namespace}"':
        raise NotAPublicKey
    return parts[0], parse_public_line(parts[2])


def read_allowed_signers(text: str, namespace: str = BUNDLE_NAMESPACE) -> list[tuple[str, bytes]]:
    """Every principal and public key of an allowed-signers file; comments and blank lines are skipped.

    Raises `NotAPublicKey` when a line is anything else than what `allowed_signers_line` writes.
    """
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines()]
    return [parse_allowed_signers_line(line, namespace) for line in lines if line and not line.startswith("#")]


def fingerprint(public: bytes) -> str:
    """As `ssh-keygen -l` shows it: `SHA256:` and 43 characters."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(_public_blob(public)).digest()).decode().rstrip("=")


def words(public: bytes) -> str:
    """The same in six words, to be compared over the telephone (`agefile.spoken`)."""
    return agefile.spoken(_public_blob(public))


def _to_be_signed(data: bytes, namespace: bytes, algorithm: bytes) -> bytes:
    hashed = _HASHES[algorithm](data).digest()
    return _MAGIC + b"".join(map(_string, (namespace, b"", algorithm, hashed)))


def _parts(blob: bytes) -> list[bytes]:
    """Public key, namespace, reserved, hash algorithm, signature."""
    start = _MAGIC + _VERSION
    if not blob.startswith(start):
        raise SignatureUnreadable
    return _strings(blob[len(start):], 5)


def _armored(blob: bytes) -> str:
    lines = textwrap.wrap(base64.b64encode(blob).decode(), _LINE)
    return "\n".join((_BEGIN, *lines, _END, ""))


def _dearmored(armored: str | bytes) -> bytes:
    text = armored if isinstance(armored, str) else armored.decode("ascii", "replace")
    if len(text) > _MAX_ARMOR:
        raise SignatureUnreadable
    blob = _unbase64("".join(text.splitlines()[1:-1]))
    if _armored(blob) != text:
        raise SignatureUnreadable
    return blob


def _unbase64(text: str) -> bytes:
    """The bytes that are written so, and only so: base64 has spare bits that a lenient reader ignores."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise SignatureUnreadable from error
    if base64.b64encode(data).decode() != text:
        raise SignatureUnreadable
    return data


def _public_blob(public: bytes) -> bytes:
    return _string(_KEY_TYPE) + _string(public)


def _key_bytes(blob: bytes) -> bytes:
    kind, key = _strings(blob, 2)
    if kind != _KEY_TYPE or len(key) != primitives.KEY_BYTES:
        raise SignatureUnreadable
    return key


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def _strings(data: bytes, count: int) -> list[bytes]:
    """Exactly `count` strings and nothing behind them."""
    found = []
    for _turn in range(count):
        end = 4 + int.from_bytes(data[:4], "big")
        if len(data) < end:
            raise SignatureUnreadable
        found.append(data[4:end])
        data = data[end:]
    if data:
        raise SignatureUnreadable
    return found


def _checked_namespace(namespace: str) -> bytes:
    if not _NAMESPACE.fullmatch(namespace):
        raise ValueError("a namespace is lower-case, as bundle@wellnessdesk.org")
    return namespace.encode()
