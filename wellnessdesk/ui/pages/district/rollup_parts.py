"""What the roll-up page shows of a table: its numbers with why some are only known from and to, and a chart."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.charts import ChartSpec
from wellnessdesk.domain.rollup import WHOLE, At, Comparison, DistrictTable, TableWords, Total, Trend, kind_hint
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.chart_card import ChartCard
from wellnessdesk.ui.kit.choices import ChoiceList
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.kit.row_delegate import ROW_HEIGHT
from wellnessdesk.ui.kit.scrolling import Scrolling
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label

_FRAME, _MOST_ROWS = 6, 14
_CHOICE_WIDTH = 190
_FIRST_WIDTH, _NUMBER_WIDTH, _WHY_WIDTH = 210, 92, 170
_ROOM = 950
"""In pixels, of the narrowest window that shows the page without scrolling; a wider table scrolls by itself."""

Line = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """A table in words: its headings, the last of which is why, and its lines. `unsure`: some are from and to."""

    name: str
    headings: Line
    lines: Sequence[Line]
    unsure: bool

    def tsv(self) -> str:
        """For a spreadsheet."""
        return "".join("\t".join(line) + "\n" for line in (self.headings, *self.lines))


class FiguresPart(Scrolling):
    """A table and its chart below each other."""

    def __init__(self, key: str, title: str) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        super().__init__(body)
        self._key = key
        copy = button(_("Copy the table"), self._copy, role="row")
        copy.setObjectName(f"rollup.{key}.copy")
        self._card = Card(title, copy)
        self._numbers: Numbers | None = None
        self._about = label("", "muted", wrap=True)
        self._why = label(_("From–to: schools hide small counts, and some others so that no small one can be worked "
                            "out. The true number lies between the two."), "muted", wrap=True, small=True)
        self._card.add(self._about)
        self._card.add(self._why)
        self.table: RecordTable[Line] | None = None
        self.chart = ChartCard(key, with_table=False)
        column.addWidget(self._card)
        column.addWidget(self.chart)
        column.addStretch(1)

    def show_numbers(self, numbers: Numbers, spec: ChartSpec, about: str) -> None:
        """Show a table, made anew for its columns may be others, and its chart."""
        if self.table is not None:
            self.table.hide()
            self.table.deleteLater()
        self.table = _table(numbers)
        self.table.setObjectName(f"rollup.{self._key}.table")
        self._card.body.insertWidget(self._card.body.indexOf(self._why), self.table)
        self._numbers = numbers
        self._about.setText(about)
        self._about.setVisible(bool(about))
        self._why.setVisible(numbers.unsure)
        self.chart.show_spec(spec)

    def _copy(self) -> None:
        if self._numbers is not None:
            QGuiApplication.clipboard().setText(self._numbers.tsv())
            messages.say(self, _("The table is on the clipboard. Paste it into a spreadsheet."))


def of_district(table: DistrictTable) -> Numbers:
    """Rows and columns of a table over all schools, with what there is of its totals."""
    words, totals = table.words, table.totals
    across = list(words.columns)
    ends = [""] if not across or any(not at.column_key for at in totals) else []
    counted = [*(words.columns[key] for key in across), *([_("Total") if across else _("Count")] if ends else [])]
    rows = [*words.rows, ""]
    lines = []
    for row in rows:
        found = [totals.get(At(row_key=row, column_key=key)) for key in (*across, *ends)]
        if any(one is not None for one in found):
            lines.append((words.rows.get(row) or _("All together"), *map(_said, found), _hidden(found)))
    return Numbers(words.title, (words.rows_title, *counted, _("Why from–to")), lines, _unsure(totals.values()))


def of_schools(comparison: Comparison) -> Numbers:
    """A line for each school."""
    lines = [(school.name, _said(total), _hidden([total])) for school, total in comparison.schools]
    return Numbers(comparison.title, (_("School"), _("Count"), _("Why from–to")), lines,
                   _unsure(total for _school, total in comparison.schools))


def of_time(trend: Trend) -> Numbers:
    """A line for each period, the newest first, with what it is of: schools, and of a school year its months."""
    months = [_("Months")] if trend.per_year else []
    lines = [(trend.named(spell, total), _said(total), *([trend.months(total)] if months else []),
              formats.number(total.schools), _hidden([total])) for spell, total in reversed(trend.points)]
    return Numbers(trend.title, (_("Period"), _("Count"), *months, _("Schools"), _("Why from–to")), lines,
                   _unsure(total for _spell, total in trend.points))


def hint_of(trend: Trend) -> str:
    """What its lines are, where that is not plain."""
    if trend.per_year and trend.school is None:
        return _("Months are those of all schools together.")
    return kind_hint(next((spell.kind for spell, _total in trend.points), ""))


def places(table: DistrictTable) -> dict[str, str]:
    """What of a table can be compared: all of it, a row, or a column; by `place_key`."""
    words = table.words
    single = [WHOLE, *(At(row_key=key) for key in words.rows), *(At(column_key=key) for key in words.columns)]
    return {place_key(at): _place(words, at) for at in single if at in table.totals}


def place_key(at: At) -> str:
    """A place as the key of a choice."""
    return f"row:{at.row_key}" if at.row_key else f"column:{at.column_key}" if at.column_key else "all"


def place_of(key: str) -> At:
    """The place of such a key."""
    kind, _colon, rest = key.partition(":")
    return {"row": At(row_key=rest), "column": At(column_key=rest)}.get(kind, WHOLE)


def choices(name: str, title: str, changed: Callable[[], object], *, width: int = 0) -> ChoiceList:
    """A list of what can be chosen, still empty; as wide as its longest entry, or always of one `width`."""
    made = ChoiceList([])
    made.setObjectName(f"rollup.{name}")
    made.setAccessibleName(title)
    made.setMinimumWidth(width or _CHOICE_WIDTH)
    if width:
        made.setSizeAdjustPolicy(ChoiceList.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.changed.connect(changed)
    return made


def offer(where: ChoiceList, what: Mapping[str, str], wanted: str = "") -> None:
    """Put other choices into a list, without telling anybody: what is wanted or was chosen stays, or the first is."""
    chosen = wanted or where.value()
    where.blockSignals(True)
    where.clear()
    for key, title in what.items():
        where.addItem(title, key)
    where.set_value(chosen if chosen in what else next(iter(what), None))
    where.blockSignals(False)


def _place(words: TableWords, at: At) -> str:
    if at == WHOLE:
        return _("All together")
    return words.rows[at.row_key] if at.row_key else words.columns[at.column_key]


def _said(total: Total | None) -> str:
    return "–" if total is None else total.said()


def _hidden(totals: Iterable[Total | None]) -> str:
    blank = sum(one.blank for one in totals if one is not None)
    return ngettext("{n} count is hidden", "{n} counts are hidden", blank).format(
        n=formats.number(blank)) if blank else ""


def _unsure(totals: Iterable[Total]) -> bool:
    return any(one.blank for one in totals)


def _table(numbers: Numbers) -> RecordTable[Line]:
    last = len(numbers.headings) - 1
    wide = _FIRST_WIDTH + _NUMBER_WIDTH * (last - 1) + (_WHY_WIDTH if numbers.unsure else 0) > _ROOM
    columns = [Column[Line](title=numbers.headings[0], text=itemgetter(0), tooltip=itemgetter(0), stretch=not wide,
                            width=_FIRST_WIDTH, strong=True)]
    columns += [Column[Line](title=heading, text=itemgetter(place), align="right", width=_NUMBER_WIDTH)
                for place, heading in enumerate(numbers.headings[1:last], 1)]
    if numbers.unsure:
        columns += [Column[Line](title=numbers.headings[last], text=itemgetter(last), width=_WHY_WIDTH)]
    made = RecordTable[Line](numbers.name, columns, lambda line: line, sortable=False)
    made.set_records(numbers.lines)
    rows = min(max(1, len(numbers.lines)), _MOST_ROWS)
    bar = made.horizontalScrollBar().sizeHint().height() if wide else 0
    made.setFixedHeight(made.horizontalHeader().sizeHint().height() + ROW_HEIGHT * rows + _FRAME + bar)
    return made
