"""Paints the agenda's lines: texts wrap, nothing is cut off; minutes look like the field they become."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QIcon, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QSpinBox, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.flags import Urgency, urgency_label
from wellnessdesk.domain.supervision import Item, ItemState, item_state_label
from wellnessdesk.ui.kit import palette, theme
from wellnessdesk.ui.kit.icons import icon
from wellnessdesk.ui.pages.supervision.model import DONE, MINUTES, WHAT, WHO, AgendaModel, Heading, Row, carried_text

Index = QModelIndex | QPersistentModelIndex

LONGEST = 60
"""More minutes no item can have."""
_PAD_X, _PAD_Y = 12, 9
_BOX = 18
_GRIP = 16
_FIELD_HEIGHT = 32
_BADGE_HEIGHT = 20
_HEADING_HEIGHT = 43
_LEAST_WIDTH = 80


class AgendaDelegate(QStyledItemDelegate):
    """For an `AgendaModel` only."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.hovered = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = option.rect.width()
        return QSize(width, line_height(*_model(index).line(index.row()), {index.column(): width}))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = _model(index).row(index.row())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, Heading):
            _paint_heading(painter, option.rect, row)
        else:
            self._paint_ground(painter, option, index, row)
            self._paint_cell(painter, option, index, row)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QSpinBox(parent)
        editor.setRange(1, LONGEST)
        editor.setObjectName("supervision.minutes")
        editor.setAccessibleName(_("Minutes"))
        editor.setSuffix(_(" min"))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QSpinBox) and not editor.lineEdit().isModified():  # nothing half-typed is taken away
            editor.setValue(int(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(3, 3, -3, -4))

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, item: Item) -> None:
        area = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        urgent = item.urgent and item.state is ItemState.OPEN
        ground = ("accent_soft" if selected else "hover" if index.row() == self.hovered else
                  "flag_soft" if urgent else "")
        if ground:
            painter.fillRect(area, palette.color(ground))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), palette.color("line"))
        edge = "accent" if selected else "flag" if urgent else ""
        if edge and index.column() == DONE:
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), palette.color(edge))

    def _paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, item: Item) -> None:
        column = index.column()
        inside = option.rect.adjusted(_PAD_X, _PAD_Y, -_PAD_X, -_PAD_Y)
        if column == DONE:
            _paint_box(painter, option, inside, item.done)
        elif column == MINUTES:
            _paint_minutes(painter, inside, item)
        else:
            paint_texts(painter, inside, _texts(item, column, inside.width(), _model(index).notes_of(item)))
            if column == WHAT:
                _paint_badges(painter, inside, item)


def line_height(row: Row, notes: Sequence[str], widths: Mapping[int, int]) -> int:
    """How high a line is, with the `notes` below an item, when these columns are so wide."""
    if isinstance(row, Heading):
        return _HEADING_HEIGHT
    heights = [height_of(_texts(row, column, width - 2 * _PAD_X, notes)) for column, width in widths.items()]
    return max(_FIELD_HEIGHT, *heights) + 2 * _PAD_Y


def box_of(cell: QRect) -> QRect:
    """Where the box to tick is drawn in its cell."""
    return QRect(cell.left() + _PAD_X + _GRIP, cell.top() + _PAD_Y, _BOX + 8, _BOX + 8)


def _model(index: Index) -> AgendaModel:
    model = index.model()
    if not isinstance(model, AgendaModel):
        raise TypeError("only the agenda's lines are painted here")
    return model


def _texts(item: Item, column: int, width: int, notes: Sequence[str]) -> list[tuple[QTextLayout, str]]:
    """The wrapped texts of a cell, one below the other, each with its tone."""
    if column == WHO:
        lines = [(item.name, theme.font(), "ink"), (item.who, theme.font("size_small"), "muted")]
    elif column == WHAT:
        title = theme.font(semibold=True)
        title.setStrikeOut(item.done)
        small = theme.font("size_small")
        lines = [(item.title, title, "ink" if item.state is ItemState.OPEN else "muted"), (item.reason, small, "muted"),
                 *((text, small, "info") for text in notes)]
        width -= _width_of_badges(item)
    else:
        lines = []
    return [(wrapped(text, font, width), tone) for text, font, tone in lines if text]


