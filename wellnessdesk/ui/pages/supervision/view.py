"""The agenda on the screen: tick, set minutes and reorder, with the mouse or the keyboard alone."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSpinBox, QTableView

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.minutes import Words
from wellnessdesk.domain.supervision import Agenda, Item
from wellnessdesk.ui.kit import palette
from wellnessdesk.ui.kit.parts import EmptyState
from wellnessdesk.ui.pages.supervision.delegate import AgendaDelegate, box_of, line_height
from wellnessdesk.ui.pages.supervision.model import (
    COLUMNS,
    DONE,
    MINUTES,
    WHAT,
    WHO,
    AgendaModel,
    Index,
    Key,
    key_of,
)

Hint = QAbstractItemView.ScrollHint
_WIDTHS = {DONE: 66, WHO: 204, MINUTES: 112}
_NO_WORDS: Mapping[Key, Words] = {}
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class AgendaView(QTableView):
    """Space ticks, Enter opens, F2 or a digit sets the minutes, Ctrl+Up and Ctrl+Down move; the mouse drags."""

    moved = Signal(object, int)
    """An item shall go down by so many places (negative: up)."""
    opened = Signal(object)
    """The record of an item is wished for."""
    chosen = Signal()
    """Another item is selected."""
    defer_asked = Signal()
    remark_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("supervision.items")
        self.setAccessibleName(_("Agenda"))
        self.agenda_model = AgendaModel(self)
        self.setModel(self.agenda_model)
        self._lines = AgendaDelegate(self)
        self.setItemDelegate(self._lines)
        self._drop_line: int | None = None
        self._asked = {Qt.Key.Key_D: self.defer_asked, Qt.Key.Key_R: self.remark_asked}
        self._nothing = EmptyState(_("Nothing is waiting"), _("Use the time for good news."), "ok")
        self._not_yet = EmptyState(
            _("Something is waiting by now"), _("Build the agenda again to see it."), "supervision")
        for each in (self._nothing, self._not_yet):
            each.setParent(self.viewport())
            each.hide()
        self._fit_rows = QTimer(self, singleShot=True, interval=0)  # after all columns have their widths
        self._fit_rows.timeout.connect(self._fit)
        self._heights: dict[object, int] = {}
        self._room: dict[int, int] = {}
        self._behave()
        self._set_up_headers()

    def set_agenda(self, agenda: Agenda | None, news: int = 0, words: Mapping[Key, Words] = _NO_WORDS) -> None:
        """Show an agenda, on which so many new items are missing, with the `words` about its items; the same item stays
        selected, wherever it went."""
        selected, place = self.selected_key(), self.verticalScrollBar().value()
        self.agenda_model.set_agenda(agenda, words)
        self._span_headings()
        self._fit()
        self.verticalScrollBar().setValue(place)
        empty = not self.agenda_model.rowCount()
        self.horizontalHeader().setVisible(not empty)
        self._nothing.setVisible(empty and not news)
        self._not_yet.setVisible(empty and news > 0)
        if selected is not None:
            self.select(selected)
        if self.hasFocus():
            self._select_something()

    def current(self) -> Item | None:
        """The selected item."""
        return self.agenda_model.item(self.currentIndex().row())

    def selected_key(self) -> Key | None:
        """What the selected item is known by."""
        item = self.current()
        return key_of(item) if item else None

    def select(self, key: Key) -> None:
        """Select an item and bring it into sight."""
        line = self.agenda_model.line_of(key)
        if line is not None:
            self.setCurrentIndex(self.agenda_model.index(line, WHAT))

    def scrollTo(self, index: Index, hint: Hint = Hint.EnsureVisible) -> None:
        """The first item of a part comes with its heading: alone it would not say what part it is of."""
        above = index.row() - 1
        if hint == Hint.EnsureVisible and above >= 0 and self.agenda_model.item(above) is None:
            super().scrollTo(self.agenda_model.index(above, WHAT), hint)
        super().scrollTo(index, hint)

    def focus_first(self) -> None:
        """To the selected item, else the first."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._select_something()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:  # a click selects what it hits
            self._select_something()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._select_something()
        item, key = self.current(), Qt.Key(event.key())
        if item is None:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and key in _STEPS:
            self.moved.emit(item, _STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(item)
        elif key == Qt.Key.Key_Space:
            self._tick(self.currentIndex().row())
        elif key in self._asked and not event.modifiers():
            self._asked[key].emit()
        elif key == Qt.Key.Key_F2 or event.text().isdigit():
            self._edit_minutes(event)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or self.agenda_model.item(index.row()) is None:
            return
        if index.column() == DONE and box_of(self.visualRect(index)).contains(event.position().toPoint()):
            self._tick(index.row())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_dragging = self.state() == QAbstractItemView.State.DraggingState
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.column() == MINUTES and not was_dragging and self.agenda_model.item(index.row()) is not None:
            self.edit(index)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        item = self.agenda_model.item(index.row())
        if item is not None and index.column() in (WHAT, WHO):
            self.opened.emit(item)
        else:
            super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.source() is self:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)  # scrolls at the edges
        if event.source() is self:
            self._show_drop(self.line_at(event.position().toPoint()))
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_drop(None)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_drop(None)
        item = self.current()
        if item is None or (event.source() is not None and event.source() is not self):
            return
        event.setDropAction(Qt.DropAction.IgnoreAction)  # Qt would take the line away: the service moves it
        event.accept()
        places = self.agenda_model.places_to(item, self.line_at(event.position().toPoint()))
        if places:
            self.moved.emit(item, places)

    def line_at(self, point: QPoint) -> int:
        """The line above which something dropped here comes to stand."""
        line = self.rowAt(point.y())
        if line < 0:
            return self.agenda_model.rowCount()
        middle = self.rowViewportPosition(line) + self.rowHeight(line) // 2
        return line if point.y() < middle else line + 1

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._drop_line is not None:
            painter = QPainter(self.viewport())
            painter.fillRect(QRect(0, self._top_of(self._drop_line) - 2, self.viewport().width(), 3),
                             palette.color("accent"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for each in (self._nothing, self._not_yet):
            each.setGeometry(self.viewport().rect())
        self._fit()

    def _fit(self) -> None:
        """Each line as high as its texts need. With hundreds of them only those that changed are laid out anew: a key
        that is held down moves an item many times a second."""
        room = {column: self.columnWidth(column) for column in (WHAT, WHO)}
        known = self._heights if room == self._room else {}
        self._heights, self._room = {}, room
        for line in range(self.agenda_model.rowCount()):
            what = self.agenda_model.line(line)
            height = self._heights[what] = known.get(what) or line_height(*what, room)
            if self.rowHeight(line) != height:
                self.setRowHeight(line, height)

    def _edit_minutes(self, event: QKeyEvent) -> None:
        """Open the minutes of the selected item; a digit that opened them is their first."""
        self.edit(self.agenda_model.index(self.currentIndex().row(), MINUTES))
        editor = self.findChild(QSpinBox)
        if editor is not None and event.text().isdigit():
            QCoreApplication.sendEvent(editor, event)

    def _tick(self, line: int) -> None:
        item = self.agenda_model.item(line)
        if item is not None:
            state = Qt.CheckState.Unchecked if item.done else Qt.CheckState.Checked
            self.agenda_model.setData(self.agenda_model.index(line, DONE), state, Qt.ItemDataRole.CheckStateRole)

    def _select_something(self) -> None:
        """The keys mean an item: where none is selected they mean the first."""
        items = self.agenda_model.items()
        if self.current() is None and items:
            self.select(key_of(items[0]))

    def _span_headings(self) -> None:
        self.clearSpans()
        for line in range(self.agenda_model.rowCount()):
            if self.agenda_model.item(line) is None:
                self.setSpan(line, 0, 1, COLUMNS)

    def _top_of(self, line: int) -> int:
        if line < self.agenda_model.rowCount():
            return self.rowViewportPosition(line)
        last = line - 1
        return self.rowViewportPosition(last) + self.rowHeight(last)

    def _show_drop(self, line: int | None) -> None:
        self._drop_line = line
        self.viewport().update()

    def _hover(self, line: int) -> None:
        if line != self._lines.hovered:
            self._lines.hovered = line
            self.viewport().update()

    def _behave(self) -> None:
        mode = QAbstractItemView
        self.setSelectionMode(mode.SelectionMode.SingleSelection)
        self.setSelectionBehavior(mode.SelectionBehavior.SelectRows)
        self.setEditTriggers(mode.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(mode.ScrollMode.ScrollPerPixel)
        self.setDragDropMode(mode.DragDropMode.DragDrop)
        self.setDropIndicatorShown(False)
        self.setDragDropOverwriteMode(False)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _set_up_headers(self) -> None:
        self.verticalHeader().hide()
        titles = self.horizontalHeader()
        titles.setHighlightSections(False)
        titles.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        titles.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            titles.resizeSection(column, width)
        titles.sectionResized.connect(lambda *_change: self._fit_rows.start())  # texts wrap anew
