"""How long work says how far it is: a small window that appears when it turns out to be long, and can cancel it."""

import threading
import time

import shiboken6
from PySide6.QtCore import QLocale, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QProgressBar, QWidget

from wellnessdesk.base.i18n import _, language
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.texts import label

PATIENCE_MS = 400
"""How long work may take before a window about it appears."""
_REPORT_EVERY = 0.04
_WHOLE = 100
"""What work in stretches (`base.progress.Share`) counts up to."""


class WatchedProgress(QObject):
    """A `base.progress.Progress` for work on another thread. `report` and `check_cancelled` are that thread's."""

    _told = Signal(object, object)

    def __init__(self, title: str, window: QWidget | None) -> None:
        super().__init__()
        self._title = title
        self._window = window
        self._dialog: ProgressDialog | None = None
        self._so_far = (0, 0)
        self._cancelled = threading.Event()
        self._next_report = 0.0
        self._told.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._open)
        self._patience.start()

    def report(self, done: int, total: int) -> None:
        """Say that `done` of `total` pieces are finished; more often than a screen can show is passed over."""
        now = time.monotonic()
        if now >= self._next_report or done >= total:
            self._next_report = now + _REPORT_EVERY
            self._told.emit(done, total)

    def check_cancelled(self) -> None:
        """Raise `Cancelled` if the person asked to stop."""
        if self._cancelled.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the work to stop where it next looks."""
        self._cancelled.set()

    def close(self) -> None:
        """The work is over: take the window away."""
        self._patience.stop()
        if self._dialog is not None and shiboken6.isValid(self._dialog):
            self._dialog.finish()

    @Slot(object, object)
    def _show_progress(self, done: int, total: int) -> None:
        self._so_far = (done, total)
        if self._dialog is not None and shiboken6.isValid(self._dialog):
            self._dialog.show_progress(done, total)

    @Slot()
    def _open(self) -> None:
        window = self._window if self._window is not None and shiboken6.isValid(self._window) else None
        self._dialog = ProgressDialog(self._title, window)
        self._dialog.cancel_asked.connect(self.cancel)
        self._dialog.show_progress(*self._so_far)
        self._dialog.open()


class ProgressDialog(Dialog):
    """A bar and a Cancel button. Stays until the work itself says that it is over."""

    cancel_asked = Signal()

    def __init__(self, title: str, window: QWidget | None) -> None:
        super().__init__(window, title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName(title)
        self._count = label("", "muted", small=True)
        self._cancel = button(_("Cancel"), self.reject)
        self._cancel.setObjectName("progress.cancel")
        for part in (label(title, "heading", wrap=True), self._bar, self._count, ButtonRow(self._cancel)):
            self.body.addWidget(part)

    def show_progress(self, done: int, total: int) -> None:
        """Move the bar; without a known total it only shows that something is going on."""
        self._bar.setRange(0, 1000 if total else 0)
        self._bar.setValue(done * 1000 // total if total else 0)
        self._count.setText(_told(done, total) if total else "")

    def reject(self) -> None:
        """Escape, the window's cross and the button all ask to cancel; the window goes when the work has stopped."""
        self._cancel.setEnabled(False)
        self._cancel.setText(_("Stopping …"))
        self.cancel_asked.emit()

    def finish(self) -> None:
        """Close, whatever was asked."""
        self.done(0)
        self.deleteLater()


def _told(done: int, total: int) -> str:
    """Of a hundred it is a share: what is counted are then no things that anybody knows."""
    number = QLocale(language()).toString
    if total == _WHOLE:
        return _("{n}%").format(n=number(done))
    return _("{done} of {total}").format(done=number(done), total=number(total))
