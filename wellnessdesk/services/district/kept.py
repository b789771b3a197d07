"""Bundles that no roll-up counts (rows for an evaluation, one student's records): each stays as the file that came.

It is encrypted for the district, may be large, and is called by its hash: whatever has that name is whole.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from wellnessdesk.base import files
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.vault.header_file import sync_folder

_FOLDER, _NEW = "bundles", ".new"
_PART = 2**20


class FileChanged(Problem):
    """It is another file than the one that was looked at."""


def place(folder: Path, digest: str) -> Path:
    """Where in a district's folder the file of this SHA-256 (hex) is kept."""
    return folder / _FOLDER / f"{digest}.age"


def delete(folder: Path, digest: str) -> None:
    """Delete the file of this SHA-256 (hex), if it is still there. Raises `Problem` where that cannot be done."""
    target = place(folder, digest)
    try:
        if target.exists():
            target.unlink()
            sync_folder(target.parent)
    except OSError as error:
        raise Problem(_("The file could not be deleted. Check that the district's folder can be written. Nothing was "
                        "changed.")) from error


class Keeping:
    """Around one change of the records: when that fails, the files that came with it go again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: list[Path] = []

    def __enter__(self) -> "Keeping":
        return self

    def __exit__(self, _kind: type[BaseException] | None, error: BaseException | None,
                 _trace: TracebackType | None) -> None:
        for path in self._made if error is not None else ():
            with suppress(OSError):
                path.unlink()

    def keep(self, path: Path, digest: str) -> None:
        """Copy a file, synced to the disk. Raises `FileChanged`, or `Problem` where there is no room for it."""
        target = place(self._folder, digest)
        draft = target.with_name(target.name + _NEW)
        try:
            files.make_folder(target.parent)
            draft.unlink(missing_ok=True)
            if _copied(path, draft) != digest:
                draft.unlink()
                raise FileChanged(_("This file has changed since you looked at it. Look again."))
            draft.replace(target)
            self._made.append(target)
            sync_folder(target.parent)
        except OSError as error:
            with suppress(OSError):
                draft.unlink()
            raise Problem(_("The bundle could not be kept in the district's folder. Check that there is room. Nothing "
                            "was taken.")) from error


def _copied(path: Path, draft: Path) -> str:
    digest = hashlib.sha256()
    with files.open_real(path) as source, os.fdopen(files.create(draft), "wb") as target:
        while part := source.read(_PART):
            digest.update(part)
            target.write(part)
        target.flush()
        os.fsync(target.fileno())
    return digest.hexdigest()
