"""Applications: rounds, who applied, each beside its ratings, how they stand, what is decided, who is represented."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPushButton

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.application_import import Look
from wellnessdesk.domain.applications import (
    DECISIONS,
    Application,
    Cycle,
    Phase,
    State,
    phase_label,
    state_label,
)
from wellnessdesk.domain.students import grade_label
from wellnessdesk.services import (
    application_figures,
    application_forms,
    application_import,
    application_letters,
    application_ratings,
    applications,
)
from wellnessdesk.services.applications import Whole
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.buttons import MenuEntry, button, menu_button
from wellnessdesk.ui.kit.choices import ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.layouts import beside, scrolling
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.parts import EmptyState
from wellnessdesk.ui.kit.segments import Segments
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.words_dialog import WordsDialog
from wellnessdesk.ui.pages.applications.details import Details
from wellnessdesk.ui.pages.applications.enter_dialog import EnterDialog
from wellnessdesk.ui.pages.applications.facts import Facts, gather
from wellnessdesk.ui.pages.applications.figures_part import FiguresPart
from wellnessdesk.ui.pages.applications.hand_over import HandOver
from wellnessdesk.ui.pages.applications.import_dialog import ImportDialog
from wellnessdesk.ui.pages.applications.rank_part import RankPart
from wellnessdesk.ui.pages.applications.rating_saver import RatingSaver
from wellnessdesk.ui.pages.applications.recommend_dialog import RecommendDialog
from wellnessdesk.ui.pages.applications.round_dialog import RoundDialog

_TABLE_WIDTH, _ROUND_WIDTH = 284, 260
_TONES: dict[State, Tone] = {State.DRAFT: "muted", State.SENT: "info", State.CHOSEN: "ok", State.WAITING: "flag",
                             State.NOT_NOW: "muted"}


class ApplicationsPage(Page):
    """`choose_pdf` and `choose_file` can be set by tests."""

    features = frozenset({"applications", "people", "roster"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Applications"), scroll=False)
        self._context, self._desk, self._tasks = context, context.desk, context.tasks
        self.choose_pdf: Callable[[str], Path | None] = lambda name: pdf_files.ask(self, _("Save as PDF"), name)
        self.choose_file: Callable[[], Path | None] = self._ask_file
        self._facts: Facts | None = None
        self._whole: Whole | None = None
        self._shown: Cycle | None = None
        self._saver = RatingSaver(self, self._desk, self._tasks, self._read_again)
        self.handed: HandOver | None = None
        self._rounds = ChoiceList([])
        self._rounds.setObjectName("applications.round")
        self._rounds.setAccessibleName(_("Round"))
        self._rounds.setMinimumWidth(_ROUND_WIDTH)
        self._rounds.changed.connect(self.refresh)
        self.table = self._make_table()
        self.table.current_changed.connect(self._chosen)
        self.details = Details(self._act, self._saver.save, self._set_met)
        self.rank = RankPart(self.decide, self.save_letters)
        self.figures = FiguresPart(self.save_figures)
        self._segments = Segments("applications")
        self._segments.add("list", _("Applications"), "people", beside(self.table, self.details, _TABLE_WIDTH))
        self._segments.add("rank", _("Ranking and decisions"), "charts", self.rank)
        self._segments.add("figures", _("Representation"), "group", scrolling(self.figures, "PageScroll"))
        self._segments.put_beside(self._rounds)
        self._first = EmptyState(
            _("No round of applications yet"),
            _("Begin with a round: when it opens and closes, and how many places there are. Then students write their "
              "application on this computer, or you enter them from paper or a file."), "people",
            self._button(_("New round"), self.add_round, "add", "first", primary=True))
        self._more = menu_button(_("More"), (
            MenuEntry("applications.new_round", _("New round…"), self.add_round, "add"),
            MenuEntry("applications.change_round", _("Dates and places…"), self.change_round, "clock"),
            MenuEntry("applications.end_round", _("This round is over, or open again"), self.end_round, "ok"),
            MenuEntry("applications.enter", _("Application from paper…"), self.enter, "note"),
            MenuEntry("applications.import", _("Applications from a file…"), self.import_file, "import")),
            name="applications.more")
        self._hand = self._button(_("Hand over to an applicant"), self.hand_over, "kiosk", "hand_over", primary=True)
        self.add_action(self._more)
        self.add_action(self._hand)
        self.add(self._first, 1)
        self.add(self._segments, 1)
        self._show_parts(None)

    @property
    def unsaved(self) -> bool:
        """Whether something an applicant wrote is not kept yet."""
        return self.handed is not None and self.handed.unsaved

    def leave(self) -> None:
        """Before a lock: what an applicant wrote is kept."""
        if self.handed is not None:
            self.handed.flush()

    def refresh(self) -> None:
        """Ask for everything of the round that is chosen."""
        desk, wanted = self._desk, self._number()
        self._tasks.latest("applications.facts", lambda: gather(desk, wanted), self._show, owner=self)

    def focus_first(self) -> None:
        """The list, or what to begin with."""
        (self.table if self._segments.isVisibleTo(self) else self._first).setFocus()

    def place(self) -> str:
        """The part that is shown."""
        return self._segments.shown()

    def go_to_place(self, detail: str) -> None:
        """Back to that part."""
        self._segments.turn_to(detail)

    def add_round(self) -> None:
        """A new one."""
        RoundDialog(self, self._context, None, self._kept_round).open()

    def change_round(self) -> None:
        """Other dates or places."""
        if self._cycle is not None:
            RoundDialog(self, self._context, self._cycle, self._kept_round).open()

    def end_round(self) -> None:
        """It is over, or not after all."""
        desk, cycle = self._desk, self._cycle
        if cycle is not None:
            over = cycle.ended_at is None
            said = _("The round is over.") if over else _("The round is open again.")
            self._tasks.run(lambda: applications.end_cycle(desk, cycle.id, over=over),
                            lambda _none: messages.say(self, said), owner=self)

    def hand_over(self) -> None:
        """Give the computer to applicants; it comes back by the passphrase."""
        desk = self._desk
        self._tasks.run(lambda: application_forms.begin(desk), lambda _cycle: self._handed_over(), owner=self)

    def enter(self) -> None:
        """From paper."""
        if self._cycle is not None:
            EnterDialog(self, self._context, self._cycle, self._entered).open()

    def import_file(self) -> None:
        """From a file."""
        desk, cycle = self._desk, self._cycle
        path = self.choose_file() if cycle is not None else None
        if cycle is not None and path is not None:
            self._tasks.run(lambda: application_import.look(desk, cycle.id, path),
                            lambda look: self._show_file(cycle, path, look), owner=self)

    def decide(self, state: State) -> None:
        """On all selected lines; it can be taken back at once."""
        chosen = [row.application for row in self.rank.table.selected()]
        self._decide({one.id: state for one in chosen}, state, chosen)

    def save_letters(self, spoken: str, everybody: bool) -> None:
        """To the selected lines, or to all that are decided on."""
        rows = self.rank.table.records_model.records() if everybody else self.rank.table.selected()
        ids = [row.application.id for row in rows if row.application.state in DECISIONS]
        self._save_letters(ids, spoken, _("Letters"))

    def save_figures(self) -> None:
        """Who applied and was chosen, as PDF."""
        desk, cycle = self._desk, self._cycle
        if cycle is not None:
            self._save(_("Representation"), lambda: application_figures.print_representation(desk, cycle.id))

    @property
    def _cycle(self) -> Cycle | None:
        return self._facts.cycle if self._facts else None

    def _number(self) -> int:
        chosen = self._rounds.value()
        return int(chosen) if chosen else 0

    def _show(self, facts: Facts) -> None:
        self._facts = facts
        self._show_rounds(facts)
        self._show_parts(facts.cycle)
        if facts.cycle is None or facts.ranking is None:
            return
        self.table.set_records(facts.listed)
        self.rank.show_ranking(facts.ranking)
        self.figures.show_tables(facts.tables)
        self._chosen(self.table.current())

    def _show_rounds(self, facts: Facts) -> None:
        self._rounds.blockSignals(True)
        self._rounds.clear()
        today = self._desk.today()
        for one in facts.cycles:
            self._rounds.addItem(f"{one.title} ({phase_label(one.phase(today))})", str(one.id))
        self._rounds.set_value(str(facts.cycle.id) if facts.cycle else None)
        self._rounds.blockSignals(False)

    def _show_parts(self, cycle: Cycle | None) -> None:
        self._first.setVisible(cycle is None)
        self._segments.setVisible(cycle is not None)
        self._more.setVisible(cycle is not None)
        self._hand.setVisible(cycle is not None)
        if cycle is None:
            self.set_title(_("Applications"), _("Who would like to become a Wellness Peer."))
            return
        cycles = self._facts.cycles if self._facts else ()
        self._hand.setEnabled(any(one.phase(self._desk.today()) is Phase.OPEN for one in cycles))
        self.set_title(_("Applications"), _("{title}: {first} to {last}, decided by {day}. {places}").format(
            title=cycle.title, first=formats.date(cycle.opens), last=formats.date(cycle.closes),
            day=formats.date(cycle.decides), places=ngettext("{n} place.", "{n} places.", cycle.places).format(
                n=formats.number(cycle.places))))

    def _chosen(self, one: Application | None) -> None:
        desk = self._desk
        if one is None:
            self._show_whole(None)
        else:
            self._tasks.latest("applications.one", lambda: applications.whole(desk, one.id), self._show_whole,
                               owner=self)

    def _show_whole(self, whole: Whole | None) -> None:
        """What is being rated stays as it is, or the keyboard would lose its place at every point given."""
        before, self._whole = self._whole, whole
        if whole is not None:
            self._saver.begin(whole.own)
        facts = self._facts
        if facts is None or facts.cycle is None or facts.ranking is None:
            return
        if before is None or whole is None or replace(before, own=whole.own) != whole or facts.cycle != self._shown:
            self._shown = facts.cycle
            self.details.show_whole(facts.cycle, whole, facts.ranking.names)

    def _read_again(self) -> None:
        self._whole = None
        self._chosen(self.table.current())

    def _set_met(self, met: frozenset[str]) -> None:
        desk, whole = self._desk, self._whole
        if whole is not None:
            one = whole.application
            self._whole = replace(whole, application=replace(one, met=met))
            self._tasks.run(lambda: applications.set_met(desk, one.id, met), owner=self)

    def _act(self, what: str) -> None:
        whole, desk = self._whole, self._desk
        if whole is None:
            return
        one = whole.application
        if what == "recommend":
            RecommendDialog(self, self._context, one.id, one.name, lambda _made: None).open()
        elif what == "interview":
            WordsDialog(self, self._tasks, _("Interview with {name}").format(name=one.name),
                        _("What was said, and what you noticed. Only coordinators read this."), _("Save"),
                        lambda words: application_ratings.note_interview(desk, one.id, words),
                        lambda _made: None).open()
        elif what == "letter":
            self._save_letters([one.id], "", one.name)
        elif what == "reopen":
            self._tasks.run(lambda: applications.reopen(desk, one.id), lambda _none: messages.say(self, _(
                "{name} can go on writing, and chooses a new word.").format(name=one.name)), owner=self)
        else:
            self._remove(one)

    def _remove(self, one: Application) -> None:
        desk = self._desk
        if messages.confirm(self, _("Remove the application of {name}?").format(name=one.name),
                            _("What was written, ratings, recommendations and interview notes go for good."),
                            _("Remove"), danger=True):
            self._tasks.run(lambda: applications.remove(desk, one.id), owner=self)

    def _decide(self, wanted: Mapping[str, State], state: State, chosen: Sequence[Application]) -> None:
        desk = self._desk
        if not wanted:
            return
        who = chosen[0].name if len(chosen) == 1 else ngettext(
            "{n} application", "{n} applications", len(chosen)).format(n=formats.number(len(chosen)))
        said = f"{who}: {state_label(state)}."

        def undo(before: Mapping[str, State]) -> None:
            self._tasks.run(lambda: applications.decide(desk, before), owner=self)

        self._tasks.run(lambda: applications.decide(desk, wanted),
                        lambda before: messages.say(self, said, undo=lambda: undo(before)), owner=self)

    def _handed_over(self) -> None:
        self.handed = HandOver(self, self._context)
        self.handed.finished.connect(self._taken_back)
        self.handed.open()

    def _taken_back(self) -> None:
        handed, self.handed = self.handed, None
        if handed is not None:
            handed.deleteLater()
        self.refresh()

    def _kept_round(self, cycle: Cycle) -> None:
        desk = self._desk
        self._tasks.latest("applications.facts", lambda: gather(desk, cycle.id), self._show, owner=self)

    def _entered(self, made: Application) -> None:
        messages.say(self, _("The application of {name} is kept.").format(name=made.name))

    def _show_file(self, cycle: Cycle, path: Path, look: Look) -> None:
        ImportDialog(self, self._context, cycle, path, look, lambda number: messages.say(self, ngettext(
            "{n} application is taken.", "{n} applications are taken.", number).format(
                n=formats.number(number)))).open()

    def _save_letters(self, ids: Sequence[str], spoken: str, name: str) -> None:
        desk = self._desk
        if not ids:
            messages.say(self, _("Decide first, then choose to whom to write."), tone="info")
            return
        self._save(name, lambda: application_letters.letters(desk, ids, spoken))

    def _save(self, name: str, made: Callable[[], bytes]) -> None:
        file = self.choose_pdf(name)
        if file is not None:
            self._tasks.run(lambda: pdf_files.write(file, made()),
                            lambda saved: messages.say(self, _("Saved as {file}.").format(file=saved.name)),
                            owner=self)

    def _ask_file(self) -> Path | None:
        chosen, _filter = QFileDialog.getOpenFileName(self, _("Applications from a file"), str(Path.home()),
                                                      _("Tables (*.csv *.xlsx *.txt *.tsv)"))
        return Path(chosen) if chosen else None

    def _button(self, text: str, act: Callable[[], object], icon: str, name: str, *,
                primary: bool = False) -> QPushButton:
        made = button(text, act, icon=icon, role="primary" if primary else "secondary")
        made.setObjectName(f"applications.{name}")
        return made

    def _make_table(self) -> RecordTable[Application]:
        columns = [
            Column[Application](title=_("Applicant"), text=lambda one: one.name, strong=True, stretch=True,
                                tooltip=lambda one: grade_label(one.grade)),
            Column[Application](title=_("Stands"), text=lambda one: state_label(one.state), width=126, badge=True,
                                tone=lambda one: _TONES[one.state])]
        empty = EmptyState(_("Nobody has applied yet"),
                           _("Hand the computer over to an applicant. Under More you enter applications from paper or "
                             "a file."), "people")
        made = RecordTable[Application](_("Who applied"), columns, lambda one: one.id, empty=empty)
        made.setObjectName("applications.table")
        return made
