"""The questions of an exam with what is right, or what somebody answered: for coordinators alone."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.exams import Attempt, Bank, Question
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.layouts import scrolling
from wellnessdesk.ui.kit.texts import LabelTone, label

_WIDTH, _HEIGHT = 680, 460


class QuestionsDialog(Dialog):
    """Each question with its choices; ✓ belongs to the answer, ● was taken."""

    def __init__(self, parent: QWidget, title: str, bank: Bank, attempt: Attempt | None) -> None:
        super().__init__(parent, title, width=_WIDTH)
        known = {one.id: one for one in bank.questions}
        shown = [known[one] for one in attempt.questions if one in known] if attempt else list(bank.questions)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(6)
        for number, question in enumerate(shown, 1):
            self._question(column, number, question, attempt)
        column.addStretch(1)
        area = scrolling(body, "questions.list")
        area.setFixedHeight(_HEIGHT)
        self.body.addWidget(label(title, "heading", wrap=True))
        self.body.addWidget(label(attempt.problem if attempt and attempt.problem else (
            _("✓ is right · ● was taken") if attempt else _("✓ is right")), "muted", small=True))
        self.body.addWidget(area)
        close = button(_("Close"), self.accept, role="primary")
        close.setObjectName("questions.close")
        self.body.addWidget(ButtonRow(close))

    def _question(self, column: QVBoxLayout, number: int, question: Question, attempt: Attempt | None) -> None:
        column.addWidget(label(f"{number}. {question.text}", "strong", wrap=True))
        taken = attempt.answers.get(question.id, ()) if attempt else ()
        for name, text in question.choices:
            right, chosen = name in question.right, name in taken
            tone: LabelTone = "ok" if right else "danger" if chosen else "muted"
            column.addWidget(label(f"{'✓' if right else ' '} {'●' if chosen else ' '}  {text}", tone, wrap=True))
        column.addSpacing(8)
