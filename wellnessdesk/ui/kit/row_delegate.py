"""Paints the rows of tables: one calm ground a row, texts in their tone, badges for status."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from wellnessdesk.ui.kit import palette, theme
from wellnessdesk.ui.kit.record_model import Column, RecordTableModel

Index = QModelIndex | QPersistentModelIndex

ROW_HEIGHT = 40
PADDING = 12
_ICON = 18
_BADGE_HEIGHT = 24


class RowDelegate(QStyledItemDelegate):
    """Knows which row the mouse is over, because a row is lit as a whole."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.hovered = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        column = _column(index)
        metrics = theme.metrics(semibold=column.strong)
        width = metrics.horizontalAdvance(str(index.data() or "")) + 2 * PADDING + 2
        width += _ICON + 8 if column.icon else 0
        width += 2 * PADDING if column.badge else 0
        return QSize(width, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        self._paint_ground(painter, option, index)  # before smoothing, which shows seams between cells at 1.5x
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        column = _column(index)
        inside = option.rect.adjusted(PADDING, 0, -PADDING, -1)
        painter.setFont(theme.font(semibold=column.strong))
        if column.ticked is not None:
            self._paint_box(painter, option, index)
        elif column.badge and index.data():
            self._paint_badge(painter, inside, index)
        else:
            self._paint_text(painter, inside, index)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or index.row() == self.hovered:
            painter.fillRect(row, palette.color("accent_soft" if selected else "hover"))
        painter.fillRect(QRect(row.left(), row.bottom(), row.width(), 1), palette.color("line"))
        if selected and index.column() == 0:
            painter.fillRect(QRect(row.left(), row.top(), 3, row.height()), palette.color("accent"))

    def _paint_box(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """As the style sheet draws it everywhere."""
        on = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        box = QStyleOptionViewItem(option)
        box.rect = QRect(option.rect.left() + PADDING, option.rect.center().y() - _ICON // 2, _ICON, _ICON)
        box.state = QStyle.StateFlag.State_Enabled | (QStyle.StateFlag.State_On if on else QStyle.StateFlag.State_Off)
        table = self.parent()
        if isinstance(table, QWidget):
            table.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck, box, painter, table)

    def _paint_text(self, painter: QPainter, inside: QRect, index: Index) -> None:
        tone = _tone(index)
        image = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(image, QIcon):
            top = inside.center().y() - _ICON // 2 + 1
            image.paint(painter, QRect(inside.left(), top, _ICON, _ICON))
            inside = inside.adjusted(_ICON + 8, 0, 0, 0)
        painter.setPen(palette.color(tone))
        align = index.data(Qt.ItemDataRole.TextAlignmentRole)
        painter.drawText(inside, align, _fitting(painter, index, inside.width()))

    def _paint_badge(self, painter: QPainter, inside: QRect, index: Index) -> None:
        tone = _tone(index)
        painter.setFont(theme.font("size_small"))
        image = index.data(Qt.ItemDataRole.DecorationRole)
        lead = 20 if isinstance(image, QIcon) else 0
        text = _fitting(painter, index, inside.width() - lead - 18)
        width = painter.fontMetrics().horizontalAdvance(text) + lead + 18
        pill = QRectF(inside.left(), inside.center().y() - _BADGE_HEIGHT / 2 + 0.5, width, _BADGE_HEIGHT)
        painter.setPen(QPen(palette.color(_ground(tone, "line")), 1))
        painter.setBrush(palette.color(_ground(tone, "soft")))
        painter.drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5), _BADGE_HEIGHT / 2, _BADGE_HEIGHT / 2)
        if isinstance(image, QIcon):
            corner = pill.topLeft() + QPointF(8, (_BADGE_HEIGHT - 14) / 2)
            image.paint(painter, QRect(corner.toPoint(), QSize(14, 14)))
        painter.setPen(palette.color(tone))
        painter.drawText(pill.adjusted(9 + lead, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, text)


def _column(index: Index) -> Column[object]:
    model = index.model()
    if not isinstance(model, RecordTableModel):
        raise TypeError("rows are painted for record tables only")
    return model.columns[index.column()]


def _tone(index: Index) -> str:
    model = index.model()
    return str(model.tone(index)) if isinstance(model, RecordTableModel) else "ink"


def _ground(tone: str, part: str) -> str:
    """The token of a badge's ground or border; tones without one of their own stand on the quiet one."""
    if tone in ("accent", "ok", "info", "flag", "danger"):
        return f"{tone}_{part}"
    return "line" if part == "line" else "hover"


def _fitting(painter: QPainter, index: Index, width: int) -> str:
    return painter.fontMetrics().elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight, width)
