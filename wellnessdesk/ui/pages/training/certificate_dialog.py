"""A certificate of a module that somebody has: signed by the coordinator with their passphrase, saved as PDF."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.statements import Statement
from wellnessdesk.services import certificates, statements
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.fields import PassphraseField
from wellnessdesk.ui.pages.training.keep_dialog import KeepDialog


class CertificateDialog(KeepDialog):
    """What is signed is what stands in the records, and nothing else."""

    def __init__(self, parent: QWidget, context: PageContext, name: str, what: str, completion: str,
                 done: Callable[[Statement], object]) -> None:
        super().__init__(parent, context, _("Certificate for {name}").format(name=name), _("Sign it"))
        self._completion, self._done, self.fields = completion, done, {}
        self.passphrase = PassphraseField(_("Your passphrase"))
        self.passphrase.edit.setObjectName("certificate.passphrase")
        self.passphrase.submitted.connect(self.start)
        self._field = self.form.field(_("Your passphrase"), self.passphrase)
        self.lay_out(_("“{what}”: you sign that it is so, with your own key. Anybody can verify the paper by its code, "
                       "offline.").format(what=what))

    def forget(self) -> None:
        """No passphrase stays behind."""
        self.passphrase.clear()

    def tell(self, error: Exception) -> bool:
        """A wrong passphrase is told below it."""
        if not isinstance(error, statements.WrongPassphrase):
            return super().tell(error)
        self.passphrase.clear()
        self._field.set_error(_("This is not your passphrase. Check Caps Lock and try again."))
        return self.form.show_errors()

    def act(self) -> None:
        """Sign it."""
        desk, completion, typed = self.desk, self._completion, self.passphrase.value()
        self.run(lambda _progress: certificates.issue(desk, completion, typed), self._done)
