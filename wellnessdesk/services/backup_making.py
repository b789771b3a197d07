"""One backup being made: copied, closed under a fresh key, really restored and compared, then put into each folder.

Only the first part needs the store, and takes it a slice at a time; the rest works on the copy, on any thread.
"""

import errno
import hashlib
import os
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wellnessdesk.base import files
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress, Share
from wellnessdesk.domain.backups import SUFFIX, Backup, Facts, Reason, State, file_name
from wellnessdesk.services import restoring
from wellnessdesk.store import copies
from wellnessdesk.store.errors import DiskFull
from wellnessdesk.vault import backup, header_file, primitives
from wellnessdesk.vault.backup import Keys
from wellnessdesk.vault.header import Header

_CHUNK = 1024 * 1024
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_PART = ".part"


@dataclass(frozen=True, slots=True)
class Stays:
    """Where the copy that proved a backup is to stay, and under which key (32 bytes): a rotation goes on with it."""

    path: Path
    key: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be backed up, and where to. `local` is `at` in the center's own time."""

    center: str
    school: str
    zone: str
    reason: Reason
    at: datetime
    local: datetime
    header: Header
    store_key: bytes
    folders: tuple[Path, ...]
    stays: Stays | None = None


def put_by(order: Order, snapshot: Path, scratch: Path, progress: Progress = NO_PROGRESS) -> list[Backup]:
    """Make, verify and put into each folder the backup of a `snapshot` (under the store's own key), which is used up.

    One record for each folder, of what became of it there. Raises `Cancelled`, and whatever kept the backup from
    being made at all: then no folder was touched.
    """
    keys = Keys(primitives.new_key(), order.store_key)
    facts, whole = _closed(order, keys, snapshot, scratch, progress)
    _prove(whole, facts, keys, scratch, order.stays, Share(progress, 35, 90))
    with whole.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    made = [_in_folder(order, folder, whole, digest, facts, progress) for folder in order.folders]
    progress.report(100, 100)
    return made


def failed(order: Order, finding: str) -> list[Backup]:
    """The records of a backup that came to nothing."""
    return [_record(order, folder, finding=finding) for folder in order.folders]


def take_away_halves(folder: Path, store: str) -> None:
    """Remove what an earlier backup of this center left half-written in a folder."""
    with suppress(OSError):  # where the folder is not there now, nothing half-written is
        for left in folder.glob(f".{store[:8]}-*{SUFFIX}{_PART}"):
            left.unlink(missing_ok=True)


def _closed(order: Order, keys: Keys, snapshot: Path, scratch: Path, progress: Progress) -> tuple[Facts, Path]:
    fresh, whole = scratch / "fresh.db", scratch / f"whole{SUFFIX}"
    with ThreadPoolExecutor(1) as beside:
        copied = beside.submit(copies.copy_file, snapshot, keys.store, fresh, keys.fresh, Share(progress, 0, 30))
        content = copies.content(snapshot, keys.store, progress)
        copied.result()
    snapshot.unlink()
    facts = Facts(store=order.header.anchors.store, center=order.center, school=order.school, zone=order.zone,
                  made_at=order.at, reason=order.reason, content=content)
    try:
        backup.write(whole, facts, order.header, fresh, keys)
    except OSError as error:
        raise DiskFull from error
    fresh.unlink()
    return facts, whole


def _prove(whole: Path, facts: Facts, keys: Keys, scratch: Path, stays: Stays | None, progress: Progress) -> None:
    """Restore it as it would be restored on the worst day, but for the kit: its key is still in memory."""
    opened = backup.open_with_keys(backup.look(whole), keys)
    store = restoring.lay_out(opened, scratch, progress, key=stays.key if stays else keys.store)
    if opened.facts != facts:
        raise restoring.NotTheSame(_("The backup does not hold what was put in."))
    if stays:
        store.replace(stays.path)
    else:
        store.unlink()


def _in_folder(order: Order, folder: Path, whole: Path, digest: str, facts: Facts, progress: Progress) -> Backup:
    store = order.header.anchors.store
    part = folder / f".{store[:8]}-{uuid.uuid4().hex}{SUFFIX}{_PART}"
    try:
        take_away_halves(folder, store)
        _copy(whole, part, progress)
        if _read_back(part) != digest:
            raise Problem(_("What was written to {folder} cannot be read back as it was. The stick or disk may be worn "
                            "out: use another one.").format(folder=folder))
        target = _free_name(folder, file_name(order.center, order.local))
        part.replace(target)
        header_file.sync_folder(folder)
    except OSError as error:
        return _record(order, folder, finding=_said(error, folder))
    except Problem as problem:
        return _record(order, folder, finding=str(problem))
    finally:
        _drop(part)
    return _record(order, folder, name=target.name, size=whole.stat().st_size, digest=digest,
                   sequence=facts.content.head.sequence)


def _copy(source: Path, target: Path, progress: Progress) -> None:
    with source.open("rb") as read, os.fdopen(files.create(target), "wb") as out:
        while data := read.read(_CHUNK):
            progress.check_cancelled()
            out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _read_back(path: Path) -> str:
    """From the disk itself, where the system lets us ask for that."""
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(file, "sha256").hexdigest()


def _free_name(folder: Path, name: str) -> Path:
    """A backup is never written over another one."""
    first = folder / name
    others = (first.with_stem(f"{first.stem}-{number}") for number in range(2, 1000))
    return next(path for path in (first, *others) if not path.exists())


def _said(error: OSError, folder: Path) -> str:
    if error.errno in _NO_ROOM:
        return _("The folder {folder} is full. Make room there, or choose another folder.").format(folder=folder)
    return _("The folder {folder} cannot be reached or written to. Put the stick in, connect the share, or choose "
             "another folder.").format(folder=folder)


def _record(order: Order, folder: Path, *, name: str = "", size: int = 0, digest: str = "", sequence: int = 0,
            finding: str = "") -> Backup:
    return Backup(id=uuid.uuid4().hex, made_at=order.at, reason=order.reason, folder=str(folder), name=name, size=size,
                  hash=digest, audit_sequence=sequence, finding=finding,
                  state=State.FAILED if finding else State.VERIFIED, verified_at=None if finding else order.at)


def _drop(path: Path) -> None:
    with suppress(OSError):  # a stick that was pulled out took it along
        path.unlink(missing_ok=True)
