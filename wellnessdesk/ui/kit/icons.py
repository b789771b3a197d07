"""Icons by meaning, drawn from `resources/icons` in the colors of the theme in use whenever they are painted."""

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from wellnessdesk.base import paths
from wellnessdesk.ui.kit import palette
from wellnessdesk.ui.kit.palette import Tone


@cache
def icon(name: str, tone: Tone = "ink", checked: Tone | None = None) -> QIcon:
    """The icon `name` in the color of `tone`; a checkable button shows it in `checked` while it is on.

    Stays right when the theme changes. An unknown name is a `FileNotFoundError` at once. Each is made once and stays:
    where Python collects an icon together with what draws it, in an order of its own, the process crashes.
    """
    _source(name)
    return QIcon(_ThemedIcon(name, tone, checked or tone))


def names() -> list[str]:
    """Every icon there is."""
    return sorted(file.stem for file in paths.resource("icons").glob("*.svg"))


class _ThemedIcon(QIconEngine):
    def __init__(self, name: str, tone: Tone, checked: Tone) -> None:
        super().__init__()
        self._name = name
        self._tone = tone
        self._checked = checked

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        square = QRectF(rect.left(), rect.top() + (rect.height() - side) / 2, side, side)  # room is left at the right
        ratio = painter.device().devicePixelRatio()
        painter.drawImage(square, _drawn(self._name, self._color(mode, state), round(side * ratio)))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        pixmap = QPixmap(size * scale)
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        copy = _ThemedIcon(self._name, self._tone, self._checked)
        _CLONES.append(copy)
        return copy

    def _color(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        if mode == QIcon.Mode.Disabled:
            return palette.current().disabled
        return str(getattr(palette.current(), self._checked if state == QIcon.State.On else self._tone))


# Qt asks for a clone only when an icon is changed after it was copied, which we never do; if it does, nobody takes over
# the clone from Python, which would then delete it too early.
_CLONES: list[_ThemedIcon] = []


@cache
def _source(name: str) -> str:
    return paths.resource("icons", f"{name}.svg").read_text(encoding="utf-8")


@cache
def _renderer(name: str, color: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_source(name).replace("currentColor", color).encode()))


@lru_cache(maxsize=1_000)  # a list with forty of them is painted with every check-in, and parsing an SVG takes longest
def _drawn(name: str, color: str, side: int) -> QImage:
    """The icon in so many pixels."""
    image = QImage(max(side, 1), max(side, 1), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name, color).render(painter, QRectF(image.rect()))
    painter.end()
    return image


class IconLabel(QWidget):
    """An icon that stands by itself, beside a text that says the same; screen readers pass over it."""

    def __init__(self, name: str, tone: Tone = "ink", size: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QIcon()
        self.setFixedSize(size, size)
        self.set_icon(name, tone)

    def set_icon(self, name: str, tone: Tone = "ink") -> None:
        """Show another icon or color."""
        self._icon = icon(name, tone)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        self._icon.paint(QPainter(self), self.rect(), mode=mode)
