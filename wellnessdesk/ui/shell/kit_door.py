"""Kit A at the door: its words, then a new passphrase for an administrator or the secret that this computer lost."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards, ChoiceList
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.forms import Form
from wellnessdesk.ui.kit.kit_words import WordsField
from wellnessdesk.ui.kit.new_passphrase import NewPassphrase
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.texts import label

_WIDTH = 640
SECRET, PASSPHRASE = "secret", "passphrase"


class Found(Protocol):
    """What the kit can do here (`services.opening_kit.AtTheDoor`)."""

    @property
    def administrators(self) -> list[tuple[str, str]]:
        """(id, name) of those who can get a new passphrase."""

    @property
    def keeps_secret(self) -> bool:
        """Whether there is a secret of this computer to bring back."""


class KitDoorDialog(Dialog):
    """Emits `words_given(kit)`, then `secret_asked(kit)` or `passphrase_asked(kit, person, passphrase)`.

    Escape goes one step back. However it ends, neither words nor passphrase stay in it.
    """

    words_given = Signal(str)
    secret_asked = Signal(str)
    passphrase_asked = Signal(str, str, str)

    def __init__(self, parent: QWidget, *, secret_gone: bool) -> None:
        super().__init__(parent, _("Use recovery kit A"), width=_WIDTH)
        self._secret_gone, self._busy = secret_gone, False
        self._problem = Banner(tone="flag")
        self.words = WordsField("door.words", "A")
        self.words.submitted.connect(self._submit)
        self._words_form, self._field = Form(width=_WIDTH), self.words.field()
        self._words_form.row(self._field)
        self._said = label("", wrap=True)
        self._what = ChoiceCards(_("What is it for?"), [
            Choice(SECRET, _("Bring this computer's secret back"), "key",
                   _("Everybody's own passphrase works again. No record is changed.")),
            Choice(PASSPHRASE, _("An administrator forgot their passphrase"), "person",
                   _("They get a new one, and new keys.")),
        ], columns=1)
        for key in (SECRET, PASSPHRASE):
            self._what.card(key).setObjectName(f"door.what.{key}")
        self._what.changed.connect(self._show_step)
        self._new = self._make_new_passphrase()
        self._go = button(_("Continue"), self._submit, role="primary")
        self._back = button(_("Cancel"), self.reject)
        self._go.setDefault(True)
        self._go.setObjectName("door.go")
        self._back.setObjectName("door.back")
        for part in (label(self.windowTitle(), "heading"), self._said, self._problem, self._words_form, self._what,
                     self._new, ButtonRow(self._go, self._back)):
            self.body.addWidget(part)
        self._found: Found | None = None
        self._show_step()
        self._field.focus()

    def show_found(self, found: Found) -> None:
        """The words are right: what now?"""
        self._found = found
        self.show_busy(False)
        self._offer(found.administrators)
        self._what.set_value(SECRET if found.keeps_secret and self._secret_gone else PASSPHRASE)
        self._show_step()
        self._focus_second_step()

    def show_wrong_words(self, sentence: str) -> None:
        """Say at the words what is wrong."""
        self._found = None
        self.show_busy(False)
        self._show_step()
        self._field.set_error(sentence)
        self._field.focus()

    def show_problem(self, sentence: str) -> None:
        """Say what else kept it from being done."""
        self.show_busy(False)
        self._problem.say(sentence, tone="flag")

    def show_busy(self, busy: bool) -> None:
        """While the words are tried, or keys are made."""
        self._busy = busy
        for part in (self._words_form, self._what, self._new, self._go, self._back):
            part.setEnabled(not busy)
        self._name_buttons()

    def reject(self) -> None:
        """One step back; from the first one to the sign-in."""
        if self._busy:
            return
        if self._found is None:
            super().reject()
            return
        self._found = None
        self._problem.say("")
        self._passphrase.clear()
        self._show_step()
        self._field.focus()

    def done(self, result: int) -> None:
        """However the dialog ends."""
        self.words.clear()
        self._passphrase.clear()
        super().done(result)

    @property
    def _doing(self) -> str:
        return "" if self._found is None else self._what.value() or PASSPHRASE

    def _submit(self) -> None:
        self._problem.say("")
        typed, doing = self.words.value(), self._doing
        if self._busy or (doing == PASSPHRASE and not self._valid()):
            return
        self.show_busy(True)
        if not doing:
            self.words_given.emit(typed)
        elif doing == SECRET:
            self.secret_asked.emit(typed)
        else:
            self.passphrase_asked.emit(typed, self._who.value() or "", self._passphrase.value())

    def _valid(self) -> bool:
        self._new.clear_errors()
        if self._who.value() is None:
            self._who_field.set_error(_("Choose the administrator."))
        self._passphrase.check()
        return not self._new.show_errors()

    def _make_new_passphrase(self) -> Form:
        form = Form(width=_WIDTH)
        self._who = ChoiceList([], placeholder=_("Choose an administrator"))
        self._who.setObjectName("door.who")
        self._who_field = form.field(_("Administrator"), self._who)
        self._passphrase = NewPassphrase("door")
        self._passphrase.submitted.connect(self._submit)
        form.row(*self._passphrase.fields)
        return form

    def _offer(self, administrators: Sequence[tuple[str, str]]) -> None:
        self._who.clear()
        for person, name in administrators:
            self._who.addItem(name, person)
        self._who.setCurrentIndex(-1)
        if len(administrators) == 1:
            self._who.set_value(administrators[0][0])

    def _focus_second_step(self) -> None:
        if self._doing == SECRET:
            self._go.setFocus()
        elif self._who.value() is None:
            self._who_field.focus()
        else:
            self._passphrase.focus()

    def _show_step(self) -> None:
        found, doing = self._found, self._doing
        self._words_form.setVisible(found is None)
        self._what.setVisible(found is not None and found.keeps_secret)
        self._new.setVisible(doing == PASSPHRASE)
        self._said.setText(_what_to_do(found))
        self._name_buttons()

    def _name_buttons(self) -> None:
        go = {"": _("Continue"), SECRET: _("Bring it back"), PASSPHRASE: _("Set new passphrase")}[self._doing]
        self._go.setText(_("One moment…") if self._busy else go)
        self._back.setText(_("Cancel") if self._found is None else _("Back"))


def _what_to_do(found: Found | None) -> str:
    if found is None:
        return _("Take the paper out of the school safe and type its words. It brings back the secret that this "
                 "computer lost, or gives an administrator who forgot their passphrase a new one. Everybody else asks "
                 "an administrator.")
    if found.keeps_secret:
        return _("These are the words of the kit in use. What is it for?")
    return _("These are the words of the kit in use. Who gets a new passphrase? The log will tell that kit A was used.")
