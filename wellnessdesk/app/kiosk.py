"""The kiosk as a run of its own: begun with what a session handed on, ended by an adult who signs in over it.

Whoever starts it leaves: the process is replaced, and the fresh one has never held anybody's keys. Minutes of quiet do
not end it. The lock of the desktop does: the store key leaves the memory, and the sign-in that comes shows no name.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from wellnessdesk.app.stage import Stage
from wellnessdesk.domain.kiosk import Handed
from wellnessdesk.ui.kit import messages


class Kiosk(QObject):
    """Calls `entered(desk)` for the adult who ended it, `locked()` when it must go, `failed()` when it cannot be."""

    def __init__(self, stage: Stage, *, entered: Callable[[Any], object], locked: Callable[[], object],
                 failed: Callable[[], object]) -> None:
        super().__init__(stage)
        self._stage = stage
        self._entered, self._locked, self._failed = entered, locked, failed
        self._desktop: Any = None
        self.window: Any = None

    def ask(self, desk: Any, screen: str, handed_on: Callable[[Handed], object]) -> None:
        """In the session of an adult: record that it starts, and give on what it needs."""
        stage = self._stage
        service: Any = stage.rooms("wellnessdesk.services.kiosk")
        stage.be_busy(True)

        def done(handed: Handed) -> None:
            stage.be_busy(False)
            handed_on(handed)

        def failed(error: Exception) -> None:
            stage.be_busy(False)
            messages.failure(stage.frame, error)

        stage.tasks.run(lambda: service.start(desk, screen), done, failed, owner=self)

    def show(self, handed: Handed) -> None:
        """In its own process: cover the screen at once, and open when everything is loaded."""
        cover = QWidget()
        cover.setObjectName("Page")
        self.window = cover
        cover.showFullScreen()
        self._stage.load(lambda: self._open(handed))

    def end(self) -> None:
        """Take its window away."""
        window, self.window = self.window, None
        if window is not None:
            getattr(window, "close_for_good", window.close)()
            window.deleteLater()

    def come_forward(self) -> bool:
        """In front of everything, if it is there."""
        if self.window is None:
            return False
        getattr(self.window, "come_forward", self.window.raise_)()
        return True

    def _open(self, handed: Handed) -> None:
        stage = self._stage
        door: Any = stage.rooms("wellnessdesk.services.kiosk_door")
        stage.tasks.run(lambda: door.open_kiosk(stage.folder, handed, stage.clock),
                        lambda desk: self._opened(desk, handed), self._not_opened, owner=self)

    def _opened(self, desk: Any, handed: Handed) -> None:
        stage = self._stage
        stage.opened = desk
        room: Any = stage.rooms("wellnessdesk.ui.shell.kiosk.window")
        window = room.KioskWindow(desk, stage.tasks, handed)
        window.left.connect(self._leave)
        window.fill_screen()
        self.end()
        self.window = window
        self._desktop = stage.rooms("wellnessdesk.ui.shell.desktop").watch(self)
        self._desktop.locked.connect(self._lock)
        self._desktop.sleeps.connect(self._lock)

    def _not_opened(self, error: Exception) -> None:
        """The sign-in comes before its cover goes: a program without a window would end."""
        self._failed()
        self.end()
        messages.failure(self._stage.frame, error)

    def _leave(self, desk: Any) -> None:
        """Its own desk is closed by now."""
        self._stage.opened = None
        self._stop_watching()
        self._entered(desk)
        self.end()

    def _lock(self) -> None:
        if self.window is not None:
            self._stop_watching()
            self.end()
            self._locked()

    def _stop_watching(self) -> None:
        desktop, self._desktop = self._desktop, None
        if desktop is not None:
            desktop.deleteLater()
