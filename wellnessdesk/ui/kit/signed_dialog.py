"""Base of dialogs in which a coordinator signs a paper about a peer with their own passphrase."""

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.services.statements import WrongPassphrase
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.fields import PassphraseField
from wellnessdesk.ui.kit.keep_dialog import KeepDialog


class SignedDialog(KeepDialog):
    """A subclass puts its own fields in, then calls `ask_passphrase`, and signs in `act`."""

    def __init__(self, parent: QWidget, context: PageContext, title: str, act: str) -> None:
        super().__init__(parent, context, title, act)
        self.fields = {}
        self.passphrase = PassphraseField(_("Your passphrase"))
        self.passphrase.submitted.connect(self.start)

    def ask_passphrase(self, name: str) -> None:
        """The last field; `name` is that of the editor."""
        self.passphrase.edit.setObjectName(name)
        self._signed_by = self.form.field(_("Your passphrase"), self.passphrase)

    def valid(self) -> bool:
        """Nothing is signed without one."""
        super().valid()
        if not self.passphrase.value():
            self._signed_by.set_error(_("Type your passphrase."))
        return not self.form.show_errors()

    def forget(self) -> None:
        """No passphrase stays behind."""
        self.passphrase.clear()

    def tell(self, error: Exception) -> bool:
        """A wrong passphrase is told below it."""
        self.passphrase.clear()
        if not isinstance(error, WrongPassphrase):
            return super().tell(error)
        self._signed_by.set_error(_("This is not your passphrase. Check Caps Lock and try again."))
        return self.form.show_errors()
