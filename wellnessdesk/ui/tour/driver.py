"""Finds widgets by name, types and clicks as a person would, waits for the worker, and takes pictures."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QMessageLogContext,
    QPoint,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QMenu,
    QScrollArea,
    QWidget,
)

from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.tasks import Tasks
from wellnessdesk.ui.kit.toast import Toast
from wellnessdesk.ui.tour import screens

W = TypeVar("W", bound=QWidget)
_PATIENCE_SECONDS = 30.0


def pause(milliseconds: int) -> None:
    """Let events run for so long, and the worker with them: `QTest.qWait` would keep the interpreter's lock.

    As there, what was to be deleted later is gone at the end, although no loop of the program's own has come round.
    """
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


class Lost(Exception):
    """What the tour looked for is not on the screen; names the widget, never a record."""


class Driver:
    """Drives one program's windows. `window` is the top-level window, `tasks` its worker."""

    def __init__(self, window: QWidget, tasks: Tasks, pictures: Callable[[str], Path] | None = None) -> None:
        self._window = window
        self._tasks = tasks
        self._pictures = pictures
        self.closely = False
        """Whether each screen is also looked at closely: with twice the pixels, and in the other theme."""

    def find(self, name: str, kind: type[W] = QWidget) -> W:  # type: ignore[assignment]
        """The visible widget of this object name, waiting for it; raises `Lost`."""
        found: list[W] = []

        def look() -> bool:
            found[:] = [widget for top in self._tops() for widget in (top, *top.findChildren(kind))
                        if isinstance(widget, kind) and widget.objectName() == name and widget.isVisible()]
            return bool(found)

        self.wait(look, name)
        return found[-1]

    def has(self, name: str) -> bool:
        """Whether a widget of this name is visible now."""
        return any(widget.objectName() == name and widget.isVisible()
                   for top in self._tops() for widget in (top, *top.findChildren(QWidget)))

    def click(self, name: str) -> None:
        """Press a button with the mouse, then wait for what it started."""
        self.begin(name)
        self.settle()

    def begin(self, name: str) -> None:
        """Press a button with the mouse, and go on while what it started is under way.

        A page that is folded away is unfolded first, as a person would.
        """
        if name.startswith("nav.") and not self.has(name) and self.has("nav.more"):
            self.click("nav.more")
        button = self.find(name, QAbstractButton)
        self._bring_into_view(button)
        self.wait(button.isEnabled, f"{name} (disabled)")
        at = QPoint(12, button.height() // 2) if isinstance(button, QCheckBox) else button.rect().center()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=at)

    def type(self, name: str, text: str) -> None:
        """Type into a field, after what is there already."""
        field: QWidget = self.find(name)
        self._bring_into_view(field)
        self._wake()
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        for letter in text:
            _key(field, letter)
        self.settle()

    def focus(self, name: str) -> None:
        """Bring the focus to a widget."""
        self.find(name).setFocus(Qt.FocusReason.TabFocusReason)
        self.settle()

    def choose(self, name: str, key: str) -> None:
        """Unfold a list and go down to the entry of this key."""
        box = self.find(name, QComboBox)
        self._bring_into_view(box)
        box.setFocus(Qt.FocusReason.OtherFocusReason)
        QTest.keyClick(box, Qt.Key.Key_Home)
        for _row in range(box.count()):
            if box.currentData() == key:
                break
            QTest.keyClick(box, Qt.Key.Key_Down)
        if box.currentData() != key:
            raise Lost(f"{name}: {key}")
        self.settle()

    def pick(self, menu: str, text: str) -> None:
        """Choose the entry of a menu that contains this text, or has this object name."""
        shown = self.find(menu, QMenu)
        action = next((one for one in shown.actions() if text in one.text() or text == one.objectName()), None)
        if action is None:
            raise Lost(f"{menu}: entry")
        shown.setActiveAction(action)
        QTest.keyClick(shown, Qt.Key.Key_Return)
        self.settle()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        self._wake()
        target = QApplication.focusWidget() or QApplication.activeWindow() or self._window
        QTest.keyClick(target, key, modifiers)
        self.settle()

    def press_keys(self, sequence: str) -> None:
        """Press a shortcut such as `Ctrl+L` where the focus is."""
        self._wake()
        QTest.keySequence(QApplication.focusWidget() or self._window, sequence)
        self.settle()

    def go_to_my_day(self) -> None:
        """To the list of My day: who left a note open comes back to it, and the list is behind."""
        self.click("nav.myday")
        if self.has("note.back"):
            self.click("note.back")

    def enter(self) -> None:
        """Press Enter."""
        self.press(Qt.Key.Key_Return)

    def settle(self) -> None:
        """Wait until the worker has answered everything and the windows are painted."""
        QApplication.processEvents()
        self._tasks.wait_idle(_PATIENCE_SECONDS)
        pause(20)
        self._tasks.wait_idle(_PATIENCE_SECONDS)

    def wait(self, holds: Callable[[], bool], what: str, seconds: float = _PATIENCE_SECONDS) -> None:
        """Let events run until something holds; raises `Lost`."""
        until = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > until:
                raise Lost(what)
            pause(10)

    def shot(self, title: str, *, settled: bool = True) -> Path | None:
        """Take a picture of the window in front; without `settled`, of work that is under way."""
        if self._pictures is None:
            return None
        if settled:
            self.settle()
        path = self._pictures(title)
        self._grab().save(str(path))
        self._look_closely(title)
        return path

    def _look_closely(self, title: str) -> None:
        screen = screens.sharp() if self.closely and self._pictures is not None else None
        if screen is not None and self._pictures is not None:
            with screens.looked_at_closely(self._tops(), screen) as theme:
                self.settle()
                self._grab().save(str(self._pictures(f"{title}, {theme}, 2x")))
            self.settle()

    @contextmanager
    def answering(self, title: str = "", *, accept: bool = True) -> Iterator[list[str]]:
        """Answer message boxes meanwhile, each with a picture when `title` is given."""
        def reply(_message: messages.Message) -> bool:
            if title and self._pictures is not None:
                self._grab().save(str(self._pictures(title)))
            return accept

        with messages.answering(reply) as shown:
            yield shown

    def hide_toasts(self) -> None:
        """Passing messages go at once instead of after some seconds."""
        for toast in self._window.findChildren(Toast):
            toast.leave()

    def _wake(self) -> None:
        """Without a window manager nobody gives the focus back to the window when a dialog has closed."""
        if QApplication.activeWindow() is None:
            self._tops()[0].activateWindow()
            pause(20)

    def _grab(self) -> QPixmap:
        """The window with what stands over it: a menu where it opened, a dialog in the middle of a dimmed window."""
        whole = self._window.grab()
        for top in sorted(self._tops()[:-1], key=_depth):
            if isinstance(top, QMenu):
                _paint_over(whole, top, top.pos() - self._window.pos(), dim=False)
            elif top.isModal():
                _paint_over(whole, top, self._window.rect().center() - top.rect().center(), dim=True)
        return whole

    def _tops(self) -> list[QWidget]:
        return [top for top in QApplication.topLevelWidgets() if top.isVisible() and top is not self._window] + [
            self._window]

    def _bring_into_view(self, widget: QWidget) -> None:
        parent = widget.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(widget)
            parent = parent.parentWidget()
        QApplication.processEvents()


def hush_screen() -> None:
    """Keep back what the screen that nobody sees says of itself; every other warning of Qt goes on to be read."""
    def tell(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if not text.startswith("This plugin does not support"):
            sys.stderr.write(f"{text}\n")

    qInstallMessageHandler(tell)


def _depth(window: QWidget) -> int:
    """How many windows it stands over: a window's own dialog one, that dialog's progress two."""
    parent = window.parentWidget()
    return 0 if parent is None else 1 + _depth(parent.window())


def _key(field: QWidget, letter: str) -> None:
    """One letter of any script (QTest types ASCII only)."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(field, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def _paint_over(whole: QPixmap, front: QWidget, place: QPoint, *, dim: bool) -> None:
    """Draw what stands over a window onto its picture; what is behind a dialog is dimmed, and the dialog has a frame.

    On a desktop both are the window manager's.
    """
    painter = QPainter(whole)
    if dim:
        painter.fillRect(whole.rect(), QColor(0, 0, 0, 90))
    painter.drawPixmap(place, front.grab())
    if dim:
        painter.setPen(front.palette().color(QPalette.ColorRole.Mid))
        painter.drawRect(front.rect().translated(place).adjusted(0, 0, -1, -1))
    painter.end()
