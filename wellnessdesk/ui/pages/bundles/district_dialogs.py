"""Adding a district by its public key, and the line by which the district knows this center."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from wellnessdesk.base import files
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundles import Recipient
from wellnessdesk.services import district, recipients
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import NoteField, TextField
from wellnessdesk.ui.kit.forms import Form
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.texts import label

_WIDTH = 600
SIGNERS_FILE = "allowed_signers"


class AddDistrictDialog(Dialog):
    """Name and key. While the key is typed, the six words to compare appear below it."""

    def __init__(self, parent: QWidget, context: PageContext, done: Callable[[Recipient], object]) -> None:
        super().__init__(parent, _("Add a district"), width=_WIDTH)
        self._desk, self._tasks, self._done = context.desk, context.tasks, done
        self.name, self.key = TextField(max_length=120), TextField(max_length=300, placeholder="age1…")
        self.words = Banner(tone="info", icon="phone")
        self.problem = Banner(tone="flag")
        self.save = button(_("Add district"), self._save, role="primary")
        self.cancel = button(_("Cancel"), self.reject)
        for widget, name in ((self.name, "name"), (self.key, "key"), (self.save, "save"), (self.cancel, "cancel")):
            widget.setObjectName(f"district.{name}")
        self.key.textChanged.connect(self._ask_for_words)
        self.save.setDefault(True)
        self._lay_out()

    def _ask_for_words(self) -> None:
        typed = self.key.value()
        self._tasks.latest("export.words", lambda: district.fingerprint(typed), self._show_words,
                           lambda _error: self.words.say(""), owner=self)

    def _show_words(self, words: str) -> None:
        self.words.say(words, _("Call the district and let them read you these six words. If one differs, it is not "
                                "their key: do not add it."), "info", "phone")

    def _save(self) -> None:
        self._form.clear_errors()
        self.problem.say("")
        if not self.name.value():
            self._name_field.set_error(_("Enter the district's name."))
        if not self.key.value():
            self._key_field.set_error(_("Paste the district's public key. It begins with age1."))
        if self._form.show_errors():
            return
        desk, name, key = self._desk, self.name.value(), self.key.value()
        self.save.setEnabled(False)
        self._tasks.run(lambda: recipients.add(desk, name, key, compared=True), self._added, self._failed, owner=self)

    def _added(self, recipient: Recipient) -> None:
        self.accept()
        self._done(recipient)

    def _failed(self, error: Exception) -> None:
        self.save.setEnabled(True)
        if not isinstance(error, Problem):
            messages.failure(self, error)
        elif self.words.accessibleName():  # the key itself is good
            self.problem.say(_("This district was not added"), str(error), "flag")
        else:
            self._key_field.set_error(str(error))
            self._key_field.focus()

    def _lay_out(self) -> None:
        self._form = Form()
        self._name_field = self._form.field(_("Name"), self.name, hint=_("As it will stand on every bundle."))
        self._key_field = self._form.field(
            _("Public key"), self.key,
            hint=_("The district makes it with age-keygen or “wellnessdesk district keygen”, and sends it to you."))
        for part in (label(_("Add a district"), "heading"), self.problem, self._form, self.words,
                     ButtonRow(self.save, self.cancel)):
            self.body.addWidget(part)


class SignersDialog(Dialog):
    """The line for the district's file `allowed_signers`, to copy or to save. `choose_file` can be set by tests."""

    def __init__(self, parent: QWidget, line: str, words: str, fingerprint: str) -> None:
        super().__init__(parent, _("A line for the district"), width=_WIDTH)
        self.choose_file: Callable[[], Path | None] = self._ask_for_file
        self.line = NoteField(line, lines=6)
        self.line.setReadOnly(True)
        self.line.setAccessibleName(_("A line for the district"))
        self.problem = Banner(tone="flag")
        self.copy = button(_("Copy"), self._copy, icon="note")
        self.save = button(_("Save as file…"), self._save, icon="folder")
        self.close_button = button(_("Close"), self.accept, role="primary")
        self.line.setObjectName("signers.line")
        self.copy.setObjectName("signers.copy")
        self.save.setObjectName("signers.save")
        self.close_button.setObjectName("signers.close")
        about = label(_("With this line the district can check that a bundle comes from this center and was not "
                        "changed. Give it to them once, on paper or on a stick, not together with a bundle. They keep "
                        "it in a file named allowed_signers."), wrap=True)
        by_voice = label(_("Read these words to them over the telephone: {words}").format(words=words), "strong",
                         wrap=True, selectable=True)
        by_voice.setObjectName("signers.words")
        printed = label(_("Who uses ssh-keygen compares this fingerprint: {fingerprint}").format(
            fingerprint=fingerprint), "muted", wrap=True, selectable=True)
        printed.setObjectName("signers.fingerprint")
        for part in (label(_("A line for the district"), "heading"), about, self.line, by_voice, printed,
                     self.problem,
                     ButtonRow(self.close_button, left=(self.copy, self.save))):
            self.body.addWidget(part)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.line.value())
        self.copy.setText(_("Copied"))

    def _save(self) -> None:
        path = self.choose_file()
        if path is None:
            return
        try:
            files.write_anew(path, f"{self.line.value()}\n".encode())
        except OSError:
            self.problem.say(_("The file was not saved"), _("Choose another folder, or copy the line."), "flag")
            return
        self.problem.say("")
        self.save.setText(_("Saved"))

    def _ask_for_file(self) -> Path | None:
        name, _filter = QFileDialog.getSaveFileName(self, _("Save the line"), SIGNERS_FILE)
        return Path(name) if name else None
