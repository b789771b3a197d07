"""A center brought back from a backup with recovery kit A: into a new folder, or in the place of the present one.

Needs nobody signed in. Everything is laid out and compared beside the center first; then the present files are put
aside (never deleted) and one rename makes the restored center the present one. A crash before it leaves the old
center, after it the restored one; there is no third.
"""

import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from wellnessdesk.base import files
from wellnessdesk.base.clock import Clock, SystemClock
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress, Share
from wellnessdesk.domain.backups import Facts, Lost, Preview, Restored
from wellnessdesk.domain.center import Center
from wellnessdesk.services import anchors, restoring
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import backups, migrate, settings
from wellnessdesk.store import center as centers
from wellnessdesk.store.errors import DiskFull
from wellnessdesk.store.transaction import Transaction, open_store, peek
from wellnessdesk.vault import backup, device_secret, header_file, kits, recovery
from wellnessdesk.vault.backup import Opened
from wellnessdesk.vault.backup_problems import BackupAltered, BackupNewer, OtherCenter
from wellnessdesk.vault.errors import BadWords as BadWords  # the screen tells it at its own field
from wellnessdesk.vault.errors import DirectoryForged, HeaderDamaged, NotAStore, VaultProblem
from wellnessdesk.vault.header import DeviceKind, Header
from wellnessdesk.vault.kits import WrongKit as WrongKit  # and this one
from wellnessdesk.vault.recovery import KIT_A, Kit

_OURS = (header_file.STORE_NAME, *header_file.NAMES, *(f"{name}.new" for name in header_file.NAMES), device_secret.FILE)
_JOURNAL = f"{header_file.STORE_NAME}-journal"
_LOCK = "open.lock"
_LONGEST = 120


def look(path: Path, typed: str, folder: Path) -> Preview:
    """What is in a backup, opened with kit A as `typed` (words or code); and what would be lost in `folder`.

    Raises the problems of `vault.backup_problems`, `BadWords`, `WrongKit`. Changes nothing.
    """
    kit, opened = _opened(path, typed)
    present = _present(folder)
    _require_same(present, opened)
    over = _has_center(folder)
    return Preview(facts=opened.facts, size=opened.found.size, over=over,
                   lost=_lost(folder, present, kit, opened) if over else None)


def verify(path: Path, typed: str, progress: Progress = NO_PROGRESS) -> Facts:
    """Restore a backup into a scratch folder and compare, and leave nothing of it.

    Raises what `look` raises, `NotTheSame`, or `DiskFull`.
    """
    _kit, opened = _opened(path, typed)
    with restoring.scratch(Path(tempfile.gettempdir())) as scratch:
        restoring.lay_out(opened, scratch, progress)
    return opened.facts


def restore(path: Path, typed: str, folder: Path, clock: Clock | None = None,
            progress: Progress = NO_PROGRESS) -> Restored:
    """Bring the center of a backup back into `folder`, which nobody else may have open.

    Raises what `look` raises, `DiskFull`, `StoreDamaged`, or `Problem` for a folder with other things in it; then the
    former state is intact. `Cancelled` is heard until everything is laid out.
    """
    kit, opened = _opened(path, typed)
    _require_same(_present(folder), opened)
    _require_place(folder)
    now = (clock or SystemClock()).now()
    try:
        files.make_folder(folder)
    except OSError as error:
        raise DiskFull from error
    restoring.sweep(folder)
    with restoring.scratch(folder) as scratch:
        laid_out = restoring.lay_out(opened, scratch, Share(progress, 0, 90))
        progress.check_cancelled()
        _finish_present(folder, kit)
        newest = max([opened.header, *_present(folder)], key=lambda one: one.generation)
        header = replace(opened.header, generation=newest.generation + 1)
        _note_restore(laid_out, opened, header, now)
        aside, header = _swap(folder, laid_out, opened, header, now)
    _remember(header, opened, clock or SystemClock())
    progress.report(100, 100)
    return Restored(facts=opened.facts, aside=str(aside) if aside else "",
                    secret_in_file=header.device is DeviceKind.FILE)


@act("backups.daily")
def settle(desk: Desk) -> None:
    """At a sign-in of who alone has the center open: take away what a crash left, and record a restore in the log.

    The entry names the backup by its moment and the newest entry it held, on which all later entries follow.
    """
    restoring.sweep(desk.folder)
    with desk.reading() as tx:
        waiting = pending(tx)
    if not waiting:
        return
    with desk.change("backups") as change:
        settings.forget(change.tx, backups.RESTORED)
        change.record("center.restore", f"center:{desk.center.id}", waiting[:_LONGEST])


def pending(tx: Transaction) -> str:
    """From which backup a center was just restored, until somebody signs in; empty otherwise."""
    found = settings.get(tx, backups.RESTORED)
    return found if isinstance(found, str) else ""


def _opened(path: Path, typed: str) -> tuple[Kit, Opened]:
    found = backup.look(path)
    kit = recovery.read(KIT_A, typed, found.store)
    opened = backup.open_with_kit(found, kit)
    if not migrate.is_known(found.revision):
        raise BackupNewer
    return kit, opened


def _present(folder: Path) -> list[Header]:
    """The headers of the center in the folder, as far as they are whole."""
    try:
        return [read.header for read in header_file.copies(folder)]
    except (NotAStore, HeaderDamaged):
        return []


