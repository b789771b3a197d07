"""Draws the grid: days or peers side by side, shifts as tinted ground, appointments as blocks, the line of now."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.appointments import State
from wellnessdesk.domain.calendar import time
from wellnessdesk.ui.kit import icons, palette, theme
from wellnessdesk.ui.pages.appointments import wording
from wellnessdesk.ui.pages.appointments.grid import Block, Column, Grid

HEADER, GUTTER = 48, 74
_PAD = 6
_BAR = 4
_LINE = 17
_TONES = {State.BOOKED: ("accent", "accent_line"), State.ARRIVED: ("ok", "ok_line"),
          State.MISSED: ("flag", "flag_line"), State.CALLED_OFF: ("muted", "line")}
_ICONS = {State.ARRIVED: "ok", State.MISSED: "warning"}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Geometry:
    """Where what stands, in pixels of the whole drawing."""

    grid: Grid
    width: int
    per_minute: float

    @property
    def height(self) -> int:
        """Of the whole drawing, header included."""
        return HEADER + int((self.grid.last - self.grid.first) * self.per_minute) + 8

    @property
    def column_width(self) -> float:
        """Of each column."""
        return (self.width - GUTTER) / max(1, len(self.grid.columns))

    def y(self, minute: float) -> float:
        """Where a minute stands."""
        return HEADER + (minute - self.grid.first) * self.per_minute

    def column(self, number: int) -> QRectF:
        """A column below its heading."""
        return QRectF(GUTTER + number * self.column_width, HEADER, self.column_width, self.height - HEADER)

    def slot(self, number: int, starts: int, ends: int, lane: int = 0, lanes: int = 1) -> QRectF:
        """A time in a column, or in a lane of it."""
        inner = self.column_width - 2 * _PAD
        left = GUTTER + number * self.column_width + _PAD + lane * inner / lanes
        return QRectF(left, self.y(starts), inner / lanes - (2 if lanes > 1 else 0), self.y(ends) - self.y(starts))

    def block(self, block: Block) -> QRectF:
        """Where a block stands."""
        return self.slot(block.column, block.starts, block.ends, block.lane, block.lanes).adjusted(0, 1, 0, -1)

    def place(self, point: QPointF) -> tuple[int, int] | None:
        """The column and minute under a point; None beside the grid."""
        column = int((point.x() - GUTTER) // self.column_width)
        minute = int(self.grid.first + (point.y() - HEADER) / self.per_minute)
        inside = point.x() >= GUTTER and point.y() >= HEADER and 0 <= column < len(self.grid.columns)
        return (column, minute) if inside and minute < self.grid.last else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What stands out: the cursor (column, minute), the chosen appointment, one that is carried, and now."""

    cursor: tuple[int, int] | None = None
    chosen: int | None = None
    carried: tuple[Block, int, int] | None = None
    now: int | None = None
    hovered: tuple[int, int] | None = None


