"""The dialogs of Today: asks what they need on the worker, opens them, hands over what was done."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.visits import Forgotten, Visit
from wellnessdesk.services import calendar, closing, visit_corrections
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.pages.visits.acts import Acts
from wellnessdesk.ui.pages.visits.correct_dialog import CorrectDialog, Told
from wellnessdesk.ui.pages.visits.group_dialog import GroupDialog
from wellnessdesk.ui.pages.visits.sweep_dialog import SweepDialog


class Windows:
    """Opens one dialog over the page at a time; `named` is how a student is called on the screen at the moment."""

    def __init__(self, context: PageContext, page: QWidget, acts: Acts, named: Callable[[Visit], str],
                 swept: Callable[[], None]) -> None:
        self._context, self._page, self._acts, self._named, self._swept = context, page, acts, named, swept

    def several(self) -> None:
        """Check in several students who came together."""
        GroupDialog(self._page, self._context, self._acts.group_arrived).open()

    def sweep(self) -> None:
        """Show who was never checked out."""
        desk = self._context.desk
        self._context.tasks.run(lambda: closing.forgotten(desk), self._show_sweep, owner=self._page)

    def correct(self, visit: Visit) -> None:
        """Set the facts of a visit right."""
        desk = self._context.desk

        def ask() -> Told:
            schedule = calendar.day(desk, visit.day).schedule
            return Told(*visit_corrections.corrections(desk, visit.id), schedule.periods if schedule else ())

        self._context.tasks.run(ask, self._show_correction, owner=self._page)

    def _show_sweep(self, found: tuple[Forgotten, ...]) -> None:
        if not found:
            messages.say(self._page, _("Everybody is checked out."), tone="info")
            return
        SweepDialog(self._page, self._context, found, self._named, self._done_sweeping).open()

    def _done_sweeping(self, swept: tuple[Visit, ...]) -> None:
        self._acts.swept(swept, self._swept)
        self._swept()

    def _show_correction(self, told: Told) -> None:
        def done(after: Visit) -> None:
            messages.say(self._page, _("The visit of {name} is set right.").format(name=self._named(after)))

        CorrectDialog(self._page, self._context, told, self._named(told.visit), done).open()
