"""Tables of records: calm rows, Enter opens, what is selected stays selected, and an empty one says what to do."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.parts import EmptyState
from wellnessdesk.ui.kit.record_model import Column as Column
from wellnessdesk.ui.kit.record_model import RecordTableModel as RecordTableModel
from wellnessdesk.ui.kit.row_delegate import ROW_HEIGHT, RowDelegate

R = TypeVar("R")

_SAMPLE = 100
"""As many rows are measured to find the width of a column."""
_NARROWEST, _WIDEST = 56, 360
_ACTION_MARGIN = 10
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)  # no slots: Python 3.11 cannot then make `RowAction[Record](…)`
class RowAction(Generic[R]):
    """A button in every row, for lists of at most some dozens: the one thing that is done with a row all day."""

    text: str
    icon: str
    run: Callable[[R], object]
    offered: Callable[[R], bool] = lambda _record: True


class RecordTable(QTableView, Generic[R]):
    """The table. Takes and gives back records, never indexes."""

    opened = Signal(object)
    """Enter or a double click on a record."""
    current_changed = Signal(object)
    """Another record is selected, or the selected one is a newer version of itself, or None is."""
    ticked = Signal(object)
    """A box was clicked, or Space pressed on the selected rows: the list of their records. Whoever owns the table
    changes what `Column.ticked` says, and calls `show_ticks`."""

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[R]],
        key: Callable[[R], Hashable],
        *,
        empty: EmptyState | None = None,
        many: bool = False,
        sortable: bool = True,
        row_action: RowAction[R] | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("RecordTable")
        self.setAccessibleName(name)
        self._key = key
        self._row_action = row_action
        self._last: R | None = None
        self._measured = False
        self._told = False
        self._has_boxes = any(column.ticked is not None for column in columns)
        self._empty = empty
        if empty is not None:
            empty.setParent(self.viewport())
            empty.hide()
        actions = [Column[R](title="", text=lambda _record: "")] if row_action is not None else []
        self.records_model = RecordTableModel[R]([*columns, *actions], key, self)
        self.setModel(self.records_model)
        self._rows = RowDelegate(self)
        self.setItemDelegate(self._rows)
        self._behave(many)
        self._set_up_headers(sortable)
        self.selectionModel().selectionChanged.connect(self._tell_current)
        self.doubleClicked.connect(lambda index: self._open(index))

    def set_records(self, records: Sequence[R]) -> None:
        """Show these records; selection and scrolling stay with those that were there before."""
        self._told = True
        self.records_model.set_records(records)
        if not self._measured and records:
            self._measured = True
            self._fit_columns()
        self._place_actions()
        self._place_empty()
        self._tell_current()

    def current(self) -> R | None:
        """The selected record; with `many`, the first one selected."""
        return next(iter(self.selected()), None)

    def selected(self) -> list[R]:
        """All selected records, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.records_model.record(row) for row in rows]

    def select(self, key: Hashable) -> bool:
        """Select the record with this key and bring it into sight; false if it is not here."""
        row = self.records_model.row_of(key)
        if row is not None:
            self.selectRow(row)
            self.scrollTo(self.records_model.index(row, 0))
        return row is not None

    def show_ticks(self) -> None:
        """Draw the boxes anew, also for screen readers."""
        last = self.records_model.index(self.records_model.rowCount() - 1, len(self.records_model.columns) - 1)
        self.records_model.dataChanged.emit(self.records_model.index(0, 0), last, [Qt.ItemDataRole.CheckStateRole])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Space and self._has_boxes and self.selected():
            self.ticked.emit(self.selected())
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.records_model.columns[index.column()].ticked is not None:
            self.ticked.emit([self.records_model.record(index.row())])

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_empty()

    def rowsAboutToBeRemoved(self, parent: QModelIndex | QPersistentModelIndex, start: int, end: int) -> None:
        # Qt would select the neighbor: somebody about to press "Check out" would send away the wrong person.
        if start <= self.currentIndex().row() <= end:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        super().rowsAboutToBeRemoved(parent, start, end)

    def _behave(self, many: bool) -> None:
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if many else mode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)

    def _set_up_headers(self, sortable: bool) -> None:
        rows, titles = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        titles.setAccessibleName(self.accessibleName())
        titles.setHighlightSections(False)
        titles.setMinimumSectionSize(_NARROWEST)
        titles.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)  # or switching it on sorts by the first column
        titles.setSortIndicatorClearable(True)
        self.setSortingEnabled(sortable)

    def _fit_columns(self) -> None:
        """Once, when there is something to measure; afterwards widths are the person's."""
        columns = self.records_model.columns
        titles = self.horizontalHeader()
        for number, column in enumerate(columns):
            titles.resizeSection(number, column.width or self._width_of(number))
            if column.stretch:
                titles.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        titles.setStretchLastSection(not any(column.stretch for column in columns))

    def _width_of(self, number: int) -> int:
        if self._row_action is not None and number == len(self.records_model.columns) - 1:
            return self._action_cell(self._row_action, self.records_model.record(0)).sizeHint().width()
        option = QStyleOptionViewItem()
        rows = range(min(self.records_model.rowCount(), _SAMPLE))
        cells = [self._rows.sizeHint(option, self.records_model.index(row, number)).width() for row in rows]
        wanted = max([*cells, self.horizontalHeader().sectionSizeHint(number)])
        return min(max(wanted, _NARROWEST), _WIDEST)

    def _place_actions(self) -> None:
        action, last = self._row_action, len(self.records_model.columns) - 1
        if action is None:
            return
        for row, record in enumerate(self.records_model.records()):
            index = self.records_model.index(row, last)
            if self.indexWidget(index) is None:
                self.setIndexWidget(index, self._action_cell(action, record))
            self.indexWidget(index).setVisible(action.offered(record))

    def _action_cell(self, action: RowAction[R], record: R) -> QWidget:
        key = self._key(record)  # the record itself may have a newer version by the time somebody presses
        made = button(action.text, lambda: self._run_action(action, key), icon=action.icon, role="row")
        made.setAccessibleName(f"{action.text}, {self.records_model.columns[0].text(record)}")
        cell = QWidget()
        row = QHBoxLayout(cell)
        row.setContentsMargins(_ACTION_MARGIN, 0, _ACTION_MARGIN, 0)
        row.addWidget(made)
        return cell

    def _run_action(self, action: RowAction[R], key: Hashable) -> None:
        row = self.records_model.row_of(key)
        if row is not None:
            action.run(self.records_model.record(row))

    def _place_empty(self) -> None:
        if self._empty is not None and self._told:  # before the first answer nobody knows whether it is empty
            nothing = self.records_model.rowCount() == 0
            self.horizontalHeader().setVisible(not nothing)
            self._empty.setGeometry(self.viewport().rect())
            self._empty.setVisible(nothing)

    def _tell_current(self) -> None:
        current = self.current()
        if current != self._last:
            self._last = current
            self.current_changed.emit(current)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.records_model.record(index.row()))

    def _hover(self, row: int) -> None:
        if row != self._rows.hovered:
            self._rows.hovered = row
            self.viewport().update()
