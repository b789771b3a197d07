"""A letter to a caregiver: chosen, read as it will be printed, saved as PDF and logged."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import LANGUAGES, _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.contacts import Caregiver
from wellnessdesk.services import letters
from wellnessdesk.services.letters import NewLetter
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import NoteField
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.texts import label

_WIDTH = 720
_PAUSE_MS = 250


class LetterDialog(Dialog):
    """`choose_file` can be set by tests."""

    def __init__(self, parent: QWidget, context: PageContext, student: int, one: Caregiver,
                 done: Callable[[Path], object]) -> None:
        super().__init__(parent, _("Letter to {name}").format(name=one.name), width=_WIDTH)
        self._desk, self._tasks, self._done = context.desk, context.tasks, done
        self.choose_file: Callable[[str], Path | None] = lambda name: pdf_files.ask(self, _("Save as PDF"), name)
        spoken = one.language[:2].lower()
        self._new = NewLetter(student=student, caregiver=one.id, template=catalogues.letters().ids()[0],
                              language=spoken if spoken in LANGUAGES else "en")
        self.template = ChoiceList([Choice(entry.id, str(entry.label)) for entry in catalogues.letters()])
        self.language = ChoiceList([Choice(code, name) for code, name in LANGUAGES.items()])
        self.language.set_value(self._new.language)
        self.words = NoteField(lines=2, most_lines=4)
        self.shown = QPlainTextEdit(readOnly=True)
        self.shown.setTabChangesFocus(True)
        self.shown.setFixedHeight(280)
        self.problem = Banner(tone="flag")
        self.save = button(_("Save as PDF…"), self._save, icon="print", role="primary")
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._preview)
        self._lay_out()
        for signal in (self.template.changed, self.language.changed, self.words.textChanged):
            signal.connect(self._pause.start)
        self._preview()

    def entered(self) -> NewLetter:
        """What is asked for."""
        return replace(self._new, template=self.template.value() or "", language=self.language.value() or "en",
                       words=self.words.value())

    def _preview(self) -> None:
        desk, new = self._desk, self.entered()
        self._tasks.latest("student.letter", lambda: letters.preview(desk, new), self._show, self._failed, owner=self)

    def _show(self, paragraphs: tuple[str, ...]) -> None:
        self.problem.say("")
        self.save.setEnabled(True)
        self.shown.setPlainText("\n\n".join(paragraphs))

    def _save(self) -> None:
        desk, new = self._desk, self.entered()
        file = self.choose_file(catalogues.label("letters", new.template))
        if file is not None:
            self.save.setEnabled(False)
            self._tasks.run(lambda: pdf_files.write(file, letters.save(desk, new)), self._saved, self._failed,
                            owner=self)

    def _saved(self, file: Path) -> None:
        self.accept()
        self._done(file)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Problem):
            self.problem.say(_("The letter cannot be made"), str(error), "flag")
            self.save.setEnabled(False)
        else:
            messages.failure(self, error)

    def _lay_out(self) -> None:
        form = Form(width=_WIDTH)
        form.row(Field(_("Which letter"), self.template), Field(_("In which language"), self.language))
        form.field(_("Words of your own"), self.words, optional=True, hint=_(
            "Not why the student comes: others at home may read it."))
        form.field(_("The letter"), self.shown)
        for name, widget in (("template", self.template), ("language", self.language), ("words", self.words),
                             ("text", self.shown), ("save", self.save)):
            widget.setObjectName(f"letter.{name}")
        for part in (label(self.windowTitle(), "heading", wrap=True), self.problem, form,
                     ButtonRow(self.save, button(_("Cancel"), self.reject))):
            self.body.addWidget(part)
