"""Who agrees to a change of who reads notes: a coordinator by their own passphrase, or the principal with kit B."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.services import people
from wellnessdesk.services.consents import Agreement, Consent, KitWords
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.people import WrongPassphrase
from wellnessdesk.services.recovery import BadWords, WrongKit
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.choices import ChoiceList
from wellnessdesk.ui.kit.fields import PassphraseField
from wellnessdesk.ui.kit.forms import Field, Form, question
from wellnessdesk.ui.kit.kit_words import WordsField
from wellnessdesk.ui.kit.parts import separator
from wellnessdesk.ui.kit.texts import label

_WIDE = 880


class ConsentFields(Form):
    """Which coordinator agrees, and their passphrase; or, where none can, the words of kit B. `why` says what for.

    With `kit_only`, only the principal with kit B will do.
    """

    def __init__(self, why: str, *, kit_only: bool = False) -> None:
        super().__init__(width=_WIDE)
        self.who = ChoiceList([], placeholder=_("Choose a coordinator"))
        self.passphrase = PassphraseField(_("Passphrase of the coordinator who agrees"))
        self.words = WordsField("consent.words", "B")
        self._who_field = Field(_("Coordinator who agrees"), self.who)
        self._passphrase_field = Field(_("Their own passphrase"), self.passphrase)
        self._words_field = self.words.field()
        self.with_kit = _turn(_("No coordinator can agree: use kit B"), "consent.usekit")
        self.with_person = _turn(_("Let a coordinator agree"), "consent.useperson")
        self.with_kit.clicked.connect(lambda: self.use_kit(True))
        self.with_person.clicked.connect(lambda: self.use_kit(False))
        self.who.setObjectName("consent.coordinator")
        self.passphrase.edit.setObjectName("consent.passphrase")
        self._by_kit, self._may_use_kit = kit_only, True
        self._lay_out(why)
        self._show_way()

    def offer(self, coordinators: Sequence[Person]) -> None:
        """Show who can agree; the only one there is stands there already, but never one of several by chance."""
        chosen = self.who.value() if self.who.count() > 1 else None
        self.who.clear()
        for one in coordinators:
            self.who.addItem(one.name, one.id)
        self.who.set_value(coordinators[0].id if len(coordinators) == 1 else chosen)
        if not coordinators:
            self.use_kit(True, focus=False)
        self._show_way()

    def ask(self, question_: str, why: str, *, may_use_kit: bool = True) -> None:
        """Ask for something else than a coordinator's consent to who reads notes."""
        self._may_use_kit = may_use_kit
        if not may_use_kit:
            self._by_kit = False
        self._question.setText(question_)
        self._why.setText(why)
        self._show_way()

    def focus_first(self) -> None:
        """To what is to be typed."""
        (self._words_field if self._by_kit else self._passphrase_field).focus()

    def use_kit(self, by_kit: bool, *, focus: bool = True) -> None:
        """Ask for the words of kit B instead of a coordinator's passphrase, or the other way round."""
        self._by_kit = by_kit
        self.clear_errors()
        self._show_way()
        if focus:
            self.focus_first()

    def valid(self, *, focus: bool) -> bool:
        """Whether all is there. With `focus`, go to the first that is not."""
        self.clear_errors()
        if self._by_kit:
            if not self.words.value():
                self._words_field.set_error(_("Let the principal type the words of kit B."))
        else:
            self._check_person()
        wrong = any(field.error for field in (self._who_field, self._passphrase_field, self._words_field))
        if wrong and focus:
            self.show_errors()
        return not wrong

    def told(self, error: Exception) -> bool:
        """Say at its field what did not open; whether the error was about this at all."""
        if isinstance(error, BadWords | WrongKit):
            self._words_field.set_error(str(error))
            self._words_field.focus()
        elif isinstance(error, WrongPassphrase):
            self._passphrase_field.set_error(
                _("This is not the passphrase of that coordinator. Check Caps Lock and try again."))
            self._passphrase_field.focus()
            self.passphrase.edit.selectAll()
        else:
            return False
        return True

    def value(self) -> Agreement:
        """What was given. Only once it is `valid`."""
        if self._by_kit:
            return KitWords(self.words.value())
        return Consent(self.who.value() or "", self.passphrase.value())

    def forget(self) -> None:
        """Leave no coordinator's passphrase and no kit behind in an administrator's window."""
        self.passphrase.clear()
        self.words.clear()
        self.clear_errors()

    def _check_person(self) -> None:
        if self.who.value() is None:
            self._who_field.set_error(_("Choose the coordinator who agrees."))
        if not self.passphrase.value():
            self._passphrase_field.set_error(_("The coordinator types their passphrase here."))

    def _show_way(self) -> None:
        by_person = (self._question, self._why, self._who_field, self._passphrase_field)
        by_kit = (self._principal, self._about_kit, self._words_field)
        for shown, parts in ((not self._by_kit, by_person), (self._by_kit, by_kit)):
            for part in parts:
                part.setVisible(shown)
        self.with_kit.setVisible(not self._by_kit and self._may_use_kit)
        self.with_person.setVisible(self._by_kit and self.who.count() > 0)

    def _lay_out(self, why: str) -> None:
        self._question, self._why = question(_("A coordinator must agree")), label(why, wrap=True)
        self._principal = question(_("The principal must agree"))
        self._about_kit = label(_("The principal keeps kit B and types its words here. Seal the paper in a new "
                                  "envelope afterwards."), wrap=True)
        self.add(separator())
        for part in (self._question, self._why, self._principal, self._about_kit):
            self.add(part)
        self.row(self._who_field, self._passphrase_field)
        self.row(self._words_field)
        turns = QHBoxLayout()
        turns.addWidget(self.with_kit)
        turns.addWidget(self.with_person)
        turns.addStretch(1)
        self.add(turns)


def coordinators(desk: Desk) -> list[Person]:
    """Who can agree, now. On the worker."""
    return [one for one in people.everybody(desk) if one.active and one.role is Role.COORDINATOR]


def gives_notes() -> str:
    """Why somebody must agree to a new coordinator."""
    return _("They give the new one the key to the notes. Let them type their own passphrase here; you do not need to "
             "know it.")


def renews_notes() -> str:
    """Why somebody must agree when the key to the notes is exchanged."""
    return _("The coordinators get a new key for notes and flags. One of them types their own passphrase here; you do "
             "not need to know it.")


def _turn(text: str, name: str) -> QPushButton:
    made = button(text, role="quiet")
    made.setObjectName(name)
    return made
