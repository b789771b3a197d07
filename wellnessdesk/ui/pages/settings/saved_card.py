"""A card whose Save can be pressed as soon as something on it is not as it is kept."""

from collections.abc import Callable

from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.parts import Card

WIDTH = 640


class SavedCard(Card):
    """A card says what is `unsaved` and how to `save` it; a field that changes calls `look`."""

    def __init__(self, context: PageContext, title: str, name: str) -> None:
        super().__init__(title)
        self.desk, self.tasks = context.desk, context.tasks
        self.save_button = button(_("Save"), self.save, role="primary")
        self.save_button.setObjectName(f"settings.{name}.save")
        self.save_button.setEnabled(False)
        self.setMaximumWidth(WIDTH)

    def unsaved(self) -> bool:
        """Whether something is not as it is kept; not as long as it is not known what is."""
        raise NotImplementedError

    def save(self) -> None:
        """Send what stands on the card."""
        raise NotImplementedError

    def look(self) -> None:
        """Something was chosen, or is known now."""
        self.save_button.setEnabled(self.unsaved())

    def send(self, work: Callable[[], object], remember: Callable[[], object]) -> None:
        """Save by `work`, and when it is saved `remember` what is kept from now on."""

        def done(_nothing: object) -> None:
            remember()
            self.look()
            messages.say(self, _("Saved. It holds from now on."))

        self.save_button.setEnabled(False)
        self.tasks.run(work, done, self._not_saved, owner=self)

    def _not_saved(self, error: Exception) -> None:
        self.look()
        messages.failure(self, error)
