"""The banner above every page while an adult is needed. It never says why: passers-by can read it."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.flags import FlagMark, Urgency
from wellnessdesk.domain.people import Role
from wellnessdesk.services import adult_calls, flags
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.adult import AdultDialog
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.parts import Banner


class AdultBanner(Banner):
    """Leads a coordinator to the flag; elsewhere one who comes takes it on by their own passphrase."""

    def __init__(self, context: PageContext, elsewhere: Callable[[], bool]) -> None:
        """`elsewhere` tells whether a page (the crisis card) says the same, larger."""
        self._context, self._desk, self._elsewhere = context, context.desk, elsewhere
        self._needed: list[FlagMark] = []
        self._said = ""
        self._dialog: AdultDialog | None = None
        self._is_coordinator = context.desk.person.role is Role.COORDINATOR
        way = button(_("See the flag"), lambda: context.go_to("overview"), role="row") if self._is_coordinator \
            else button(_("A coordinator is here"), self.take_on, icon="adult", role="row")
        way.setObjectName("banner.see" if self._is_coordinator else "banner.adult")
        super().__init__("", "", "danger", way)
        self.setProperty("name", "adult")

    def ask(self) -> None:
        """Ask which flags wait."""
        desk = self._desk
        self._context.tasks.latest("shell.adult", lambda: (flags.adult_needed(desk), adult_calls.sound(desk)),
                                   lambda found: self._keep(*found), owner=self)

    def tick(self) -> None:
        """Show what waits and since when."""
        now = self._desk.clock.now()
        urgent = self._urgent()
        if not urgent or self._elsewhere():
            self.say("")
            self._said = ""
            return
        longest = max(mark.minutes_to_acknowledge(now) for mark in urgent)
        waiting = formats.minutes(longest)
        right_now = any(mark.urgency is Urgency.IMMEDIATE for mark in urgent)
        text = _("Coordinator needed now") if right_now else _("Coordinator needed today")
        if (text + waiting) != self._said:  # a screen reader reads it aloud each time it is said
            self._said = text + waiting
            self.say(text, self._how_long(longest).format(time=waiting), "danger" if right_now else "flag", "adult")

    def take_on(self) -> None:
        """A coordinator came: they take on all that waits, as themselves, and learn what it is at their own desk."""
        waiting = [mark.id for mark in self._urgent()]
        if self._dialog is not None or not waiting:
            return
        text = ngettext("You take on what is waiting.", "You take on all {n} that are waiting.", len(waiting)).format(
            n=formats.number(len(waiting)))
        more = _("{name} stays signed in. To read what it is about, sign in yourself: Switch person (Ctrl+U).").format(
            name=self._desk.person.name)
        self._dialog = AdultDialog(
            self, self._context, title=_("A coordinator is here"), text=f"{text} {more}", action=_("Acknowledge"),
            act=lambda adult: _acknowledge(adult, waiting), done=self._taken_on)
        self._dialog.finished.connect(self._forget_dialog)
        self._dialog.open()

    def leave(self) -> None:
        """Before a lock: nobody's passphrase stays on the screen."""
        if self._dialog is not None:
            self._dialog.reject()

    def _keep(self, needed: list[FlagMark], sound: bool) -> None:
        """With the center's own sound, where it wants one; not beside the crisis card, where the student sits."""
        known = {mark.id for mark in self._urgent()}
        self._needed = needed
        if sound and not self._elsewhere() and any(mark.id not in known for mark in self._urgent()):
            QApplication.beep()
        self.tick()

    def _urgent(self) -> list[FlagMark]:
        return [mark for mark in self._needed if mark.urgency is not Urgency.NEXT_SUPERVISION]

    def _how_long(self, minutes: int) -> str:
        if self._is_coordinator:
            return _("Waiting for {time}.") if minutes else _("Since just now.")
        return _("Waiting for {time}. Please fetch the coordinator.") if minutes else _(
            "Since just now. Please fetch the coordinator.")

    def _taken_on(self, name: str) -> None:
        messages.say(self, _("{name} has it now.").format(name=name))

    def _forget_dialog(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()


def _acknowledge(adult: Desk, waiting: list[str]) -> None:
    """On the worker. What the flags say is not looked at here."""
    for flag in waiting:
        flags.acknowledge(adult, flag)
