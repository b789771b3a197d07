"""A bundle opened with the district's keys: decrypted, whole, signed. Needs no center and no desk."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wellnessdesk.base import files
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundles import BundleMeta
from wellnessdesk.domain.tables import PublishedTable
from wellnessdesk.exchange import datapackage
from wellnessdesk.exchange.packet_schema import Basis
from wellnessdesk.vault import agefile, sshsig

MAX_FILE_BYTES = 2 * datapackage.MAX_ZIP_BYTES


class CenterUnknown(Problem):
    """The bundle says it is of a center whose signing key was not given."""


class MadeForAnother(Problem):
    """The center made the bundle for other keys; somebody else locked it again for this one."""


class Unreadable(Problem):
    """There is no such file, or it cannot be read, or it is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedBundle:
    """A bundle that was decrypted and found whole. `signed_by` is the center's id, empty when no signers were given.

    `hash` is the SHA-256 of the encrypted file in hex, `size` its bytes; `zipped` is what was encrypted. Of one
    student's records there are no tables, and the `basis` on which they go.
    """

    meta: BundleMeta
    tables: tuple[PublishedTable, ...]
    files: dict[str, bytes]
    basis: Basis | None = None
    signed_by: str = ""
    hash: str = ""
    size: int = 0
    zipped: bytes = field(default=b"", repr=False)


def new_key_pair() -> tuple[str, str]:
    """(text of the identity file as age-keygen writes it, public key `age1…`)."""
    return agefile.generate()


def fingerprint(public: str) -> str:
    """A public key in words that two people can compare by voice."""
    return agefile.fingerprint(public)


def open_bundle(path: Path, identity: str, allowed_signers: str = "") -> OpenedBundle:
    """Decrypt a bundle, check every hash and, when `allowed_signers` is given, the center's signature.

    `identity` and `allowed_signers` are the texts of those files. Raises a different `Problem` for each thing that can
    be wrong: unreadable, no age file, damaged, for another key, not a bundle, altered, malformed, newer, unknown
    center, forged.
    """
    return opened(path, agefile.read_identities(identity), known_signers(allowed_signers))


def known_signers(allowed_signers: str) -> dict[str, bytes] | None:
    """The signing keys in the text of such a file, by center; None for an empty one."""
    return dict(sshsig.read_allowed_signers(allowed_signers)) if allowed_signers.strip() else None


def opened(path: Path, secrets: Sequence[str], signers: Mapping[str, bytes] | None) -> OpenedBundle:
    """The same with secret keys and signing keys (by center) at hand; without `signers` nobody's signature counts."""
    locked = _read(path)
    zipped = agefile.decrypt(locked, secrets)
    inside, found = datapackage.read(zipped)
    signed_by = "" if signers is None else verified(inside, found.meta.center_id, signers)
    return OpenedBundle(meta=found.meta, tables=found.tables, files=inside, basis=found.basis, signed_by=signed_by,
                        hash=hashlib.sha256(locked).hexdigest(), size=len(locked), zipped=zipped)


def verified(inside: Mapping[str, bytes], center: str, signers: Mapping[str, bytes]) -> str:
    """The center that signed a bundle's manifest. Raises `CenterUnknown` or `SignatureProblem`."""
    if center not in signers:
        raise CenterUnknown(_("This bundle comes from a center whose signing key you do not have. "
                              "Ask the center for its allowed_signers line, and compare it by voice."))
    signature = inside.get(datapackage.SIGNATURE, b"")
    sshsig.verify(inside[datapackage.MANIFEST], signature, sshsig.BUNDLE_NAMESPACE, signers[center])
    return center


def _read(path: Path) -> bytes:
    try:
        return files.read(path, MAX_FILE_BYTES)
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: OSError) -> Unreadable:
    """Why a file cannot be read, as a sentence."""
    if isinstance(error, files.NotAFile):
        return Unreadable(_("This is no file, or one far larger than any bundle. It was not opened."))
    return Unreadable(_("The file {name} cannot be read. Check that it is still there.").format(name=path.name))
