"""A short message in the lower part of the window that goes by itself, with a way to undo what it tells of."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QSizePolicy, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit import spoken
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.icons import IconLabel
from wellnessdesk.ui.kit.texts import label

SHOWN_MS = 6_000
SHOWN_WITH_UNDO_MS = 12_000
_ABOVE_EDGE = 96
"""In pixels: it covers what can be scrolled, never the buttons at the foot of a page."""
_WIDEST = 620


class Toast(QFrame):
    """One message over a window; a newer one takes its place. It waits while the mouse or the focus is in it."""

    def __init__(self, window: QWidget, text: str, icon: str, undo: Callable[[], object] | None = None, *,
                 shown_ms: int = 0) -> None:
        super().__init__(window)
        self._over = window
        for older in window.findChildren(Toast):
            if older is not self:
                older.leave()
        self.setObjectName("Toast")
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self._undo = undo
        usual = SHOWN_WITH_UNDO_MS if undo else SHOWN_MS
        self._clock = QTimer(self, singleShot=True, interval=shown_ms or usual)
        self._clock.timeout.connect(self._leave_unless_used)
        self.text = label(text, wrap=True)
        self._lay_out(icon)
        window.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()
        self._clock.start()
        spoken.announce(self, text)

    def leave(self) -> None:
        """Go away now."""
        self._clock.stop()
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._clock.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._clock.start()
        super().leaveEvent(event)

    def _lay_out(self, icon: str) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 7, 8, 7)
        row.setSpacing(10)
        row.addWidget(IconLabel(icon, "on_toast", 18))
        row.addWidget(self.text, 1)
        if self._undo is not None:
            row.addWidget(button(_("Undo"), self._undo_and_leave, role="toast"))
        row.addWidget(button(_("Close message"), self.leave, icon="close", role="toast", icon_only=True))

    def _undo_and_leave(self) -> None:
        undo, self._undo = self._undo, None  # once
        self.leave()
        if undo is not None:
            undo()

    def _leave_unless_used(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self._clock.start()
        else:
            self.leave()

    def _place(self) -> None:
        window = self._over
        self.ensurePolished()
        wanted = self.fontMetrics().horizontalAdvance(self.text.text()) + (240 if self._undo else 130)
        width = min(wanted, _WIDEST, window.width() - 32)
        self.resize(width, max(self.heightForWidth(width), self.minimumSizeHint().height()))
        self.move((window.width() - width) // 2, window.height() - self.height() - _ABOVE_EDGE)
