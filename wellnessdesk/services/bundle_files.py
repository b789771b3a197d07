"""A bundle's files on a stick: put in place whole or not at all, and what a crash left half done is settled."""

import hashlib
import os
import re
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from wellnessdesk.base import files
from wellnessdesk.domain.bundles import BundleState
from wellnessdesk.services import bundle_log
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import bundle_requests, bundles
from wellnessdesk.store.bundles import Pending
from wellnessdesk.vault.agefile import Sink
from wellnessdesk.vault.header_file import sync_folder

Fill = Callable[[Sink], object]
"""Writes a whole file into what it is given; may raise anything."""
_PART = ".part"
_OURS = re.compile(r"wellnessdesk-[a-z0-9-]+\.age")
_BLOCK = 2**20
_LARGEST_UNKNOWN = 16 * 2**20
"""Bytes of a bundle whose record does not know its size: those of before sizes were kept held counts."""


@act("bundles.settle")
def settle_pending(desk: Desk) -> None:
    """Finish what a crash left half done: a whole file gets its record, anything less is removed.

    Where the folder itself is not there now (a stick), the record stays pending and is asked about again; so does a
    record that the entry of its beginning, signed by a coordinator, does not bear out: anybody with an SQL shell can
    write a row, and no file is opened or removed on their word.
    """
    with desk.reading() as tx:
        waiting = [one for one in bundles.pending(tx) if bundle_log.bears_out(desk, tx, one)]
    for one in waiting:
        state = _became(one)
        if state is not BundleState.PENDING:
            settle(desk, one.bundle, state)


def settle(desk: Desk, bundle: str, state: BundleState, copied: str = "") -> None:
    """Write down what became of a bundle; `copied` is the hash of the center's own copy, where there is one."""
    with desk.change("bundles") as change:
        bundles.settle(change.tx, bundle, state, copied)
        if state is BundleState.WRITTEN:
            bundle_requests.written(change.tx, bundle)
        change.record("bundle.write" if state is BundleState.WRITTEN else "bundle.abandon", f"bundle:{bundle}")
        if copied:
            change.record("bundle.copy", f"bundle:{bundle}", f"sha256:{copied}")


def in_the_way(target: Path) -> Path | None:
    """What is there already in the place of a file, or where it would be staged."""
    return next((path for path in (target, _part(target)) if os.path.lexists(path)), None)


def stage(target: Path, fill: Fill) -> tuple[str, int]:
    """Write a file beside its place, sync it, read it back and compare: its SHA-256 in hex and its bytes.

    Raises `OSError`, or what `fill` raises; then nothing is left there.
    """
    part = _part(target)
    descriptor = files.create(part)
    try:
        with os.fdopen(descriptor, "wb") as file:
            told = _Hashed(file)
            fill(told)
            file.flush()
            os.fsync(file.fileno())
        if _digest(part, told.size) != told.digest.hexdigest():
            raise OSError("what was read back differs")
    except Exception:
        drop(part)
        raise
    return told.digest.hexdigest(), told.size


def put_in_place(target: Path) -> None:
    """Let what was staged become the file; `OSError`, and nothing left, where that fails."""
    try:
        _part(target).replace(target)
        sync_folder(target.parent)
    except OSError:
        discard(target)
        drop(target)
        raise


def discard(target: Path) -> None:
    """Remove what was staged."""
    drop(_part(target))


def drop(path: Path) -> None:
    """As far as that can be done: what is left there, the next to sign in settles."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


class _Hashed:
    """A file, and the hash and size of what was written to it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.digest, self.size = file, hashlib.sha256(), 0

    def write(self, data: bytes, /) -> None:
        """All of it."""
        self._file.write(data)
        self.digest.update(data)
        self.size += len(data)


def _part(target: Path) -> Path:
    return target.with_name(target.name + _PART)


def _digest(path: Path, most: int) -> str:
    """The SHA-256 of a file, block by block; empty for one of more bytes. Raises `OSError`."""
    digest, left = hashlib.sha256(), most
    with files.open_real(path) as file:
        for block in iter(partial(file.read, _BLOCK), b""):
            left -= len(block)
            if left < 0:
                return ""
            digest.update(block)
    return digest.hexdigest()


def _became(pending: Pending) -> BundleState:
    """Removes what is no whole bundle with a complete record: the parts, and the center's own copy."""
    places = [Path(path) for path in (pending.path, pending.copy) if path]
    try:
        if not all(place.parent.is_dir() and _OURS.fullmatch(place.name) for place in places):
            return BundleState.PENDING
        for place in places:
            _part(place).unlink(missing_ok=True)
        target, *copies = places
        whole = bool(pending.hash) and target.exists() and pending.hash == _digest(
            target, pending.size or _LARGEST_UNKNOWN)
        for copy in copies:
            copy.unlink(missing_ok=True)
    except OSError:  # a share that does not answer now must not keep anybody from signing in
        return BundleState.PENDING
    return BundleState.WRITTEN if whole else BundleState.ABANDONED
