"""The banner above every page while somebody who asked for an adult at the kiosk still waits for one."""

from datetime import datetime

from PySide6.QtWidgets import QApplication, QPushButton

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.access import allowed
from wellnessdesk.services import adult_calls
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.parts import Banner


class CallBanner(Banner):
    """Says that an adult is needed and since when: no name, no reason, for passers-by can read it."""

    def __init__(self, context: PageContext) -> None:
        self._desk, self._tasks = context.desk, context.tasks
        self._answers = allowed(self._desk.person.role, "adult_calls.answer")
        self._waiting: list[datetime] = []
        self._said = ""
        super().__init__("", "", "flag", *([self._way()] if self._answers else []))
        self.setProperty("name", "call")

    def ask(self) -> None:
        """Ask who waits."""
        desk = self._desk
        self._tasks.latest("shell.calls", lambda: (adult_calls.waiting(desk), adult_calls.sound(desk)),
                           lambda found: self._keep(*found), owner=self)

    def tick(self) -> None:
        """Show since when, if anybody waits."""
        if not self._waiting:
            self._said = ""
            self.say("")
            return
        longest = max(0, int((self._desk.clock.now() - self._waiting[0]).total_seconds() // 60))
        since = _("Asked for at the kiosk {time} ago.").format(time=formats.minutes(longest)) if longest else _(
            "Asked for at the kiosk just now.")
        more = "" if self._answers else " " + _("Please fetch one.")
        if since != self._said:  # a screen reader reads it aloud each time it is said
            self._said = since
            self.say(_("A student wants to talk to an adult"), since + more, "flag", "adult")

    def answer(self) -> None:
        """An adult came to everybody who waits."""
        desk = self._desk
        self._tasks.run(lambda: adult_calls.answer(desk),
                        lambda _number: messages.say(self, _("Noted: an adult is with them.")), owner=self)

    def _way(self) -> QPushButton:
        there = button(_("An adult is with them"), self.answer, icon="adult", role="row")
        there.setObjectName("banner.call")
        return there

    def _keep(self, waiting: list[datetime], sound: bool) -> None:
        if sound and len(waiting) > len(self._waiting):
            QApplication.beep()
        self._waiting = waiting
        self.tick()
