"""Who applied and who was chosen, beside the roster; small counts blank."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.tables import Cell, PublishedTable, legend, why_text
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.parts import Card, clear
from wellnessdesk.ui.kit.row_delegate import ROW_HEIGHT
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label

_HEAD = 48


@dataclass(frozen=True, slots=True)
class _Line:
    key: str
    name: str
    cells: tuple[Cell, ...]


class FiguresPart(QWidget):
    """A card a table, and a button that saves them as PDF."""

    def __init__(self, save: Callable[[], object]) -> None:
        super().__init__()
        self._save = button(_("Save as PDF…"), save, icon="print")
        self._save.setObjectName("figures.save")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(14)
        self._tables = QVBoxLayout()
        self._tables.setSpacing(14)
        self._column.addLayout(self._tables)
        self._column.addWidget(label(legend(), "muted", small=True, wrap=True))
        self._column.addWidget(self._save)
        self._column.addStretch(1)

    def show_tables(self, tables: Sequence[PublishedTable]) -> None:
        """Show them anew."""
        clear(self._tables)
        for table in tables:
            card = Card(table.layout.title)
            card.add(_grid(table))
            self._tables.addWidget(card)
        self._save.setEnabled(bool(tables))


def _grid(table: PublishedTable) -> RecordTable[_Line]:
    layout = table.layout
    labels, heads = dict(layout.rows[0].labels), dict(layout.columns.labels) if layout.columns else {}
    lines = [_Line(key[0], labels.get(key[0], key[0]), (*table.cells[row], table.row_totals[row]))
             for row, key in enumerate(layout.row_keys)]
    lines.append(_Line("", _("All"), (*table.column_totals, table.grand_total or Cell(None, "derived"))))
    titles = [heads.get(key, key) for key in layout.column_keys] + [_("All")]
    columns = [Column[_Line](title=layout.rows[0].title, text=lambda one: one.name, strong=True, stretch=True),
               *(_column(title, at) for at, title in enumerate(titles))]
    made = RecordTable[_Line](layout.title, columns, lambda one: one.key, sortable=False)
    made.set_records(lines)
    made.setFixedHeight(_HEAD + ROW_HEIGHT * len(lines))
    return made


def _column(title: str, at: int) -> Column[_Line]:
    return Column[_Line](title=title, text=lambda one: one.cells[at].said(), align="right", width=170,
                         tooltip=lambda one: why_text(one.cells[at].why))
