"""The recovery kits: what each opens, when it was last tried, and what is done with them."""

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import access
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.domain.recovery import Drill, KitName
from wellnessdesk.services import recovery
from wellnessdesk.ui.kit import consent, messages
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.pages.recovery.check import CheckDialog
from wellnessdesk.ui.pages.recovery.kit_card import KitCard
from wellnessdesk.ui.pages.recovery.new_kit import NewKitDialog, NewPaperDialog

_WHO = {KitName.A: Role.ADMINISTRATOR, KitName.B: Role.COORDINATOR}


class RecoveryPage(Page):
    """For administrators and coordinators: each sees both kits, and checks their own."""

    features = frozenset({"recovery", "people"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Recovery"), _("Two kits on paper open the center when a passphrase or this computer is "
                                          "lost. Check them every three months."))
        self._context, self._desk, self._tasks = context, context.desk, context.tasks
        self._coordinators: list[Person] = []
        self._cards = {kit: self._card(kit) for kit in KitName}
        for card in self._cards.values():
            self.add(card)
        self.add_stretch()

    def refresh(self) -> None:
        """Ask when the kits were last tried, and who could agree to a new one."""
        desk = self._desk
        self._tasks.latest("recovery.drills", lambda: (recovery.drills(desk), consent.coordinators(desk)), self._show,
                           owner=self)

    def focus_first(self) -> None:
        """To the kit that is whoever's to check."""
        for kit, card in self._cards.items():
            if _WHO[kit] is self._desk.person.role:
                card.check_button.setFocus()

    def check(self, kit: KitName) -> None:
        """Open the dialog that tries a kit."""
        CheckDialog(self, self._context, kit, self._checked).open()

    def replace(self, kit: KitName) -> None:
        """Open the dialog that makes a new kit, and then the one in which it comes on paper."""
        NewKitDialog(self, self._context, kit, self._coordinators, lambda words: NewPaperDialog(
            self, self._context, kit, words, lambda: self._replaced(kit)).open()).open()

    def _card(self, kit: KitName) -> KitCard:
        role = self._desk.person.role
        return KitCard(kit, (lambda: self.check(kit)) if _WHO[kit] is role else None,
                       (lambda: self.replace(kit)) if access.allowed(role, "recovery.replace") else None)

    def _show(self, facts: tuple[list[Drill], list[Person]]) -> None:
        drills, self._coordinators = facts
        for drill in drills:
            self._cards[drill.kit].show_drill(drill)

    def _replaced(self, kit: KitName) -> None:
        messages.say(self, _("The new kit {letter} is on paper. Put it into its envelope now.").format(
            letter=kit.letter))
        self.refresh()

    def _checked(self, drill: Drill) -> None:
        messages.say(self, _("Kit {letter} opens what it should. Next check: {date}.").format(
            letter=drill.kit.letter, date=formats.date(drill.due_on)))
        self.refresh()
