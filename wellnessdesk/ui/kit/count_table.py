"""The grid of a published table, as high as it is long. Blanks are hatched and carry the letter of their reason."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from wellnessdesk.domain.suppression import Finding
from wellnessdesk.domain.tables import MARKS, PublishedTable, Why
from wellnessdesk.ui.kit import palette, theme
from wellnessdesk.ui.kit.count_model import CountModel, Index, Shown

_ROW = 32
_PADDING = 12
_LETTER = 20
_NARROWEST = 76
_ONE_WAY = 600


class CountTable(QTableView):
    """All its rows: the page scrolls. In a table too wide for the page the titles stand in two lines; one that is too
    wide even so scrolls sideways by itself."""

    def __init__(self, table: PublishedTable, findings: Iterable[Finding] = ()) -> None:
        super().__init__()
        self.setObjectName("RecordTable")
        self.setAccessibleName(table.layout.title)
        self.counts = CountModel(table, self, findings)
        self.setModel(self.counts)
        self._titles = _Titles(self)
        self.setHorizontalHeader(self._titles)
        self.setItemDelegate(_CountDelegate(self))
        self._behave()
        self._fit_columns(len(table.layout.rows))
        if table.layout.columns is None:
            self.setMaximumWidth(_ONE_WAY)  # or the eye loses the line on the way to the number

    def sizeHint(self) -> QSize:
        rows = self.counts.rowCount() * _ROW
        return QSize(super().sizeHint().width(), self.horizontalHeader().sizeHint().height() + rows + self._below())

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page's to scroll

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_titles()
        self.updateGeometry()  # whether there is a bar depends on the width

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def _below(self) -> int:
        """What is needed below the last row."""
        bar = self.horizontalScrollBar()
        return 4 + (bar.sizeHint().height() if bar.maximum() > 0 else 0)

    def _behave(self) -> None:
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(_NARROWEST)
        self.horizontalHeader().setAccessibleName(self.accessibleName())

    def _fit_titles(self) -> None:
        """The first column takes what the others leave, but never so little that its words are cut off."""
        room, modes = self.viewport().width(), QHeaderView.ResizeMode
        self._titles.fold(False)
        if self._needed() > room:
            self._titles.fold(True)
        self._titles.setSectionResizeMode(0, modes.Stretch if self._needed() <= room else modes.ResizeToContents)

    def _needed(self) -> int:
        return sum(max(_NARROWEST, self.sizeHintForColumn(number), self._titles.sectionSizeHint(number))
                   for number in range(self.counts.columnCount()))

    def _fit_columns(self, headings: int) -> None:
        titles = self.horizontalHeader()
        for number in range(self.counts.columnCount()):
            one = QHeaderView.ResizeMode.Stretch if number == 0 else QHeaderView.ResizeMode.ResizeToContents
            titles.setSectionResizeMode(number, one)
        for number in range(1, headings):
            titles.setSectionResizeMode(number, QHeaderView.ResizeMode.ResizeToContents)


class _Titles(QHeaderView):
    """Titles in one line each; folded, in two where that makes their columns narrower."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._folded = False

    def fold(self, folded: bool) -> None:
        """Whether they may stand in two lines."""
        if folded != self._folded:
            self._folded = folded
            self.model().headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.count() - 1)  # all sizes are others

    def sectionSizeFromContents(self, section: int) -> QSize:
        size = super().sectionSizeFromContents(section)
        words = str(self.model().headerData(section, Qt.Orientation.Horizontal)).split()
        if not self._folded or len(words) < 2:
            return size
        metrics = theme.metrics("size_small", semibold=True)
        lines = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
        narrowest = min(max(map(metrics.horizontalAdvance, pair)) for pair in lines)
        return QSize(size.width() - metrics.horizontalAdvance(" ".join(words)) + narrowest,
                     size.height() + metrics.height())


class Swatch(QWidget):
    """A blank as it stands in the tables, for the legend."""

    def __init__(self, why: Why) -> None:
        super().__init__()
        self._why = why
        self.setFixedSize(44, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_blank(painter, QRect(0, 0, self.width(), self.height()), MARKS[self._why])


class _CountDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        text = str(index.data() or "")
        return QSize(theme.metrics(semibold=True).horizontalAdvance(text) + 2 * _PADDING + 2, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, CountModel):
            raise TypeError("paints count tables only")
        cell, where = model.shown(index), QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(where, palette.color("page" if cell.total else "surface"))
        if cell.why:
            _paint_blank(painter, where.adjusted(3, 3, -3, -4), cell.text)
        else:
            _paint_number(painter, where, cell)
        painter.fillRect(QRect(where.left(), where.bottom(), where.width(), 1), palette.color("line"))
        if option.state & QStyle.StateFlag.State_Selected:
            _paint_cursor(painter, where)
        painter.restore()


def _paint_number(painter: QPainter, where: QRect, cell: Shown) -> None:
    painter.setFont(theme.font(semibold=cell.total))
    painter.setPen(palette.color("ink"))
    inside = where.adjusted(_PADDING, 0, -_PADDING, -1)
    text = painter.fontMetrics().elidedText(cell.text, Qt.TextElideMode.ElideRight, inside.width())
    side = Qt.AlignmentFlag.AlignLeft if cell.heading else Qt.AlignmentFlag.AlignRight
    painter.drawText(inside, side | Qt.AlignmentFlag.AlignVCenter, text)


def _paint_blank(painter: QPainter, where: QRect, letter: str) -> None:
    """Hatched, with the letter on a plain spot at the right, where the number would stand."""
    ground = QRectF(where)
    painter.setPen(palette.color("line"))
    painter.setBrush(palette.color("hover"))
    painter.drawRoundedRect(ground.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(palette.color("edge"), Qt.BrushStyle.BDiagPattern))
    painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), 4, 4)
    spot = QRectF(ground.right() - _LETTER - 3, ground.center().y() - 9, _LETTER, 18)
    painter.setBrush(palette.color("surface"))
    painter.drawRoundedRect(spot, 9, 9)
    painter.setFont(theme.font("size_small", semibold=True))
    painter.setPen(palette.color("ink"))
    painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, letter)


def _paint_cursor(painter: QPainter, where: QRect) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = painter.pen()
    pen.setColor(palette.color("accent"))
    pen.setWidthF(2)
    painter.setPen(pen)
    painter.drawRoundedRect(QRectF(where).adjusted(1.5, 1.5, -1.5, -2.5), 4, 4)


