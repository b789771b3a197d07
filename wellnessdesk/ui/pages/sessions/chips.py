"""Small words to tick, many at once, that flow over as many lines as they need."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from wellnessdesk.ui.kit import icons, palette, theme
from wellnessdesk.ui.kit.choices import Choice
from wellnessdesk.ui.kit.texts import plain_tooltip

_GAP = 8
_PADDING = 12
_MARK = 14
_MARK_GAP = 7
_MOVES = (
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End,
)  # fmt: skip
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Chip(QCheckBox):
    """One word to tick: a plus while it is off, a tick while it is on, so that color is not all that tells."""

    def __init__(self, choice: Choice, group: "ChipGroup") -> None:
        super().__init__(choice.title, group)
        self.key = choice.key
        self._group = group
        self.setAccessibleName(choice.title)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        metrics = theme.metrics()
        width = metrics.horizontalAdvance(self.text()) + _MARK + _MARK_GAP + 2 * _PADDING
        return QSize(width, metrics.height() + 12)

    def minimumSizeHint(self) -> QSize:
        return QSize(64, self.sizeHint().height())

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.click()
        elif not self._group.move_from(self, Qt.Key(event.key())):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._group.remember(self)
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        tone: palette.Tone = "accent" if self.isChecked() else "ink"
        mark = icons.icon("ok" if self.isChecked() else "add", "accent" if self.isChecked() else "muted")
        mark.paint(painter, QRect(_PADDING - 2, (self.height() - _MARK) // 2, _MARK, _MARK))
        painter.setPen(palette.color(tone))
        painter.setFont(theme.font())
        room = self.rect().adjusted(_PADDING + _MARK + _MARK_GAP - 2, 0, -_PADDING + 2, 0)
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _paint_ground(self, painter: QPainter) -> None:
        on, focused = self.isChecked(), self.hasFocus()
        edge = "accent" if on or focused or self.underMouse() else "edge"
        width = 2 if focused else 1
        painter.setPen(QPen(palette.color(edge), width))
        painter.setBrush(palette.color("accent_soft" if on else "surface"))
        inside = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(inside, inside.height() / 2, inside.height() / 2)


class ChipGroup(QWidget):
    """Chips of which any number is on. Arrow keys, Home and End move inside; Tab goes in once and out once."""

    changed = Signal()

    def __init__(self, object_name: str, name: str, choices: Sequence[Choice], chosen: Iterable[str] = ()) -> None:
        super().__init__()
        self.setObjectName(object_name)
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        wanted = set(chosen)
        self._chips = [Chip(choice, self) for choice in choices]
        for chip in self._chips:
            chip.setObjectName(f"{object_name}.{chip.key}")
            chip.setChecked(chip.key in wanted)
            chip.toggled.connect(lambda: self.changed.emit())
        if self._chips:
            self.setFocusProxy(self._chips[0])
            self.remember(self._chips[0])

    def values(self) -> tuple[str, ...]:
        """The keys of all chips that are on, in reading order."""
        return tuple(chip.key for chip in self._chips if chip.isChecked())

    def set_values(self, keys: Iterable[str]) -> None:
        """Turn exactly these chips on."""
        wanted = set(keys)
        for chip in self._chips:
            chip.setChecked(chip.key in wanted)

    def chip(self, key: str) -> Chip:
        """The chip of a key."""
        return next(chip for chip in self._chips if chip.key == key)

    def remember(self, current: Chip) -> None:
        """Where Tab comes in from now on."""
        for chip in self._chips:
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chip is current else Qt.FocusPolicy.ClickFocus)

    def move_from(self, chip: Chip, key: Qt.Key) -> bool:
        """Go where an arrow key points, if anything is there; false if it is no such key."""
        if key not in _MOVES:
            return False
        target = self._target(chip, key)
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return places[-1].bottom() + 1 if places else 0

    def sizeHint(self) -> QSize:
        return QSize(480, self.heightForWidth(480))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        for chip, place in zip(self._chips, self._places(self.width()), strict=True):
            chip.setGeometry(place)
            chip.setToolTip(plain_tooltip(chip.text()) if place.width() < chip.sizeHint().width() else "")
        super().resizeEvent(event)

    def _places(self, width: int) -> list[QRect]:
        places: list[QRect] = []
        left = top = 0
        for chip in self._chips:
            size = chip.sizeHint().boundedTo(QSize(width, 1000))
            if left and left + size.width() > width:
                left, top = 0, top + size.height() + _GAP
            places.append(QRect(QPoint(left, top), size))
            left += size.width() + _GAP
        return places

    def _target(self, chip: Chip, key: Qt.Key) -> Chip | None:
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return self._in_next_line(chip, 1 if key == Qt.Key.Key_Down else -1)
        at, last = self._chips.index(chip), len(self._chips) - 1
        places = {Qt.Key.Key_Left: at - 1, Qt.Key.Key_Right: at + 1, Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
        return self._chips[min(max(places[key], 0), last)]

    def _in_next_line(self, chip: Chip, direction: int) -> Chip | None:
        """The chip nearest to this one in the line below or above."""
        line, middle = chip.y() + direction * (chip.height() + _GAP), chip.geometry().center().x()
        there = [each for each in self._chips if each.y() == line]
        return min(there, key=lambda each: abs(each.geometry().center().x() - middle), default=None)
