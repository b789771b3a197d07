"""Whose records: one student, searched for and shown by name."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.students import Student, told_apart
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.student_search import StudentSearch


class OneStudent(QWidget):
    """The search, and below it who was chosen. Keeps nobody after `clear`."""

    changed = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.student: Student | None = None
        self.search = StudentSearch(context, _("Whose records?"), large=False, plain=True)
        self.search.edit.setObjectName("export.student")
        self.search.chosen.connect(self._choose)
        self._chosen = Banner(icon="person")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self._chosen)
        self.setFocusProxy(self.search.edit)

    def clear(self) -> None:
        """Nobody."""
        self.student = None
        self._chosen.say("")
        self.search.clear()

    def _choose(self, student: Student) -> None:
        self.search.clear()
        self.student = student
        self._chosen.say(student.name, told_apart(student), "info", "person")
        self.changed.emit()
