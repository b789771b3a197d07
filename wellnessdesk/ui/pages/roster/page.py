"""Importing a roster: choose a file, look at what it would do, accept; and take the last import back."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import Progress
from wellnessdesk.domain.roster import RosterPlan, RosterUnreadable
from wellnessdesk.domain.roster_imports import RosterImport
from wellnessdesk.domain.sheet_mapping import SheetLook, SheetMapping
from wellnessdesk.services import roster
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.pages.roster.mapping import MappingPart
from wellnessdesk.ui.pages.roster.preview import PreviewPart
from wellnessdesk.ui.pages.roster.start import StartPart
from wellnessdesk.ui.pages.roster.wording import outcome, undoing

Choose = Callable[[], Path | None]
Accept = Callable[[RosterPlan, Progress], None]


class RosterPage(Page):
    """First the place where a roster comes in, then its preview. Nothing is written before it is accepted.

    Between the two stands the mapping of its columns, when it is a table of another kind than OneRoster.
    """

    features: frozenset[str] = frozenset()
    """A preview is of the moment it was asked for; it does not change under the eyes of whoever reads it."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Roster"), scroll=False)
        self._desk, self._tasks = context.desk, context.tasks
        self._path = Path()
        self._how: Accept | None = None
        self._done = ""
        self.choose_file: Choose = self._ask_for_file
        self.choose_folder: Choose = self._ask_for_folder
        self.start = StartPart(self._desk, lambda: self._choose(self.choose_file),
                               lambda: self._choose(self.choose_folder), self._undo, self._preview_rollover)
        self.start.drop.dropped.connect(lambda paths: self.read(paths[0]))
        self.mapping = MappingPart(self._ask_for_sample, self._preview_table, self._begin_again)
        self.preview = PreviewPart(self._accept, self._begin_again)
        self._parts = QStackedWidget()
        for part in (self.start, self.mapping, self.preview):
            self._parts.addWidget(part)
        self.add(self._parts, 1)
        self._begin_again()

    def refresh(self) -> None:
        """What the last import was."""
        desk = self._desk
        self._tasks.run(lambda: (roster.last_import(desk), roster.last_grade(desk)),
                        lambda told: self.start.show_last(*told), owner=self)

    def focus_first(self) -> None:
        """The button that begins, the first list of the mapping, or the tables of the preview."""
        shown = self._parts.currentWidget()
        if shown is self.start:
            self.start.drop.file.setFocus(Qt.FocusReason.OtherFocusReason)
        elif shown is self.mapping:
            self.mapping.focus_first()
        else:
            self.preview.focus_first()

    def read(self, path: Path) -> None:
        """Read the roster at `path` and show what it would do, or ask which of its columns is what."""
        desk = self._desk
        self.start.problem.say("")
        self.start.drop.show_busy(True)
        self._tasks.run_with_progress(
            lambda progress: roster.first_look(desk, path, progress), lambda found: self._show_found(found, path),
            self._show_unreadable, title=_("Reading the roster"), parent=self, cancelled=self._begin_again)

    def _choose(self, choose: Choose) -> None:
        path = choose()
        if path is not None:
            self.read(path)

    def _show_found(self, found: RosterPlan | SheetLook, path: Path) -> None:
        if isinstance(found, RosterPlan):
            self._show_plan(found, path)
            return
        self.start.drop.show_busy(False)
        self._path = path
        self._parts.setCurrentWidget(self.mapping)
        self.set_title(_("Roster"), _("Which column of {file} is what?").format(file=path.name))
        self.mapping.show_look(found)
        self.focus_first()

    def _ask_for_sample(self, mapping: SheetMapping) -> None:
        desk, path = self._desk, self._path
        self._tasks.latest("roster.sample", lambda: roster.sample(desk, path, mapping), self.mapping.show_sample,
                           self._show_no_sample, owner=self)

    def _show_no_sample(self, error: Exception) -> None:
        if isinstance(error, Problem):
            self.mapping.show_problem(str(error))
        else:
            messages.failure(self, error)

    def _preview_table(self) -> None:
        """The whole table, as its columns were said to be."""
        desk, path, look = self._desk, self._path, self.mapping.look()
        self.mapping.show_busy(True)
        self._tasks.run_with_progress(
            lambda progress: roster.preview(desk, path, progress, look.proposed),
            lambda plan: self._show_plan(plan, path, look), self._show_unreadable, title=_("Reading the roster"),
            parent=self, cancelled=lambda: self.mapping.show_busy(False))

    def _show_plan(self, plan: RosterPlan, path: Path, look: SheetLook | None = None) -> None:
        desk, name = self._desk, path.name
        self._show_preview(plan, _("Preview of {file}. Nothing is written yet.").format(file=name),
                           lambda chosen, progress: roster.accept(desk, chosen, name, look, progress),
                           _("The roster is imported"))

    def _show_preview(self, plan: RosterPlan, about: str, how: Accept, done: str) -> None:
        self.start.drop.show_busy(False)
        self.mapping.show_busy(False)
        self._how, self._done = how, done
        self.preview.show_plan(plan)
        self._parts.setCurrentWidget(self.preview)
        self.set_title(_("Roster"), about)
        self.focus_first()

    def _show_unreadable(self, error: Exception) -> None:
        self.mapping.show_busy(False)
        self.start.drop.show_busy(False)
        if isinstance(error, RosterUnreadable):
            self._parts.setCurrentWidget(self.start)
        self.focus_first()
        if isinstance(error, Problem):
            self.start.problem.say(_("This roster cannot be read"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _begin_again(self) -> None:
        self._how = None
        self.start.problem.say("")
        self.start.drop.show_busy(False)
        self.mapping.show_busy(False)
        self._parts.setCurrentWidget(self.start)
        self.set_title(_("Roster"), _("The students of your school, as the school's own system knows them."))
        self.focus_first()

    def _accept(self) -> None:
        how, plan = self._how, self.preview.chosen()
        if how is None:
            return
        self.preview.show_busy(True)
        self._tasks.run_with_progress(
            lambda progress: how(plan, progress), lambda _none: self._show_accepted(plan), self._show_failure,
            title=_("Importing the roster"), parent=self, cancelled=self._show_stopped)

    def _show_accepted(self, plan: RosterPlan) -> None:
        self._how = None
        self.preview.show_busy(False)
        self.preview.show_accepted(plan, self._done)
        self.refresh()
        self.set_title(_("Roster"), _("What was imported just now."))
        self.preview.again.setFocus(Qt.FocusReason.OtherFocusReason)
        messages.say(self, outcome(plan))

    def _show_stopped(self) -> None:
        self.preview.show_busy(False)
        self.focus_first()
        messages.say(self, _("Stopped. Nothing was imported."))

    def _show_failure(self, error: Exception) -> None:
        self.preview.show_busy(False)
        if isinstance(error, Problem):
            self.preview.show_problem(str(error))
        else:
            messages.failure(self, error)

    def _preview_rollover(self, last: str) -> None:
        desk = self._desk
        self._tasks.run(
            lambda: roster.preview_rollover(desk, last),
            lambda plan: self._show_preview(plan, _("The start of a school year. Nothing is written yet."),
                                            lambda chosen, progress: roster.accept_rollover(desk, chosen, progress),
                                            _("The school year has started")), owner=self)

    def _undo(self, last: RosterImport) -> None:
        if not messages.confirm(self, _("Undo the last import?"), undoing(last), _("Undo"), danger=True):
            return
        desk = self._desk
        self._tasks.run(lambda: roster.undo(desk, last.id), lambda _none: self._show_undone(),
                        self._show_not_undone, owner=self)

    def _show_undone(self) -> None:
        self.refresh()
        self.start.problem.say("")
        messages.say(self, _("The last import is undone. Everything is as it was before."))

    def _show_not_undone(self, error: Exception) -> None:
        if isinstance(error, Problem):
            self.start.problem.say(_("The import stays"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _ask_for_file(self) -> Path | None:
        name, _filter = QFileDialog.getOpenFileName(
            self, _("Choose a roster"), "", _("Rosters (*.zip *.csv *.xlsx *.txt *.tsv)"))
        return Path(name) if name else None

    def _ask_for_folder(self) -> Path | None:
        name = QFileDialog.getExistingDirectory(self, _("Choose the folder of a roster"))
        return Path(name) if name else None
