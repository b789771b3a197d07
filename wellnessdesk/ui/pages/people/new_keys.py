"""A new passphrase, and with it new keys: for somebody who forgot theirs, or who comes back."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import Progress
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.services import passphrases
from wellnessdesk.services.consents import Agreement
from wellnessdesk.services.resealing import Resealed
from wellnessdesk.ui.kit.act_dialog import ConsentDialog
from wellnessdesk.ui.kit.consent import gives_notes
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.new_passphrase import NewPassphrase
from wellnessdesk.ui.pages.people.leaving import role_cards

Done = Callable[[Resealed | None], object]


class _NewKeysDialog(ConsentDialog):
    """The passphrase twice; a coordinator's consent where it is needed or, for a peer's notes, where it helps."""

    def __init__(self, parent: QWidget, context: PageContext, person: Person, coordinators: Sequence[Person],
                 title: str, act: str, done: Done) -> None:
        super().__init__(parent, context, title, act, gives_notes())
        self.person, self._done = person, done
        self._has_coordinators = any(one.id != person.id for one in coordinators)
        self.passphrase = NewPassphrase("person")
        self.passphrase.submitted.connect(self.start)
        self.now = QCheckBox(_("A coordinator is here: open their notes to the new keys at once"))
        self.now.setObjectName("person.now")
        self.now.toggled.connect(self.look)
        self.consent.offer([one for one in coordinators if one.id != person.id])

    def role_wanted(self) -> Role:
        """The role from now on."""
        return self.person.role

    def make(self, passphrase: str, consent: Agreement | None, progress: Progress) -> Resealed | None:
        """On the worker."""
        raise NotImplementedError

    def needs_consent(self) -> bool:
        """For who reads notes; and where a coordinator is there anyway to open a peer's."""
        return self._reads_notes() or (self.now.isChecked() and self._may_have_notes())

    def look(self) -> None:
        """Offer to open the notes at once where notes may wait."""
        self.now.setVisible(not self._reads_notes() and self._may_have_notes() and self._has_coordinators)
        if self._reads_notes():
            self.consent.ask(_("A coordinator must agree"), gives_notes())
        else:
            self.consent.ask(_("A coordinator opens the notes"),
                             _("Let them type their own passphrase here; you do not need to know it."),
                             may_use_kit=False)
        super().look()

    def valid(self) -> bool:
        """Two equal passphrases that will do."""
        self.form.clear_errors()
        self.passphrase.check()
        return super().valid()

    def act(self) -> None:
        """Make the keys; the notes follow at once where a coordinator agreed."""
        passphrase, consent = self.passphrase.value(), self.agreement()
        self.run(lambda progress: self.make(passphrase, consent, progress), self._done)

    def forget(self) -> None:
        """The passphrases too."""
        super().forget()
        self.passphrase.clear()

    def passphrase_fields(self) -> None:
        """Put them at the end of the form."""
        self.form.row(*self.passphrase.fields)
        self.form.add(self.now)

    def _reads_notes(self) -> bool:
        return Role.COORDINATOR in {self.person.role, self.role_wanted()}

    def _may_have_notes(self) -> bool:
        return Role.PEER in {self.person.role, self.role_wanted()}


class ForgottenDialog(_NewKeysDialog):
    """For who forgot: says plainly what new keys mean."""

    def __init__(self, parent: QWidget, context: PageContext, person: Person, coordinators: Sequence[Person],
                 done: Done) -> None:
        super().__init__(parent, context, person, coordinators,
                         _("A new passphrase for {name}").format(name=person.name), _("Make new keys"), done)
        self.passphrase_fields()
        self.lay_out(
            _("Nobody can look up a forgotten passphrase. A new one comes with new keys, and the old keys are lost for "
              "good. Let {name} make it up and type it here.").format(name=person.name), *_what_it_means(person))
        self.look()
        self.passphrase.focus()

    def make(self, passphrase: str, consent: Agreement | None, progress: Progress) -> Resealed | None:
        """On the worker."""
        return passphrases.new_passphrase(self.desk, self.person.id, passphrase, consent, progress)


class BringBackDialog(_NewKeysDialog):
    """For who was deactivated and comes back, perhaps in another role."""

    def __init__(self, parent: QWidget, context: PageContext, person: Person, coordinators: Sequence[Person],
                 done: Done) -> None:
        super().__init__(parent, context, person, coordinators, _("Bring back {name}").format(name=person.name),
                         _("Bring back"), done)
        self.role = role_cards(person.role)
        self.role.changed.connect(self.look)
        self.form.field(_("Role"), self.role)
        self.passphrase_fields()
        self.lay_out(_("They get new keys: let {name} make up a passphrase and type it here.").format(name=person.name))
        self.look()
        self.passphrase.focus()

    def role_wanted(self) -> Role:
        """The card that is on."""
        return Role(self.role.value() or self.person.role.value)

    def make(self, passphrase: str, consent: Agreement | None, progress: Progress) -> Resealed | None:
        """On the worker."""
        return passphrases.reactivate(self.desk, self.person.id, self.role_wanted(), passphrase, consent, progress)


def _what_it_means(person: Person) -> list[str]:
    return {
        Role.PEER: [_("The notes they wrote are sealed to the old keys. A coordinator opens them to the new ones, now "
                      "or later; until then they cannot read what they wrote, and the coordinators can.")],
        Role.COORDINATOR: [_("The new keys reach notes and flags only when another coordinator agrees, or with kit "
                             "B.")],
    }.get(person.role, [])
