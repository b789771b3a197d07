"""A card that nobody has: whose is it? Once said, it is theirs, and the check-in goes on."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.students import Student, told_apart
from wellnessdesk.services import student_facts
from wellnessdesk.services.student_facts import Known
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.student_search import StudentSearch
from wellnessdesk.ui.kit.texts import label

_WIDTH = 520
_ROOM_FOR_RESULTS = 240


class CardDialog(Dialog):
    """Search, Enter, and Enter once more on the button that names the student."""

    def __init__(self, parent: QWidget, context: PageContext, card: str, done: Callable[[Student], object]) -> None:
        super().__init__(parent, _("Whose card is this?"), width=_WIDTH)
        self._desk, self._tasks, self._card, self._done = context.desk, context.tasks, card, done
        self._student: Student | None = None
        self.search = StudentSearch(context, _("Student"), large=False)
        self.search.edit.setObjectName("card.search")
        self.search.chosen.connect(self._choose)
        self.chosen = Banner(tone="info", icon="person")
        self.problem = Banner(tone="flag")
        self.save = button(_("Assign the card"), self._save, role="primary")
        self.save.setObjectName("card.save")
        self.save.setEnabled(False)
        for part in (label(self.windowTitle(), "heading"),
                     label(_("Nobody on the roster has the card that ends in {digits}. Find the student to assign it, "
                             "or scan again.").format(digits=card[-4:]), wrap=True),
                     self.problem, self.search, self.chosen):
            self.body.addWidget(part)
        self.body.addSpacing(_ROOM_FOR_RESULTS)
        self.body.addWidget(ButtonRow(self.save, button(_("Cancel"), self.reject)))
        self.search.setFocus()

    def _choose(self, student: Student) -> None:
        self._student = student
        self.search.clear()
        self.chosen.say(student.name, told_apart(student), "info", "person")
        self.save.setEnabled(True)
        self.save.setDefault(True)
        self.save.setFocus()

    def _save(self) -> None:
        if self._student is not None:
            desk, student, card = self._desk, self._student.id, self._card
            self.save.setEnabled(False)
            self._tasks.run(lambda: student_facts.assign_card(desk, student, card), self._saved, self._failed,
                            owner=self)

    def _saved(self, known: Known) -> None:
        self.accept()
        self._done(known.student)

    def _failed(self, error: Exception) -> None:
        self.save.setEnabled(True)
        if isinstance(error, Problem):
            self.problem.say(_("The card was not assigned"), str(error), "flag")
        else:
            messages.failure(self, error)