def _has_center(folder: Path) -> bool:
    return any((folder / name).exists() for name in (header_file.STORE_NAME, *header_file.NAMES))


def _require_same(present: list[Header], opened: Opened) -> None:
    for header in present:
        if header.anchors.store != opened.header.anchors.store:
            raise OtherCenter
        if header.anchors != opened.header.anchors:
            raise BackupAltered


def _require_place(folder: Path) -> None:
    """A center is restored over nothing but a center."""
    if folder.exists() and not folder.is_dir():
        raise Problem(_("There is a file of this name. Choose a folder."))
    strangers = [path for path in folder.iterdir() if path.name != _LOCK and not path.name.startswith(".")
                 and path.suffix != ".new"] if folder.exists() else []
    if strangers and not _has_center(folder):
        raise Problem(_("There are other files in this folder. Choose an empty folder, or a new one."))


def _lost(folder: Path, present: list[Header], kit: Kit, opened: Opened) -> Lost | None:
    for header in present:
        with suppress(Problem):
            store = peek(folder / header_file.STORE_NAME, kits.open_a(header, kit).store_key)
            try:
                with store.reading() as tx:
                    since = backups.since(tx, opened.facts.made_at)
                    return Lost(since.visits, since.notes, since.flags,
                                backups.entries_after(tx, opened.facts.content.head.sequence))
            finally:
                store.close()
    return None


def _finish_present(folder: Path, kit: Kit) -> None:
    """What a crash left half done in the present center is finished first: it is put aside as it should be.

    Opening its store rolls a half-written change back; keys that were staged for people it knows get their place.
    """
    for header in _present(folder):
        with suppress(Problem):
            key = kits.open_a(header, kit).store_key
            store = peek(folder / header_file.STORE_NAME, key)
            try:
                with store.reading() as tx:
                    serial = centers.directory_serial(tx)
            finally:
                store.close()
            staged = header_file.staged(folder)
            if staged is not None and staged.header.authentic(key, staged.mac) and _serial(staged.header) == serial:
                with suppress(OSError):
                    header_file.put_in_place(folder)
            return


def _serial(header: Header) -> int | None:
    try:
        return header.verified().serial
    except DirectoryForged:
        return None


def _note_restore(database: Path, opened: Opened, header: Header, now: datetime) -> None:
    """In the restored records themselves (brought up to date): which header goes with them, and where they are from."""
    facts = opened.facts
    store = open_store(database, opened.keys.store)
    try:
        with store.transaction() as tx:
            centers.set_header_generation(tx, header.generation)
            settings.put(tx, backups.RESTORED,
                         f"backup of {facts.made_at.isoformat(timespec='seconds')} head {facts.content.head.short()} "
                         f"on {now.isoformat(timespec='seconds')}")
    finally:
        store.close()


def _swap(folder: Path, laid_out: Path, opened: Opened, header: Header, now: datetime) -> tuple[Path | None, Header]:
    aside = None
    try:
        aside = _put_aside(folder, opened, now)
        secret = opened.kit.device_secret if opened.kit else b""
        header = replace(header, device=device_secret.put_back(folder, header, secret))
        header_file.stage(folder, header, opened.keys.store, laid_out)
        _move_journal(folder, aside)
        laid_out.replace(folder / header_file.STORE_NAME)  # from here on the restored center is the present one
    except BaseException as error:
        header_file.discard(folder)
        if aside is not None:
            with suppress(OSError):
                (aside / _JOURNAL).replace(folder / _JOURNAL)
            shutil.rmtree(aside, ignore_errors=True)  # copies of what is still in its place
        if isinstance(error, OSError):
            raise DiskFull from error
        raise
    with suppress(OSError):  # what is left to do, the next to sign in does
        header_file.sync_folder(folder)
        header_file.put_in_place(folder)
    return aside, header


def _remember(header: Header, opened: Opened, clock: Clock) -> None:
    """The anchor in the keyring (SECURITY.md C): these records count, for whoever holds kit A brought them back.

    Where the keyring does not answer now, a coordinator is asked at the next sign-in, as for any older copy.
    """
    with suppress(VaultProblem):
        anchors.adopt(header, opened.keys.store, opened.facts.content.head, header.verified().serial, clock)


def _put_aside(folder: Path, opened: Opened, now: datetime) -> Path | None:
    """The present files in a dated folder within, beside themselves; None where there are none."""
    if not any((folder / name).exists() for name in _OURS):
        return None
    facts = opened.facts
    local = Center(id=facts.store, name="", school="", time_zone=facts.zone).local(now)
    aside = _new_folder(folder, f"before-restore-{local:%Y-%m-%d-%H%M}")
    for name in _OURS:
        if (folder / name).exists():
            _link(folder / name, aside / name)
    header_file.sync_folder(aside)
    return aside


def _new_folder(folder: Path, name: str) -> Path:
    for number in range(1, 1000):
        made = folder / (name if number == 1 else f"{name}-{number}")
        with suppress(FileExistsError):
            made.mkdir(mode=0o700)
            return made
    raise OSError


def _link(source: Path, target: Path) -> None:
    """The same file under a second name; where the disk knows no such thing, a copy."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _move_journal(folder: Path, aside: Path | None) -> None:
    """The journal of a store that a crash cut short belongs to that store: beside another it would destroy it."""
    journal = folder / _JOURNAL
    if journal.exists():
        journal.replace((aside or folder) / (_JOURNAL if aside else f"{_JOURNAL}.old"))
