"""When who is there: the picture of a week, beside it where nobody is there, below it the languages."""

from collections.abc import Callable
from datetime import date, timedelta
from operator import itemgetter
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import coverage as rules
from wellnessdesk.domain import coverage_words as words
from wellnessdesk.domain.coverage import Coverage, language_label
from wellnessdesk.services import coverage, papers
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.charts import ChartView
from wellnessdesk.ui.kit.choices import ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.layouts import scrolling
from wellnessdesk.ui.kit.parts import Card, EmptyState
from wellnessdesk.ui.kit.row_delegate import ROW_HEIGHT
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label

Line = tuple[str, ...]
_WEEK = timedelta(days=7)
_GAPS_WIDTH, _DAY, _NUMBER, _FRAME, _DAYS, _LONGEST = 372, 108, 128, 6, 5, 20


class CoveragePart(QWidget):
    """`choose_pdf` can be set by tests."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._desk, self._tasks = context.desk, context.tasks
        self.choose_pdf: Callable[[str], Path | None] = lambda name: pdf_files.ask(self, _("Save as PDF"), name)
        self._day: date | None = None
        self._found: Coverage | None = None
        self._filling = False
        self.view = ChartView()
        self.language = ChoiceList([])
        self.language.setObjectName("coverage.language")
        self.language.setMinimumContentsLength(_LONGEST)
        self.language.setAccessibleName(_("Who is counted"))
        self.language.currentIndexChanged.connect(lambda _index: self._draw())
        self._note = label("", "muted", wrap=True, small=True)
        self._week = label("", "strong")
        self.gaps = _table("coverage.gaps", words.gap_headings(), _("Nobody is missing"), words.no_gap())
        self.spoken = _table("coverage.spoken", words.spoken_headings(), _("No languages are known"), _(
            "Languages come with the roster's caregivers, or are written down on a student's page."))
        self._lay_out()

    def refresh(self) -> None:
        """Ask for the week that is shown."""
        desk, day = self._desk, self._day
        self._tasks.latest("peers.coverage", lambda: coverage.of_week(desk, day or coverage.next_week(desk)),
                           self._show, owner=self)

    def turn(self, weeks: int) -> None:
        """Go to another week."""
        if self._day is not None:
            self._day += weeks * _WEEK
            self.refresh()

    def save(self) -> None:
        """As PDF."""
        desk, day = self._desk, self._day
        file = self.choose_pdf(_("Shift coverage"))
        if file is not None and day is not None:
            self._tasks.run(lambda: pdf_files.write(file, coverage.save(desk, day, papers.size(desk))),
                            lambda saved: messages.say(self, _("Saved as {file}.").format(file=saved.name)),
                            owner=self)

    def _show(self, found: Coverage) -> None:
        self._found, self._day = found, found.monday
        self._week.setText(_("Week of {date}").format(date=formats.date(found.monday)))
        chosen, wanted = self.language.currentData(), [("", _("Everybody")), *(
            (one.language, language_label(one.language)) for one in found.spoken())]
        self._filling = True
        self.language.clear()
        for key, name in wanted:
            self.language.addItem(name, key)
        self.language.setCurrentIndex(max(0, self.language.findData(chosen)))
        self._filling = False
        self.spoken.set_records(words.spoken(found))
        self._draw()

    def _draw(self) -> None:
        if self._found is not None and not self._filling:
            language = str(self.language.currentData() or "")
            spec = rules.week(self._found, language)
            self.view.show_spec(spec)
            self._heading.setText(spec.title)
            self._note.setText(spec.note)
            self._note.setVisible(bool(spec.note))
            self.gaps.set_records(words.gaps(self._found, language))

    def _lay_out(self) -> None:
        back = button(_("A week back"), lambda: self.turn(-1), icon="back", icon_only=True)
        ahead = button(_("A week ahead"), lambda: self.turn(1), icon="next", icon_only=True)
        save = button(_("Save as PDF…"), self.save, icon="print")
        for name, made in (("back", back), ("ahead", ahead), ("save", save)):
            made.setObjectName(f"coverage.{name}")
        head = QHBoxLayout()
        head.setSpacing(8)
        for part in (back, ahead, self._week):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self.language)
        head.addWidget(save)
        picture, gaps, spoken = Card(" "), Card(_("Nobody is there")), Card(_("Languages"))
        self._heading = picture.heading
        picture.add(self.view)
        picture.add(self._note)
        picture.body.addStretch(1)
        gaps.add(self.gaps, 1)
        gaps.setFixedWidth(_GAPS_WIDTH)
        spoken.add(label(_("What students told, and what is spoken at home by the roster. Covered: how much of the "
                           "week somebody is there who speaks it."), "muted", wrap=True, small=True))
        spoken.add(self.spoken)
        above = QHBoxLayout()
        above.setSpacing(16)
        above.addWidget(picture, 1)
        above.addWidget(gaps)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(16)
        column.addLayout(above)
        column.addWidget(spoken)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(scrolling(body, "PageScroll"), 1)


def _table(name: str, headings: Line, empty: str, detail: str) -> RecordTable[Line]:
    """The first column is the name of the line; of two, the other takes what is left."""
    wide = len(headings) == 2
    columns = [Column[Line](title=headings[0], text=itemgetter(0), strong=True, stretch=not wide, width=_DAY)]
    columns += [Column[Line](title=heading, text=itemgetter(place), align="left" if wide else "right",
                             stretch=wide, width=_NUMBER) for place, heading in enumerate(headings[1:], 1)]
    made = RecordTable[Line](headings[-1], columns, itemgetter(0), sortable=False,
                             empty=EmptyState(empty, detail, "ok"))
    made.setObjectName(name)
    made.setMinimumHeight(made.horizontalHeader().sizeHint().height() + ROW_HEIGHT * _DAYS + _FRAME)
    return made
