"""How much of a meeting's time is set aside: a bar with a mark where it is over, and the same in words."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.ui.kit import palette, theme
from wellnessdesk.ui.kit.texts import label

_WIDTH = 320
_HEIGHT = 10


class Budget(QWidget):
    """Words above, bar below."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("supervision.budget")
        self.setFixedWidth(_WIDTH)
        self._bar = _Bar()
        self.words = label("", "strong", wrap=True, small=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(self.words)
        column.addWidget(self._bar)

    def show_minutes(self, minutes: int, whole: int) -> None:
        """Show the time that all open items ask for, of that of the `whole` meeting."""
        text = budget_text(minutes, whole)
        self.words.setText(text)
        self.setAccessibleName(text)
        theme.restyle(self.words, tone="strong-flag" if minutes > whole else "strong")
        self._bar.show_minutes(minutes, whole)


def budget_text(minutes: int, whole: int) -> str:
    """The time set aside, in words; an over-full meeting says by how much."""
    over = minutes - whole
    set_aside, hour = formats.number(minutes), formats.number(whole)
    if over <= 0:
        return _("{n} of {hour} minutes set aside").format(n=set_aside, hour=hour)
    return ngettext("{n} of {hour} minutes: {over} too many", "{n} of {hour} minutes: {over} too many", over).format(
        n=set_aside, hour=hour, over=formats.number(over))


class _Bar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._minutes, self._time = 0, 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_minutes(self, minutes: int, whole: int) -> None:
        self._minutes, self._time = minutes, whole
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = max(self._time, self._minutes)
        filled = self.width() * min(self._minutes, self._time) / whole
        hour = self.width() * self._time / whole
        self._part(painter, 0, self.width(), "line")
        if self._minutes > self._time:
            self._part(painter, hour - _HEIGHT, self.width(), "flag")
        self._part(painter, 0, filled, "accent")
        if self._minutes > self._time:
            painter.fillRect(QRectF(hour - 1, 0, 2, _HEIGHT), palette.color("page"))

    def _part(self, painter: QPainter, left: float, right: float, token: str) -> None:
        painter.setPen(palette.color(token))
        painter.setBrush(palette.color(token))
        if right > left:
            painter.drawRoundedRect(QRectF(left, 1, right - left, _HEIGHT - 2).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
