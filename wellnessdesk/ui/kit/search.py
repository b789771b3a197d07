"""The search box: results unfold below while somebody types, and the keyboard alone is enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, takewhile

import shiboken6
from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from wellnessdesk.ui.kit import icons, palette, spoken, theme
from wellnessdesk.ui.kit.fields import TextField

_ROW = Qt.ItemDataRole.UserRole
_ROWS_SHOWN = 7
_WARNING = 20
"""Pixels of the line of a warning."""
_FRAME = 10
"""Pixels of the list around its rows."""
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _ROWS_SHOWN, Qt.Key.Key_PageUp: -_ROWS_SHOWN}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class SearchRow:
    """One result: `key` is what `chosen` gives back; title and detail tell it apart from its neighbors."""

    key: object
    title: str
    detail: str = ""
    icon: str = ""
    note: str = ""
    """Stands at the right, for instance that somebody is already here."""
    marks: tuple[tuple[int, int], ...] = ()
    """The (first, last + 1) places of `detail` that stand out: what was searched for."""
    warning: str = ""
    """Stands below, on a line of its own."""


class SearchBox(QWidget):
    """Type, move with the arrows, choose with Enter. The page answers `searched` through `set_results`.

    Enter before the results are there (a card scanner is that fast) chooses as soon as they are, if there is exactly
    one; otherwise the first is only offered.
    """

    searched = Signal(str)
    chosen = Signal(object)

    def __init__(self, name: str, *, placeholder: str = "", nothing_found: str = "", large: bool = True) -> None:
        super().__init__()
        self._nothing_found = nothing_found
        self._enter_waits = False
        self._answered = ""
        self.edit = TextField(placeholder=placeholder, clearable=True)
        self.edit.setObjectName("SearchField")
        self.edit.setAccessibleName(name)
        self.edit.setProperty("textSize", "large" if large else "")
        self.edit.addAction(icons.icon("search", "muted"), TextField.ActionPosition.LeadingPosition)
        for lens in self.edit.findChildren(QToolButton):
            lens.setAccessibleName(lens.accessibleName() or name)
        self.edit.textEdited.connect(self._search)
        self.edit.textChanged.connect(self._fold_if_empty)
        self.edit.installEventFilter(self)
        self._list = _ResultList(name)
        self._list.clicked.connect(lambda: self._choose())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.edit)
        self.setFocusProxy(self.edit)

    def query(self) -> str:
        """What is being searched for."""
        return self.edit.value()

    def feed(self, text: str) -> None:
        """Search for a text that was not typed here (from a card scanner); takes the focus."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.setText(text)
        self._search()

    def clear(self) -> None:
        """Start afresh."""
        self._enter_waits = False
        self.edit.clear()

    def set_results(self, query: str, rows: Sequence[SearchRow], nothing: str = "") -> None:
        """Show the results for `query`, best first; passed over if something else is being searched for by now.

        `nothing` is said instead of the usual words where there are none.
        """
        if query != self.query():
            return
        self._answered = query
        self._list.show_rows(rows, nothing or self._nothing_found)
        waited, self._enter_waits = self._enter_waits, False
        if waited and len(rows) == 1:
            self._choose()
        elif query and self.edit.hasFocus():
            self._unfold()
            spoken.announce(self.edit, self._list.spoken())

    def add_results(self, query: str, rows: Sequence[SearchRow], nothing: str = "") -> None:
        """Put more below the results for `query`, found later; what is highlighted stays so.

        `nothing` is said instead of the usual words where there are none now either.
        """
        if query != self.query() or query != self._answered:
            return
        said = self._list.spoken()
        self._list.add_rows(rows, nothing or self._nothing_found)
        if query and self.edit.hasFocus():
            self._unfold()
            if self._list.spoken() != said:
                spoken.announce(self.edit, self._list.spoken())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._fold()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._fold()
        super().hideEvent(event)

    def _key(self, key: Qt.Key) -> bool:
        if key in _ENTER:
            self._enter()
        elif key in _MOVES and self._list.count():
            self._unfold()
            self._list.move_by(_MOVES[key])
            spoken.announce(self.edit, self._list.spoken())
        elif key == Qt.Key.Key_Escape and self.edit.text():
            self.clear()
        else:
            return False
        return True

    def _enter(self) -> None:
        if self._answered == self.query():
            self._choose()
        elif self.query():
            self._enter_waits = True

    def _search(self) -> None:
        self._enter_waits = False
        if self.query() != self._answered:
            self._answered = ""
            self.searched.emit(self.query())

    def _fold_if_empty(self, text: str) -> None:
        if not text.strip():
            self._answered = ""
            self._list.clear()
            self._fold()

    def _choose(self) -> None:
        row = self._list.current_row()
        if row is not None:
            self._fold()
            self.chosen.emit(row.key)

    def _fold(self) -> None:
        if shiboken6.isValid(self._list):  # the window owns it, and may have deleted it first when it goes
            self._list.hide()

    def _unfold(self) -> None:
        window = self.window()
        if self._list.parentWidget() is not window:
            self._list.setParent(window)
        below = self.mapTo(window, QPoint(0, self.height() + 4))
        height = self._list.height_within(window.height() - below.y() - 8)
        self._list.setGeometry(QRect(below, QSize(self.width(), height)))
        self._list.show()
        self._list.raise_()


