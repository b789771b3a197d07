"""A card scanner types like a keyboard, faster than hands: its digits go to the check-in, wherever the focus is.

Each digit is held back for a moment. If more follow at once and Enter ends them, it was a card; if none does, somebody
is typing, and the field gets its digit after all. Only the program's window is watched: a dialog may have a field for
a card.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow

from wellnessdesk.domain.student_facts import FEWEST_DIGITS

FASTER_THAN_HANDS_MS = 30.0
"""Between two keys of a scanner; a quick typist needs three times as long."""
HELD_MS = 50
"""How long a digit waits for the next: longer, for a busy moment of the program must not tear a number apart."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class CardScanner(QObject):
    """Tells what cards say. `clock` gives milliseconds, for keys that carry no time of their own."""

    scanned = Signal(str)
    cut_off = Signal()
    """A number began as a scanner's and did not end: nobody's field gets the digits."""

    def __init__(self, parent: QObject, clock: Callable[[], float] = lambda: time.monotonic() * 1000) -> None:
        super().__init__(parent)
        self._clock = clock
        self._held: list[QKeyEvent] = []
        self._last = 0.0
        self._giving_back = False
        self._window: QWindow | None = None
        self._timer = QTimer(self, singleShot=True, interval=HELD_MS)
        self._timer.timeout.connect(self._nothing_followed)

    def watch(self, window: QWindow) -> None:
        """Listen to this window from now on."""
        if window is not self._window:
            self._window = window
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._giving_back or not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            return self._keep_from_shortcuts(event)
        return event.type() == QEvent.Type.KeyPress and self._press(event)

    def _press(self, event: QKeyEvent) -> bool:
        """Whether the key is kept from everybody else."""
        fast = self._follows_fast(event)
        if _is_digit(event):
            if not fast:
                self._give_back()
            self._held.append(event.clone())
            self._last = self._moment(event)
            self._timer.start()
            return True
        if event.key() in _ENTER and fast and len(self._held) >= FEWEST_DIGITS:
            number, self._held = "".join(key.text() for key in self._held), []
            self._timer.stop()
            self.scanned.emit(number)
            return True
        self._give_back()
        return False

    def _keep_from_shortcuts(self, event: QKeyEvent) -> bool:
        """Enter at the end of a card presses no button; any other key comes after the digits typed before it."""
        if _is_digit(event):
            return False
        if event.key() in _ENTER and self._follows_fast(event) and len(self._held) >= FEWEST_DIGITS:
            event.accept()
            return True
        self._give_back()
        return False

    def _follows_fast(self, event: QKeyEvent) -> bool:
        return bool(self._held) and self._moment(event) - self._last <= FASTER_THAN_HANDS_MS

    def _moment(self, event: QKeyEvent) -> float:
        """Of a real key, when it was pressed, however late it comes here."""
        return float(event.timestamp()) or self._clock()

    def _nothing_followed(self) -> None:
        if len(self._held) >= FEWEST_DIGITS:
            self._held = []
            self.cut_off.emit()
        else:
            self._give_back()

    def _give_back(self) -> None:
        """Let the digits go where they would have gone."""
        self._timer.stop()
        held, self._held = self._held, []
        if self._window is None:
            return
        self._giving_back = True
        for key in held:
            QCoreApplication.sendEvent(self._window, key)
        self._giving_back = False


def _is_digit(event: QKeyEvent) -> bool:
    plain = not event.modifiers() & ~_KEYPAD and not event.isAutoRepeat()
    return plain and len(event.text()) == 1 and event.text() in "0123456789"
