"""Importing a roster: choose a file, look at what it would do, accept."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.roster import RosterPlan
from wellnessdesk.services import roster
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.pages.roster.preview import PreviewPart
from wellnessdesk.ui.pages.roster.start import StartPart
from wellnessdesk.ui.pages.roster.wording import outcome

Choose = Callable[[], Path | None]


class RosterPage(Page):
    """First the place where a roster comes in, then its preview. Nothing is written before `roster.accept`."""

    features: frozenset[str] = frozenset()
    """A preview is of the moment it was asked for; it does not change under the eyes of whoever reads it."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Roster"), scroll=False)
        self._desk, self._tasks = context.desk, context.tasks
        self._plan: RosterPlan | None = None
        self.choose_file: Choose = self._ask_for_file
        self.choose_folder: Choose = self._ask_for_folder
        self.start = StartPart(lambda: self._choose(self.choose_file), lambda: self._choose(self.choose_folder))
        self.start.drop.dropped.connect(self.read)
        self.preview = PreviewPart(self._accept, self._begin_again)
        self._parts = QStackedWidget()
        self._parts.addWidget(self.start)
        self._parts.addWidget(self.preview)
        self.add(self._parts, 1)
        self._begin_again()

    def refresh(self) -> None:
        """There is nothing to ask for before somebody chooses a file."""

    def focus_first(self) -> None:
        """The button that begins, or the tables of the preview."""
        if self._parts.currentWidget() is self.start:
            self.start.drop.file.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.preview.focus_first()

    def read(self, path: Path) -> None:
        """Read the roster at `path` and show what it would do."""
        desk = self._desk
        self.start.problem.say("")
        self.start.drop.show_busy(True)
        self._tasks.run_with_progress(
            lambda progress: roster.preview(desk, path, progress), lambda plan: self._show_plan(plan, path),
            self._show_unreadable, title=_("Reading the roster"), parent=self, cancelled=self._begin_again)

    def _choose(self, choose: Choose) -> None:
        path = choose()
        if path is not None:
            self.read(path)

    def _show_plan(self, plan: RosterPlan, path: Path) -> None:
        self.start.drop.show_busy(False)
        self._plan = plan
        self.preview.show_plan(plan)
        self._parts.setCurrentWidget(self.preview)
        self.set_title(_("Roster"), _("Preview of {file}. Nothing is written yet.").format(file=path.name))
        self.focus_first()

    def _show_unreadable(self, error: Exception) -> None:
        self.start.drop.show_busy(False)
        self.focus_first()
        if isinstance(error, Problem):
            self.start.problem.say(_("This roster cannot be read"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _begin_again(self) -> None:
        self._plan = None
        self.start.problem.say("")
        self.start.drop.show_busy(False)
        self._parts.setCurrentWidget(self.start)
        self.set_title(_("Roster"), _("The students of your school, as the school's own system knows them."))
        self.focus_first()

    def _accept(self) -> None:
        desk, plan = self._desk, self._plan
        if plan is None:
            return
        self.preview.show_busy(True)
        self._tasks.run(lambda: roster.accept(desk, plan), lambda _none: self._show_accepted(plan), self._show_failure,
                        owner=self)

    def _show_accepted(self, plan: RosterPlan) -> None:
        self._plan = None
        self.preview.show_busy(False)
        self.preview.show_accepted(plan)
        self.set_title(_("Roster"), _("What was imported just now."))
        self.preview.again.setFocus(Qt.FocusReason.OtherFocusReason)
        messages.say(self, outcome(plan))

    def _show_failure(self, error: Exception) -> None:
        self.preview.show_busy(False)
        if isinstance(error, Problem):
            self.preview.show_problem(str(error))
        else:
            messages.failure(self, error)

    def _ask_for_file(self) -> Path | None:
        name, _filter = QFileDialog.getOpenFileName(self, _("Choose a roster"), "", _("Rosters (*.zip *.csv)"))
        return Path(name) if name else None

    def _ask_for_folder(self) -> Path | None:
        name = QFileDialog.getExistingDirectory(self, _("Choose the folder of a roster"))
        return Path(name) if name else None
