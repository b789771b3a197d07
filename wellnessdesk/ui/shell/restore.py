"""Restore a backup: choose the file, type the words of kit A, see what is in it and what would be lost, go on.

Imports no service: what it asks for is done by `app.restoring`.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLabel, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.backups import SUFFIX, Preview, Restored, held, reason_label, would_go
from wellnessdesk.domain.center import Center
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.kit_words import WordsField
from wellnessdesk.ui.kit.layouts import stacked
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import Banner, Card
from wellnessdesk.ui.kit.texts import label

_WIDTH = 680
_NAMES_WIDTH = 110


class RestoreScreen(Page):
    """Emits `look_asked(file, words)`, `restore_asked(file, words)`, `back_asked` and `sign_in_asked`.

    `choose_file` can be set by tests.
    """

    look_asked = Signal(object, str)
    restore_asked = Signal(object, str)
    back_asked = Signal()
    sign_in_asked = Signal()

    def __init__(self) -> None:
        super().__init__(_("Restore a backup"), _("You need the backup, and the paper of recovery kit A."))
        self.choose_file: Callable[[], Path | None] = self._ask_for_file
        self.words = WordsField("restore.words", "A")
        self._picker = _FilePicker(self._choose)
        hint = _("A file whose name ends in {ending}, on a stick, a share or this computer.")
        self._file_field = Field(_("The backup"), self._picker, hint=hint.format(ending=SUFFIX))
        self._words_field = self.words.field()
        self._card = Card()
        self._card.setFixedWidth(_WIDTH)
        row = QHBoxLayout()
        row.addWidget(self._card)
        row.addStretch(1)
        self.add(row)
        self.add_stretch()
        self.words.submitted.connect(self._look)
        self._step: QWidget | None = None
        self._first = self._entry()
        self._put(self._first)
        self._picker.button.setFocus()

    def show_busy(self, busy: bool) -> None:
        """While the backup is being opened."""
        self._look_button.setEnabled(not busy)
        self._look_button.setText(_("Opening the backup …") if busy else _("Look into it"))

    def show_wrong_file(self, sentence: str) -> None:
        """Say at the file what is wrong with it."""
        self.show_busy(False)
        self._file_field.set_error(sentence)

    def show_wrong_words(self, sentence: str) -> None:
        """Say at the words what is wrong with them; they stay, so that one can be corrected."""
        self.show_busy(False)
        self._words_field.set_error(sentence)
        self._words_field.focus()

    def show_preview(self, shown: Preview) -> None:
        """What is in it, and what would be lost."""
        self.show_busy(False)
        self.set_title(_("Is this the right backup?"), _("Nothing has been changed yet."))
        back = button(_("Back"), self._again)
        back.setObjectName("restore.again")
        go = button(_("Put the present center aside and restore") if shown.over else _("Restore the center"),
                    self._restore, icon="undo", role="danger-primary" if shown.over else "primary")
        go.setObjectName("restore.go")
        self._put(stacked(_facts(shown), *_lost(shown), ButtonRow(go, back)))
        (back if shown.over else go).setFocus()

    def show_done(self, done: Restored) -> None:
        """The center is back."""
        self.words.clear()
        self.set_title(_("The center is restored"), "")
        parts: list[QWidget] = [Banner(
            _("{center} is back, as it was when the backup was made").format(center=done.facts.center),
            _("Everybody signs in with their own passphrase. The log records the restore."), "ok")]
        if done.aside:
            parts.append(label(_("What was there before is in the folder {folder}.").format(folder=done.aside),
                               wrap=True, selectable=True))
        if done.secret_in_file:
            parts.append(Banner(_("This computer has no keyring"),
                                _("The center's secret now lies in the file device.key in its folder. Whoever copies "
                                  "the folder has it too: only the passphrases protect it then."), "flag"))
        enter = button(_("Go to the sign-in"), self.sign_in_asked.emit, icon="key", role="primary")
        enter.setObjectName("restore.signin")
        self._put(stacked(*parts, ButtonRow(enter)))
        enter.setFocus()

    def _entry(self) -> QWidget:
        form = Form()
        form.row(self._file_field)
        form.row(self._words_field)
        self._look_button = button(_("Look into it"), self._look, role="primary")
        self._look_button.setObjectName("restore.look")
        back = button(_("Back"), self.back_asked.emit)
        back.setObjectName("restore.back")
        return stacked(form, ButtonRow(self._look_button, back))

    def _put(self, step: QWidget) -> None:
        """Show one step in the card; the first is kept, for somebody may come back to it."""
        if self._step is not None:
            self._card.body.removeWidget(self._step)
            self._step.hide()
            if self._step is not self._first:
                self._step.deleteLater()
        self._step = step
        self._card.add(step)
        step.show()

    def _again(self) -> None:
        self.set_title(_("Restore a backup"), _("You need the backup, and the paper of recovery kit A."))
        self._put(self._first)
        self._picker.button.setFocus()

    def _look(self) -> None:
        self._file_field.set_error("" if self._picker.path else _("Choose the backup first."))
        self._words_field.set_error("")
        if self._picker.path is not None:
            self.show_busy(True)
            self.look_asked.emit(self._picker.path, self.words.value())

    def _restore(self) -> None:
        self.restore_asked.emit(self._picker.path, self.words.value())

    def _choose(self) -> None:
        chosen = self.choose_file()
        if chosen is not None:
            self._picker.show_file(chosen)
            self._file_field.set_error("")
            self.words.setFocus()

    def _ask_for_file(self) -> Path | None:
        name, _filter = QFileDialog.getOpenFileName(self, _("Choose a backup"), "",
                                                    _("Backups (*{ending})").format(ending=SUFFIX))
        return Path(name) if name else None


class _FilePicker(QWidget):
    """A button, and the file it chose."""

    def __init__(self, choose: Callable[[], object]) -> None:
        super().__init__()
        self.path: Path | None = None
        self.button = button(_("Choose a backup…"), choose, icon="folder")
        self.button.setObjectName("restore.file")
        self._name = label(_("None chosen yet"), "muted", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.button)
        row.addWidget(self._name, 1)
        self.setFocusProxy(self.button)

    def show_file(self, path: Path) -> None:
        """This one was chosen."""
        self.path = path
        self._name.setText(path.name)


def _facts(shown: Preview) -> QWidget:
    facts = shown.facts
    center = Center(id=facts.store, name=facts.center, school=facts.school, time_zone=facts.zone)
    made = center.local(facts.made_at)
    rows = [
        (_("Center"), _("{center}, {school}").format(center=facts.center, school=facts.school)),
        (_("Made"), _("{date}, {time} ({reason})").format(
            date=formats.date_long(made.date()), time=formats.time(made), reason=reason_label(facts.reason))),
        (_("Holds"), ", ".join(held(facts.content))),
        (_("Audit log"), _("up to entry {head}").format(head=facts.content.head.short())),
    ]
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(7)
    grid.setColumnMinimumWidth(0, _NAMES_WIDTH)
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(rows):
        grid.addWidget(label(name, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_value(value), row, 1)
    return holder


def _value(text: str) -> QLabel:
    return label(text, wrap=True, selectable=True)


def _lost(shown: Preview) -> list[QWidget]:
    if not shown.over:
        return []
    if shown.lost is None:
        return [Banner(_("What was entered since cannot be told"),
                       _("The center that is here does not open. It is put aside, not deleted."), "flag")]
    going = would_go(shown.lost)
    if not going:
        return [Banner(_("Nothing was entered since"), _("The center that is here is put aside, not deleted."), "ok")]
    work = shown.lost.visits or shown.lost.notes or shown.lost.flags  # else only what the log says of the program
    return [Banner(_("Would be lost, for it was entered since: {things}").format(things=", ".join(going)),
                   _("The center that is here is put aside, not deleted."), "danger" if work else "flag")]
