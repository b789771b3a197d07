"""The exact words of an agreement, signed with one's own name and passphrase."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, language
from wellnessdesk.domain.agreements import LONGEST_NAME, Agreement, ToSign, kind_label
from wellnessdesk.services import agreements
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import PassphraseField, TextField
from wellnessdesk.ui.kit.forms import Form
from wellnessdesk.ui.kit.layouts import scrolling
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.texts import label

_WIDTH, _HEIGHT = 620, 300
_POINT = "- "


class SignDialog(Dialog):
    """Stays open until it is signed; what is wrong is told at its field."""

    def __init__(self, parent: QWidget, context: PageContext, one: ToSign, done: Callable[[], object]) -> None:
        super().__init__(parent, kind_label(one.text.kind), width=_WIDTH)
        self._context, self._one, self._done = context, one, done
        self.name = TextField("", max_length=LONGEST_NAME)
        self.name.setPlaceholderText(context.desk.person.name)
        self.name.setObjectName("sign.name")
        self.passphrase = PassphraseField(_("Your passphrase"))
        self.passphrase.edit.setObjectName("sign.passphrase")
        self.passphrase.submitted.connect(self.sign)
        self.problem = Banner(tone="flag")
        self.go = button(_("Sign"), self.sign, role="primary")
        self.go.setObjectName("sign.go")
        self._lay_out()

    def sign(self) -> None:
        """Sign these words, as they stand here."""
        self._form.clear_errors()
        if not self.name.value():
            self._name_field.set_error(_("Type your own name."))
        if not self.passphrase.value():
            self._passphrase_field.set_error(_("Type your passphrase."))
        if self._form.show_errors() or not self.go.isEnabled():
            return
        self.problem.say("")
        self.go.setEnabled(False)
        desk, kind, name, typed = self._context.desk, self._one.text.kind, self.name.value(), self.passphrase.value()
        self._context.tasks.run(lambda: agreements.sign(desk, kind, name, typed), self._signed, self._failed,
                                owner=self)

    def done(self, result: int) -> None:
        """However it ends, no passphrase stays behind."""
        self.passphrase.clear()
        super().done(result)

    def _signed(self, _made: Agreement) -> None:
        self.accept()
        self._done()
        messages.say(self.parentWidget() or self, _("Signed. Thank you."))

    def _failed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        self.passphrase.clear()
        if isinstance(error, agreements.WrongPassphrase):
            self._passphrase_field.set_error(_("This is not your passphrase. Check Caps Lock and try again."))
            self._passphrase_field.focus()
        elif isinstance(error, Problem):
            self.problem.say(_("Nothing was signed"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _lay_out(self) -> None:
        self.body.addWidget(label(self.windowTitle(), "heading", wrap=True))
        area = scrolling(_words(self._one.text.words(language())), "sign.words")
        area.setFixedHeight(_HEIGHT)
        self.body.addWidget(area)
        self._form = Form(width=_WIDTH)
        self._name_field = self._form.field(_("Your name, as it stands here: {name}").format(
            name=self._context.desk.person.name), self.name)
        self._passphrase_field = self._form.field(_("Your passphrase"), self.passphrase)
        self.body.addWidget(self._form)
        self.body.addWidget(self.problem)
        cancel = button(_("Cancel"), self.reject)
        cancel.setObjectName("sign.cancel")
        self.body.addWidget(ButtonRow(self.go, cancel))
        self.name.setFocus()


def _words(text: str) -> QWidget:
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 12, 0)
    column.setSpacing(8)
    for line in filter(str.strip, text.split("\n")):
        column.addWidget(label(f"•  {line.removeprefix(_POINT)}" if line.startswith(_POINT) else line, wrap=True))
    column.addStretch(1)
    return body
