"""Adding a center: its line is pasted or read from its file, and its six words are typed as the center says them."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from wellnessdesk.base import files
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.district import KnownCenter
from wellnessdesk.services.district import centers
from wellnessdesk.services.district.centers import WordsDiffer
from wellnessdesk.ui.kit.act_dialog import WorkDialog
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.fields import NoteField, TextField
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.pages.district.context import DistrictContext

_MOST_BYTES = 20_000


class AddCenterDialog(WorkDialog):
    """The words are never shown here: who only reads them off the screen has compared nothing."""

    def __init__(self, parent: QWidget, context: DistrictContext, choose_file: Callable[[], Path | None],
                 done: Callable[[KnownCenter], object]) -> None:
        super().__init__(parent, context.tasks, _("Add a center"), _("Add center"))
        self.desk, self._choose_file, self._done = context.desk, choose_file, done
        self.name, self.school = TextField(max_length=120), TextField(max_length=120)
        self.line, self.words = NoteField(lines=3), TextField(max_length=200)
        self._file = button(_("From a file…"), self._read, icon="folder", role="link")
        for widget, key in ((self.name, "name"), (self.school, "school"), (self.line, "line"), (self.words, "words"),
                            (self._file, "file")):
            widget.setObjectName(f"center.{key}")
        self._line_field = self.form.field(_("The center's line"), self.line, hint=_(
            "The center finds it in its Export, under Districts, and sends it to you or brings it on a stick."))
        self.form.add(self._file)
        self._words_field = self.form.field(_("The six words the center reads to you"), self.words, hint=_(
            "Call the center at a number you know. Type the words as you hear them."))
        self._name_field = Field(_("Name of the center"), self.name)
        self._school_field = Field(_("School"), self.school)
        self.form.row(self._name_field, self._school_field)
        self.line.textChanged.connect(self._look)
        self.lay_out()
        self.line.setFocus()

    def valid(self) -> bool:
        """Everything is there."""
        self.form.clear_errors()
        for editor, field, missing in (
                (self.line, self._line_field, _("Paste the center's line.")),
                (self.words, self._words_field, _("Type the six words that the center reads to you.")),
                (self.name, self._name_field, _("Enter the center's name."))):
            if not editor.value():
                field.set_error(missing)
        return not self.form.show_errors()

    def act(self) -> None:
        """Add it."""
        desk, line, words = self.desk, self.line.value(), self.words.value()
        name, school = self.name.value(), self.school.value()
        self.run(lambda _progress: centers.add(desk, line, name, school, words=words), self._done)

    def tell(self, error: Exception) -> bool:
        """Other words are told at the words, a bad line at the line."""
        if not isinstance(error, Problem):
            return False
        field = self._words_field if isinstance(error, WordsDiffer) else self._line_field
        field.set_error(str(error))
        field.focus()
        return True

    def _look(self) -> None:
        """A center that is known already has its name."""
        desk, line = self.desk, self.line.value()
        self._tasks.latest("centers.look", lambda: centers.look(desk, line), self._show_known, lambda _error: None,
                           owner=self)

    def _show_known(self, center: KnownCenter) -> None:
        for field, known in ((self.name, center.name), (self.school, center.school)):
            if known and not field.value():
                field.setText(known)

    def _read(self) -> None:
        path = self._choose_file()
        if path is None:
            return
        try:
            self.line.setPlainText(files.read(path, _MOST_BYTES).decode())
        except (OSError, UnicodeDecodeError):
            self._line_field.set_error(_("This file cannot be read as a center's line."))
