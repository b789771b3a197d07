"""A table model over frozen records with declared columns. Knows rows by their keys, so a refresh keeps them."""

import unicodedata
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Generic, Literal, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from wellnessdesk.ui.kit.icons import icon
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.texts import plain_tooltip

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex

_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


@dataclass(frozen=True, kw_only=True)  # no slots: Python 3.11 cannot then make `Column[Record](…)`
class Column(Generic[R]):
    """What stands in a column, as functions of the record. `text` is the only one needed."""

    title: str
    text: Callable[[R], str]
    align: Literal["left", "center", "right"] = "left"
    tooltip: Callable[[R], str] | None = None
    icon: Callable[[R], str] | None = None
    """The name of an icon before the text; empty for none."""
    tone: Callable[[R], Tone] | None = None
    strong: bool = False
    badge: bool = False
    """The text stands on the ground of its tone, as a status."""
    sort: Callable[[R], Any] | None = None
    """What to sort by, if not the text."""
    stretch: bool = False
    """Takes the width that is left over."""
    width: int = 0
    """In pixels; 0 fits what is in it."""
    ticked: Callable[[R], bool] | None = None
    """Shows a box instead of the text, which is what the box is called; see `RecordTable.ticked`."""

    def tone_of(self, record: R) -> Tone:
        """The tone of the record's text and icon."""
        return self.tone(record) if self.tone else "ink"


class RecordTableModel(QAbstractTableModel, Generic[R]):
    """The model. `key` tells records apart; it must not change while a record stays the same thing."""

    def __init__(
        self, columns: Sequence[Column[R]], key: Callable[[R], Hashable], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._key = key
        self._records: list[R] = []
        self._sorted: tuple[int, Qt.SortOrder] | None = None

    def records(self) -> tuple[R, ...]:
        """The records as they stand on the screen."""
        return tuple(self._records)

    def record(self, row: int) -> R:
        """The record of a row."""
        return self._records[row]

    def tone(self, index: Index) -> Tone:
        """The tone of a cell."""
        return self.columns[index.column()].tone_of(self._records[index.row()])

    def row_of(self, key: Hashable) -> int | None:
        """Where the record with this key stands."""
        return next((row for row, record in enumerate(self._records) if self._key(record) == key), None)

    def set_records(self, records: Sequence[R]) -> None:
        """Show these records. Rows that were there before stay the same rows, selected or not, wherever they go."""
        fresh = self._in_order(records)
        new = {self._key(record): record for record in fresh}
        if len(new) != len(fresh):
            raise ValueError("two records with one key")
        self._remove([row for row, old in enumerate(self._records) if self._key(old) not in new])
        known = {self._key(old) for old in self._records}
        self._rearrange([record for record in fresh if self._key(record) in known])
        self._insert(fresh, [row for row, record in enumerate(fresh) if self._key(record) not in known])
        if known:
            self.dataChanged.emit(self.index(0, 0), self.index(len(fresh) - 1, len(self.columns) - 1))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column from now on; a column of -1 leaves the order as given."""
        self._sorted = (column, order) if column >= 0 else None
        self._rearrange(self._in_order(self._records))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature; an invalid index is a constant
        return 0 if parent.isValid() else len(self._records)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGN[column.align] | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        checkable = index.isValid() and self.columns[index.column()].ticked is not None
        return flags | Qt.ItemFlag.ItemIsUserCheckable if checkable else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, record = self.columns[index.column()], self._records[index.row()]
        return self._answer(column, record, role)

    def _answer(self, column: Column[R], record: R, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(record)
        if role == Qt.ItemDataRole.CheckStateRole:
            return _tick(column.ticked(record)) if column.ticked else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(column.tooltip(record)) if column.tooltip else None
        if role == Qt.ItemDataRole.DecorationRole:
            name = column.icon(record) if column.icon else ""
            return icon(name, column.tone_of(record)) if name else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGN[column.align] | Qt.AlignmentFlag.AlignVCenter
        return None

    def _in_order(self, records: Sequence[R]) -> list[R]:
        if self._sorted is None:
            return list(records)
        column, order = self.columns[self._sorted[0]], self._sorted[1]
        by = column.sort or (lambda record: as_sorted(column.text(record)))
        return sorted(records, key=by, reverse=order == Qt.SortOrder.DescendingOrder)

    def _remove(self, rows: list[int]) -> None:
        for first, last in reversed(_runs(rows)):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._records[first : last + 1]
            self.endRemoveRows()

    def _rearrange(self, records: list[R]) -> None:
        """The same rows in another order, perhaps with newer contents."""
        before = [self._key(record) for record in self._records]
        after = {self._key(record): row for row, record in enumerate(records)}
        if before == list(after):
            self._records = records
            return
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        moved = [self.index(after[before[index.row()]], index.column()) for index in held]
        self._records = records
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    def _insert(self, fresh: list[R], rows: list[int]) -> None:
        for first, last in _runs(rows):
            self.beginInsertRows(QModelIndex(), first, last)
            self._records[first:first] = fresh[first : last + 1]
            self.endInsertRows()


def _tick(on: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked


def as_sorted(text: str) -> str:
    """The text as people look it up: without accents and case."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """Neighboring row numbers taken together as (first, last)."""
    groups = [[row for _, row in run] for _, run in groupby(enumerate(rows), lambda pair: pair[1] - pair[0])]
    return [(group[0], group[-1]) for group in groups]
