"""Whether a sound tells that an adult is needed: asked for at the kiosk, or because of a red flag."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox

from wellnessdesk.base.i18n import _
from wellnessdesk.services import adult_calls
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.settings.saved_card import WIDTH


class SoundCard(Card):
    """One box to tick. It counts at once, and for the kiosk from its next start on."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("When an adult is needed"))
        self._desk, self._tasks = context.desk, context.tasks
        self._on = QCheckBox(_("Sound the computer's own alert, at the kiosk and on the next screen of the staff"))
        self._on.setObjectName("settings.sound")
        self._on.setEnabled(False)
        self._on.toggled.connect(self._set)
        self.setMaximumWidth(WIDTH)
        self.add(label(_("A neutral sign shows it in any case: that a student asks for an adult at the kiosk, or that "
                         "a coordinator is needed. It never says who it is about, or why."), wrap=True))
        self.add(self._on)

    def refresh(self) -> None:
        """Ask what holds."""
        desk = self._desk
        self._tasks.latest("settings.sound", lambda: adult_calls.sound(desk), self._show, owner=self)

    def _show(self, on: bool) -> None:
        with QSignalBlocker(self._on):
            self._on.setChecked(on)
        self._on.setEnabled(True)

    def _set(self, on: bool) -> None:
        desk = self._desk
        self._tasks.run(lambda: adult_calls.set_sound(desk, on), lambda _none: None, self._not_set, owner=self)

    def _not_set(self, error: Exception) -> None:
        self.refresh()
        messages.failure(self, error)
