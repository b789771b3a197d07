"""After how many minutes the program locks by itself, for each role."""

from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import locking as rules
from wellnessdesk.domain.people import ROLES_OF_PEOPLE, Role, role_label
from wellnessdesk.services import locking
from wellnessdesk.ui.kit.buttons import ButtonRow
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.settings.saved_card import WIDTH, SavedCard


class LockCard(SavedCard):
    """A list of minutes a role, and Save. What is allowed is all that can be chosen."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, _("The program locks by itself"), "lock")
        self._saved: dict[Role, int] = {}
        self._lists = {role: _minutes_list(role) for role in ROLES_OF_PEOPLE}
        self._lay_out()
        for each in self._lists.values():
            each.changed.connect(self.look)

    def refresh(self) -> None:
        """Ask which minutes hold."""
        desk = self.desk
        self.tasks.latest("settings.lock", lambda: locking.minutes(desk), self._show, owner=self)

    def unsaved(self) -> bool:
        return bool(self._changed())

    def focus_first(self) -> None:
        """To the first role."""
        self._lists[Role.FRONT_DESK].setFocus()

    def save(self) -> None:
        """Set what was changed, for everybody who signs in from now on and for whoever is signed in."""
        desk, wanted = self.desk, self._changed()
        self.send(lambda: locking.set_minutes(desk, wanted), lambda: self._saved.update(wanted))

    def _show(self, minutes: dict[Role, int]) -> None:
        unsaved = self._changed()
        self._saved = minutes
        for role, each in self._lists.items():
            each.set_value(str(unsaved.get(role, minutes[role])))
        self.look()

    def _chosen(self) -> dict[Role, int]:
        return {role: int(each.value() or rules.usual(role)) for role, each in self._lists.items()}

    def _changed(self) -> dict[Role, int]:
        """What was chosen and is not saved; nothing as long as it is not known what holds."""
        return {role: number for role, number in self._chosen().items()
                if role in self._saved and self._saved[role] != number}

    def _lay_out(self) -> None:
        self.add(label(_("When nobody has touched a key or the mouse for so long. Half-written notes are kept, and "
                         "whoever comes back is where they were."), wrap=True))
        form = Form(width=WIDTH)
        front, peer, coordinator, admin = (
            Field(role_label(role), self._lists[role]) for role in (
                Role.FRONT_DESK, Role.PEER, Role.COORDINATOR, Role.ADMINISTRATOR))
        form.row(front, peer)
        form.row(coordinator, admin)
        form.add(label(_("At the front desk, more than {n} minutes count only while Today is set to discreet.").format(
            n=rules.longest_with_names()), "muted", wrap=True, small=True))
        self.add(form)
        self.add(ButtonRow(self.save_button))


def _minutes_list(role: Role) -> ChoiceList:
    made = ChoiceList([Choice(str(number), ngettext("{n} minute", "{n} minutes", number).format(n=number))
                       for number in rules.choices(role)])
    made.set_value(str(rules.usual(role)))
    made.setObjectName(f"settings.lock.{role.value}")
    return made
