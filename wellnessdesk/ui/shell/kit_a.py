"""The sign-in cannot find this center's secret on this computer: recovery kit A brings it back. Imports no service."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.forms import Form
from wellnessdesk.ui.kit.kit_words import WordsField
from wellnessdesk.ui.kit.texts import label

_WIDTH = 620


class KitADialog(Dialog):
    """Emits `words_given(text)`."""

    words_given = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, _("Use recovery kit A"), width=_WIDTH)
        self.words = WordsField("kita.words", "A")
        self.words.submitted.connect(self._submit)
        self._go = button(_("Bring it back"), self._submit, role="primary")
        self._go.setObjectName("kita.go")
        self._cancel = button(_("Cancel"), self.reject)
        self._cancel.setObjectName("kita.cancel")
        self._form = Form()
        self._field = self.words.field()
        self._form.row(self._field)
        for part in (
            label(_("Use recovery kit A"), "heading"),
            label(_("Take the paper out of the school safe and type its words. They bring back the secret that this "
                    "computer kept for the center. No record is changed, and everybody's own passphrase works again."),
                  wrap=True), self._form, ButtonRow(self._go, self._cancel)):
            self.body.addWidget(part)
        self._field.focus()

    def show_busy(self, busy: bool) -> None:
        """While the words are being tried."""
        self._go.setEnabled(not busy)
        self._cancel.setEnabled(not busy)

    def show_problem(self, sentence: str) -> None:
        """Say at the words what is wrong."""
        self.show_busy(False)
        self._field.set_error(sentence)
        self._field.focus()

    def done(self, result: int) -> None:
        """However the dialog ends, the words do not stay in it."""
        self.words.clear()
        super().done(result)

    def _submit(self) -> None:
        self.show_busy(True)
        self.words_given.emit(self.words.value())
