"""Figures: when students come, why, and how long they wait; for the days that are chosen."""

from collections.abc import Callable
from pathlib import Path

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.access import allowed
from wellnessdesk.domain.charts import ChartSpec, Span
from wellnessdesk.services import charts, flag_figures
from wellnessdesk.services.charts import Figures
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.chart_card import ChartCard
from wellnessdesk.ui.kit.choices import ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import EmptyState

_USUAL = "month"


class ChartsPage(Page):
    """`choose_file` can be set by tests."""

    features = frozenset({"visits", "flags"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Charts"), _("Inside the center only: small numbers are not hidden here."))
        self._desk, self._tasks = context.desk, context.tasks
        self.choose_file: Callable[[str], Path | None] = lambda name: pdf_files.ask(self, _("Save as PDF"), name)
        self._waits = allowed(self._desk.person.role, "charts.waiting")
        self._flags = allowed(self._desk.person.role, "flags.figures")
        self._spans: dict[str, Span] = {}
        self._wanted = ""
        self.span = ChoiceList([], placeholder=_("Choose the days"))
        self.span.setObjectName("charts.span")
        self.span.setAccessibleName(_("The days"))
        self.span.setMinimumWidth(240)
        self.span.changed.connect(self._ask)
        self._save = button(_("Save as PDF…"), self.save, icon="print", role="primary")
        self._save.setObjectName("charts.save")
        self._save.setVisible(allowed(self._desk.person.role, "charts.print"))
        self._actions.addWidget(self.span)
        self.add_action(self._save)
        self._empty = EmptyState(_("Nobody came in these days"), _("Choose another week, month or year."), "charts")
        self.cards: dict[str, ChartCard] = {}
        self.add(self._empty)
        self.add_stretch()
        self._empty.hide()

    def refresh(self) -> None:
        """Ask which days there are, and for the figures of those that are chosen."""
        desk = self._desk
        self._tasks.latest("charts.spans", lambda: charts.spans(desk), self._offer, owner=self)

    def focus_first(self) -> None:
        """The days."""
        self.span.setFocus()

    def place(self) -> str:
        """The days that are chosen."""
        return self.span.value() or ""

    def go_to_place(self, key: str) -> None:
        """Choose these days as soon as it is known which there are."""
        self._wanted = key
        if key in self._spans:
            self.span.set_value(key)

    def save(self) -> None:
        """All charts with their tables, as one file to print."""
        desk, span = self._desk, self._spans.get(self.span.value() or "")
        if span is None:
            return
        file = self.choose_file(_("Figures {span}").format(span=span.label))
        if file is not None:
            self._tasks.run_with_progress(
                lambda _progress: pdf_files.write(file, charts.save(desk, span)), self._saved,
                title=_("Saving the charts"), parent=self)

    def _saved(self, file: Path) -> None:
        messages.say(self, _("Saved as {file}.").format(file=file.name))

    def _offer(self, spans: list[Span]) -> None:
        if [span.key for span in spans] == list(self._spans):
            self._ask()
            return
        before = self.span.value() or self._wanted
        self._spans = {span.key: span for span in spans}
        self.span.blockSignals(True)
        self.span.clear()
        for span in spans:
            self.span.addItem(span.label, span.key)
        usual = next((key for key in self._spans if key.startswith(_USUAL)), None)
        self.span.set_value(before if before in self._spans else usual)
        self.span.blockSignals(False)
        self._ask()

    def _ask(self) -> None:
        desk, span, waits, flags = self._desk, self._spans.get(self.span.value() or ""), self._waits, self._flags
        if span is not None:
            self._tasks.latest(
                "charts.figures", lambda: (charts.counts(desk, span), charts.waiting(desk, span) if waits else None,
                                           flag_figures.charts(desk, span) if flags else ()),
                lambda found: self._show(*found), owner=self)

    def _show(self, figures: Figures, waiting: ChartSpec | None, flags: tuple[ChartSpec, ...]) -> None:
        total = ngettext("{n} visit", "{n} visits", figures.visits).format(n=formats.number(figures.visits))
        self.set_title(_("Charts"), _("{total}. Inside the center only: small numbers are not hidden here.").format(
            total=total))
        self._empty.setVisible(not figures.visits)
        self._save.setEnabled(bool(figures.visits))
        for spec in (*figures.specs, *([waiting] if waiting is not None else [])):
            self._card(spec.key).setVisible(bool(figures.visits))
            self._card(spec.key).show_spec(spec)
        for key in [key for key in self.cards if key.startswith("flags")]:
            self.cards[key].setVisible(bool(flags))
        for spec in flags:
            self._card(spec.key).show_spec(spec)
            self._card(spec.key).show()

    def _card(self, key: str) -> ChartCard:
        if key not in self.cards:
            self.cards[key] = ChartCard(key)
            self.content.insertWidget(self.content.count() - 1, self.cards[key])
        return self.cards[key]
