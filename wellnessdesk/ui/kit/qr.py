"""A QR code on the screen, always dark on white: no camera reads it the other way round."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

_QUIET = 4
"""Fields of white around it, which the standard asks for."""


class QrCode(QWidget):
    """Draws whole pixels only: a field of it is `field` pixels wide."""

    def __init__(self, name: str, field: int = 4) -> None:
        super().__init__()
        self._field = field
        self._rows: Sequence[Sequence[bool]] = ()
        self.setAccessibleName(name)

    def show_rows(self, rows: Sequence[Sequence[bool]]) -> None:
        """Draw these fields; true is dark."""
        self._rows = rows
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        side = (len(self._rows) + 2 * _QUIET) * self._field if self._rows else 0
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("white"))
        dark, side = QColor("black"), self._field
        for down, row in enumerate(self._rows, _QUIET):
            for across, on in enumerate(row, _QUIET):
                if on:
                    painter.fillRect(QRect(across * side, down * side, side, side), dark)
