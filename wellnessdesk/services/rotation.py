"""Another store key: the copy of the records that proved a backup of them is under it, and takes the old file's place.

Until that moment nothing has happened, and the person can stop it; from then on the new key counts. A crash in between
leaves either, never both and never none: the next to sign in finds the one that opens (`opening_keys`).
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.progress import NO_PROGRESS, Progress, Share
from wellnessdesk.domain.audit import Head
from wellnessdesk.domain.backups import Backup
from wellnessdesk.services import backups, key_changes
from wellnessdesk.services.backup_making import Stays
from wellnessdesk.services.changes import Change, Changes
from wellnessdesk.services.desk import Act, Desk
from wellnessdesk.store import audit, copies
from wellnessdesk.store.errors import DiskFull, StoreBusy, StoreProblem, Unconfirmed
from wellnessdesk.store.transaction import open_store
from wellnessdesk.vault import header_file, primitives, unlock
from wellnessdesk.vault.header import Header

Make = Callable[[int, bytes], Header]
"""The next header, from the number of the newest entry of the log and the new store key."""


def rotate(desk: Desk, make: Make, record: Callable[[Act], object], *features: str,
           progress: Progress = NO_PROGRESS) -> None:
    """Let the header that `make` gives take effect, with the records under its store key and `record` written there.

    The desk goes on at the new file. Raises `Cancelled` (until the exchange, and then nothing was changed), `DiskFull`,
    `StoreBusy` when the records were changed meanwhile, `KeyringUnavailable` (the anchor must fit both keys before),
    `BackupFailed`: without a verified backup no key is exchanged; or `Unconfirmed` when all was done and the file does
    not open at once: the next act tries it again. The backup is recorded whatever came of the exchange.
    """
    desk.require_own()
    proof, state, backup = Stays(desk.folder / header_file.STORE_NEXT, primitives.new_key()), desk.store.state(), []
    header_file.discard_next(desk.folder)
    try:
        backup = backups.before_rotation(desk, proof, Share(progress, 0, 80))
        made = _written(desk, proof, make, record, Share(progress, 80, 100))
        if desk.keeper is not None:
            desk.keeper.bridge(desk.keys, proof.key)
        if desk.store.state() != state:
            raise StoreBusy
        _exchange(desk)
    except BaseException:
        header_file.discard(desk.folder)
        header_file.discard_next(desk.folder)
        _remember(desk, backup)
        raise
    try:
        _go_on(desk, made, proof.key)
    finally:
        for feature in features:
            desk.cache.pop(feature, None)
        desk.changes.announce(Change(frozenset(features), desk.person.id))
        _remember(desk, backup)


@dataclass(frozen=True, slots=True)
class _Made:
    """What is ready to take effect: the header, and what the log of the copy says last."""

    header: Header
    head: Head
    actions: tuple[str, ...]


def _written(desk: Desk, proof: Stays, make: Make, record: Callable[[Act], object], progress: Progress) -> _Made:
    """Write the change into the proof of the backup, prove it once more, and put the header beside it."""
    store = open_store(proof.path, proof.key)
    try:
        aside = replace(desk, store=store, changes=Changes(), cache={}, keeper=None)
        with aside.change() as change:
            header = make(audit.head(change.tx).sequence, proof.key)
            record(change)
            key_changes.remember(change, header)
            made = _Made(header, audit.head(change.tx), tuple(change.actions))
    finally:
        store.close()
    progress.report(10, 100)
    progress.check_cancelled()
    copies.check(proof.path, proof.key)
    _staged(desk, header, proof.key)
    progress.report(100, 100)
    progress.check_cancelled()
    return made


def _staged(desk: Desk, after: Header, key: bytes) -> None:
    try:
        header_file.stage(desk.folder, after, key)
    except OSError as error:
        raise DiskFull from error


def _exchange(desk: Desk) -> None:
    """The one step that counts. The file is closed before, for not every system renames over an open one."""
    desk.store.close()
    try:
        (desk.folder / header_file.STORE_NEXT).replace(desk.store.path)
    except OSError as error:
        desk.store.reopen(desk.keys.store_key)
        raise DiskFull from error


def _remember(desk: Desk, backup: list[Backup]) -> None:
    """Record the backup where the records now are. Trouble here is not what is told."""
    if backup:
        with suppress(Problem):
            backups.finish(desk, backup)


def _go_on(desk: Desk, made: _Made, key: bytes) -> None:
    """There is no way back: what cannot be put in place now, the next to sign in puts there."""
    with suppress(OSError):
        header_file.sync_folder(desk.folder)
        header_file.put_in_place(desk.folder)
    unlock.follow(desk.keys, made.header)
    desk.moved(made.head, *made.actions)
    try:
        desk.store.reopen(key)
    except StoreProblem as problem:  # it is done, and must not be told as if it were not
        raise Unconfirmed from problem
