"""Double impact: how peers see themselves at the beginning and end of a year, in numbers without names."""

from collections.abc import Callable
from functools import partial
from operator import itemgetter
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import double_impact as words
from wellnessdesk.domain import self_ratings as rules
from wellnessdesk.domain.self_ratings import CHANGE, FEWEST, Moment, Round
from wellnessdesk.services import papers, self_ratings
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.self_ratings import Impact
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.charts import ChartView
from wellnessdesk.ui.kit.choices import ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.layouts import scrolling
from wellnessdesk.ui.kit.parts import Card, clear
from wellnessdesk.ui.kit.row_delegate import ROW_HEIGHT
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label

Line = tuple[str, ...]
_NUMBER, _FRAME, _YEAR = 92, 6, 22


class ImpactPart(QWidget):
    """`choose_pdf` can be set by tests."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._desk, self._tasks = context.desk, context.tasks
        self.choose_pdf: Callable[[str], Path | None] = lambda name: pdf_files.ask(self, _("Save as PDF"), name)
        self._filling = False
        self.year = ChoiceList([])
        self.year.setObjectName("impact.year")
        self.year.setAccessibleName(_("School year"))
        self.year.setMinimumContentsLength(_YEAR)
        self.year.currentIndexChanged.connect(lambda _index: self._choose())
        save = button(_("Save as PDF…"), self.save, icon="print")
        save.setObjectName("impact.save")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(_("Each peer's answers are sealed to them alone. Here stand numbers without names."),
                             "muted", wrap=True), 1)
        head.addWidget(self.year)
        head.addWidget(save)
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(16)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(scrolling(body, "PageScroll"), 1)

    def refresh(self) -> None:
        """Ask for the year that is chosen; for this one at first."""
        desk, chosen = self._desk, self.year.currentData()
        self._tasks.latest("peers.impact", lambda: _gather(desk, chosen), self._show, owner=self)

    def _choose(self) -> None:
        if not self._filling:
            self.refresh()

    def save(self) -> None:
        """As PDF."""
        desk, year = self._desk, self.year.currentData()
        file = self.choose_pdf(_("Double impact")) if year is not None else None
        if file is not None:
            self._tasks.run(lambda: pdf_files.write(file, self_ratings.save(desk, year, papers.size(desk))),
                            lambda saved: messages.say(self, _("Saved as {file}.").format(file=saved.name)),
                            owner=self)

    def _show(self, found: tuple[list[int], Impact]) -> None:
        years, impact = found
        self._filling = True
        self.year.clear()
        for year in years:
            self.year.addItem(rules.year_label(year), year)
        self.year.setCurrentIndex(self.year.findData(impact.year))
        self._filling = False
        clear(self._column)
        rounds = (impact.start, impact.end, impact.change)
        spec = words.means(rounds)
        if spec is not None:
            card, view = Card(spec.title), ChartView()
            view.show_spec(spec)
            card.add(view)
            self._column.addWidget(card)
        for one in rounds:
            self._column.addWidget(self._round(one, impact))
        self._column.addStretch(1)

    def _round(self, one: Round, impact: Impact) -> Card:
        card = Card(rules.moment_label(one.what), *([self._close(one, impact)] if _may_close(one) else []))
        if one.what != CHANGE:
            card.add(label(_("{n} of {all} gave theirs.").format(
                n=formats.number(one.given), all=formats.number(impact.peers)), "strong"))
        if one.why:
            card.add(label(one.why, "muted", wrap=True))
            return card
        card.add(_table(one))
        for reason in words.reasons(one):
            card.add(label(reason, "muted", wrap=True, small=True))
        return card

    def _close(self, one: Round, impact: Impact) -> QPushButton:
        made = button(_("Close the round…"), partial(self._ask, one, impact.year), icon="lock")
        made.setObjectName(f"impact.close.{one.what}")
        return made

    def _ask(self, one: Round, year: int) -> None:
        if messages.confirm(self, _("Close this round?"), _(
                "From now on nobody can answer in it, or change what they said. That keeps anybody from reading one "
                "person's answers out of two looks. It cannot be opened again."), _("Close the round")):
            desk = self._desk
            self._tasks.run(lambda: self_ratings.close(desk, year, Moment(one.what)), lambda _none: self.refresh(),
                            owner=self)


def _gather(desk: Desk, year: int | None) -> tuple[list[int], Impact]:
    years = self_ratings.years(desk)
    return years, self_ratings.look(desk, years[0] if year is None else year)


def _may_close(one: Round) -> bool:
    return one.what != CHANGE and not one.closed and one.given >= FEWEST


def _table(one: Round) -> RecordTable[Line]:
    headings, lines = words.headings(one.what), words.lines(one)
    columns = [Column[Line](title=headings[0], text=itemgetter(0), stretch=True)]
    columns += [Column[Line](title=heading, text=itemgetter(place), align="right", width=_NUMBER)
                for place, heading in enumerate(headings[1:], 1)]
    made = RecordTable[Line](rules.moment_label(one.what), columns, itemgetter(0), sortable=False)
    made.setObjectName(f"impact.{one.what}")
    made.set_records(lines)
    made.setFixedHeight(made.horizontalHeader().sizeHint().height() + ROW_HEIGHT * len(lines) + _FRAME)
    return made
