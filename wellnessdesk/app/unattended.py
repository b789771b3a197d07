"""The lock that comes by itself once somebody is signed in: after minutes of quiet, and with the desktop's own."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from wellnessdesk.app.stage import Stage
from wellnessdesk.domain import locking
from wellnessdesk.ui.shell import idle


class Unattended(QObject):
    """Calls `lock()`, which must ask nobody anything. `seconds` tells how time goes by (`ui.shell.idle`)."""

    def __init__(self, stage: Stage, lock: Callable[[], object],
                 seconds: Callable[[], float] = idle.seconds) -> None:
        super().__init__(stage)
        self._stage = stage
        self._desk: Any = None
        self._minutes = 0
        self._lock = lock
        self._desktop: Any = None
        self.idle = idle.IdleLock(stage.frame, lock, held_up=lambda: stage.tasks.in_long_work, clock=seconds)

    def begin(self, desk: Any, changes: Any) -> None:
        """From the sign-in on. Until the center's own minutes are known the usual ones hold."""
        self._desk = desk
        self._minutes = locking.usual(desk.person.role)
        changes.changed.connect(self._on_change)
        self._ask_minutes()
        self.idle.begin(self._minutes_now)
        self._stage.after_paint(self._watch_desktop)

    def end(self) -> None:
        """At the lock."""
        self._desk = None
        self.idle.end()

    def _watch_desktop(self) -> None:
        """Sleep does not wait for long work; behind a locked screen it may come to its end."""
        if self._desk is not None and self._desktop is None:
            self._desktop = self._stage.rooms("wellnessdesk.ui.shell.desktop").watch(self)
            self._desktop.locked.connect(self.idle.lock_soon)
            self._desktop.sleeps.connect(self._lock)

    def _on_change(self, change: Any) -> None:
        if "locking" in change.features:
            self._ask_minutes()

    def _ask_minutes(self) -> None:
        desk, service = self._desk, self._stage.rooms("wellnessdesk.services.locking")
        if desk is not None:
            self._stage.tasks.run(lambda: service.minutes(desk)[desk.person.role], self._keep_minutes, owner=self)

    def _keep_minutes(self, minutes: int) -> None:
        self._minutes = minutes

    def _minutes_now(self) -> int:
        screen: Any = self._stage.frame.centralWidget()
        return locking.limit(self._minutes, discreet=bool(getattr(screen, "discreet", False)))
