"""Everybody's own passphrase, changed by whoever knows it."""

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.services import passphrases
from wellnessdesk.services.passphrases import WrongPassphrase
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.act_dialog import ActDialog
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.new_passphrase import NewPassphrase
from wellnessdesk.ui.kit.present_passphrase import PresentPassphrase


class OwnPassphraseDialog(ActDialog):
    """The present one, and the new one twice. The keys stay, so nothing else changes."""

    def __init__(self, parent: QWidget, context: PageContext) -> None:
        super().__init__(parent, context, _("Change my passphrase"), _("Change passphrase"))
        self._window = parent.window()
        self.old = PresentPassphrase("own")
        self.new = NewPassphrase("own")
        self.new.submitted.connect(self.start)
        self.form.row(self.old.field)
        self.form.row(*self.new.fields)
        self.lay_out(_("10 characters or more, best four random words. Nobody can look it up, not even an "
                       "administrator."))
        self.old.focus()

    def valid(self) -> bool:
        """The present one is there, and the new one will do."""
        self.form.clear_errors()
        self.old.check()
        self.new.check()
        return not self.form.show_errors()

    def act(self) -> None:
        """Change it."""
        desk, old, new, window = self.desk, self.old.value(), self.new.value(), self._window
        self.run(lambda _progress: passphrases.change_passphrase(desk, old, new),
                 lambda _none: messages.say(window, _("Your new passphrase counts from now on.")))

    def tell(self, error: Exception) -> bool:
        """The present one was wrong."""
        if not isinstance(error, WrongPassphrase):
            return False
        self.old.say_wrong()
        return True

    def forget(self) -> None:
        """All three."""
        self.old.clear()
        self.new.clear()
