"""A bundle of rows opened with the recipient's keys, part by part: whole, signed, and every row as it is described.

It is read twice: what describes and signs the tables stands behind them.
"""

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from wellnessdesk.base import files
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress, Share
from wellnessdesk.domain.bundles import BundleMeta, Kind
from wellnessdesk.exchange import bundle_schema, datapackage, row_csv, row_package, row_schema
from wellnessdesk.exchange.bundle_problems import (
    BundleAltered,
    BundleFileMissing,
    BundleFileUndeclared,
    BundleMalformed,
    BundleOfRows,
    BundleTooLarge,
)
from wellnessdesk.exchange.row_csv import RowLayout
from wellnessdesk.exchange.zip_reading import Take, Unzipping
from wellnessdesk.services.district.opened import (
    MAX_FILE_BYTES,
    MadeForAnother,
    OpenedBundle,
    known_signers,
    opened,
    unreadable,
    verified,
)
from wellnessdesk.vault import agefile

_MOST = row_package.MAX_BYTES + 2**22
_BESIDE = {datapackage.MANIFEST, datapackage.SIGNATURE, datapackage.README}
_LARGEST_BESIDE = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedRows:
    """A bundle of rows that was found whole, and how many rows each table has. Else as `OpenedBundle`."""

    meta: BundleMeta
    tables: tuple[tuple[RowLayout, int], ...]
    signed_by: str = ""
    hash: str = ""
    size: int = 0


def open_any(path: Path, identity: str, allowed_signers: str = "", out: Path | None = None,
             progress: Progress = NO_PROGRESS) -> OpenedBundle | OpenedRows:
    """Open a bundle of whatever kind as `open_bundle` does; one of rows is unpacked into `out` part by part.

    Raises `MadeForAnother` too, where the center did not make it for this identity.
    """
    secrets = agefile.read_identities(identity)
    found = opened_any(path, secrets, known_signers(allowed_signers), out, progress)
    _require_made_for(found, secrets)
    return found


def opened_any(path: Path, secrets: Sequence[str], signers: Mapping[str, bytes] | None,
               out: Path | None = None, progress: Progress = NO_PROGRESS) -> OpenedBundle | OpenedRows:
    """The same with secret keys and signing keys (by center) at hand, as `opened` has them.

    Raises `Cancelled` too; `out` is then as after an error.
    """
    size = _size(path)
    if size > _MOST:
        raise unreadable(path, files.NotAFile())
    with suppress(BundleOfRows):
        if size <= MAX_FILE_BYTES:
            return opened(path, secrets, signers)
    return open_rows(path, secrets, signers, out, progress)


def open_rows(path: Path, secrets: Sequence[str], signers: Mapping[str, bytes] | None,
              out: Path | None = None, progress: Progress = NO_PROGRESS) -> OpenedRows:
    """Check a bundle of rows and, where `signers` are given, the center's signature; unpack it into `out`, a folder.

    Raises what `open_bundle` raises, and `OSError` where `out` cannot take it: what is there then must not be used.
    """
    seen = _Seen()
    digest, size = _read(path, secrets, seen.begin, Share(progress, 0, 50))
    found = datapackage.manifest_of(seen.beside, row_schema.RESOURCE)
    try:
        meta = bundle_schema.meta_of(found)
        layouts = {entry["path"]: (row_schema.layout_of(entry), int(entry["rows"])) for entry in found["resources"]}
    except ValueError as error:
        raise BundleMalformed(datapackage.MANIFEST) from error
    if meta.kind is not Kind.ROWS or meta.ends_on is None or not layouts or len(layouts) != len(found["resources"]):
        raise BundleMalformed(datapackage.MANIFEST)
    seen.require(found)
    signed_by = "" if signers is None else verified(seen.beside, meta.center_id, signers)
    _unpack(path, secrets, layouts, out, digest, Share(progress, 50, 100))
    return OpenedRows(meta=meta, tables=tuple(layouts.values()), signed_by=signed_by, hash=digest, size=size)


