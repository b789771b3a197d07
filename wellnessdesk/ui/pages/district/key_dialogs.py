"""A fresh key pair, and another passphrase: both by whoever knows the present one."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.services.district import keys
from wellnessdesk.services.district.keys import WrongDistrictPassphrase
from wellnessdesk.ui.kit.act_dialog import WorkDialog
from wellnessdesk.ui.kit.new_passphrase import NewPassphrase
from wellnessdesk.ui.kit.present_passphrase import PresentPassphrase
from wellnessdesk.ui.pages.district.context import DistrictContext


class _PassphraseDialog(WorkDialog):
    """Asks for the present passphrase first."""

    def __init__(self, parent: QWidget, context: DistrictContext, title: str, act: str,
                 done: Callable[[], object]) -> None:
        super().__init__(parent, context.tasks, title, act)
        self.desk, self._done = context.desk, done
        self.old = PresentPassphrase("key")
        self.form.row(self.old.field)

    def valid(self) -> bool:
        """The present one is there."""
        self.form.clear_errors()
        self.old.check()
        return not self.form.show_errors()

    def tell(self, error: Exception) -> bool:
        """The present one was wrong."""
        if not isinstance(error, WrongDistrictPassphrase):
            return False
        self.old.say_wrong()
        return True

    def forget(self) -> None:
        """The passphrase."""
        self.old.clear()


class RotateDialog(_PassphraseDialog):
    """A fresh pair: bundles are locked for it from now on; the old one still opens old ones."""

    def __init__(self, parent: QWidget, context: DistrictContext, done: Callable[[], object]) -> None:
        super().__init__(parent, context, _("Make a new key"), _("Make a new key"), done)
        self.old.submitted.connect(self.start)
        self.lay_out(_("Do this once a year, or when somebody leaves who knew the passphrase. Then give every center "
                       "the new key. Bundles for the old key still open here."))
        self.old.focus()

    def act(self) -> None:
        """Make it."""
        desk, old = self.desk, self.old.value()
        self.run(lambda _progress: keys.rotate(desk, old), lambda _none: self._done())


class PassphraseDialog(_PassphraseDialog):
    """The present one, and the new one twice."""

    def __init__(self, parent: QWidget, context: DistrictContext, done: Callable[[], object]) -> None:
        super().__init__(parent, context, _("Change the passphrase"), _("Change passphrase"), done)
        self.new = NewPassphrase("key")
        self.new.submitted.connect(self.start)
        self.form.row(*self.new.fields)
        self.lay_out(_("10 characters or more, best four random words. Nobody can look it up. Copies of the key file "
                       "that were made before still open with the old one."))
        self.old.focus()

    def valid(self) -> bool:
        """The present one is there, and the new one will do."""
        self.form.clear_errors()
        self.old.check()
        self.new.check()
        return not self.form.show_errors()

    def act(self) -> None:
        """Change it."""
        desk, old, new = self.desk, self.old.value(), self.new.value()
        self.run(lambda _progress: keys.change_passphrase(desk, old, new), lambda _none: self._done())

    def forget(self) -> None:
        """All three."""
        super().forget()
        self.new.clear()