def wrapped(text: str, font: QFont, width: int) -> QTextLayout:
    """A text in lines so wide; words that are wider are broken."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    below = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, _LEAST_WIDTH))
        line.setPosition(QPointF(0, below))
        below += line.height()
    layout.endLayout()
    return layout


def height_of(texts: list[tuple[QTextLayout, str]]) -> int:
    """How high such texts are, one below the other."""
    return round(sum(layout.boundingRect().height() for layout, _tone in texts)) + 2 * max(0, len(texts) - 1)


def paint_texts(painter: QPainter, inside: QRect, texts: list[tuple[QTextLayout, str]]) -> None:
    """Paint them, each in its tone."""
    top = float(inside.top())
    for layout, tone in texts:
        painter.setPen(palette.color(tone))
        layout.draw(painter, QPointF(inside.left(), top))
        top += layout.boundingRect().height() + 2


def _badges(item: Item) -> list[tuple[str, str, str]]:
    """(text, tone, icon) of what is marked beside the title."""
    found = [(urgency_label(Urgency.IMMEDIATE), "flag", "warning")] if item.urgent else []
    found += [(item_state_label(item.state), "info", "clock")] if item.state is ItemState.DEFERRED else []
    return found + ([(carried_text(item), "info", "undo")] if item.carried else [])


def _badge_width(text: str) -> int:
    return theme.metrics("size_small").horizontalAdvance(text) + 36


def _width_of_badges(item: Item) -> int:
    return sum(_badge_width(text) + 6 for text, _tone, _icon in _badges(item))


def _paint_badges(painter: QPainter, inside: QRect, item: Item) -> None:
    right = inside.right()
    for text, tone, name in reversed(_badges(item)):
        width = _badge_width(text)
        pill = QRectF(right - width, inside.top(), width, _BADGE_HEIGHT)
        painter.setPen(QPen(palette.color(f"{tone}_line"), 1))
        painter.setBrush(palette.color(f"{tone}_soft"))
        painter.drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5), _BADGE_HEIGHT / 2, _BADGE_HEIGHT / 2)
        _icon(name, tone).paint(painter, QRect(round(pill.left()) + 8, inside.top() + 3, 14, 14))
        painter.setFont(theme.font("size_small"))
        painter.setPen(palette.color(tone))
        painter.drawText(pill.adjusted(27, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
        right -= width + 6


def _icon(name: str, tone: str) -> QIcon:
    return icon(name, "flag" if tone == "flag" else "info")


def _paint_box(painter: QPainter, option: QStyleOptionViewItem, inside: QRect, done: bool) -> None:
    icon("drag", "disabled").paint(painter, QRect(inside.left() - 6, inside.top() + 1, _GRIP, _GRIP))
    box = QRectF(inside.left() + _GRIP + 0.5, inside.top() + 0.5, _BOX - 1, _BOX - 1)
    painter.setPen(QPen(palette.color("accent" if done else "edge"), 1))
    painter.setBrush(palette.color("accent" if done else "surface"))
    painter.drawRoundedRect(box, 4, 4)
    if done:
        icon("ok", "on_accent").paint(painter, box.toRect().adjusted(1, 1, -1, -1))


def _paint_minutes(painter: QPainter, inside: QRect, item: Item) -> None:
    field = QRectF(inside.left() - 4, inside.top() - 3, inside.width() + 8, _FIELD_HEIGHT)
    painter.setPen(QPen(palette.color("line"), 1))
    painter.setBrush(palette.color("surface"))
    painter.drawRoundedRect(field.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
    painter.setFont(theme.font())
    painter.setPen(palette.color("ink" if item.state is ItemState.OPEN else "muted"))
    painter.drawText(field.adjusted(10, 0, -10, 0), Qt.AlignmentFlag.AlignVCenter, formats.minutes(item.minutes))


def _paint_heading(painter: QPainter, area: QRect, heading: Heading) -> None:
    inside = area.adjusted(_PAD_X, 0, -_PAD_X, -7)
    painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), palette.color("accent_line"))
    painter.setFont(theme.font("size_heading", semibold=True))
    painter.setPen(palette.color("accent"))
    painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, heading.title)
    painter.setFont(theme.font("size_small"))
    painter.setPen(palette.color("muted"))
    painter.drawText(inside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, heading.detail)
