"""The agenda as a table model: headings and items in one list, ticks and minutes editable."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.flags import Urgency, urgency_label
from wellnessdesk.domain.minutes import Words
from wellnessdesk.domain.supervision import Agenda, Item, ItemKind, ItemState, Section, section_title

Index = QModelIndex | QPersistentModelIndex
Key = tuple[ItemKind, str]

DONE, WHAT, WHO, MINUTES = range(4)
COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Heading:
    """The line above the items of a section; `detail` says how many and how long."""

    title: str
    detail: str


Row = Heading | Item


def key_of(item: Item) -> Key:
    """What an item is known by."""
    return item.kind, item.ref


def carried_text(item: Item) -> str:
    """How often an item was carried over; empty when it is new."""
    if not item.carried:
        return ""
    return ngettext("Carried over once", "Carried over {n} times", item.carried).format(n=formats.number(item.carried))


def rows_of(agenda: Agenda) -> list[Row]:
    """The agenda as lines. A section that something was moved into goes on under its name after it."""
    rows: list[Row] = []
    begun: set[Section] = set()
    for section, run in groupby(agenda.items, key=lambda item: item.section):
        items = list(run)
        title = section_title(section)
        rows.append(Heading(_("{section}, continued").format(section=title) if section in begun else title,
                            _detail(items)))
        rows += items
        begun.add(section)
    return rows


class AgendaModel(QAbstractTableModel):
    """What is ticked or set shows at once; whoever hears the signals keeps it."""

    ticked = Signal(object, bool)
    minutes_set = Signal(object, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._words: Mapping[Key, Words] = {}

    def set_agenda(self, agenda: Agenda | None, words: Mapping[Key, Words]) -> None:
        """Show an agenda, and the words about its items. One with the same items in the same order leaves selection and
        scrolling alone."""
        rows, self._words = rows_of(agenda) if agenda else [], words
        if [_identity(row) for row in rows] == [_identity(row) for row in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, COLUMNS - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, row: int) -> Row:
        """The heading or item of a line."""
        return self._rows[row]

    def line(self, row: int) -> tuple[Row, tuple[str, ...]]:
        """The heading or item of a line, and what stands below an item."""
        found = self._rows[row]
        return found, tuple(self.notes_of(found)) if isinstance(found, Item) else ()

    def item(self, row: int) -> Item | None:
        """The item of a line; None for a heading, and outside."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, Item) else None

    def notes_of(self, item: Item) -> list[str]:
        """The lines below an item: why it was put off, and the coordinators' remark."""
        words = self._words.get(key_of(item), Words())
        waits = words.put_off if item.state is ItemState.DEFERRED else ""
        return [f"{name}: {text}" for name, text in (
            (_("Put off"), waits), (_("Remark for coordinators"), words.remark)) if text]

    def items(self) -> list[Item]:
        """All items, from top to bottom."""
        return [row for row in self._rows if isinstance(row, Item)]

    def line_of(self, key: Key) -> int | None:
        """Where the item stands."""
        return next((line for line, row in enumerate(self._rows) if isinstance(row, Item) and key_of(row) == key), None)

    def places_to(self, item: Item, line: int) -> int:
        """How many places an item goes down (or up, negative) to come to stand above this line."""
        at = self.items().index(item)
        before = sum(isinstance(row, Item) for row in self._rows[:line])
        return before - at if before <= at else before - at - 1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature; an invalid index is a constant
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DisplayRole:
            return (_("Done"), _("What, and why it is here"), _("Who"), _("Time"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if isinstance(row, Heading):
            heading = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return row.title if heading and index.column() == 0 else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(row, self.notes_of(row))[index.column()]
        return _answer(row, index.column(), role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        item = self.item(index.row())
        if item is None:
            return False
        if index.column() == DONE and role == Qt.ItemDataRole.CheckStateRole:
            done = Qt.CheckState(value) == Qt.CheckState.Checked
            self._change(index, replace(item, state=ItemState.TALKED if done else ItemState.OPEN))
            self.ticked.emit(item, done)
        elif index.column() == MINUTES and role == Qt.ItemDataRole.EditRole and int(value) != item.minutes:
            self._change(index, replace(item, minutes=int(value)))
            self.minutes_set.emit(item, int(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flag = Qt.ItemFlag
        if self.item(index.row()) is None:
            return flag.NoItemFlags
        allowed = flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsDragEnabled
        if index.column() == DONE:
            return allowed | flag.ItemIsUserCheckable
        return allowed | flag.ItemIsEditable if index.column() == MINUTES else allowed

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def _change(self, index: Index, item: Item) -> None:
        self._rows[index.row()] = item
        line = index.row()
        self.dataChanged.emit(self.index(line, 0), self.index(line, COLUMNS - 1))


def _answer(item: Item, column: int, role: int) -> Any:
    if role == Qt.ItemDataRole.DisplayRole:
        return ("", item.title, item.name, formats.minutes(item.minutes))[column]
    if role == Qt.ItemDataRole.CheckStateRole and column == DONE:
        return Qt.CheckState.Checked if item.done else Qt.CheckState.Unchecked
    if role == Qt.ItemDataRole.EditRole and column == MINUTES:
        return item.minutes
    return None


def _spoken(item: Item, notes: list[str]) -> tuple[str, str, str, str]:
    """What a screen reader says of each cell."""
    what = ", ".join(part for part in (
        item.title, urgency_label(Urgency.IMMEDIATE) if item.urgent else "", item.reason, carried_text(item),
        *notes) if part)
    return _("Done") if item.done else _("Not done"), what, item.name, formats.minutes(item.minutes)


def _detail(items: list[Item]) -> str:
    count = ngettext("{n} item", "{n} items", len(items)).format(n=formats.number(len(items)))
    minutes = sum(item.minutes for item in items if item.state is ItemState.OPEN)
    return f"{count} · {formats.minutes(minutes)}"


def _identity(row: Row) -> Key | str:
    return key_of(row) if isinstance(row, Item) else row.title
