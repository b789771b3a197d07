"""After minutes without a key or the mouse the program locks by itself, and says so half a minute before.

Everything a person does comes in through a window of the program, its menus and dialogs included. So the watch sits at
the windows: no dialog can keep it from seeing a key, and none can keep it from locking.
"""

import time
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.locking import WARNING_SECONDS
from wellnessdesk.ui.kit.toast import Toast

_TICK_MS = 1_000
_INPUT = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TabletPress, QEvent.Type.TabletMove,
    QEvent.Type.InputMethod,
})
_CLOCK = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))
"""Linux, else macOS; both clocks go on while the computer sleeps, as Python's own does on Windows alone."""


def seconds() -> float:
    """A time that only goes forward, and that counts the computer's sleep."""
    return time.monotonic() if _CLOCK is None else time.clock_gettime(_CLOCK)


class IdleLock(QObject):
    """Calls `lock()` when nobody has done anything for long enough. Long work (`held_up()`) counts as doing something.

    `clock` tells seconds; tests give one of their own.
    """

    pressed = Signal(object)
    """A key, wherever it was pressed (a QKeyEvent)."""

    def __init__(self, frame: QWidget, lock: Callable[[], object], *, held_up: Callable[[], bool],
                 clock: Callable[[], float] = seconds) -> None:
        super().__init__(frame)
        self._frame = frame
        self._lock = lock
        self._held_up = held_up
        self._clock = clock
        self._minutes: Callable[[], int] = lambda: 0
        self._since = clock()
        self._soon = False
        self._notice: Toast | None = None
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self.tick)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusObjectChanged.connect(self._watch)

    def begin(self, minutes: Callable[[], int]) -> None:
        """Watch from now on; `minutes()` is asked each second, for it may change with what is on the screen."""
        self._minutes = minutes
        self._soon = False
        self.touch()
        self._timer.start()

    def end(self) -> None:
        """Nobody is signed in any more."""
        self._timer.stop()
        self._forgive()

    def touch(self) -> None:
        """Somebody is here."""
        self._since = self._clock()
        self._forgive()

    def lock_soon(self) -> None:
        """Now, or as soon as the long work that is under way is done."""
        self._soon = True
        self.tick()

    def tick(self) -> None:
        """Look how long it has been."""
        if not self._timer.isActive():
            return
        for window in QGuiApplication.topLevelWindows():
            self._watch(window)
        if self._held_up():
            self.touch()
            return
        left = self._minutes() * 60 - (self._clock() - self._since)
        if self._soon or left <= 0:
            self.end()
            self._lock()
        elif left <= WARNING_SECONDS:
            self._warn()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUT:
            self.touch()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self.pressed.emit(event)
        return False

    def _watch(self, watched: QObject | None) -> None:
        """Windows, and what has the focus: only there arrives what is typed through an input method."""
        if watched is not None:
            watched.installEventFilter(self)

    def _warn(self) -> None:
        if self._notice is None or not shiboken6.isValid(self._notice):
            text = _("The program locks in {n} seconds. Press any key to stay.").format(n=WARNING_SECONDS)
            self._notice = Toast(self._frame, text, "lock", shown_ms=WARNING_SECONDS * 1000)

    def _forgive(self) -> None:
        notice, self._notice = self._notice, None
        if notice is not None and shiboken6.isValid(notice):
            notice.leave()
