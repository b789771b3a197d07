"""Another store key: the records are copied under it, the copy is checked, and takes the place of the old file.

Until that moment nothing has happened, and the person can stop it; from then on the new key counts. A crash in between
leaves either, never both and never none: the next to sign in finds the one that opens (`opening_keys`).
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from wellnessdesk.base.progress import NO_PROGRESS, Progress, Share
from wellnessdesk.domain.audit import Head
from wellnessdesk.services import backups, key_changes
from wellnessdesk.services.changes import Change, Changes
from wellnessdesk.services.desk import Act, Desk
from wellnessdesk.store import audit, copies
from wellnessdesk.store.errors import DiskFull, StoreBusy, StoreDamaged, StoreProblem, Unconfirmed
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
    not open at once: the next act tries it again.
    """
    desk.require_own()
    backups.before_rotation(desk, Share(progress, 0, 50))
    progress, key, state = Share(progress, 50, 100), primitives.new_key(), desk.store.state()
    header_file.discard_next(desk.folder)
    try:
        made = _copied(desk, key, make, record, progress)
        _staged(desk, made.header, key)
        progress.report(100, 100)
        progress.check_cancelled()
        if desk.keeper is not None:
            desk.keeper.bridge(desk.keys, key)
        if desk.store.state() != state:
            raise StoreBusy
        _exchange(desk)
    except BaseException:
        header_file.discard(desk.folder)
        header_file.discard_next(desk.folder)
        raise
    try:
        _go_on(desk, made, key)
    finally:
        for feature in features:
            desk.cache.pop(feature, None)
        desk.changes.announce(Change(frozenset(features), desk.person.id))


@dataclass(frozen=True, slots=True)
class _Made:
    """What is ready to take effect: the header, and what the log of the copy says last."""

    header: Header
    head: Head
    actions: tuple[str, ...]


def _copied(desk: Desk, key: bytes, make: Make, record: Callable[[Act], object], progress: Progress) -> _Made:
    """Copy the records, prove the copy, write the change into it, and prove it once more."""
    target = desk.folder / header_file.STORE_NEXT
    copies.copy(desk.store, target, key, Share(progress, 0, 20))
    before = copies.content(desk.store.path, desk.keys.store_key, Share(progress, 20, 45))
    if copies.content(target, key, Share(progress, 45, 70)) != before:
        raise StoreDamaged
    progress.check_cancelled()
    store = open_store(target, key)
    try:
        aside = replace(desk, store=store, changes=Changes(), cache={}, keeper=None)
        with aside.change() as change:
            header = make(audit.head(change.tx).sequence, key)
            record(change)
            key_changes.remember(change, header)
            made = _Made(header, audit.head(change.tx), tuple(change.actions))
    finally:
        store.close()
    progress.report(80, 100)
    progress.check_cancelled()
    copies.check(target, key)
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
