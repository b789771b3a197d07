"""Settings of the center: one card for each matter."""

from PySide6.QtWidgets import QHBoxLayout

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import access
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.pages.settings.clearance_card import ClearanceCard
from wellnessdesk.ui.pages.settings.demographics_card import DemographicsCard
from wellnessdesk.ui.pages.settings.lock_card import LockCard
from wellnessdesk.ui.pages.settings.notes_card import NotesCard
from wellnessdesk.ui.pages.settings.paper_card import PaperCard
from wellnessdesk.ui.pages.settings.room_card import RoomCard
from wellnessdesk.ui.pages.settings.rules_card import RulesCard
from wellnessdesk.ui.pages.settings.sound_card import SoundCard
from wellnessdesk.ui.pages.settings.triggers_card import TriggersCard


class SettingsPage(Page):
    """What holds for everybody here. Each card saves its own."""

    features = frozenset({"locking", "room", "kiosk", "note_limits", "triggers", "paper", "supervision_rules",
                          "clearance", "demographics"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Settings"), _("What holds for everybody at this center."))
        self.room, self.notes, self.paper = RoomCard(context), NotesCard(context), PaperCard(context)
        role = context.desk.person.role
        self.lock = LockCard(context) if access.allowed(role, "lock.set") else None
        self.sound = SoundCard(context) if access.allowed(role, "adult_calls.set_sound") else None
        self.triggers = TriggersCard(context) if access.allowed(role, "flags.set_triggers") else None
        self.clearance, self.demographics = ClearanceCard(context), DemographicsCard(context)
        self.rules = RulesCard(context) if access.allowed(role, "supervision.set_rules") else None
        for card in filter(None, (self.room, self.notes, self.clearance, self.rules, self.paper, self.lock, self.sound,
                                  self.demographics, self.triggers)):
            self._add_narrow(card)
        self.add_stretch()

    def refresh(self) -> None:
        """Ask what is set; what was chosen and not saved stays."""
        self.room.refresh()
        self.notes.refresh()
        self.clearance.refresh()
        self.demographics.refresh()
        self.paper.refresh()
        for card in (self.lock, self.sound, self.triggers, self.rules):
            if card is not None:
                card.refresh()

    def focus_first(self) -> None:
        """The first thing that can be set."""
        self.room.focus_first()

    def _add_narrow(self, card: Card) -> None:
        """In a row of its own: asked how high it is, a card alone would answer for the whole width of the page, where
        its texts have fewer lines, and its fields would be cut off."""
        row = QHBoxLayout()
        row.addWidget(card, 1)
        row.addStretch()
        self.add(row)
