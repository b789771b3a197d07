"""The note written together with the student, who sits at the screen too: large, and nothing else can be seen."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.sessions import LONGEST_TEXT, NoteBody
from wellnessdesk.ui.kit import theme
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.fields import TextField
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.kit.scrolling import Scrolling
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.sessions.chips import ChipGroup
from wellnessdesk.ui.pages.sessions.service_part import choices
from wellnessdesk.ui.pages.sessions.with_student import WithStudent
from wellnessdesk.ui.pages.sessions.words_field import WordsField

_WIDTH = 900
"""No line of text is longer, however wide the window is."""


class TogetherView(QDialog):
    """Covers the window it belongs to. What is about others, the flag and the names of a group do not stand here.

    Escape or the one button lead back to the note, and nowhere else.
    """

    changed = Signal()

    def __init__(self, parent: QWidget, body: NoteBody) -> None:
        window = parent.window()
        super().__init__(window, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("together")
        self.setWindowTitle(_("What we write together"))
        self.setAccessibleName(self.windowTitle())
        self.setModal(True)
        self.setGeometry(window.geometry())
        self._strengths = ChipGroup("together.strengths", _("Strengths"), choices("strengths", *body.strengths),
                                    body.strengths)
        self._next_step = TextField(body.next_step, placeholder=_("I will …"))
        self._text = WordsField(body.text, lines=6, most=LONGEST_TEXT)
        self._with_student = WithStudent(body, name="together", to_them=True)
        self._refused = label("", "muted", wrap=True)
        self._refused.hide()
        self._next_step.setObjectName("together.next_step")
        self._text.setObjectName("together.text")
        self._lay_out()
        self._listen()

    def written(self, body: NoteBody) -> NoteBody:
        """The note with what stands here."""
        return replace(body, strengths=self._strengths.values(), next_step=self._next_step.value(),
                       text=self._text.value(), agreed=self._with_student.agreed(),
                       wishes=self._with_student.wishes.value())

    def _lay_out(self) -> None:
        back = button(_("Back to the note"), self.accept, icon="back", role="primary")
        back.setObjectName("together.back")
        head = QHBoxLayout()
        head.addWidget(label(_("What we write together"), "title", wrap=True), 1)
        head.addWidget(back)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 12, 24)
        column.setSpacing(20)
        about = label(_("This is your note too. Change any word that is not yours."), "muted", wrap=True)
        for part in (about, Field(_("What was good to see in you?"), self._strengths),
                     Field(_("What is your next step?"), self._next_step, hint=_("In your words.")),
                     Field(_("What should be remembered?"), self._text), self._refused, self._with_student):
            column.addWidget(part)
        column.addStretch(1)
        middle = QVBoxLayout()
        middle.setContentsMargins(28, 22, 28, 0)
        middle.setSpacing(16)
        middle.addLayout(head)
        middle.addWidget(Scrolling(body), 1)
        inside = QWidget()
        inside.setLayout(middle)
        inside.setMaximumWidth(_WIDTH + 2 * 28)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(inside, 1)
        self._enlarge()

    def _enlarge(self) -> None:
        """Large enough for two who sit beside each other; the style sheet does the same to the labels in here."""
        for part in (self._next_step, self._text, self._with_student.wishes):
            theme.restyle(part, textSize="large")

    def _listen(self) -> None:
        for signal in (self._strengths.changed, self._next_step.textChanged, self._text.textChanged,
                       self._with_student.changed):
            signal.connect(lambda *_anything: self.changed.emit())
        self._text.refused.connect(self._tell_refused)

    def _tell_refused(self, sentence: str) -> None:
        self._refused.setText(sentence)
        self._refused.show()
