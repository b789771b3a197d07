"""The only way out of the kiosk: an adult signs in over it."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.kiosk import Handed
from wellnessdesk.services import kiosk_door
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import clipboard, messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import PassphraseField, TextField
from wellnessdesk.ui.kit.forms import Form
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.tasks import Tasks
from wellnessdesk.ui.kit.texts import label

_WIDTH = 560


class LeaveDialog(Dialog):
    """Asks for a passphrase, and for a name where it is not that of whoever started the kiosk; no name is shown."""

    def __init__(self, parent: QWidget, desk: Desk, tasks: Tasks, handed: Handed,
                 left: Callable[[Desk], object]) -> None:
        super().__init__(parent, _("End the kiosk"), width=_WIDTH)
        self.setObjectName("kiosk.leave")
        self._desk, self._tasks, self._by, self._left = desk, tasks, handed.by, left
        self._busy = False
        self._problem = Banner(tone="flag")
        self._name = TextField(placeholder=_("Leave it empty if you started the kiosk"))
        self._name.setObjectName("kiosk.leave.name")
        self._passphrase = PassphraseField(_("Passphrase"))
        self._passphrase.edit.setObjectName("kiosk.leave.passphrase")
        for field in (self._name, self._passphrase.edit):
            clipboard.shut_out(field)
        self._passphrase.submitted.connect(self.confirm)
        self._go = button(_("End the kiosk"), self.confirm, icon="key", role="primary")
        self._go.setObjectName("kiosk.leave.go")
        self._cancel = button(_("Back"), self.reject)
        self._cancel.setObjectName("kiosk.leave.cancel")
        self._form = Form(width=_WIDTH)
        self._form.field(_("Your name"), self._name)
        self._field = self._form.field(_("Passphrase"), self._passphrase)
        self.body.addWidget(label(_("For the staff of the center"), "heading", wrap=True))
        self.body.addWidget(label(_("Whoever ends the kiosk signs in with it."), wrap=True))
        for part in (self._problem, self._form, ButtonRow(self._go, self._cancel)):
            self.body.addWidget(part)
        self._field.focus()

    @property
    def busy(self) -> bool:
        """Whether a passphrase is being tried."""
        return self._busy

    def confirm(self) -> None:
        """Try it."""
        if self._busy or not self._passphrase.value():
            return
        desk, by, name, typed = self._desk, self._by, self._name.value(), self._passphrase.value()
        self._problem.say("")
        self._be_busy(True)
        self._tasks.run(lambda: kiosk_door.leave(desk, by, name, typed), self._entered, self._failed, owner=self)

    def reject(self) -> None:
        """Not while it is being tried: whoever typed it would be signed in all the same."""
        if not self._busy:
            super().reject()

    def done(self, result: int) -> None:
        """However it ends, no passphrase stays behind."""
        self._passphrase.clear()
        super().done(result)

    def _entered(self, desk: Desk) -> None:
        self._be_busy(False)
        self.accept()
        self._left(desk)

    def _failed(self, error: Exception) -> None:
        self._be_busy(False)
        self._passphrase.clear()
        if isinstance(error, Problem):
            self._problem.say(str(error), tone="flag")
        else:
            messages.failure(self, error)
        self._field.focus()

    def _be_busy(self, busy: bool) -> None:
        self._busy = busy
        for part in (self._form, self._go, self._cancel):
            part.setEnabled(not busy)
