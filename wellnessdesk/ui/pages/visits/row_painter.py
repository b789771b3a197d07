"""Paints one visit: its number, the name, below it a detail and since when, at the right the one thing done with it."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from wellnessdesk.ui.kit import icons, palette, theme
from wellnessdesk.ui.kit.record_model import RecordTableModel
from wellnessdesk.ui.pages.visits.rows import Row

Index = QModelIndex | QPersistentModelIndex

ROW_HEIGHT = 54
_PADDING = 12
_ACTION = 32
_SMALL_ICON = 16
_PILL_HEIGHT = 22
_NUMBER = 28
"""Width of the box with the day's number: two digits, for some days three."""
_LONG_NUMBER = 3
_ENOUGH = 90
"""Pixels of a detail that must stay before the usual time is written out beside it."""
_ROOM_FOR_ICONS = 190
"""Pixels of a line below which words are worth more than the signs beside them."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def action_rect(row: QRect) -> QRect:
    """Where the row's action stands in it."""
    return QRect(row.right() - _ACTION - 7, row.center().y() - _ACTION // 2, _ACTION, _ACTION)


class RowPainter(QStyledItemDelegate):
    """Knows over which row the mouse is, and whether over its action."""

    def __init__(self, view: QAbstractItemView, action_icon: str, action_tooltip: str) -> None:
        super().__init__(view)
        self.hovered = -1
        self.on_action = False
        self._icon = action_icon
        self._tooltip = action_tooltip

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = _row(index)
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, index)
        self._paint_action(painter, action_rect(option.rect), index)
        inside = option.rect.adjusted(_PADDING, 7, -_ACTION - 14, -8)
        if row.number:
            _paint_number(painter, inside, row.number)
            inside.adjust(_NUMBER + 9, 0, 0, 0)
        half = inside.height() // 2
        below = inside.adjusted(0, half, 0, 0)
        painter.setFont(theme.font(semibold=True))
        _write(painter, inside.adjusted(0, 0, 0, -half), row.name, "ink")
        painter.setFont(theme.font("size_small"))
        room = _paint_time(painter, below, row)
        _paint_detail(painter, below.adjusted(0, 0, -room, 0), row, below.width() >= _ROOM_FOR_ICONS)
        painter.restore()

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        row = _row(index)
        if event.type() != QEvent.Type.ToolTip or row is None:
            return super().helpEvent(event, view, option, index)
        at_action = action_rect(option.rect).contains(event.pos())
        QToolTip.showText(event.globalPos(), self._tooltip if at_action else row.tooltip, view.viewport())
        return True

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or index.row() == self.hovered:
            painter.fillRect(row, palette.color("accent_soft" if selected else "hover"))
        painter.fillRect(QRect(row.left(), row.bottom(), row.width(), 1), palette.color("line"))
        if selected:
            painter.fillRect(QRect(row.left(), row.top(), 3, row.height()), palette.color("accent"))
        elif option.state & QStyle.StateFlag.State_HasFocus:  # the keyboard is here, but nothing is chosen yet
            painter.setPen(QPen(palette.color("accent"), 1, Qt.PenStyle.DashLine))
            painter.drawRect(QRectF(row).adjusted(2.5, 2.5, -2.5, -3.5))

    def _paint_action(self, painter: QPainter, where: QRect, index: Index) -> None:
        if self.on_action and index.row() == self.hovered:
            painter.setPen(QPen(palette.color("accent"), 1))
            painter.setBrush(palette.color("surface"))
            painter.drawRoundedRect(QRectF(where).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        icons.icon(self._icon, "accent").paint(painter, where.adjusted(7, 7, -7, -7))


def _paint_number(painter: QPainter, inside: QRect, number: str) -> None:
    """By which they are called: a box of its own, so that it is no part of the name."""
    box = QRectF(inside.left() - 2, inside.center().y() - 13, _NUMBER + 2, 26)
    painter.setPen(QPen(palette.color("line"), 1))
    painter.setBrush(palette.color("page"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    painter.setFont(theme.font(semibold=True) if len(number) < _LONG_NUMBER else theme.font("size_small"))
    painter.setPen(palette.color("muted"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, number)


def _paint_time(painter: QPainter, line: QRect, row: Row) -> int:
    """The time at the right end of the line, on a ground of its own when it is late; gives the room it takes."""
    tone: palette.Tone = "danger" if row.over else "flag" if row.late else "muted"
    marked = row.late or row.over
    room = line.width() - min(_ENOUGH, _detail_width(painter, row)) - 24
    written = painter.fontMetrics().horizontalAdvance
    text = row.time_and_limit if written(row.time_and_limit) <= room else row.time
    plain = text != row.time or (line.width() < _ROOM_FOR_ICONS and not marked)  # words need no sign beside them
    image = "" if plain else "warning" if marked else row.time_icon
    width = written(text) + (_SMALL_ICON + 5 if image else 0)
    start = line.right() - width - (7 if marked else 0)
    if marked:
        pill = QRectF(start - 8, line.center().y() - _PILL_HEIGHT / 2 + 0.5, width + 16, _PILL_HEIGHT)
        painter.setPen(QPen(palette.color(f"{tone}_line"), 1))
        painter.setBrush(palette.color(f"{tone}_soft"))
        painter.drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5), _PILL_HEIGHT / 2, _PILL_HEIGHT / 2)
    if image:
        place = QRect(start, line.center().y() - _SMALL_ICON // 2 + 1, _SMALL_ICON, _SMALL_ICON)
        icons.icon(image, tone).paint(painter, place)
    _write(painter, QRect(line.right() - (7 if marked else 0) - written(text), line.top(), written(text) + 1,
                          line.height()), text, tone)
    return width + 8 + (15 if marked else 0)


def _paint_detail(painter: QPainter, line: QRect, row: Row, with_icon: bool) -> None:
    if row.detail_icon and with_icon:
        at = QPointF(line.left(), line.center().y() - _SMALL_ICON / 2 + 1).toPoint()
        icons.icon(row.detail_icon, "muted").paint(painter, QRect(at, QSize(_SMALL_ICON, _SMALL_ICON)))
        line = line.adjusted(_SMALL_ICON + 6, 0, 0, 0)
    _write(painter, line, _marked_detail(row), "muted")


def _marked_detail(row: Row) -> str:
    """What tells the name from another comes first: it is never what is cut off."""
    return " · ".join(part for part in (row.mark, row.detail) if part)


def _detail_width(painter: QPainter, row: Row) -> int:
    return painter.fontMetrics().horizontalAdvance(_marked_detail(row)) + (_SMALL_ICON + 6 if row.detail_icon else 0)


def _write(painter: QPainter, where: QRect, text: str, token: str) -> None:
    """Write as much as fits."""
    painter.setPen(palette.color(token))
    fitting = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, where.width())
    painter.drawText(where, _LEFT, fitting)


def _row(index: Index) -> Row | None:
    model = index.model()
    record = model.record(index.row()) if isinstance(model, RecordTableModel) and index.isValid() else None
    return record if isinstance(record, Row) else None
