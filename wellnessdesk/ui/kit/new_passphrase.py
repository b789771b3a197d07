"""A new passphrase, typed twice, with a word on how good it is."""

from PySide6.QtCore import QObject, Signal

from wellnessdesk.base.i18n import _
from wellnessdesk.services.opening import check_passphrase
from wellnessdesk.ui.kit.fields import PassphraseField
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.kit.palette import Tone

_STRONG_LENGTH = 20
_STRONG_WORDS = 4


class NewPassphrase(QObject):
    """The two `fields`, to be put into a form beside each other. `name` begins their object names."""

    submitted = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._one = PassphraseField(_("New passphrase"), strength)
        self._two = PassphraseField(_("New passphrase, again"))
        self._one.edit.setObjectName(f"{name}.passphrase")
        self._two.edit.setObjectName(f"{name}.again")
        self._two.submitted.connect(self.submitted)
        self.fields = (Field(_("New passphrase"), self._one), Field(_("New passphrase, again"), self._two))

    def value(self) -> str:
        """The passphrase as written."""
        return self._one.value()

    def check(self) -> None:
        """Say at its field what will not do."""
        first, second = self.fields
        weak = check_passphrase(self._one.value())
        if weak:
            first.set_error(weak)
        else:
            second.set_error(check_passphrase(self._one.value(), self._two.value()))

    def clear(self) -> None:
        """Leave nothing behind."""
        self._one.clear()
        self._two.clear()

    def focus(self) -> None:
        """To the first of the two."""
        self.fields[0].focus()


def strength(passphrase: str) -> tuple[str, Tone]:
    """How good a passphrase is, for the line below it while it is typed."""
    wrong = check_passphrase(passphrase)
    if wrong:
        return wrong, "flag"
    if len(passphrase) >= _STRONG_LENGTH or len(set(passphrase.split())) >= _STRONG_WORDS:
        return _("This is a strong passphrase."), "ok"
    return _("This will do. One more random word makes it much stronger."), "info"
