"""Ctrl+K: find a student from anywhere, and open their page."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.students import Student
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.student_search import StudentSearch
from wellnessdesk.ui.kit.texts import label

_WIDTH, _ROOM_FOR_RESULTS = 560, 380


class FindStudentDialog(Dialog):
    """Type, Enter; Escape leaves."""

    def __init__(self, parent: QWidget, context: PageContext, show: Callable[[int], object]) -> None:
        super().__init__(parent, _("Find a student"), width=_WIDTH)
        self._show = show
        self.search = StudentSearch(context, _("Student"))
        self.search.edit.setObjectName("find.student")
        self.search.chosen.connect(self._choose)
        self.body.addWidget(label(self.windowTitle(), "heading"))
        self.body.addWidget(self.search)
        self.body.addWidget(label(_("It is recorded that you open a student's page."), "muted", small=True, wrap=True))
        self.body.addSpacing(_ROOM_FOR_RESULTS)
        self.search.setFocus()

    def _choose(self, student: Student) -> None:
        self.accept()
        self._show(student.id)
