"""Files as they must be opened where others may have been before: real ones only, never too long, for their owner."""

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

_NEVER_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class NotAFile(OSError):
    """A pipe, a device or a folder, or a file that is longer than it may be."""


def open_real(path: Path) -> BinaryIO:
    """A regular file, to be read; raises `NotAFile` for anything else (a pipe would keep us waiting), or `OSError`."""
    descriptor = os.open(path, os.O_RDONLY | _NEVER_WAIT)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotAFile
    return os.fdopen(descriptor, "rb")


def read(path: Path, most: int) -> bytes:
    """All bytes of a regular file; raises `NotAFile` for anything else or more than `most`, or another `OSError`."""
    with open_real(path) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise NotAFile
    return data


def create(path: Path) -> int:
    """A descriptor of a new file, whatever the umask for its owner alone; raises `FileExistsError`, also for a link."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK, 0o600)


def make_folder(path: Path) -> None:
    """A folder for its owner alone, and what is missing above it too; raises `OSError`. One that is there stays so."""
    for missing in (*reversed(path.parents), path):
        if missing == path or not missing.exists():
            missing.mkdir(mode=0o700, exist_ok=True)


def shut_to_others(*paths: Path) -> None:
    """Take from other accounts what somebody's copying gave them, where the file system knows of accounts at all."""
    for path in paths:
        with suppress(OSError):
            mode = stat.S_IMODE(path.lstat().st_mode)
            if mode & 0o077 and not path.is_symlink():
                path.chmod(mode & 0o700)


def write_anew(path: Path, data: bytes) -> None:
    """A new file in the place of what was left there, on the disk when this returns; raises `OSError`."""
    path.unlink(missing_ok=True)
    with os.fdopen(create(path), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
