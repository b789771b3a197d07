"""The district's sign-in: one passphrase opens its key, and with it its figures. Imports no service."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.fields import PassphraseField
from wellnessdesk.ui.kit.forms import Form
from wellnessdesk.ui.kit.icons import IconLabel
from wellnessdesk.ui.kit.parts import Banner, Card
from wellnessdesk.ui.kit.texts import label

_WIDTH = 420


class DoorScreen(QWidget):
    """Emits `submitted(passphrase)`."""

    submitted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("Page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._passphrase = PassphraseField(_("Passphrase"))
        self._passphrase.edit.setObjectName("door.passphrase")
        self._passphrase.submitted.connect(self._submit)
        self._enter = button(_("Sign in"), self._submit, icon="key", role="primary")
        self._enter.setObjectName("door.enter")
        self._banner = Banner()
        self._form = Form(width=_WIDTH)
        self._field = self._form.field(_("Passphrase"), self._passphrase)
        self._lay_out()
        self._passphrase.edit.setFocus()

    def show_busy(self, busy: bool) -> None:
        """While the passphrase is being tried."""
        self._enter.setEnabled(not busy)
        self._enter.setText(_("Signing in …") if busy else _("Sign in"))
        self._passphrase.setEnabled(not busy)

    def show_wrong_passphrase(self, sentence: str) -> None:
        """Say so at the passphrase, and let it be typed anew."""
        self._passphrase.clear()
        self._field.set_error(sentence)
        self._field.focus()

    def show_problem(self, sentence: str) -> None:
        """Say above everything why the district does not open."""
        self._banner.say(sentence, tone="flag")
        self._field.focus()

    def _submit(self) -> None:
        if not self._passphrase.value():
            self._field.set_error(_("Type your passphrase."))
            self._field.focus()
            return
        self._banner.say("")
        self.show_busy(True)
        self.submitted.emit(self._passphrase.value())

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(label(_("District desk"), "title", wrap=True))
        texts.addWidget(label(_("Figures of the centers, from their bundles"), "muted", wrap=True))
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(IconLabel("heart", "accent", 34))
        head.addLayout(texts, 1)
        card = Card()
        card.setFixedWidth(_WIDTH)
        card.add(head)
        for part in (self._banner, self._form, ButtonRow(self._enter)):
            card.add(part)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
