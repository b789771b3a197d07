"""The recovery kits: what each opens, when it was last tried, and what is done with them."""

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.recovery import Drill, KitName
from wellnessdesk.services import recovery
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.pages.recovery.check import CheckDialog
from wellnessdesk.ui.pages.recovery.kit_card import KitCard

_WHO = {KitName.A: Role.ADMINISTRATOR, KitName.B: Role.COORDINATOR}


class RecoveryPage(Page):
    """For administrators and coordinators: each sees both kits, and checks their own."""

    features = frozenset({"recovery", "people"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Recovery"), _("Two kits on paper open the center when a passphrase or this computer is "
                                          "lost. Check them every three months."))
        self._context, self._desk, self._tasks = context, context.desk, context.tasks
        self._cards = {kit: self._card(kit) for kit in KitName}
        for card in self._cards.values():
            self.add(card)
        self.add_stretch()

    def refresh(self) -> None:
        """Ask when the kits were last tried."""
        desk = self._desk
        self._tasks.latest("recovery.drills", lambda: recovery.drills(desk), self._show, owner=self)

    def focus_first(self) -> None:
        """To the kit that is whoever's to check."""
        for kit, card in self._cards.items():
            if _WHO[kit] is self._desk.person.role:
                card.check_button.setFocus()

    def check(self, kit: KitName) -> None:
        """Open the dialog that tries a kit."""
        CheckDialog(self, self._context, kit, self._checked).open()

    def _card(self, kit: KitName) -> KitCard:
        return KitCard(kit, (lambda: self.check(kit)) if _WHO[kit] is self._desk.person.role else None)

    def _show(self, drills: list[Drill]) -> None:
        for drill in drills:
            self._cards[drill.kit].show_drill(drill)

    def _checked(self, drill: Drill) -> None:
        messages.say(self, _("Kit {letter} opens what it should. Next check: {date}.").format(
            letter=drill.kit.letter, date=formats.date(drill.due_on)))
        self.refresh()
