"""Checking in several students who came together: a class visit, a group."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.students import Student, not_on_roster, told_apart
from wellnessdesk.domain.visits import Group
from wellnessdesk.services import visits
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.student_list import StudentList
from wellnessdesk.ui.kit.student_search import StudentSearch
from wellnessdesk.ui.kit.texts import label

_WIDTH = 620


class GroupDialog(Dialog):
    """Find one after the other, Enter adds; Delete takes one from the list; one button for all."""

    def __init__(self, parent: QWidget, context: PageContext, done: Callable[[Group], object]) -> None:
        super().__init__(parent, _("Check in several students"), width=_WIDTH)
        self._desk, self._tasks, self._done = context.desk, context.tasks, done
        self._chosen: dict[int, Student] = {}
        self.search = StudentSearch(context, _("Add a student"), large=False, arriving=True)
        self.search.edit.setObjectName("group.search")
        self.search.chosen.connect(self._add)
        self.listed = StudentList("group.listed", self._remove)
        self.reason = _choices("visit_reasons", "group", "group.reason")
        self.origin = _choices("visit_origins", "appointment", "group.origin")
        self.problem = Banner(tone="flag")
        self.go = button("", self._check_in, icon="check-in", role="primary")
        self.go.setObjectName("group.go")
        self._lay_out()
        self._count()

    def _add(self, student: Student) -> None:
        if student.active and student.id not in self._chosen:
            self._chosen[student.id] = student
            self.listed.add(student.id, f"{student.name}  ·  {told_apart(student)}")
        self.problem.say("" if student.active else not_on_roster(student), tone="flag")
        self.search.clear()
        self.search.setFocus()
        self._count()

    def _remove(self, student_id: int) -> None:
        self._chosen.pop(student_id, None)
        self._count()

    def _count(self) -> None:
        count = len(self._chosen)
        text = ngettext("Check in {n} student", "Check in {n} students", count).format(n=count)
        self.go.setText(text if count else _("Check in"))
        self.go.setAccessibleName(self.go.text())
        self.go.setEnabled(bool(count))

    def _check_in(self) -> None:
        desk, ids = self._desk, list(self._chosen)
        reason, origin = self.reason.value() or "", self.origin.value() or ""
        self.go.setEnabled(False)
        self._tasks.run(lambda: visits.check_in_group(desk, ids, reason=reason, origin=origin), self._finish,
                        self._fail, owner=self)

    def _finish(self, group: Group) -> None:
        self.accept()
        self._done(group)

    def _fail(self, error: Exception) -> None:
        self._count()
        if isinstance(error, Problem):
            self.problem.say(_("Nobody was checked in"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _lay_out(self) -> None:
        form = Form(width=_WIDTH)
        form.field(_("Add a student"), self.search)
        form.add(self.listed)
        form.row(Field(_("Reason"), self.reason), Field(_("How they came"), self.origin))
        for part in (label(self.windowTitle(), "heading"), self.problem, form,
                     ButtonRow(self.go, button(_("Cancel"), self.reject))):
            self.body.addWidget(part)
        self.search.setFocus()


def _choices(name: str, usual: str, object_name: str) -> ChoiceList:
    made = ChoiceList([Choice(entry.id, str(entry.label)) for entry in catalogues.load(name)])
    made.set_value(usual if usual in catalogues.load(name).ids() else catalogues.load(name).ids()[0])
    made.setObjectName(object_name)
    return made
