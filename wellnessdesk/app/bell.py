"""A second start rings: it writes into a file that the program which has the center open watches, and that empties it.

The file lies in the center's own folder, where nobody but this account can write. It needs no socket, it works on every
system, and whoever rings can do no more than bring a window to the front.
"""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject

from wellnessdesk.base import files

NAME = "open.bell"
_PATIENCE = 8.0
"""Two that were started in the same moment: the one that has the center needs a while until its bell hangs."""
_LOOK_EVERY = 0.02


class Bell(QObject):
    """Hangs as long as the program runs; `answer()` is called each time somebody rings."""

    def __init__(self, folder: Path, answer: Callable[[], object]) -> None:
        super().__init__()
        self._path = folder / NAME
        self._answer = answer
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._look)
        self._hang()

    def take_down(self) -> None:
        """Nobody is here any more."""
        self._watcher.removePath(str(self._path))
        with suppress(OSError):
            self._path.unlink()

    def _hang(self) -> None:
        with suppress(OSError):  # a full disk: a second start then says that the center is open, and no more
            self._path.unlink(missing_ok=True)
            os.close(files.create(self._path))
            self._watcher.addPath(str(self._path))

    def _look(self) -> None:
        try:
            rung = self._path.lstat().st_size > 0
        except OSError:  # somebody tidied up
            self._hang()
            return
        if rung:
            self._answer()
            _write(self._path, b"")


def ring(folder: Path, patience: float = _PATIENCE) -> bool:
    """Ask whoever has the center open to come to the front; whether they did, within so many seconds."""
    path, rung = folder / NAME, False
    until = time.monotonic() + patience
    while time.monotonic() < until:
        rung = rung or _write(path, b"!")
        time.sleep(_LOOK_EVERY)
        with suppress(OSError):
            if rung and path.stat().st_size == 0:
                return True
    return False


def _write(path: Path, data: bytes) -> bool:
    """Into a bell that hangs; in place, for a watched file that is exchanged is no longer watched."""
    with suppress(OSError):
        descriptor = os.open(path, os.O_WRONLY | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(descriptor, "wb") as bell:
            bell.write(data)
        return True
    return False