def _require_made_for(found: OpenedBundle | OpenedRows, secrets: Sequence[str]) -> None:
    """Raise `MadeForAnother` where the manifest names none of these keys.

    A bundle of format 1 named one of several keys that it was locked for: nothing can be said of it.
    """
    if isinstance(found, OpenedBundle) and datapackage.manifest_of(found.files)["bundle"]["format"] == 1:
        return
    own = {agefile.fingerprint(agefile.public_of(secret)) for secret in secrets}
    if own.isdisjoint(found.meta.recipient_keys):
        raise MadeForAnother(_(
            "The center made this bundle for {name}, not for this key. Either somebody passed it on, or it is the "
            "center's own copy: that is opened with age --decrypt.").format(name=found.meta.recipient))


def _size(path: Path) -> int:
    try:
        with files.open_real(path) as file:
            return os.fstat(file.fileno()).st_size
    except OSError as error:
        raise unreadable(path, error) from error


class _Seen:
    """The files of a bundle as they went by: hash and size of each, and what describes the tables."""

    def __init__(self) -> None:
        self.beside = dict[str, bytes]()
        self._hashes, self._sizes = dict[str, Any](), dict[str, int]()

    def begin(self, name: str) -> Take:
        """What takes a file."""
        digest = self._hashes[name] = hashlib.sha256()
        self._sizes[name] = 0

        def take(data: bytes) -> None:
            digest.update(data)
            self._sizes[name] += len(data)
            if name in _BESIDE:
                self.beside[name] = self.beside.get(name, b"") + data
                if len(self.beside[name]) > _LARGEST_BESIDE:
                    raise BundleTooLarge

        return take

    def require(self, manifest: Mapping[str, Any]) -> None:
        """Raise what is wrong with the files, by what the manifest declares."""
        declared = {entry["path"]: entry for entry in (*manifest["resources"], manifest["bundle"]["readme"])}
        for name in self._hashes.keys() - declared.keys() - {datapackage.MANIFEST, datapackage.SIGNATURE}:
            raise BundleFileUndeclared(name)
        for name, entry in declared.items():
            if name not in self._hashes:
                raise BundleFileMissing(name)
            if (self._sizes[name], f"sha256:{self._hashes[name].hexdigest()}") != (entry["bytes"], entry["hash"]):
                raise BundleAltered(name)


def _unpack(path: Path, secrets: Sequence[str], layouts: Mapping[str, tuple[RowLayout, int]], out: Path | None,
            digest: str, progress: Progress) -> None:
    with ExitStack() as stack:
        checks = {name: row_csv.Checking(*its) for name, its in layouts.items()}

        def begin(name: str) -> Take:
            file = stack.enter_context(os.fdopen(files.create(out / name), "wb")) if out is not None else None
            check = checks.get(name)

            def take(data: bytes) -> None:
                if check is not None:
                    check.write(data)
                if file is not None:
                    file.write(data)

            return take

        again, _size = _read(path, secrets, begin, progress)
        for check in checks.values():
            check.close()
    if again != digest:
        raise BundleAltered(path.name)


def _read(path: Path, secrets: Sequence[str], begin: Callable[[str], Take], progress: Progress) -> tuple[str, int]:
    """Let the files of a bundle go by; the SHA-256 of the encrypted file in hex, and its bytes."""
    unzipping = Unzipping(begin, _MOST)
    try:
        source = files.open_real(path)
    except OSError as error:
        raise unreadable(path, error) from error
    with source:
        hashed = _Hashing(source, progress)
        agefile.decrypt_stream(hashed, unzipping, secrets)
    unzipping.close()
    return hashed.digest.hexdigest(), hashed.size


class _Hashing:
    """A file to be read, which can be stopped, and the hash and size of what was read of it."""

    def __init__(self, file: BinaryIO, progress: Progress) -> None:
        self._file, self._progress, self._whole = file, progress, os.fstat(file.fileno()).st_size
        self.digest, self.size = hashlib.sha256(), 0

    def read(self, most: int, /) -> bytes:
        """The next bytes."""
        self._progress.check_cancelled()
        data = self._file.read(most)
        self.digest.update(data)
        self.size += len(data)
        self._progress.report(self.size, self._whole)
        return data
