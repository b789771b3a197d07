"""The passphrase that holds now, asked for before it is changed or keys are."""

from PySide6.QtCore import QObject, Signal

from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit.fields import PassphraseField
from wellnessdesk.ui.kit.forms import Field


class PresentPassphrase(QObject):
    """The `field`, to be put into a form. `name` begins its object name."""

    submitted = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._typed = PassphraseField(_("Present passphrase"))
        self._typed.edit.setObjectName(f"{name}.old")
        self._typed.submitted.connect(self.submitted)
        self.field = Field(_("Present passphrase"), self._typed)

    def value(self) -> str:
        """As it was typed."""
        return self._typed.value()

    def check(self) -> None:
        """Say at the field that it is empty."""
        if not self.value():
            self.field.set_error(_("Type your present passphrase."))

    def say_wrong(self) -> None:
        """It was another one: say so, ready to be typed over."""
        self.field.set_error(_("This is not your present passphrase. Check Caps Lock and try again."))
        self.field.focus()
        self._typed.edit.selectAll()

    def clear(self) -> None:
        """Leave nothing behind."""
        self._typed.clear()

    def focus(self) -> None:
        """To the field."""
        self._typed.setFocus()