class _ResultList(QListWidget):
    """The results below the box. Never has the focus: the keys stay with the box."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("SearchResults")
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setItemDelegate(_RowDelegate(self))
        self.hide()

    def show_rows(self, rows: Sequence[SearchRow], nothing_found: str) -> None:
        self.clear()
        self.add_rows(rows, nothing_found)

    def add_rows(self, rows: Sequence[SearchRow], nothing_found: str) -> None:
        if self.current_row() is None:
            self.clear()  # what stands there says that there is nothing
        for row in rows:
            item = QListWidgetItem(row.title, self)
            item.setData(_ROW, row)
            said = (row.title, row.detail, row.note, row.warning)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(part for part in said if part))
        if rows and self.current_row() is None:
            self.setCurrentRow(0)
        elif not self.count() and nothing_found:
            item = QListWidgetItem(nothing_found, self)
            item.setFlags(Qt.ItemFlag.NoItemFlags)

    def move_by(self, step: int) -> None:
        self.setCurrentRow(min(max(self.currentRow() + step, 0), self.count() - 1))

    def current_row(self) -> SearchRow | None:
        item = self.currentItem()
        row = item.data(_ROW) if item is not None else None
        return row if isinstance(row, SearchRow) else None

    def spoken(self) -> str:
        item = self.currentItem() or self.item(0)
        return str(item.data(Qt.ItemDataRole.AccessibleTextRole) or item.text()) if item is not None else ""

    def height_within(self, room: int) -> int:
        """As high as some whole rows, one at least: half a row looks like a mistake."""
        heights = accumulate(self.sizeHintForRow(row) for row in range(min(self.count(), _ROWS_SHOWN)))
        fitting = list(takewhile(lambda height: height + _FRAME <= room, heights))
        return (fitting[-1] if fitting else self.sizeHintForRow(0)) + _FRAME


class _RowDelegate(QStyledItemDelegate):
    """Title and detail on two lines, an icon before and a note after."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row = index.data(_ROW)
        if not isinstance(row, SearchRow):
            return QSize(100, 40)
        return QSize(100, (52 if row.detail else 40) + (_WARNING if row.warning else 0))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option)
        row = index.data(_ROW)
        inside = option.rect.adjusted(12, 6, -12, -6)
        if isinstance(row, SearchRow):
            self._paint_row(painter, inside, row)
        else:
            _write(painter, inside, index.data(), "muted")
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        state = option.state
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            ground = "accent_soft" if state & QStyle.StateFlag.State_Selected else "hover"
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(ground))
            painter.drawRoundedRect(option.rect, 6, 6)

    def _paint_row(self, painter: QPainter, inside: QRect, row: SearchRow) -> None:
        if row.icon:
            icons.icon(row.icon, "muted").paint(painter, QRect(inside.left(), inside.center().y() - 9, 20, 20))
            inside = inside.adjusted(32, 0, 0, 0)
        if row.warning:
            painter.setFont(theme.font("size_small"))
            inside = inside.adjusted(0, 0, 0, -_WARNING)
            _write(painter, QRect(inside.left(), inside.bottom(), inside.width(), _WARNING), row.warning, "flag")
        upper, lower = inside, inside.adjusted(0, inside.height() // 2, 0, 0)
        if row.detail:
            upper = inside.adjusted(0, 0, 0, -inside.height() // 2)
        if row.note:
            painter.setFont(theme.font("size_small"))
            room = painter.fontMetrics().horizontalAdvance(row.note) + 12
            _write(painter, upper if row.marks else inside, row.note, "accent", Qt.AlignmentFlag.AlignRight)
            upper = upper.adjusted(0, 0, -room, 0)
            lower = lower if row.marks else lower.adjusted(0, 0, -room, 0)  # a snippet needs the whole line
        painter.setFont(theme.font(semibold=True))
        _write(painter, upper, row.title, "ink")
        if row.detail:
            _write_marked(painter, lower, row)


def _write(
    painter: QPainter, where: QRect, text: str, token: str, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
) -> None:
    painter.setPen(palette.color(token))
    fitting = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, where.width())
    painter.drawText(where, align | Qt.AlignmentFlag.AlignVCenter, fitting)


def _write_marked(painter: QPainter, where: QRect, row: SearchRow) -> None:
    """The detail of a row, its marks bolder and darker than what is around them."""
    at = 0
    for first, end in (*row.marks, (len(row.detail), len(row.detail))):
        for text, marked in ((row.detail[at:first], False), (row.detail[first:end], True)):
            painter.setFont(theme.font("size_small", semibold=marked))
            _write(painter, where, text, "ink" if marked else "muted")
            where = where.adjusted(min(painter.fontMetrics().horizontalAdvance(text), where.width()), 0, 0, 0)
        at = end
