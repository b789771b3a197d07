"""The district's side: its keys, and opening a bundle with them. Needs no center and no desk."""

from dataclasses import dataclass
from pathlib import Path

from wellnessdesk.base import files
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundles import BundleMeta
from wellnessdesk.domain.tables import PublishedTable
from wellnessdesk.exchange import datapackage
from wellnessdesk.vault import agefile, sshsig

MAX_FILE_BYTES = 2 * datapackage.MAX_ZIP_BYTES


class CenterUnknown(Problem):
    """The bundle says it is of a center whose signing key was not given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedBundle:
    """A bundle that was decrypted and found whole. `signed_by` is the center's id, empty when no signers were given."""

    meta: BundleMeta
    tables: tuple[PublishedTable, ...]
    files: dict[str, bytes]
    signed_by: str = ""


def new_key_pair() -> tuple[str, str]:
    """(text of the identity file as age-keygen writes it, public key `age1…`)."""
    return agefile.generate()


def fingerprint(public: str) -> str:
    """A public key in words that two people can compare by voice."""
    return agefile.fingerprint(public)


def open_bundle(path: Path, identity: str, allowed_signers: str = "") -> OpenedBundle:
    """Decrypt a bundle, check every hash and, when `allowed_signers` is given, the center's signature.

    `identity` and `allowed_signers` are the texts of those files. Raises a different `Problem` for each thing that can
    be wrong: no age file, damaged, for another key, not a bundle, altered, malformed, newer, unknown center, forged.
    """
    files = datapackage.read_zip(agefile.decrypt(_read(path), agefile.read_identities(identity)))
    found = datapackage.contents(files)
    signed_by = _verified(files, found.meta.center_id, allowed_signers) if allowed_signers.strip() else ""
    return OpenedBundle(meta=found.meta, tables=found.tables, files=files, signed_by=signed_by)


def _verified(files: dict[str, bytes], center: str, allowed_signers: str) -> str:
    signers = dict(sshsig.read_allowed_signers(allowed_signers))
    if center not in signers:
        raise CenterUnknown(_("This bundle comes from a center whose signing key you do not have. "
                              "Ask the center for its allowed_signers line, and compare it by voice."))
    signature = files.get(datapackage.SIGNATURE, b"")
    sshsig.verify(files[datapackage.MANIFEST], signature, sshsig.BUNDLE_NAMESPACE, signers[center])
    return center


def _read(path: Path) -> bytes:
    try:
        return files.read(path, MAX_FILE_BYTES)
    except files.NotAFile as error:
        raise Problem(_("This is no file, or one far larger than any bundle. It was not opened.")) from error
    except OSError as error:
        raise Problem(_("The file {name} cannot be read. Check that it is still there.").format(
            name=path.name)) from error
