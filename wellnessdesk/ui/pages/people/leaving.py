"""Two dialogs about somebody who is there: they sign in no more, or they get another role."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.people import ROLES_OF_PEOPLE, Person, Role
from wellnessdesk.services import leaving
from wellnessdesk.ui.kit.act_dialog import ConsentDialog
from wellnessdesk.ui.kit.choices import ChoiceCards
from wellnessdesk.ui.kit.consent import gives_notes, renews_notes
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.pages.people.wording import role_choices


class DeactivateDialog(ConsentDialog):
    """Asks once, and names what will happen."""

    def __init__(self, parent: QWidget, context: PageContext, person: Person, coordinators: Sequence[Person],
                 done: Callable[[], object]) -> None:
        super().__init__(parent, context, _("Deactivate {name}?").format(name=person.name), _("Deactivate"),
                         renews_notes(), danger=True)
        self._person, self._done = person, done
        self.consent.offer([one for one in coordinators if one.id != person.id])
        self.lay_out(*_what_happens(person))
        self.look()
        if self.needs_consent():
            self.consent.focus_first()
        else:
            self.cancel.setFocus()

    def needs_consent(self) -> bool:
        """For who reads notes."""
        return self._person.role is Role.COORDINATOR

    def act(self) -> None:
        """Shut them out, and exchange the key of the records."""
        desk, person, consent = self.desk, self._person.id, self.agreement()
        self.run(lambda progress: leaving.deactivate(desk, person, consent, progress), lambda _none: self._done(),
                 _("All records get a new key"))


class RoleDialog(ConsentDialog):
    """Another role, with what it may see."""

    def __init__(self, parent: QWidget, context: PageContext, person: Person, coordinators: Sequence[Person],
                 done: Callable[[Role], object]) -> None:
        leaves = person.role is Role.COORDINATOR
        super().__init__(parent, context, _("Another role for {name}").format(name=person.name), _("Change role"),
                         renews_notes() if leaves else gives_notes())
        self._person, self._done = person, done
        self.role = role_cards(person.role)
        self.role.changed.connect(self.look)
        self._field = self.form.field(_("Role"), self.role)
        self.consent.offer([one for one in coordinators if one.id != person.id])
        self.lay_out(_("Their passphrase stays the same. From their next sign-in on they see the pages of the new "
                       "role, and no others."), *([_still_readable()] if leaves else []))
        self.look()
        self._field.focus()

    def needs_consent(self) -> bool:
        """Where somebody begins or ends to read notes."""
        roles = {self._person.role, self._wanted()}
        return Role.COORDINATOR in roles and len(roles) > 1

    def valid(self) -> bool:
        """Another role than now."""
        self.form.clear_errors()
        if self._wanted() is self._person.role:
            self._field.set_error(_("This is their role now. Choose another one."))
        return super().valid()

    def act(self) -> None:
        """Change it."""
        desk, person, role, consent = self.desk, self._person.id, self._wanted(), self.agreement()
        self.run(lambda _progress: leaving.change_role(desk, person, role, consent), lambda _none: self._done(role))

    def _wanted(self) -> Role:
        return Role(self.role.value() or self._person.role.value)


def role_cards(chosen: Role) -> ChoiceCards:
    """The roles as cards, one of them on."""
    cards = ChoiceCards(_("Role"), role_choices(), columns=2)
    for role in ROLES_OF_PEOPLE:
        cards.card(role.value).setObjectName(f"person.role.{role.value}")
    cards.set_value(chosen.value)
    return cards


def _what_happens(person: Person) -> list[str]:
    texts = [_("They cannot sign in any more. Their name stays on everything they did, and they can be brought back "
               "later, with a new passphrase."),
             _("All records get a new key, which this person never had. That can take some seconds; until it is "
               "finished you can stop it, and nothing has happened.")]
    return [*texts, _still_readable()] if person.role is Role.COORDINATOR else texts


def _still_readable() -> str:
    return _("What they could read until now stays readable to them if they copied it. Nothing more will be.")
