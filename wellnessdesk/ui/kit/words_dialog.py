"""A dialog for a few sentences about something: what is wrong is told in it, and nothing typed is lost by that."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import NoteField
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.tasks import Tasks
from wellnessdesk.ui.kit.texts import label

T = TypeVar("T")
_WIDTH, _LINES = 560, 5


class WordsDialog(Dialog):
    """One field and one act; Ctrl+Enter does it. It closes when it is done, and stays open with what was refused."""

    def __init__(self, parent: QWidget, tasks: Tasks, title: str, hint: str, act: str, work: Callable[[str], T],
                 done: Callable[[T], object]) -> None:
        super().__init__(parent, title, width=_WIDTH)
        self._tasks, self._work, self._done = tasks, work, done
        self.words = NoteField(lines=_LINES)
        self.words.setAccessibleName(title)
        self.words.setAccessibleDescription(hint)
        self.words.setObjectName("words.text")
        self.problem = Banner(tone="flag")
        self.go = button(act, self._start, role="primary", tooltip=QKeySequence("Ctrl+Enter").toString(
            QKeySequence.SequenceFormat.NativeText))
        self.go.setObjectName("words.go")
        cancel = button(_("Cancel"), self.reject)
        cancel.setObjectName("words.cancel")
        for part in (label(title, "heading", wrap=True), label(hint, "muted", wrap=True), self.problem, self.words,
                     ButtonRow(self.go, cancel)):
            self.body.addWidget(part)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._start)
        self.words.setFocus()

    def _start(self) -> None:
        if self.go.isEnabled():
            self.go.setEnabled(False)  # two presses are one
            words, work = self.words.value(), self._work
            self._tasks.run(lambda: work(words), self._finished, self._failed, owner=self)

    def _finished(self, result: object) -> None:
        self.accept()
        self._done(result)  # type: ignore[arg-type]

    def _failed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        if isinstance(error, Problem):
            self.problem.say(_("Nothing was saved"), str(error), "flag")
            self.words.setFocus()
        else:
            messages.failure(self, error)
