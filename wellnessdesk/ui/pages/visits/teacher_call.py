"""A teacher is on the phone: a name, and the two times of today that may be said. Nothing else is shown."""

from datetime import datetime

from PySide6.QtWidgets import QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.students import Student, told_apart
from wellnessdesk.services import teacher_calls
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.teacher_calls import Answer
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.student_search import StudentSearch
from wellnessdesk.ui.kit.texts import label

_WIDTH = 520
_ROOM_FOR_RESULTS = 250


class TeacherCallDialog(Dialog):
    """Search and Enter; the answer stands there until somebody else is asked for."""

    def __init__(self, parent: QWidget, context: PageContext) -> None:
        super().__init__(parent, _("A teacher calls"), width=_WIDTH)
        self._desk, self._tasks = context.desk, context.tasks
        self.search = StudentSearch(context, _("Student"), plain=True)
        self.search.edit.setObjectName("call.search")
        self.search.chosen.connect(self._ask)
        self.answer = Banner()
        close = button(_("Close"), self.reject)
        close.setObjectName("call.close")
        for part in (label(self.windowTitle(), "heading"),
                     label(_("Say when the student came and left today, and nothing else: not why, nor with whom. "
                             "It is recorded that somebody asked."), wrap=True),
                     self.search, self.answer):
            self.body.addWidget(part)
        self.body.addSpacing(_ROOM_FOR_RESULTS)
        self.body.addWidget(ButtonRow(close))
        self.search.setFocus()

    def _ask(self, student: Student) -> None:
        desk = self._desk
        self._tasks.latest("visits.teacher_call", lambda: teacher_calls.answer(desk, student.id),
                           lambda answer: self._show(student, answer), owner=self)

    def _show(self, student: Student, answer: Answer) -> None:
        self.search.clear()
        self.answer.say(said(self._desk, answer), f"{answer.student} · {told_apart(student)}",
                        "info" if answer.times else "flag", "clock")


def said(desk: Desk, answer: Answer) -> str:
    """The sentence to be read out: only today's times."""
    return "\n".join(_span(desk, *times) for times in answer.times) or _("Was not here today.")


def _span(desk: Desk, arrived: datetime, left: datetime | None) -> str:
    came = formats.time(desk.local(arrived))
    if left is None:
        return _("Arrived {arrived}, still here.").format(arrived=came)
    return _("Arrived {arrived}, left {left}.").format(arrived=came, left=formats.time(desk.local(left)))
