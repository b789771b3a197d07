"""Settings of the center: one card for each matter."""

from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.pages.settings.lock_card import LockCard
from wellnessdesk.ui.pages.settings.sound_card import SoundCard


class SettingsPage(Page):
    """What holds for everybody here. Each card saves its own."""

    features = frozenset({"locking", "kiosk"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Settings"), _("What holds for everybody at this center."))
        self.lock = LockCard(context)
        self.sound = SoundCard(context)
        self.add(self.lock)
        self.add(self.sound)
        self.add_stretch()

    def refresh(self) -> None:
        """Ask what is set; what was chosen and not saved stays."""
        self.lock.refresh()
        self.sound.refresh()

    def focus_first(self) -> None:
        """The first thing that can be set."""
        self.lock.focus_first()
