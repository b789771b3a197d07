"""A chart in the window: the same shapes as on paper, in the colors of the theme. Its numbers stand in a table too."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from wellnessdesk.domain import chart_shapes
from wellnessdesk.domain.chart_shapes import Box, Rule, Shape, Words
from wellnessdesk.domain.charts import ChartSpec
from wellnessdesk.ui.kit import palette, theme

_NARROWEST = 320
_PICTURE_WIDTH, _PICTURE_SCALE = 900, 2
_FLAGS = {"left": Qt.AlignmentFlag.AlignLeft, "center": Qt.AlignmentFlag.AlignHCenter,
          "right": Qt.AlignmentFlag.AlignRight}


class ChartView(QWidget):
    """Draws a `ChartSpec`. To a screen reader it is its title and its table, read out."""

    def __init__(self) -> None:
        super().__init__()
        self.spec: ChartSpec | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_spec(self, spec: ChartSpec) -> None:
        """Draw this one from now on."""
        self.spec = spec
        self.setAccessibleName(spec.title)
        headings, lines = spec.table()
        self.setAccessibleDescription("; ".join(", ".join(f"{head} {cell}" for head, cell in zip(
            headings, line, strict=True)) for line in lines))
        self.setFixedHeight(round(chart_shapes.height(spec, _line())))
        self.update()

    def picture(self) -> QImage:
        """The chart as a picture to paste elsewhere, sharp enough for print."""
        wide = _PICTURE_WIDTH
        image = QImage(QSize(wide, self.height()) * _PICTURE_SCALE, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(_PICTURE_SCALE)
        image.fill(theme.color("surface"))
        painter = QPainter(image)
        self._draw(painter, wide)
        painter.end()
        return image

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROWEST, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._draw(painter, self.width())
        painter.end()

    def _draw(self, painter: QPainter, wide: float) -> None:
        if self.spec is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font("size_small"))
            for shape in chart_shapes.shapes(self.spec, wide, _line()):
                _paint(painter, shape)


def _paint(painter: QPainter, shape: Shape) -> None:
    if isinstance(shape, Box):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_shade(shape.shade))
        painter.drawRoundedRect(QRectF(shape.x, shape.y, shape.width, shape.height), 2, 2)
    elif isinstance(shape, Rule):
        painter.fillRect(QRectF(shape.x, shape.y, shape.width, 1), theme.color("line"))
    else:
        _write(painter, shape)


def _write(painter: QPainter, words: Words) -> None:
    ground = _shade(words.on).name()
    light = max(("ink", "on_accent"), key=lambda token: palette.contrast(theme.color(token).name(), ground))
    painter.setPen(theme.color(light if words.on else "ink"))
    shown = painter.fontMetrics().elidedText(words.text, Qt.TextElideMode.ElideRight, int(words.width) + 1)
    painter.drawText(QRectF(words.x, words.y - 2, words.width, _line() + 4),
                     _FLAGS[words.align] | Qt.AlignmentFlag.AlignVCenter, shown)


def _shade(shade: float) -> QColor:
    ground, full = theme.color("surface"), theme.color("accent")
    mixed = [round(low + (high - low) * shade) for low, high in zip(
        (ground.red(), ground.green(), ground.blue()), (full.red(), full.green(), full.blue()), strict=True)]
    return QColor(*mixed)


def _line() -> float:
    return float(theme.metrics("size_small").height())
