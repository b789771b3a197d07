"""A secret does not stay on the clipboard, and where anybody may sit nothing comes out of it.

Half a minute after a secret was copied, the clipboard is cleared.
"""

from hashlib import blake2b

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

KEEP_MS = 30_000
"""Long enough to paste it, too short for whoever sits down next."""
_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)


def guard(field: QLineEdit | QPlainTextEdit) -> None:
    """What is copied or cut out of this field from now on is a secret."""
    _Watch(field)


def shut_out(field: QLineEdit) -> None:
    """Nothing is pasted or dropped into this field: what was copied before is none of whoever sits there now."""
    field.setAcceptDrops(False)
    field.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
    field.installEventFilter(_NoPaste(field))


def forget() -> None:
    """Clear now what waits to be cleared: the program locks or ends before its time."""
    _keeper().forget()


class _NoPaste(QObject):
    """Swallows the keys and the middle button that paste."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and event.matches(QKeySequence.StandardKey.Paste)
        return isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.MiddleButton


class _Watch(QObject):
    """Lives as long as its field, and tells a copy out of it from every other."""

    def __init__(self, field: QLineEdit | QPlainTextEdit) -> None:
        super().__init__(field)
        self._field = field
        QGuiApplication.clipboard().changed.connect(self._look)

    def _look(self, mode: QClipboard.Mode) -> None:
        copied = QGuiApplication.clipboard().text(mode)
        if copied and copied == self._selected():
            _keeper().keep(copied)

    def _selected(self) -> str:
        if isinstance(self._field, QLineEdit):
            return self._field.selectedText()
        return self._field.textCursor().selectedText().replace("\u2029", "\n")


class _Keeper(QObject):
    """The one timer, which outlives the field and its dialog. Knows the secret by its hash only."""

    def __init__(self, app: QGuiApplication) -> None:
        super().__init__(app)
        self._secret = b""
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.forget)

    def keep(self, secret: str) -> None:
        """Clear this from the clipboard after a while. The newest counts: it has taken the place of the one before."""
        self._secret = _hash(secret)
        self._timer.start(KEEP_MS)

    def forget(self) -> None:
        """Clear it, where it still is; what somebody copied after it stays."""
        self._timer.stop()
        secret, self._secret = self._secret, b""
        clipboard = QGuiApplication.clipboard()
        for mode in _MODES:
            if secret and _hash(clipboard.text(mode)) == secret:
                clipboard.clear(mode)


def _keeper() -> _Keeper:
    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)  # noqa: S101 - there is no clipboard without one
    found = app.findChild(_Keeper)
    return found if isinstance(found, _Keeper) else _Keeper(app)


def _hash(text: str) -> bytes:
    return blake2b(text.encode()).digest()
