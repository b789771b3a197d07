"""What an applicant sees after their number: the word they choose or say, and the form."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.applications import Question
from wellnessdesk.services.application_forms import Applicant, Form
from wellnessdesk.ui.kit import theme
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.fields import NoteField, PassphraseField, TextField
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.scrolling import Scrolling
from wellnessdesk.ui.kit.self_service import line, middle
from wellnessdesk.ui.kit.texts import label

_FIELD, _WIDTH = 440, 860


class WordScreen(QWidget):
    """The first time a word is chosen; whoever comes back says it. Emits `given(word)` and `back`."""

    given = Signal(str)
    back = Signal()

    def __init__(self, applicant: Applicant) -> None:
        super().__init__()
        self.problem = Banner(tone="flag")
        self.word = PassphraseField(_("Your word"))
        self.word.edit.setObjectName("apply.word")
        self.word.submitted.connect(self._give)
        self._go = button(_("Go on"), self._give, icon="next", role="primary")
        self._go.setObjectName("apply.go")
        not_me = button(_("This is not me"), self.back.emit, icon="back")
        not_me.setObjectName("apply.not_me")
        column = middle(self)
        column.addStretch(1)
        column.addWidget(line(_("Hello, {name}").format(name=applicant.called), "title"))
        column.addWidget(line(_("Say the word you chose, and go on with your application.") if applicant.needs_word
                              else _("Choose a word that only you would think of. You need it to go on another day: "
                                     "others may know your student number.")))
        column.addSpacing(8)
        narrow = QWidget()
        narrow.setFixedWidth(_FIELD)
        inside = QVBoxLayout(narrow)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        for part in (self.problem, Field(_("Your word"), self.word), ButtonRow(self._go, not_me)):
            inside.addWidget(part)
        column.addWidget(narrow, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self.setFocusProxy(self.word)

    def say(self, sentence: str) -> None:
        """What is wrong with the word."""
        self.word.clear()
        self.problem.say(sentence, tone="flag", icon="help")
        self.word.setFocus()

    def wait(self, busy: bool) -> None:
        """While it is looked at."""
        self._go.setEnabled(not busy)

    def _give(self) -> None:
        if self.word.value().strip() and self._go.isEnabled():
            self.given.emit(self.word.value())


class FormScreen(QWidget):
    """All questions below each other. Emits `changed`, `stopped` (to go on another day) and `sent`."""

    changed = Signal()
    stopped = Signal()
    sent = Signal()

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._fields: dict[str, tuple[Field, NoteField | TextField]] = {}
        self._kept = label("", "muted", small=True)
        self.problem = Banner(tone="flag")
        self._send = button(_("Send my application"), self.sent.emit, icon="ok", role="primary")
        self._send.setObjectName("apply.send")
        stop = button(_("Stop, and go on another day"), self.stopped.emit, icon="back")
        stop.setObjectName("apply.stop")
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 16, 24)
        column.setSpacing(20)
        column.addWidget(label(_("Only the coordinators of the center read this. It is kept while you write. Once you "
                                 "send it, it cannot be changed."), "muted", wrap=True))
        for question in form.cycle.criteria.questions:
            column.addWidget(self._field(question, form.answers.get(question.id, "")))
        column.addWidget(self.problem)
        column.addWidget(ButtonRow(self._send, stop))
        column.addStretch(1)
        self._lay_out(body)

    def answers(self) -> Mapping[str, str]:
        """What stands there, by question; only what is not empty."""
        return {id_: text for id_, (_field, editor) in self._fields.items() if (text := editor.value())}

    def say_kept(self, sentence: str) -> None:
        """Whether it is kept."""
        self._kept.setText(sentence)

    def show_wrong(self, wrong: Mapping[str, str]) -> None:
        """Say at each question what is missing, and go to the first."""
        for id_, (field, _editor) in self._fields.items():
            field.set_error(wrong.get(id_, ""))
        first = next((field for id_, (field, _editor) in self._fields.items() if id_ in wrong), None)
        if first is not None:
            first.focus()

    def wait(self, busy: bool) -> None:
        """While it is sent."""
        self._send.setEnabled(not busy)

    def _field(self, question: Question, answer: str) -> Field:
        editor = NoteField(answer, lines=question.lines) if question.lines > 1 else TextField(
            answer, max_length=question.limit)
        editor.setObjectName(f"apply.answer.{question.id}")
        theme.restyle(editor, textSize="large")
        hint = str(question.help)
        if question.lines > 1:
            hint = _("{help} At most {n} characters.").format(help=hint, n=formats.number(question.limit))
        field = Field(str(question.label), editor, hint=hint, optional=not question.needed)
        editor.textChanged.connect(lambda *_text: self._changed(question, field, editor))
        self._fields[question.id] = (field, editor)
        return field

    def _changed(self, question: Question, field: Field, editor: NoteField | TextField) -> None:
        over = len(editor.value()) - question.limit
        field.set_error(_("{n} characters too many.").format(n=formats.number(over)) if over > 0 else "")
        self.changed.emit()

    def _lay_out(self, body: QWidget) -> None:
        head = QHBoxLayout()
        head.addWidget(label(_("Your application"), "title", wrap=True), 1)
        head.addWidget(self._kept)
        inside = QWidget()
        inside.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(Scrolling(body), 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 24, 0)
        row.addWidget(inside, 1)
        first = next(iter(self._fields.values()), None)
        if first is not None:
            self.setFocusProxy(first[1])
