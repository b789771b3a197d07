"""The one question before records are destroyed: what will go, and the coordinator's own passphrase."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import Progress
from wellnessdesk.domain.retention import Destruction, Preview
from wellnessdesk.services import destruction
from wellnessdesk.services.destruction import WrongPassphrase
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import PassphraseField
from wellnessdesk.ui.kit.forms import Form
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.retention.wording import amount, days

_WIDTH = 560


class DestroyDialog(Dialog):
    """Stays open until it is done or cancelled; a wrong passphrase is told at its field."""

    def __init__(self, parent: QWidget, context: PageContext, shown: Preview,
                 done: Callable[[Destruction], object]) -> None:
        super().__init__(parent, _("Destroy these records for good?"), width=_WIDTH)
        self._desk, self._tasks, self._shown, self._done = context.desk, context.tasks, shown, done
        self.passphrase = PassphraseField(_("Your passphrase"))
        self.passphrase.edit.setObjectName("destroy.passphrase")
        self.passphrase.submitted.connect(self._destroy)
        self.problem = Banner(tone="flag")
        self.go = button(_("Destroy for good"), self._destroy, role="danger-primary")
        self.go.setObjectName("destroy.go")
        self.cancel = button(_("Cancel"), self.reject)
        self.cancel.setObjectName("destroy.cancel")
        self._form = Form()
        self._field = self._form.field(_("Your passphrase"), self.passphrase)
        self._lay_out()
        self.passphrase.setFocus()

    def _destroy(self) -> None:
        self._form.clear_errors()
        self.problem.say("")
        if not self.passphrase.value():
            self._field.set_error(_("Type your own passphrase to confirm."))
            self._field.focus()
            return
        desk, shown, passphrase = self._desk, self._shown, self.passphrase.value()
        self._busy(True)

        def work(progress: Progress) -> Destruction:
            return destruction.destroy(desk, shown, passphrase, progress)

        self._tasks.run_with_progress(work, self._destroyed, self._failed, title=_("Destroying records"), parent=self,
                                      cancelled=self.reject)

    def _destroyed(self, made: Destruction) -> None:
        self.accept()
        self._done(made)

    def _failed(self, error: Exception) -> None:
        self._busy(False)
        if isinstance(error, WrongPassphrase):
            self._field.set_error(_("This is not your passphrase. Check Caps Lock and try again."))
            self._field.focus()
            self.passphrase.edit.selectAll()
        else:
            self.passphrase.clear()
            messages.failure(self, error)

    def _busy(self, busy: bool) -> None:
        for widget in (self.passphrase, self.go, self.cancel):
            widget.setEnabled(not busy)

    def _lay_out(self) -> None:
        self.body.addWidget(label(_("Destroy these records for good?"), "heading", wrap=True))
        for line in self._shown.going:
            self.body.addWidget(label(f"{amount(line.records, line.going)} · {days(line.oldest, line.newest)}",
                                      "strong", wrap=True))
        self.body.addWidget(label(
            _("Nobody can bring them back, not even with a recovery kit. Older backups still hold them for a while; "
              "the certificate says for how long."), wrap=True))
        self.body.addWidget(label(
            _("What is due was reckoned with today's date, {date}. If that is not right, cancel and set the clock of "
              "this computer.").format(date=formats.date(self._shown.day)), "muted", wrap=True))
        for part in (self.problem, self._form, ButtonRow(self.go, self.cancel)):
            self.body.addWidget(part)
