"""An exam, a question at a time; each answer is kept as it is given, so that it can be left and gone on with."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.exams import Asked
from wellnessdesk.services import exams
from wellnessdesk.services.exams import Result, Sheet
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.parts import Banner, clear
from wellnessdesk.ui.kit.texts import label

_WIDTH, _HEIGHT = 640, 340


def take(parent: QWidget, context: PageContext, bank: str, done: Callable[[], object]) -> None:
    """Begin the exam, or go on with it; `done` is called however it ends."""
    desk = context.desk
    context.tasks.run(lambda: exams.begin(desk, bank),
                      lambda sheet: ExamDialog(parent, context, sheet, done).open(), owner=parent)


class ExamDialog(Dialog):
    """Arrow keys or 1 to 8 choose, Enter goes on. `done` is called however it ends."""

    def __init__(self, parent: QWidget, context: PageContext, sheet: Sheet, done: Callable[[], object]) -> None:
        super().__init__(parent, str(sheet.title), width=_WIDTH)
        self._context, self._sheet, self._done = context, sheet, done
        self._answers = dict(sheet.answers)
        self._at = next((at for at, one in enumerate(sheet.questions) if one.id not in self._answers), 0)
        self.cards: ChoiceCards | None = None
        self._place, self._question = label("", "muted"), label("", "heading", wrap=True)
        self._hint, self.problem = label("", "muted", small=True), Banner(tone="flag")
        self._choices = QVBoxLayout()
        self._back, self._next = button(_("Back"), self.back), button(_("Next"), self.forward, role="primary")
        self._later = button(_("Go on later"), self.reject)
        for name, made in (("back", self._back), ("next", self._next), ("later", self._later)):
            made.setObjectName(f"exam.{name}")
        self._lay_out()
        self._show()

    def forward(self) -> None:
        """To the next question; from the last one to the end."""
        if self._at + 1 < len(self._sheet.questions):
            self._turn(self._at + 1)
        elif self._next.isEnabled() and self._sure():
            self._finish()

    def back(self) -> None:
        """To the question before."""
        self._turn(max(0, self._at - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit takes that choice; Enter goes on, wherever the focus is."""
        number, one = event.key() - Qt.Key.Key_1.value, self._asked()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.forward()
        elif 0 <= number < len(one.choices) and self.cards is not None:
            card = self.cards.card(one.choices[number][0])
            card.setFocus()
            card.click()
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """What was answered is kept; the page shows that it goes on, or how it ended."""
        super().done(result)
        self._done()

    def _asked(self) -> Asked:
        return self._sheet.questions[self._at]

    def _turn(self, at: int) -> None:
        self._at = at
        self._show()

    def _show(self) -> None:
        one, count = self._asked(), len(self._sheet.questions)
        self._place.setText(_("Question {n} of {all}").format(
            n=formats.number(self._at + 1), all=formats.number(count)))
        self._question.setText(str(one.text))
        self._hint.setText(_("Several belong to the answer.") if one.several else "")
        self._hint.setVisible(one.several)
        clear(self._choices)
        self.cards = ChoiceCards(str(one.text), [Choice(name, str(text)) for name, text in one.choices], columns=1,
                                 many=one.several)
        self.cards.setObjectName("exam.choices")
        self.cards.set_values(self._answers.get(one.id, ()))
        self.cards.changed.connect(self._keep)
        self._choices.addWidget(self.cards)
        self._choices.addStretch(1)
        self._back.setEnabled(self._at > 0)
        self._next.setText(_("Finish") if self._at + 1 == count else _("Next"))
        self._next.setAccessibleName(self._next.text())
        self.cards.setFocus()

    def _keep(self) -> None:
        """Sealed at once; where that fails it is said, and what is chosen stays."""
        one, taken = self._asked(), self.cards.values() if self.cards is not None else ()
        if taken == self._answers.get(one.id, ()):
            return
        self._answers[one.id] = taken
        desk, attempt = self._context.desk, self._sheet.attempt
        self._context.tasks.run(lambda: exams.answer(desk, attempt, one.id, taken), lambda _none: self.problem.say(""),
                                self._failed, owner=self)

    def _sure(self) -> bool:
        left = sum(not self._answers.get(one.id) for one in self._sheet.questions)
        return not left or messages.confirm(self, _("Finish now?"), ngettext(
            "{n} question has no answer yet: it counts as wrong.", "{n} questions have no answer yet: they count as "
            "wrong.", left).format(n=formats.number(left)), _("Finish"))

    def _finish(self) -> None:
        self._next.setEnabled(False)
        desk, attempt = self._context.desk, self._sheet.attempt
        self._context.tasks.run(lambda: exams.finish(desk, attempt), self._ended, self._failed, owner=self)

    def _ended(self, result: Result) -> None:
        parent = self.parentWidget()
        self.accept()
        if parent is not None:
            ResultDialog(parent, self.windowTitle(), result).open()

    def _failed(self, error: Exception) -> None:
        self._next.setEnabled(True)
        if isinstance(error, Problem):
            self.problem.say(_("That was not kept"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _lay_out(self) -> None:
        self.body.addWidget(label(self.windowTitle(), "strong"))
        self.body.addWidget(self._place)
        self.body.addWidget(self._question)
        self.body.addWidget(self._hint)
        area = QWidget()
        area.setMinimumHeight(_HEIGHT)
        area.setLayout(self._choices)
        self._choices.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(area)
        self.body.addWidget(self.problem)
        self.body.addWidget(ButtonRow(self._next, self._back, left=(self._later,)))


class ResultDialog(Dialog):
    """How it ended: the score, and what to look at again."""

    def __init__(self, parent: QWidget, title: str, result: Result) -> None:
        super().__init__(parent, title, width=_WIDTH)
        one = result.attempt
        self.body.addWidget(label(_("Passed. Well done!") if one.passed else _("Not passed this time"), "heading"))
        self.body.addWidget(label(ngettext("{right} of {n} question was right.", "{right} of {n} questions were right.",
                                           one.out_of).format(right=formats.number(one.score or 0),
                                                              n=formats.number(one.out_of)), wrap=True))
        if result.again:
            listed = ", ".join(catalogues.label("training_modules", topic) for topic in result.again)
            self.body.addWidget(label(_("Look at this again: {topics}.").format(topics=listed), wrap=True))
        if not one.passed:
            self.body.addWidget(label(_("You can try again tomorrow. Your coordinator helps you with it."), "muted",
                                      wrap=True))
        close = button(_("Close"), self.accept, role="primary")
        close.setObjectName("exam.close")
        self.body.addWidget(ButtonRow(close))
