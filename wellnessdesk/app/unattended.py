"""The lock that comes by itself once somebody is signed in: after minutes of quiet, and with the desktop's own."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from wellnessdesk.app.stage import Stage
from wellnessdesk.ui.shell import idle


class Unattended(QObject):
    """Calls `lock()`, which must ask nobody anything. `seconds` tells how time goes by (`ui.shell.idle`)."""

    def __init__(self, stage: Stage, lock: Callable[[], object],
                 seconds: Callable[[], float] = idle.seconds) -> None:
        super().__init__(stage)
        self._stage = stage
        self._watches = False
        self._lock = lock
        self._desktop: Any = None
        self.idle = idle.IdleLock(stage.frame, lock, held_up=lambda: stage.tasks.in_long_work, clock=seconds)

    def begin(self, minutes: Callable[[], int]) -> None:
        """From the sign-in on; `minutes()` is asked each second."""
        self._watches = True
        self.idle.begin(minutes)
        self._stage.after_paint(self._watch_desktop)

    def end(self) -> None:
        """At the lock."""
        self._watches = False
        self.idle.end()

    def _watch_desktop(self) -> None:
        """Sleep does not wait for long work; behind a locked screen it may come to its end."""
        if self._watches and self._desktop is None:
            self._desktop = self._stage.rooms("wellnessdesk.ui.shell.desktop").watch(self)
            self._desktop.locked.connect(self.idle.lock_soon)
            self._desktop.sleeps.connect(self._lock)
