"""The form for a new person: name, role, passphrase, and for a coordinator the consent of one who is here."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.people import ROLES_OF_PEOPLE, Person, Role
from wellnessdesk.services.consents import Agreement
from wellnessdesk.services.opening import Newcomer, check_passphrase
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import ChoiceCards
from wellnessdesk.ui.kit.consent import ConsentFields, gives_notes
from wellnessdesk.ui.kit.fields import PassphraseField, TextField
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.new_passphrase import strength
from wellnessdesk.ui.kit.parts import Banner, Card
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.people.wording import role_choices

_CARD_WIDTH = 880


class PersonForm(Card):
    """Checks what can be checked here; the rest is told by whoever saves, through `show_problem`."""

    def __init__(self, save: Callable[[], object], cancel: Callable[[], object]) -> None:
        super().__init__()
        self.setMaximumWidth(_CARD_WIDTH)
        self._taken: set[str] = set()
        self.problem = Banner(tone="flag")
        self.name = TextField(max_length=120)
        self.role = ChoiceCards(_("Role"), role_choices(), columns=2)
        self.one = PassphraseField(_("Passphrase"), strength)
        self.two = PassphraseField(_("Passphrase, again"))
        self.consent = ConsentFields(gives_notes())
        self.save = button(_("Add person"), save, role="primary")
        self.cancel = button(_("Cancel"), cancel)
        self._form = self._lay_out()
        self._name_widgets()
        self.role.changed.connect(self._look_at_role)
        self.two.submitted.connect(save)
        self.consent.passphrase.submitted.connect(save)
        self.consent.words.submitted.connect(save)
        self._look_at_role()

    def show_people(self, people: Sequence[Person], coordinators: Sequence[Person]) -> None:
        """Know who is here: whose names are taken, and who can agree."""
        self._taken = {person.name.casefold() for person in people}
        self.consent.offer(coordinators)

    def valid(self) -> bool:
        """Whether this can be saved; what is wrong is said at its field."""
        self._form.clear_errors()
        self.problem.say("")
        self._check_name()
        if self.role.value() is None:
            self._role_field.set_error(_("Choose what this person will do."))
        weak = check_passphrase(self.one.value())
        if weak:
            self._one_field.set_error(weak)
        else:
            self._two_field.set_error(check_passphrase(self.one.value(), self.two.value()))
        here = not self._form.show_errors()
        return self.consent.valid(focus=here) and here if self._needs_consent() else here

    def newcomer(self) -> Newcomer:
        """What was entered. Only once it is `valid`."""
        return Newcomer(name=self.name.value(), role=Role(self.role.value() or ""), passphrase=self.one.value())

    def agreed(self) -> Agreement | None:
        """The coordinator's consent, where the role needs one."""
        return self.consent.value() if self._needs_consent() else None

    def told(self, error: Exception) -> bool:
        """Say at its field what is wrong with the consent; whether the error was about that."""
        return self._needs_consent() and self.consent.told(error)

    def show_busy(self, busy: bool) -> None:
        """While the keys are being made; what was entered stays."""
        self._form.setEnabled(not busy)
        self.cancel.setEnabled(not busy)
        self.save.setEnabled(not busy)
        self.save.setText(_("Making the keys…") if busy else _("Add person"))

    def show_problem(self, sentence: str) -> None:
        """Say above the form what kept this from being saved."""
        self.problem.say(_("This person was not added"), sentence, "flag")

    def clear(self) -> None:
        """Make room for the next person."""
        self.problem.say("")
        self.name.clear()
        self.role.set_value(None)
        self.role.setEnabled(True)
        self.one.clear()
        self.two.clear()
        self.consent.forget()
        self._form.clear_errors()
        self._look_at_role()

    def show_chosen(self, name: str) -> None:
        """Of somebody who was chosen the name is known, and that they are a Wellness Peer."""
        self.clear()
        self.name.setText(name)
        self.role.set_value(Role.PEER.value)
        self.role.setEnabled(False)

    def focus_first(self) -> None:
        """Bring the cursor to the name."""
        self._name_field.focus()

    def _check_name(self) -> None:
        name = " ".join(self.name.value().split())
        if not name:
            self._name_field.set_error(_("Enter a name."))
        elif name.casefold() in self._taken:
            self._name_field.set_error(_("Somebody with this name can already sign in. Add a middle initial."))

    def _needs_consent(self) -> bool:
        return self.role.value() == Role.COORDINATOR.value

    def _look_at_role(self) -> None:
        self.consent.setVisible(self._needs_consent())

    def _lay_out(self) -> Form:
        form = Form(width=_CARD_WIDTH)
        form.add(self.problem)
        self._name_field = form.field(_("Name"), self.name)
        self._role_field = form.field(_("Role"), self.role)
        self._passphrase_fields(form)
        form.add(self.consent)
        self.add(form)
        self.add(ButtonRow(self.save, self.cancel))
        return form

    def _passphrase_fields(self, form: Form) -> None:
        form.add(label(
            _("Let the new person make up a passphrase and type it here: 10 characters or more, best four random "
              "words. It is their key. Nobody can look it up, not even you. They keep it safe and tell nobody; there "
              "is nothing to change later."), wrap=True))
        self._one_field = Field(_("Passphrase"), self.one)
        self._two_field = Field(_("Passphrase, again"), self.two)
        form.row(self._one_field, self._two_field)

    def _name_widgets(self) -> None:
        for widget, name in self._names().items():
            widget.setObjectName(name)
        for role in ROLES_OF_PEOPLE:
            self.role.card(role.value).setObjectName(f"people.role.{role.value}")

    def _names(self) -> dict[QWidget, str]:
        return {
            self.name: "people.name", self.role: "people.role", self.one.edit: "people.passphrase",
            self.two.edit: "people.again", self.save: "people.save", self.cancel: "people.cancel",
        }  # fmt: skip
