"""A bundle's files on a stick: put in place whole or not at all, and what a crash left half done is settled."""

import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path

from wellnessdesk.base import files
from wellnessdesk.domain.bundles import BundleState
from wellnessdesk.domain.people import Role
from wellnessdesk.exchange import datapackage
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.store import bundles
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives
from wellnessdesk.vault.header_file import sync_folder

_PART = ".part"
_OURS = re.compile(r"wellnessdesk-[a-z0-9-]+\.age")
_LARGEST = 2 * datapackage.MAX_ZIP_BYTES


@act("bundles.settle")
def settle_pending(desk: Desk) -> None:
    """Finish what a crash left half done: a whole file gets its record, anything less is removed.

    Where the folder itself is not there now (a stick), the record stays pending and is asked about again; so does a
    record that the entry of its beginning, signed by a coordinator, does not bear out: anybody with an SQL shell can
    write a row, and no file is opened or removed on their word.
    """
    with desk.reading() as tx:
        waiting = [one for one in bundles.pending(tx) if _begun_by_a_coordinator(desk, tx, one[0], one[2])]
    for bundle, path, expected in waiting:
        state = _became(Path(path), expected)
        if state is not BundleState.PENDING:
            settle(desk, bundle, state)


def settle(desk: Desk, bundle: str, state: BundleState) -> None:
    """Write down what became of a bundle."""
    with desk.change("bundles") as change:
        bundles.settle(change.tx, bundle, state)
        _record_settled(change, bundle, state)


def put_in_place(target: Path, data: bytes) -> None:
    """Write, sync, read back and compare, then rename; `OSError`, and nothing left, where any of it fails."""
    part = target.with_name(target.name + _PART)
    try:
        with os.fdopen(files.create(part), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if hashlib.sha256(part.read_bytes()).digest() != hashlib.sha256(data).digest():
            raise OSError("what was read back differs")
        part.replace(target)
    except OSError:
        drop(part)
        raise
    try:
        sync_folder(target.parent)
    except OSError:
        drop(target)
        raise


def drop(path: Path) -> None:
    """As far as that can be done: what is left there, the next to sign in settles."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _begun_by_a_coordinator(desk: Desk, tx: Transaction, bundle: str, digest: str) -> bool:
    directory = desk.keys.directory
    for actor, number, entry_hash, signature in bundles.beginnings(tx, bundle, digest):
        person = directory.entry(actor)
        then = person.in_force(number) if person is not None else None
        if then is not None and then[0] is Role.COORDINATOR and primitives.signed_by(then[1], entry_hash, signature):
            return True
    return False


def _became(target: Path, expected: str) -> BundleState:
    try:
        if not target.parent.is_dir() or not _OURS.fullmatch(target.name):
            return BundleState.PENDING
        target.with_name(target.name + _PART).unlink(missing_ok=True)
        whole = target.exists() and hashlib.sha256(files.read(target, _LARGEST)).hexdigest() == expected
    except OSError:  # a share that does not answer now must not keep anybody from signing in
        return BundleState.PENDING
    return BundleState.WRITTEN if whole else BundleState.ABANDONED


def _record_settled(change: Act, bundle: str, state: BundleState) -> None:
    change.record("bundle.write" if state is BundleState.WRITTEN else "bundle.abandon", f"bundle:{bundle}")
