"""One chart with its table, to look at or to copy elsewhere."""

from operator import itemgetter

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.charts import ChartSpec, Kind
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.charts import ChartView
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.kit.row_delegate import ROW_HEIGHT
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label

_TABLE_WIDTH, _NUMBER_WIDTH, _HOUR_WIDTH, _FRAME = 444, 122, 64, 6

Line = tuple[str, ...]


class ChartCard(Card):
    """The table stands beside the chart, or below one that is as wide as the page; without `with_table`, elsewhere."""

    def __init__(self, key: str, *, with_table: bool = True) -> None:
        self._with_table = with_table
        self._table_copy = button(_("Copy the table"), self._copy_table, role="row")
        self._picture_copy = button(_("Copy the picture"), self._copy_picture, role="row")
        self._table_copy.setObjectName(f"charts.{key}.table")
        self._picture_copy.setObjectName(f"charts.{key}.picture")
        super().__init__(" ", *([self._table_copy] if with_table else []), self._picture_copy)
        self.view = ChartView()
        self._note = label("", "muted", wrap=True, small=True)
        self.table: RecordTable[Line] | None = None
        self._beside = QHBoxLayout()
        self._beside.setSpacing(20)
        left = QVBoxLayout()
        left.addWidget(self.view)
        left.addStretch(1)
        self._beside.addLayout(left, 1)
        self.add(self._beside)
        self.add(self._note)

    def show_spec(self, spec: ChartSpec) -> None:
        """Show this chart; its table is made anew, for its columns may be others."""
        self.heading.setText(spec.title)
        self.setAccessibleName(spec.title)
        self._note.setText(spec.note)
        self._note.setVisible(bool(spec.note))
        self.view.show_spec(spec)
        if self._with_table:
            self._show_table(spec)

    def _show_table(self, spec: ChartSpec) -> None:
        if self.table is not None:
            self.table.hide()
            self.table.deleteLater()
        self.table = _table(spec)
        if spec.kind is Kind.GRID:
            self.body.insertWidget(self.body.indexOf(self._note), self.table)
        else:
            self.table.setFixedWidth(_TABLE_WIDTH)
            self._beside.addWidget(self.table)

    def _copy_table(self) -> None:
        if self.view.spec is not None:
            QGuiApplication.clipboard().setText(self.view.spec.tsv())
            messages.say(self, _("The table is on the clipboard. Paste it into a spreadsheet."))

    def _copy_picture(self) -> None:
        if self.view.spec is not None:
            QGuiApplication.clipboard().setImage(self.view.picture())
            messages.say(self, _("The picture is on the clipboard."))


def _table(spec: ChartSpec) -> RecordTable[Line]:
    headings, lines = spec.table()
    grid = spec.kind is Kind.GRID
    columns = [Column[Line](title=headings[0], text=lambda line: line[0], stretch=not grid, width=140)]
    columns += [Column[Line](title=heading, text=itemgetter(place), align="right",
                             width=_HOUR_WIDTH if grid else _NUMBER_WIDTH, stretch=grid)
                for place, heading in enumerate(headings[1:], 1)]
    made = RecordTable[Line](spec.title, columns, lambda line: line[0], sortable=False)
    made.set_records(lines)
    made.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFixedHeight(made.horizontalHeader().sizeHint().height() + ROW_HEIGHT * max(1, len(lines)) + _FRAME)
    return made
