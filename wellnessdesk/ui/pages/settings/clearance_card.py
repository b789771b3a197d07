"""Whether peers must be cleared for a service before they give it."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox

from wellnessdesk.base.i18n import _
from wellnessdesk.services import clearance
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.settings.saved_card import WIDTH


class ClearanceCard(Card):
    """One box to tick. It counts at once."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Clearance of peers"))
        self._desk, self._tasks = context.desk, context.tasks
        self._on = QCheckBox(_("Put peers only on services they are cleared for"))
        self._on.setObjectName("settings.clearance")
        self._on.setEnabled(False)
        self._on.toggled.connect(self._set)
        self.setMaximumWidth(WIDTH)
        self.add(label(_("Each service needs training, signatures and supervision. Whoever lacks something is not put "
                         "on it, and the refusal says what is missing. A coordinator sees on Training where everybody "
                         "stands: look there before you turn this on."), wrap=True))
        self.add(self._on)

    def refresh(self) -> None:
        """Ask what holds."""
        desk = self._desk
        self._tasks.latest("settings.clearance", lambda: clearance.is_on(desk), self._show, owner=self)

    def _show(self, on: bool) -> None:
        with QSignalBlocker(self._on):
            self._on.setChecked(on)
        self._on.setEnabled(True)

    def _set(self, on: bool) -> None:
        desk = self._desk
        self._tasks.run(lambda: clearance.set_on(desk, on=on), lambda _none: None, self._not_set, owner=self)

    def _not_set(self, error: Exception) -> None:
        self.refresh()
        messages.failure(self, error)
