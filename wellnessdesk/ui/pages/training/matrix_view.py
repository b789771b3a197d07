"""The training matrix: a line a peer, a column a module; what is there, lapsed or lapses soon, at a glance."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.people import Person
from wellnessdesk.domain.training import Cell, Matrix, Module
from wellnessdesk.ui.kit import palette

Index = QModelIndex | QPersistentModelIndex
_CELL, _WIDEST, _LINE, _HEAD, _NAMES = 46, 62, 34, 178, 190
_ANY = QModelIndex()
_CENTER = int(Qt.AlignmentFlag.AlignCenter)
_SIGNS = {"has": ("✓", "ok"), "soon": ("!", "flag"), "lapsed": ("✕", "danger"), "none": ("–", "muted")}


def state(cell: Cell, matrix: Matrix) -> str:
    """`has`, `soon`, `lapsed` or `none`."""
    if not cell.has:
        return "none"
    return "lapsed" if cell.lapsed(matrix.today) else "soon" if cell.soon(matrix.today) else "has"


def words(cell: Cell, matrix: Matrix) -> str:
    """Where somebody stands with a module, as a sentence."""
    day = formats.date(cell.lapses_on) if cell.lapses_on else ""
    since = formats.date(cell.day) if cell.day else ""
    return {"none": _("Not yet"), "has": _("Since {since}, until {day}") if day else _("Since {since}"),
            "soon": _("Lapses on {day}"), "lapsed": _("Lapsed on {day}")}[state(cell, matrix)].format(
        since=since, day=day)


class MatrixModel(QAbstractTableModel):
    """Peers by modules."""

    def __init__(self) -> None:
        super().__init__()
        self.matrix: Matrix | None = None
        self.states: list[list[str]] = []

    def show(self, matrix: Matrix) -> None:
        """Show another one."""
        self.beginResetModel()
        self.matrix = matrix
        self.states = [[state(matrix.cell(peer.id, module.id), matrix) for module in matrix.modules]
                       for peer in matrix.peers]
        self.endResetModel()

    def rowCount(self, parent: Index = _ANY) -> int:
        return 0 if parent.isValid() or self.matrix is None else len(self.matrix.peers)

    def columnCount(self, parent: Index = _ANY) -> int:
        return 0 if parent.isValid() or self.matrix is None else len(self.matrix.modules)

    def at(self, index: Index) -> tuple[Person, Module, Cell] | None:
        """Whose cell it is, of which module."""
        if self.matrix is None or not index.isValid():
            return None
        peer, module = self.matrix.peers[index.row()], self.matrix.modules[index.column()]
        return peer, module, self.matrix.cell(peer.id, module.id)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        found = self.at(index)
        if found is None or self.matrix is None:
            return None
        peer, module, cell = found
        if role == Qt.ItemDataRole.DisplayRole:
            return _SIGNS[state(cell, self.matrix)][0]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{peer.name} · {module.label}: {words(cell, self.matrix)}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.matrix is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if orientation is Qt.Orientation.Horizontal:
            return self.matrix.modules[section].label
        return self.matrix.peers[section].name


class _Upright(QHeaderView):
    """Titles of modules, read from below: so the columns can be narrow."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(_CELL)
        self.setMinimumSectionSize(_CELL)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), _HEAD)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        painter.fillRect(rect, palette.color("surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), palette.color("line"))
        painter.setPen(palette.color("ink"))
        painter.translate(rect.left(), rect.bottom() - 8)
        painter.rotate(-90)
        title = str(self.model().headerData(section, Qt.Orientation.Horizontal))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(QRect(0, 2, rect.height() - 14, rect.width() - 4), int(flags), title)
        painter.restore()


class _Names(QHeaderView):
    """The peers, each on one line; a name that is too long ends in dots."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(_LINE)
        self.setFixedWidth(_NAMES)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        painter.fillRect(rect, palette.color("surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), palette.color("line"))
        painter.setPen(palette.color("ink"))
        area = rect.adjusted(12, 0, -8, -1)
        name = str(self.model().headerData(section, Qt.Orientation.Vertical))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, int(flags), painter.fontMetrics().elidedText(
            name, Qt.TextElideMode.ElideRight, area.width()))
        painter.restore()


class _Signs:
    """Each sign as a picture, drawn once for a theme and a sharpness: text is slow to draw thousands of times."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str, float], QPixmap] = {}

    def picture(self, sign: str, font: QFont, sharpness: float) -> QPixmap:
        """The picture of a state's sign, as high and wide as the narrowest cell."""
        text, tone = _SIGNS[sign]
        key = (sign, palette.color(tone).name(), sharpness)
        if key not in self._made:
            self._made[key] = self._draw(text, tone, font, sharpness)
        return self._made[key]

    def _draw(self, text: str, tone: str, font: QFont, sharpness: float) -> QPixmap:
        made = QPixmap(QSize(_CELL, _LINE) * sharpness)
        made.setDevicePixelRatio(sharpness)
        made.fill(Qt.GlobalColor.transparent)
        painter, bold = QPainter(made), QFont(font)
        bold.setBold(tone != "muted")
        painter.setFont(bold)
        painter.setPen(palette.color(tone))
        painter.drawText(QRect(0, 0, _CELL, _LINE), _CENTER, text)
        painter.end()
        return made


class MatrixView(QTableView):
    """Arrow keys go from cell to cell; what is said of the chosen one stands below (`chosen`)."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("training.matrix")
        self.setAccessibleName(_("Training of everybody"))
        self.cells, self._signs = MatrixModel(), _Signs()
        self.setModel(self.cells)
        self.setHorizontalHeader(_Upright(self))
        self.setVerticalHeader(_Names(self))
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.selectionModel().currentChanged.connect(lambda *_which: self.chosen.emit())

    def paintEvent(self, event: QPaintEvent) -> None:
        """All at once: a delegate would be asked thousands of times."""
        painter, area = QPainter(self.viewport()), event.rect()
        rows, columns = self._seen(area)
        chosen = self.currentIndex()
        if chosen.isValid():
            painter.fillRect(self.visualRect(chosen), palette.color("accent_soft"))
        lefts = [(column, self.columnViewportPosition(column) + (self.columnWidth(column) - _CELL) // 2)
                 for column in columns]
        right = self.columnViewportPosition(columns[-1]) + self.columnWidth(columns[-1]) if columns else 0
        line, sharpness = palette.color("line"), self.devicePixelRatioF()
        pictures = {sign: self._signs.picture(sign, self.font(), sharpness) for sign in _SIGNS}
        for row in rows:
            top, states = self.rowViewportPosition(row), self.cells.states[row]
            painter.fillRect(0, top + _LINE - 1, right, 1, line)
            for column, left in lefts:
                painter.drawPixmap(left, top, pictures[states[column]])
        painter.end()

    def _seen(self, area: QRect) -> tuple[range, range]:
        """The rows and columns that lie in an area."""
        ends = []
        for first, last, count in (
                (self.rowAt(area.top()), self.rowAt(area.bottom()), self.cells.rowCount()),
                (self.columnAt(area.left()), self.columnAt(area.right()), self.cells.columnCount())):
            ends.append(range(max(first, 0), count if last < 0 else last + 1) if first >= 0 else range(0))
        return ends[0], ends[1]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As wide as there is room, up to a limit."""
        super().resizeEvent(event)
        self._spread()

    def _spread(self) -> None:
        count = self.cells.columnCount()
        if count:
            self.horizontalHeader().setDefaultSectionSize(
                max(_CELL, min(_WIDEST, self.viewport().width() // count)))

    def show_matrix(self, matrix: Matrix) -> None:
        """Show it; the same cell stays chosen, if it is still here."""
        before = self.current()
        self.cells.show(matrix)
        self._spread()
        if before is not None:
            self.choose(before[0].id, before[1].id)
        self.chosen.emit()

    def current(self) -> tuple[Person, Module, Cell] | None:
        """The chosen cell."""
        return self.cells.at(self.currentIndex())

    def choose(self, person: str, module: str) -> None:
        """Choose a cell."""
        matrix = self.cells.matrix
        if matrix is not None:
            rows = [one.id for one in matrix.peers]
            columns = [one.id for one in matrix.modules]
            if person in rows and module in columns:
                self.setCurrentIndex(self.cells.index(rows.index(person), columns.index(module)))
