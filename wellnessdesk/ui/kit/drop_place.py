"""A place to drop files and folders on; the buttons in it do the same for the keyboard."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wellnessdesk.ui.kit import palette
from wellnessdesk.ui.kit.icons import IconLabel

_WIDE = 620


class DropPlace(QWidget):
    """A dashed frame with an icon, `texts` and `buttons`. Takes one file or folder, or `many` of them."""

    dropped = Signal(object)
    """The list of their paths."""

    def __init__(self, name: str, texts: Sequence[QLabel], buttons: Sequence[QPushButton], *,
                 many: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAcceptDrops(True)
        self._many = many
        self._over = False
        self._lay_out(texts, buttons)

    def show_busy(self, busy: bool) -> None:
        """While something is being read, nothing else is taken."""
        self.setEnabled(not busy)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._paths(event.mimeData()):
            event.acceptProposedAction()
            self._light(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._light(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._light(False)
        paths = self._paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(palette.color("accent" if self._over else "edge"), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(palette.color("accent_soft" if self._over else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)

    def _paths(self, data: QMimeData) -> list[Path]:
        """What is being dragged; nothing for what is no file of this computer, or more than is taken."""
        urls = data.urls()
        local = bool(urls) and all(url.isLocalFile() for url in urls)
        return [Path(url.toLocalFile()) for url in urls] if local and (self._many or len(urls) == 1) else []

    def _light(self, over: bool) -> None:
        self._over = over
        self.update()

    def _lay_out(self, texts: Sequence[QLabel], buttons: Sequence[QPushButton]) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for each in buttons:
            row.addWidget(each)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addStretch(2)
        column.addWidget(IconLabel("import", "accent", 40), 0, Qt.AlignmentFlag.AlignHCenter)
        for text in texts:
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addLayout(_centered(text))
        column.addSpacing(8)
        column.addLayout(row)
        column.addStretch(3)


def _centered(text: QWidget) -> QHBoxLayout:
    text.setMaximumWidth(_WIDE)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(text, 1000)
    row.addStretch(1)
    return row
