"""A year of supervision, or any days: its figures, and what is saved of them as PDF."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import Progress
from wellnessdesk.domain.charts import Span
from wellnessdesk.domain.supervision_year import Year
from wellnessdesk.services import minutes_year, supervision_year
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.choices import ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.layouts import scrolling
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.pickers import DateField
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.supervision.year_figures import YearFigures


class YearPart(QWidget):
    """`choose_file` is asked where a PDF of a name goes. `acts` stand beside the page's title while this is shown."""

    def __init__(self, context: PageContext, choose_file: Callable[[str], Path | None]) -> None:
        super().__init__()
        self._context, self._choose_file = context, choose_file
        self._spans: dict[str, Span] = {}
        self._looked = False
        today = context.desk.today()
        self.span = ChoiceList([], placeholder=_("Days of your own"))
        self.first, self.last = DateField(today), DateField(today)
        self.save_figures = button(_("Save the figures…"), self._save_figures, icon="print")
        self.save_minutes = button(_("Save all minutes…"), self._save_minutes, icon="print")
        self.acts = (self.save_figures, self.save_minutes)
        self.problem = Banner(tone="flag")
        self.figures = YearFigures()
        self._name_parts()
        self._lay_out()
        self.span.changed.connect(self._take_span)
        for field in (self.first, self.last):
            field.dateChanged.connect(lambda _day: self._other_days())

    def refresh(self) -> None:
        """Ask which days there are to choose from, and for the figures of those that are chosen."""
        desk = self._context.desk
        self._context.tasks.latest("supervision.spans", lambda: supervision_year.spans(desk), self._offer, owner=self)

    def place(self) -> str:
        """The days that are chosen, for `go_to_place`; empty before any were shown."""
        return ":".join(day.isoformat() for day in self.days()) if self._looked else ""

    def go_to_place(self, detail: str) -> None:
        """Choose these days again, before they are asked for; what is not as `place` writes it is passed over."""
        try:
            first, last = map(date.fromisoformat, detail.split(":"))
        except ValueError:
            return
        self._looked = True
        self._set_days(first, last)

    def days(self) -> tuple[date, date]:
        """The first and the last day that are chosen."""
        return self.first.value(), self.last.value()

    def _save_figures(self) -> None:
        first, last = self.days()
        self._save(_("Supervision in figures {first} {last}"), _("Saving the figures"),
                   lambda desk, _progress: supervision_year.print_overview(desk, first, last))

    def _save_minutes(self) -> None:
        first, last = self.days()
        self._save(_("Supervision minutes {first} {last}"), _("Putting the minutes together"),
                   lambda desk, progress: minutes_year.print_minutes(desk, first, last, progress))

    def _save(self, name: str, title: str, work: Callable[[Desk, Progress], bytes]) -> None:
        first, last = self.days()
        file = self._choose_file(name.format(first=first.isoformat(), last=last.isoformat()))
        desk = self._context.desk
        if file is not None:
            self._context.tasks.run_with_progress(
                lambda progress: pdf_files.write(file, work(desk, progress)), self._saved, self._failed, title=title,
                parent=self)

    def _saved(self, file: Path) -> None:
        self.problem.say("")
        messages.say(self, _("Saved as {file}.").format(file=file.name))

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Problem):
            self.problem.say(_("That did not work"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _offer(self, spans: list[Span]) -> None:
        """The newest school year is shown first; afterwards what was chosen stays."""
        self._spans = {span.key: span for span in spans}
        self.span.blockSignals(True)
        self.span.clear()
        for span in spans:
            self.span.addItem(span.label, span.key)
        self.span.blockSignals(False)
        if not self._looked:
            self.span.set_value(spans[0].key)
            self._take_span()
        else:
            self._other_days()

    def _take_span(self) -> None:
        """A choice sets both days."""
        span = self._spans.get(self.span.value() or "")
        if span is None:
            return
        self._looked = True
        self._set_days(span.first, span.last)
        self._ask()

    def _set_days(self, *days: date) -> None:
        for field, day in zip((self.first, self.last), days, strict=True):
            field.blockSignals(True)
            field.set_value(day)
            field.blockSignals(False)

    def _other_days(self) -> None:
        """The choice is the one of these days; of days of one's own there is none."""
        same = next((key for key, span in self._spans.items() if (span.first, span.last) == self.days()), None)
        self.span.blockSignals(True)
        self.span.set_value(same)
        self.span.blockSignals(False)
        self._ask()

    def _ask(self) -> None:
        desk, (first, last) = self._context.desk, self.days()
        self._context.tasks.latest("supervision.year", lambda: supervision_year.overview(desk, first, last),
                                   self._show, self._failed, owner=self)

    def _show(self, year: Year) -> None:
        self.problem.say("")
        self.figures.show_year(year)

    def _name_parts(self) -> None:
        for name, said in (("span", _("The days")), ("first", _("From")), ("last", _("To"))):
            getattr(self, name).setObjectName(f"year.{name}")
            getattr(self, name).setAccessibleName(said)
        self.save_figures.setObjectName("year.save_figures")
        self.save_minutes.setObjectName("year.save_minutes")

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.span.setMinimumWidth(260)
        row.addWidget(self.span)
        for said, field in ((_("From"), self.first), (_("To"), self.last)):
            row.addWidget(label(said, "muted"))
            row.addWidget(field)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(row)
        column.addWidget(self.problem)
        column.addWidget(scrolling(self.figures, "YearScroll"), 1)
