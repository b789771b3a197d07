"""A card with one box to tick that counts at once."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox

from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.settings.saved_card import WIDTH


class TickCard(Card):
    """`ask` says what holds, `keep` sets it; what could not be kept is told, and the box shows again what holds."""

    def __init__(self, context: PageContext, name: str, title: str, about: str, box: str, *,
                 ask: Callable[[], bool], keep: Callable[[bool], object]) -> None:
        super().__init__(title)
        self._tasks, self._name, self._ask, self._keep = context.tasks, f"settings.{name}", ask, keep
        self._on = QCheckBox(box)
        self._on.setObjectName(self._name)
        self._on.setEnabled(False)
        self._on.toggled.connect(self._set)
        self.setMaximumWidth(WIDTH)
        self.add(label(about, wrap=True))
        self.add(self._on)

    def refresh(self) -> None:
        """Ask what holds."""
        self._tasks.latest(self._name, self._ask, self._show, owner=self)

    def _show(self, on: bool) -> None:
        with QSignalBlocker(self._on):
            self._on.setChecked(on)
        self._on.setEnabled(True)

    def _set(self, on: bool) -> None:
        self._tasks.run(lambda: self._keep(on), lambda _none: None, self._not_set, owner=self)

    def _not_set(self, error: Exception) -> None:
        self.refresh()
        messages.failure(self, error)
