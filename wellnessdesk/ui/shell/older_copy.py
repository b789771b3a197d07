"""The records are older than what this computer remembers: what is missing, and a coordinator who says it is meant."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.anchors import OlderCopy
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import PassphraseField
from wellnessdesk.ui.kit.forms import Form
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.texts import label

_WIDTH = 560


class OlderCopyDialog(Dialog):
    """Emits `confirmed(coordinator, passphrase)`. Going back is the first choice; nothing was changed until then."""

    confirmed = Signal(str, str)

    def __init__(self, parent: QWidget, found: OlderCopy, signing_in: str) -> None:
        super().__init__(parent, _("These are not the newest records"), width=_WIDTH)
        self._problem = Banner(tone="flag")
        self._who = ChoiceList([Choice(person, name) for person, name in found.coordinators],
                               placeholder=_("Choose a coordinator"))
        self._passphrase = PassphraseField(_("Passphrase of the coordinator"))
        self._confirm = button(_("Use these records"), self._submit, role="danger")
        self._back = button(_("Go back"), self.reject, role="primary")
        self._form = Form(width=_WIDTH)
        self._who_field = self._form.field(_("Coordinator"), self._who)
        self._field = self._form.field(_("Their own passphrase"), self._passphrase)
        self._passphrase.submitted.connect(self._submit)
        self._name_widgets()
        self._lay_out(found, fetch="" if any(person == signing_in for person, _name in found.coordinators)
                      else _("Please fetch a coordinator."))
        self._choose(found, signing_in)

    def show_busy(self, busy: bool) -> None:
        """While the passphrase is being tried."""
        for widget in (self._form, self._confirm, self._back):
            widget.setEnabled(not busy)
        self._confirm.setText(_("Checking…") if busy else _("Use these records"))

    def show_wrong_passphrase(self, sentence: str) -> None:
        """Say so at the passphrase, and let it be typed anew."""
        self.show_busy(False)
        self._passphrase.clear()
        self._field.set_error(sentence)
        self._field.focus()

    def show_problem(self, sentence: str) -> None:
        """Say what else kept it from being done."""
        self.show_busy(False)
        self._problem.say(sentence, tone="flag")

    def _submit(self) -> None:
        self._form.clear_errors()
        self._problem.say("")
        if self._who.value() is None:
            self._who_field.set_error(_("Choose the coordinator who confirms."))
        if not self._passphrase.value():
            self._field.set_error(_("The coordinator types their passphrase here."))
        if not self._form.show_errors():
            self.show_busy(True)
            self.confirmed.emit(self._who.value() or "", self._passphrase.value())

    def _choose(self, found: OlderCopy, signing_in: str) -> None:
        """Whoever signs in confirms for themselves, if they are a coordinator; else the only one there is."""
        people = [person for person, _name in found.coordinators]
        if signing_in in people or len(people) == 1:
            self._who.set_value(signing_in if signing_in in people else people[0])
            self._field.focus()

    def _lay_out(self, found: OlderCopy, fetch: str) -> None:
        first, *others = found.lines
        self.body.addWidget(Banner(first, "\n".join(others), "flag", icon="warning"))
        what_now = _("Was a backup put back on purpose? Then a coordinator can say so here, and the log will tell who "
                     "did. If not, go back, and ask whoever looks after this computer for the newest records. Nothing "
                     "was changed.")
        self.body.addWidget(label(f"{what_now} {fetch}".strip(), wrap=True))
        self.body.addWidget(self._problem)
        self.body.addWidget(self._form)
        self.body.addWidget(ButtonRow(self._back, self._confirm))

    def _name_widgets(self) -> None:
        for widget, name in ((self._who, "older.coordinator"), (self._passphrase.edit, "older.passphrase"),
                             (self._confirm, "older.confirm"), (self._back, "older.back")):
            widget.setObjectName(name)
