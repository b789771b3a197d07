"""Settings of the center: one card for each matter."""

from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.pages.settings.lock_card import LockCard


class SettingsPage(Page):
    """What holds for everybody here. Each card saves its own."""

    features = frozenset({"locking"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Settings"), _("What holds for everybody at this center."))
        self.lock = LockCard(context)
        self.add(self.lock)
        self.add_stretch()

    def refresh(self) -> None:
        """Ask what is set; what was chosen and not saved stays."""
        self.lock.refresh()

    def focus_first(self) -> None:
        """The first thing that can be set."""
        self.lock.focus_first()
