"""An application from paper: for a student of the roster, or by name for somebody who is not on it."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.applications import LONGEST_NAME, Application, Cycle
from wellnessdesk.domain.students import Student
from wellnessdesk.services import applications
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import NoteField, TextField
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.scrolling import Scrolling
from wellnessdesk.ui.kit.student_search import StudentSearch
from wellnessdesk.ui.kit.texts import label

_WIDTH, _HEIGHT = 720, 400


class EnterDialog(Dialog):
    """Stays open until it is kept."""

    def __init__(self, parent: QWidget, context: PageContext, cycle: Cycle,
                 done: Callable[[Application], object]) -> None:
        super().__init__(parent, _("Application from paper"), width=_WIDTH)
        self._desk, self._tasks, self._cycle, self._done = context.desk, context.tasks, cycle, done
        self._student: Student | None = None
        self.search = StudentSearch(context, _("Student"), large=False, plain=True)
        self.search.edit.setObjectName("enter.student")
        self.search.chosen.connect(self._choose)
        self._who = label("", "strong", wrap=True)
        self.name = TextField(max_length=LONGEST_NAME)
        self.problem = Banner(tone="flag")
        self.answers = {one.id: NoteField(lines=min(one.lines, 3)) for one in cycle.criteria.questions}
        self.go = button(_("Save"), self.save, role="primary")
        self.name.setObjectName("enter.name")
        self.go.setObjectName("enter.go")
        cancel = button(_("Cancel"), self.reject)
        cancel.setObjectName("enter.cancel")
        area = Scrolling(self._questions())
        area.setFixedHeight(_HEIGHT)
        for part in (label(self.windowTitle(), "heading", wrap=True), self.problem, area, ButtonRow(self.go, cancel)):
            self.body.addWidget(part)
        self.search.setFocus()

    def save(self) -> None:
        """Keep it."""
        if self.go.isEnabled():
            self.go.setEnabled(False)
            desk, number, name = self._desk, self._cycle.id, self.name.value()
            answers = {id_: editor.value() for id_, editor in self.answers.items()}
            student = self._student.id if self._student else None
            self._tasks.run(lambda: applications.enter(desk, number, answers, student=student, name=name), self._kept,
                            self._failed, owner=self)

    def _choose(self, student: Student) -> None:
        self._student = student
        self._who.setText(_("Student: {name}").format(name=student.name))
        self._who.show()
        self.search.clear()
        self.name.clear()

    def _questions(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 14, 0)
        column.setSpacing(14)
        self._who.hide()
        column.addWidget(Field(_("Student"), self.search))
        column.addWidget(self._who)
        column.addWidget(Field(_("Or a name"), self.name, hint=_("For somebody who is not on the roster."),
                               optional=True))
        for question in self._cycle.criteria.questions:
            editor = self.answers[question.id]
            editor.setObjectName(f"enter.answer.{question.id}")
            column.addWidget(Field(str(question.label), editor))
        return body

    def _kept(self, made: Application) -> None:
        self.accept()
        self._done(made)

    def _failed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        if isinstance(error, Problem):
            self.problem.say(_("Nothing was saved"), str(error), "flag")
        else:
            messages.failure(self, error)
