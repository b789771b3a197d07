"""The figures of supervision in the window: a few large ones, then charts and tables, one below the other."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.domain import supervision_year_words as words
from wellnessdesk.domain.charts import ChartSpec
from wellnessdesk.domain.supervision_year import Year
from wellnessdesk.domain.supervision_year_words import TableSpec
from wellnessdesk.ui.kit.charts import ChartView
from wellnessdesk.ui.kit.parts import Card, StatTile, clear
from wellnessdesk.ui.kit.row_delegate import ROW_HEIGHT
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label

Line = tuple[int, tuple[str, ...]]
"""Its place, for two people may have one name, and its cells."""
_ICONS = {"held": "supervision", "weekly": "today", "talked": "note", "close": "waiting", "actions": "ok"}
_FRAME = 6


class YearFigures(QWidget):
    """Made anew only when something has changed: who reads it keeps their place."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: Year | None = None
        self.tiles: dict[str, StatTile] = {}
        self.tables: dict[str, RecordTable[Line]] = {}
        self._tiles, self._parts = QHBoxLayout(), QVBoxLayout()
        self._tiles.setSpacing(12)
        self._parts.setSpacing(16)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(self._tiles)
        column.addLayout(self._parts)
        column.addStretch(1)

    def show_year(self, year: Year) -> None:
        """Show these figures."""
        if year == self._shown:
            return
        self._shown = year
        for figure in words.large(year):
            self._tile(figure.key, figure.name).show_figure(figure.figure, figure.detail)
        clear(self._parts)
        self.tables.clear()
        for spec in words.parts(year):
            self._parts.addWidget(_chart(spec) if isinstance(spec, ChartSpec) else self._table(spec))

    def _tile(self, key: str, name: str) -> StatTile:
        if key not in self.tiles:
            self.tiles[key] = StatTile(name, _ICONS[key])
            self.tiles[key].setObjectName(f"year.tile.{key}")
            self._tiles.addWidget(self.tiles[key], 1)
        return self.tiles[key]

    def _table(self, spec: TableSpec) -> Card:
        card = Card(spec.title)
        if not spec.lines:
            card.add(label(spec.empty, "muted", wrap=True))
            return card
        if spec.note:
            card.add(label(spec.note, "muted", wrap=True, small=True))
        columns = [Column[Line](title=spec.headings[0], text=_cell(0), strong=True, stretch=True)]
        columns += [Column[Line](title=heading, text=_cell(place), align="right")
                    for place, heading in enumerate(spec.headings[1:], 1)]
        made = RecordTable[Line](spec.title, columns, lambda line: line[0], sortable=False)
        made.setObjectName(f"year.table.{spec.key}")
        made.set_records(list(enumerate(spec.lines)))
        made.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setFixedHeight(made.horizontalHeader().sizeHint().height() + ROW_HEIGHT * len(spec.lines) + _FRAME)
        self.tables[spec.key] = made
        card.add(made)
        return card


def _cell(place: int) -> Callable[[Line], str]:
    return lambda line: line[1][place]


def _chart(spec: ChartSpec) -> Card:
    card, view = Card(spec.title), ChartView()
    view.show_spec(spec)
    card.add(view)
    return card