def paint(painter: QPainter, geometry: Geometry, marks: Marks) -> None:
    """Draw everything but the heading, which stays in sight (`paint_header`)."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number, column in enumerate(geometry.grid.columns):
        _paint_ground(painter, geometry, number, column)
    _paint_bands(painter, geometry)
    _paint_hours(painter, geometry)
    if marks.hovered is not None:
        _paint_offer(painter, geometry, marks.hovered)
    for block in geometry.grid.blocks:
        carried = marks.carried is not None and marks.carried[0].appointment.id == block.appointment.id
        _paint_block(painter, geometry.block(block), block, chosen=block.appointment.id == marks.chosen, faint=carried)
    _paint_now(painter, geometry, marks.now)
    if marks.carried is not None:
        held, place, minute = marks.carried
        where = geometry.slot(place, minute, minute + held.ends - held.starts)
        _paint_block(painter, where, held, chosen=True, minute=minute)
    elif marks.cursor is not None:
        _paint_cursor(painter, geometry, marks.cursor)


def paint_header(painter: QPainter, geometry: Geometry) -> None:
    """The headings of the columns."""
    painter.fillRect(QRectF(0, 0, geometry.width, HEADER), palette.color("surface"))
    for number, column in enumerate(geometry.grid.columns):
        cell = QRectF(GUTTER + number * geometry.column_width, 0, geometry.column_width, HEADER)
        inside = cell.adjusted(_PAD + 2, 4, -_PAD, -4).toRect()
        half = inside.height() // 2
        painter.setFont(theme.font(semibold=True))
        _write(painter, inside.adjusted(0, 0, 0, -half), column.title, "accent" if column.today else "ink")
        painter.setFont(theme.font("size_small"))
        _write(painter, inside.adjusted(0, half, 0, 0), column.detail, "flag" if column.closed else "muted")
        if column.today:
            painter.fillRect(QRectF(cell.left(), HEADER - 3, cell.width(), 3), palette.color("accent"))
        painter.fillRect(QRectF(cell.left(), 0, 1, HEADER), palette.color("line"))
    painter.fillRect(QRectF(0, HEADER - 1, geometry.width, 1), palette.color("edge"))


def _paint_ground(painter: QPainter, geometry: Geometry, number: int, column: Column) -> None:
    whole = geometry.column(number)
    painter.fillRect(whole, palette.color("surface"))
    if column.closed:
        painter.fillRect(whole, palette.color("page"))
        painter.fillRect(whole, _hatched())
    else:
        opens, closes = column.hours
        for starts, ends in ((geometry.grid.first, opens), (closes, geometry.grid.last)):
            if ends > starts:
                out = QRectF(whole.left(), geometry.y(starts), whole.width(), geometry.y(ends) - geometry.y(starts))
                painter.fillRect(out, palette.color("page"))
    painter.fillRect(QRectF(whole.left(), whole.top(), 1, whole.height()), palette.color("line"))


def _hatched() -> QColor:
    color = palette.color("hover")
    color.setAlpha(200)
    return color


def _paint_bands(painter: QPainter, geometry: Geometry) -> None:
    """Ground tinted where somebody is on shift; overlapping shifts are no darker."""
    for band in geometry.grid.bands:
        whole = geometry.slot(band.column, band.starts, band.ends).adjusted(-_PAD + 2, 0, _PAD - 1, 0)
        painter.fillRect(whole, palette.color("accent_soft"))


def _paint_hours(painter: QPainter, geometry: Geometry) -> None:
    painter.setFont(theme.font("size_small"))
    line = palette.color("line")
    for minute in range(geometry.grid.first, geometry.grid.last + 1, 30):
        y = round(geometry.y(minute))
        if minute % 60 == 0:
            painter.fillRect(QRect(GUTTER, y, geometry.width - GUTTER, 1), line)
            _write(painter, QRect(0, y - 8, GUTTER - 8, 16), time(minute), "muted",
                   Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        else:
            painter.setPen(QPen(line, 1, Qt.PenStyle.DotLine))
            painter.drawLine(GUTTER, y, geometry.width, y)


def _paint_block(painter: QPainter, where: QRectF, block: Block, *, chosen: bool, faint: bool = False,
                 minute: int | None = None) -> None:
    one = block.appointment
    bar, edge = _TONES[one.state]
    painter.setOpacity(0.35 if faint else 1.0)
    painter.setPen(QPen(palette.color("accent" if chosen else edge), 2 if chosen else 1))
    painter.setBrush(palette.color("surface"))
    painter.drawRoundedRect(where.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.color(bar))
    painter.drawRoundedRect(QRectF(where.left() + 1, where.top() + 1, _BAR, where.height() - 2), 2, 2)
    _write_block(painter, where.adjusted(_BAR + 5, 1, -4, -1).toRect(), block, time(minute or one.starts))
    painter.setOpacity(1.0)


def _write_block(painter: QPainter, inside: QRect, block: Block, starts: str) -> None:
    """As many lines as there is room for: who, then when, with whom and where."""
    one = block.appointment
    gone = one.state is State.CALLED_OFF
    icon = _ICONS.get(one.state, "")
    if icon and inside.width() > 60:
        side = min(14, inside.height())
        icons.icon(icon, "ok" if icon == "ok" else "flag").paint(
            painter, QRect(inside.right() - side, inside.top() + max(0, (_LINE - side) // 2), side, side))
        inside = inside.adjusted(0, 0, -side - 3, 0)
    font = theme.font("size_small", semibold=True)
    font.setStrikeOut(gone)
    painter.setFont(font)
    single = inside.height() < 2 * _LINE - 4
    top = QRect(inside.left(), inside.top(), inside.width(), inside.height() if single else _LINE)
    name = wording.short_name(one)
    if single:
        used = min(painter.fontMetrics().horizontalAdvance(name) + 8, inside.width())
        _write(painter, top, name, "muted" if gone else "ink")
        painter.setFont(theme.font("size_small"))
        _write(painter, top.adjusted(used, 0, 0, 0), block.detail, "muted")
        return
    _write(painter, top, name, "muted" if gone else "ink")
    painter.setFont(theme.font("size_small"))
    lines = [f"{starts} · {block.detail}"]
    if inside.height() >= 3 * _LINE:
        lines = [starts, block.detail]
    for number, line in enumerate(lines, 1):
        _write(painter, top.translated(0, number * (_LINE - 1)), line, "muted")


def _paint_offer(painter: QPainter, geometry: Geometry, place: tuple[int, int]) -> None:
    """Under the mouse: a click books here."""
    where = geometry.slot(place[0], place[1], place[1] + 30)
    painter.setPen(QPen(palette.color("accent_line"), 1, Qt.PenStyle.DashLine))
    painter.setBrush(palette.color("hover"))
    painter.drawRoundedRect(where.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
    painter.setFont(theme.font("size_small"))
    _write(painter, where.adjusted(8, 0, -4, 0).toRect(), _("Book at {time}").format(time=time(place[1])), "accent")


def _paint_cursor(painter: QPainter, geometry: Geometry, place: tuple[int, int]) -> None:
    where = geometry.slot(place[0], place[1], min(place[1] + 15, geometry.grid.last)).adjusted(-3, 0, 3, 0)
    painter.setPen(QPen(palette.color("accent"), 2, Qt.PenStyle.SolidLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(where.adjusted(1, 1, -1, -1), 4, 4)


def _paint_now(painter: QPainter, geometry: Geometry, now: int | None) -> None:
    if now is None or not geometry.grid.first <= now <= geometry.grid.last:
        return
    for number, column in enumerate(geometry.grid.columns):
        if column.today:
            whole, y = geometry.column(number), geometry.y(now)
            painter.setPen(QPen(palette.color("danger"), 2))
            painter.drawLine(QPointF(whole.left() + 1, y), QPointF(whole.right(), y))
            painter.setBrush(palette.color("danger"))
            painter.drawEllipse(QPointF(whole.left() + 4, y), 3, 3)


def _write(painter: QPainter, where: QRect, text: str, token: str, align: Qt.AlignmentFlag = _LEFT) -> None:
    painter.setPen(palette.color(token))
    painter.drawText(where, align, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, where.width()))
