"""A dialog that asks for one day, and does something with it."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.pickers import DateField
from wellnessdesk.ui.kit.tasks import Tasks
from wellnessdesk.ui.kit.texts import label

_WIDTH = 460


class DayDialog(Dialog):
    """It closes when it is done, and stays open with what was refused."""

    def __init__(self, parent: QWidget, tasks: Tasks, title: str, act: str, today: date,
                 work: Callable[[date], object], hint: str = "") -> None:
        super().__init__(parent, title, width=_WIDTH)
        self._tasks, self._work = tasks, work
        self.day = DateField(today, latest=today)
        self.day.setAccessibleName(title)
        self.day.setObjectName("day.day")
        self.problem = Banner(tone="flag")
        self.go = button(act, self._start, role="primary")
        self.go.setObjectName("day.go")
        cancel = button(_("Cancel"), self.reject)
        cancel.setObjectName("day.cancel")
        for part in (label(title, "heading", wrap=True), *([label(hint, "muted", wrap=True)] if hint else []),
                     self.problem, self.day, ButtonRow(self.go, cancel)):
            self.body.addWidget(part)
        self.day.setFocus()

    def _start(self) -> None:
        if self.go.isEnabled():
            self.go.setEnabled(False)
            day, work = self.day.value(), self._work
            self._tasks.run(lambda: work(day), lambda _none: self.accept(), self._failed, owner=self)

    def _failed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        if isinstance(error, Problem):
            self.problem.say(_("Nothing was saved"), str(error), "flag")
        else:
            messages.failure(self, error)
