"""One list of the queue: a heading with its count, a line that sums it up, and the visits."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QHBoxLayout,
    QListView,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from wellnessdesk.base import formats
from wellnessdesk.ui.kit import theme
from wellnessdesk.ui.kit.icons import IconLabel
from wellnessdesk.ui.kit.parts import EmptyState
from wellnessdesk.ui.kit.record_model import Column, RecordTableModel
from wellnessdesk.ui.kit.texts import LabelTone, label, plain_tooltip
from wellnessdesk.ui.pages.visits.row_painter import RowPainter, action_rect
from wellnessdesk.ui.pages.visits.rows import Row

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Space)
_ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)
_TABBED = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_HEAD_HEIGHT = 36
"""Of a heading, so that it stands beside the search box."""


@dataclass(frozen=True, slots=True)
class RowAct:
    """What Enter and the icon at the right of a row do."""

    icon: str
    tooltip: str


class VisitList(QListView):
    """The visits. Arrow keys move, Enter acts, letters go on to the search box.

    Only the highlighted row is acted on. When it goes, its neighbor is outlined: the next arrow key highlights it.
    """

    acted = Signal(object)
    """A row, by Enter or its icon."""
    menu_asked = Signal(object, QPoint)
    """A row, and where on the screen its menu belongs."""
    typed = Signal(str)
    escaped = Signal()
    sideways = Signal(int)
    """The left (-1) or right (1) arrow key."""
    current_changed = Signal()

    def __init__(self, name: str, act: RowAct, empty: EmptyState) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.rows_model = RecordTableModel[Row](
            [Column(title=name, text=lambda row: row.spoken)], lambda row: row.visit.id, self)
        self.setModel(self.rows_model)
        self._painter = RowPainter(self, act.icon, act.tooltip)
        self.setItemDelegate(self._painter)
        self._pressed: int | None = None
        self._empty = empty
        empty.setParent(self.viewport())
        self._behave()
        self.selectionModel().selectionChanged.connect(lambda: self.current_changed.emit())

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; what is selected stays so, and nothing is drawn anew when nothing changed."""
        if tuple(rows) != self.rows_model.records():
            self.rows_model.set_records(rows)
        self._empty.setVisible(not rows)

    def current(self) -> Row | None:
        """The selected row."""
        chosen = self._chosen()
        return self.rows_model.record(chosen.row()) if chosen.isValid() else None

    def select(self, visit: int) -> bool:
        """Select a visit and bring it into sight; false if it is not here."""
        row = self.rows_model.row_of(visit)
        if row is not None:
            self.setCurrentIndex(self.rows_model.index(row, 0))
        return row is not None

    def take_focus(self) -> None:
        """Go on from here with the keyboard: something is selected."""
        self._highlight()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Select nothing."""
        self.setCurrentIndex(QModelIndex())
        self.clearSelection()

    def place_of(self, visit: int) -> QPoint:
        """Where on the screen a menu for this visit belongs: below its action."""
        row = self.rows_model.row_of(visit)
        rect = self.visualRect(self.rows_model.index(row, 0)) if row is not None else QRect()
        return self.viewport().mapToGlobal(action_rect(rect).bottomLeft())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _ENTER:
            if not event.isAutoRepeat():
                self._act(self._chosen())
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif key in _STEPS and self.current() is None:
            self._highlight()
        elif key in _ENDS:
            super().keyPressEvent(event)
            self._highlight()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.sideways.emit(1 if key == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in _TABBED:
            self._highlight()

    def keyboardSearch(self, search: str) -> None:
        self.typed.emit(search)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self._chosen() if by_key else self.indexAt(event.pos())
        if index.isValid():
            row = self.rows_model.record(index.row())
            self.menu_asked.emit(row, self.place_of(row.visit.id) if by_key else event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self._action_at(event)
        if self._pressed is None:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            super().mouseReleaseEvent(event)
        elif self._action_at(event) == pressed:  # rows may have moved up under the mouse meanwhile
            self._act(self.indexAt(event.position().toPoint()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._action_at(event) is None:
            super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self.indexAt(event.position().toPoint()).row()
        self._hover(row, self._action_at(event) is not None)
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1, False)
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._empty.setGeometry(self.viewport().rect())

    def rowsAboutToBeRemoved(self, parent: QModelIndex | QPersistentModelIndex, start: int, end: int) -> None:
        # Qt would select the neighbor: somebody about to press "Check out" would send away the wrong person.
        if start <= self.currentIndex().row() <= end:
            neighbor = end + 1 if end + 1 < self.rows_model.rowCount() else start - 1
            self.clearSelection()
            self.selectionModel().setCurrentIndex(
                self.rows_model.index(neighbor, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        super().rowsAboutToBeRemoved(parent, start, end)

    def _behave(self) -> None:
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)

    def _chosen(self) -> QModelIndex:
        """The highlighted row; an invalid index for none."""
        return next(iter(self.selectionModel().selectedIndexes()), QModelIndex())

    def _highlight(self) -> None:
        """Choose the row where the keyboard is, or the first, unless one is chosen."""
        if not self._chosen().isValid():
            here = self.currentIndex()
            self.selectionModel().setCurrentIndex(
                here if here.isValid() else self.rows_model.index(0, 0),
                QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _act(self, index: QModelIndex) -> None:
        if index.isValid():
            self.acted.emit(self.rows_model.record(index.row()))

    def _action_at(self, event: QMouseEvent) -> int | None:
        """The visit over whose action the mouse is, with nothing but the left button."""
        place = event.position().toPoint()
        index = self.indexAt(place)
        other = event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton)
        if other or not index.isValid() or not action_rect(self.visualRect(index)).contains(place):
            return None
        return self.rows_model.record(index.row()).visit.id

    def _hover(self, row: int, on_action: bool) -> None:
        if (row, on_action) != (self._painter.hovered, self._painter.on_action):
            self._painter.hovered, self._painter.on_action = row, on_action
            self.viewport().setCursor(
                Qt.CursorShape.PointingHandCursor if on_action else Qt.CursorShape.ArrowCursor)
            self.viewport().update()


class VisitColumn(QWidget):
    """A list under its heading, and below it what is done with who is chosen: room is short beside a heading."""

    def __init__(self, title: str, icon: str, visits: VisitList, *actions: QPushButton) -> None:
        super().__init__()
        self.visits = visits
        self._title = title
        self._heading = label(title, "heading", wrap=True)
        self._sum = ""
        self._summary = label("", "muted", small=True)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(IconLabel(icon, "accent", 20))
        head.addWidget(self._heading, 1)
        head.addStrut(_HEAD_HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._summary)
        column.addWidget(visits, 1)
        self._actions = _Actions(actions)
        if actions:
            column.addSpacing(4)
            column.addLayout(self._actions)

    def show_rows(self, rows: Sequence[Row], count: int) -> None:
        """Show the rows and how many there are in all."""
        self.visits.set_rows(rows)
        self._heading.setText(f"{self._title} · {formats.number(count)}")

    def sum_up(self, text: str, tone: LabelTone = "muted") -> None:
        """The line below the heading."""
        self._sum = text
        self._summary.setToolTip(plain_tooltip(text))
        self._fit_summary()
        if self._summary.property("tone") != tone:
            theme.restyle(self._summary, tone=tone)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_summary()
        self._actions.fit(self.width())

    def _fit_summary(self) -> None:
        """A name in it may be as long as names are."""
        fitting = theme.metrics("size_small").elidedText(self._sum, Qt.TextElideMode.ElideRight, self.width())
        self._summary.setText(fitting)


class _Actions(QBoxLayout):
    """Buttons beside each other, or below each other where that is too narrow."""

    _GAP = 6

    def __init__(self, buttons: Sequence[QPushButton]) -> None:
        super().__init__(QBoxLayout.Direction.LeftToRight)
        self.setSpacing(self._GAP)
        self._buttons = buttons
        for each in buttons:
            each.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.addWidget(each, 1)

    def fit(self, width: int) -> None:
        """Stand as the width allows, with no button cut off."""
        widest = max((each.sizeHint().width() for each in self._buttons), default=0)
        needed = len(self._buttons) * (widest + self._GAP) - self._GAP
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self.setDirection(down if needed > width else across)
