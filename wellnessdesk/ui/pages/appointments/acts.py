"""What is done with appointments and shifts on the week page: asked of the services, told, and taken back."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import appointment_series
from wellnessdesk.domain.appointments import Appointment, Checked, Shift
from wellnessdesk.services import appointments, shifts
from wellnessdesk.services.appointments import Done
from wellnessdesk.services.shifts import ShiftsDone
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.pages.appointments import wording
from wellnessdesk.ui.pages.appointments.grid import Column


class Acts:
    """The acts of one page. Each answers with a passing message that can take it back."""

    def __init__(self, context: PageContext, page: QWidget, refresh: Callable[[], object]) -> None:
        self._desk, self._tasks, self._page, self._refresh = context.desk, context.tasks, page, refresh

    def told_booked(self, done: Done) -> None:
        """A dialog booked or changed something."""
        first, moved = done.now[0], done.before[0] is not None
        text = wording.moved(first, len(done.now)) if moved else wording.booked(first, len(done.now))
        left_out = appointment_series.told(done.left_out) if moved else wording.left_out(done.left_out)
        self._say(" ".join(part for part in (text, left_out) if part), done)

    def move(self, one: Appointment, column: Column, minute: int) -> None:
        """Put an appointment where it was dropped; what should be known is asked first."""
        peer = column.peer_id if column.peer_id is not None else one.peer_id
        wanted = replace(one.wanted(), day=column.day, starts=minute, ends=minute + one.ends - one.starts, peer_id=peer)
        desk = self._desk

        def checked(found: Checked) -> None:
            what = "\n".join(found.warned)
            title = wording.when(_("Move {student} to {day}, {time}?"),
                                 replace(one, day=wanted.day, starts=wanted.starts))
            if found.refused or not what or messages.confirm(self._page, title, what, _("Move")):
                self._run(lambda: appointments.move(desk, one.id, wanted), self.told_booked)
            else:
                self._refresh()

        self._tasks.run(lambda: appointments.check(desk, wanted, one.id), checked, self._failed, owner=self._page)

    def call_off(self, one: Appointment, *, following: bool) -> None:
        """Call one off, or all that follow."""
        desk = self._desk
        self._run(lambda: appointments.call_off(desk, one.id, following=following),
                  lambda done: self._say(wording.when(_("Called off: {student}, {day}, {time}"), one), done))

    def miss(self, one: Appointment) -> None:
        """The student did not come."""
        desk = self._desk
        self._run(lambda: appointments.missed(desk, one.id),
                  lambda done: self._say(wording.when(_("Did not come: {student}, {day}, {time}"), one), done))

    def restore(self, one: Appointment) -> None:
        """Let it stand again."""
        desk = self._desk
        self._run(lambda: appointments.restore(desk, one.id),
                  lambda done: self._say(wording.when(_("It stands again: {student}, {day}, {time}"), one), done))

    def told_shifts(self, done: ShiftsDone) -> None:
        """A dialog gave or changed shifts."""
        one = (*done.made, *done.gone)[0]
        text = _("The shifts of {peer} are saved.").format(peer=one.peer)
        self._say_shifts(" ".join(part for part in (text, wording.left_out(done.left_out)) if part), done)

    def remove_shift(self, one: Shift, following: bool) -> None:
        """Take a shift away, or all that follow."""
        desk = self._desk
        text = _("The shift of {peer} is removed.").format(peer=one.peer)
        self._run(lambda: shifts.remove(desk, one.id, following=following), lambda done: self._say_shifts(text, done))

    def _run(self, work: Callable[[], object], done: Callable[..., object]) -> None:
        self._tasks.run(work, done, self._failed, owner=self._page)

    def _failed(self, error: Exception) -> None:
        messages.failure(self._page, error)
        self._refresh()

    def _say(self, text: str, done: Done) -> None:
        desk = self._desk
        messages.say(self._page, text, undo=lambda: self._run(lambda: appointments.undo(desk, done), self._undone))

    def _say_shifts(self, text: str, done: ShiftsDone) -> None:
        desk = self._desk
        messages.say(self._page, text, undo=lambda: self._run(lambda: shifts.undo(desk, done), self._undone))

    def _undone(self, _nothing: object) -> None:
        messages.say(self._page, _("Taken back."), tone="info")
