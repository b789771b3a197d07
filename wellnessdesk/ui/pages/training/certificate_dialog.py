"""A certificate of a module that somebody has: signed by the coordinator with their passphrase, saved as PDF."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.statements import Statement
from wellnessdesk.services import certificates
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.signed_dialog import SignedDialog


class CertificateDialog(SignedDialog):
    """What is signed is what stands in the records, and nothing else."""

    def __init__(self, parent: QWidget, context: PageContext, name: str, what: str, completion: str,
                 done: Callable[[Statement], object]) -> None:
        super().__init__(parent, context, _("Certificate for {name}").format(name=name), _("Sign it"))
        self._completion, self._done = completion, done
        self.ask_passphrase("certificate.passphrase")
        self.lay_out(_("“{what}”: you sign that it is so, with your own key. Anybody can verify the paper by its code, "
                       "offline.").format(what=what))

    def act(self) -> None:
        """Sign it."""
        desk, completion, typed = self.desk, self._completion, self.passphrase.value()
        self.run(lambda _progress: certificates.issue(desk, completion, typed), self._done)
