"""A coordinator agrees, by their own passphrase, to another one: they give the new one the key to the notes."""

from collections.abc import Sequence

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.people import Person
from wellnessdesk.services.people import Consent
from wellnessdesk.ui.kit.choices import ChoiceList
from wellnessdesk.ui.kit.fields import PassphraseField
from wellnessdesk.ui.kit.forms import Field, Form, question
from wellnessdesk.ui.kit.parts import separator
from wellnessdesk.ui.kit.texts import label

_WIDE = 880


class ConsentFields(Form):
    """Which coordinator agrees, and their passphrase."""

    def __init__(self) -> None:
        super().__init__(width=_WIDE)
        self.who = ChoiceList([], placeholder=_("Choose a coordinator"))
        self.passphrase = PassphraseField(_("Passphrase of the coordinator who agrees"))
        self._who_field = Field(_("Coordinator who agrees"), self.who)
        self._passphrase_field = Field(_("Their own passphrase"), self.passphrase)
        self.who.setObjectName("people.consent.coordinator")
        self.passphrase.edit.setObjectName("people.consent.passphrase")
        self.add(separator())
        self.add(question(_("A coordinator must agree")))
        self.add(label(_("They give the new one the key to the notes. Let them type their own passphrase here; you do "
                         "not need to know it."), wrap=True))
        self.row(self._who_field, self._passphrase_field)

    def offer(self, coordinators: Sequence[Person]) -> None:
        """Show who can agree; the only one there is stands there already, but never one of several by chance."""
        chosen = self.who.value() if self.who.count() > 1 else None
        self.who.clear()
        for one in coordinators:
            self.who.addItem(one.name, one.id)
        self.who.set_value(coordinators[0].id if len(coordinators) == 1 else chosen)

    def valid(self, *, focus: bool) -> bool:
        """Whether both are there. With `focus`, go to the first that is not."""
        self.clear_errors()
        if self.who.value() is None:
            self._who_field.set_error(_("Choose the coordinator who agrees."))
        if not self.passphrase.value():
            self.refuse(_("The coordinator types their passphrase here."), focus=False)
        wrong = any(field.error for field in (self._who_field, self._passphrase_field))
        if wrong and focus:
            self.show_errors()
        return not wrong

    def refuse(self, sentence: str, *, focus: bool = True) -> None:
        """Say that the passphrase did not open anything."""
        self._passphrase_field.set_error(sentence)
        if focus:
            self._passphrase_field.focus()
            self.passphrase.edit.selectAll()

    def value(self) -> Consent:
        """The consent as given. Only once it is `valid`."""
        return Consent(self.who.value() or "", self.passphrase.value())

    def forget(self) -> None:
        """Leave no coordinator's passphrase behind in an administrator's window."""
        self.passphrase.clear()
        self.clear_errors()



