"""The items of a meeting beside what is said about one: the title of each, and below it whose it is and how far."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate
from PySide6.QtWidgets import QStyleOptionViewItem as Option

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.supervision import Item, ItemState, item_state_label, section_title
from wellnessdesk.ui.kit import palette, theme
from wellnessdesk.ui.pages.supervision.delegate import height_of, paint_texts, wrapped
from wellnessdesk.ui.pages.supervision.model import carried_text

_PAD_X, _PAD_Y = 12, 9
_ITEM = Qt.ItemDataRole.UserRole


class ItemList(QListWidget):
    """Shows items as they are given: whoever gives them leaves out what may not be seen."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("hold.items")
        self.setAccessibleName(_("Agenda"))
        self.setItemDelegate(_Lines(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)

    def show_items(self, items: Sequence[Item]) -> None:
        """Show these, in their order."""
        self.clear()
        for item in items:
            entry = QListWidgetItem("\n".join((item.title, detail(item))))
            entry.setData(_ITEM, item)
            self.addItem(entry)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()  # texts wrap anew


def detail(item: Item) -> str:
    """The line below the title: never a name."""
    state = "" if item.state is ItemState.OPEN else item_state_label(item.state)
    return " · ".join(part for part in (section_title(item.section), item.who, state, carried_text(item)) if part)


class _Lines(QStyledItemDelegate):
    def sizeHint(self, option: Option, index: QModelIndex | QPersistentModelIndex) -> QSize:
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListWidget) else option.rect.width()
        return QSize(0, height_of(_texts(index.data(_ITEM), width - 2 * _PAD_X)) + 2 * _PAD_Y)

    def paint(self, painter: QPainter, option: Option, index: QModelIndex | QPersistentModelIndex) -> None:
        area, selected = option.rect, bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, palette.color("accent_soft" if selected else "hover"))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), palette.color("line"))
        if selected:
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), palette.color("accent"))
        inside = area.adjusted(_PAD_X, _PAD_Y, -_PAD_X, -_PAD_Y)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_texts(painter, inside, _texts(index.data(_ITEM), inside.width()))
        painter.restore()


def _texts(item: Item, width: int) -> list[tuple[QTextLayout, str]]:
    waits = item.state is ItemState.OPEN
    lines = ((item.title, theme.font(semibold=True), "ink" if waits else "muted"),
             (detail(item), theme.font("size_small"), "muted"))
    return [(wrapped(text, font, width), tone) for text, font, tone in lines]
