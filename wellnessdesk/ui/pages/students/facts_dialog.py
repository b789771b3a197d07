"""What a student tells the center: the name they go by and where it is used, language, needs; and their card."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.student_facts import (
    LONGEST_NAME,
    MOST_DIGITS,
    Audience,
    Facts,
    audience_label,
    card_of,
    wrong,
)
from wellnessdesk.domain.students import Student
from wellnessdesk.services import student_facts
from wellnessdesk.services.student_facts import Known
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import NoteField, TextField
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.texts import label

_WIDTH = 640


class FactsDialog(Dialog):
    """Stays open until it is saved or cancelled; nothing typed is lost by a refusal."""

    def __init__(self, parent: QWidget, context: PageContext, student: Student, facts: Facts,
                 done: Callable[[Known], object]) -> None:
        super().__init__(parent, _("What the center knows"), width=_WIDTH)
        self._desk, self._tasks, self._student, self._done = context.desk, context.tasks, student, done
        self._fields: dict[str, Field] = {}
        self._form = Form(width=_WIDTH)
        self.preferred = TextField(facts.preferred, max_length=LONGEST_NAME)
        self.pronouns = TextField(facts.pronouns, max_length=LONGEST_NAME)
        self.language = TextField(facts.language, max_length=LONGEST_NAME)
        self.card = TextField(facts.card, max_length=2 * MOST_DIGITS)
        self.access_needs = NoteField(facts.access_needs, lines=2, most_lines=4)
        self.audiences = ChoiceCards(_("Where the name and pronouns are used"),
                                     [Choice(one, audience_label(one)) for one in Audience], columns=2, many=True)
        self.audiences.set_values(facts.audiences)
        self.problem = Banner(tone="flag")
        self.save = button(_("Save"), self._save, role="primary")
        self.save.setObjectName("facts.save")
        self._lay_out()
        self.preferred.setFocus()

    def entered(self) -> Facts:
        """What stands in the fields."""
        return Facts(preferred=self.preferred.value(), pronouns=self.pronouns.value(), language=self.language.value(),
                     access_needs=self.access_needs.value(), card=card_of(self.card.value()),
                     audiences=frozenset(map(Audience, self.audiences.values())))

    def _save(self) -> None:
        self.problem.say("")
        self._form.clear_errors()
        new = self.entered()
        for name, sentence in wrong(new).items():
            self._fields[name].set_error(sentence)
        if not self._form.show_errors():
            self.save.setEnabled(False)
            desk, student = self._desk, self._student.id
            self._tasks.run(lambda: student_facts.save(desk, student, new), self._saved, self._failed, owner=self)

    def _saved(self, known: Known) -> None:
        self.accept()
        self._done(known)

    def _failed(self, error: Exception) -> None:
        self.save.setEnabled(True)
        if isinstance(error, student_facts.CardTaken):
            self._fields["card"].set_error(str(error))
            self._form.show_errors()
        elif isinstance(error, Problem):
            self.problem.say(_("Nothing was saved"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _lay_out(self) -> None:
        self._form.row(self._field("preferred", _("Preferred name"), self.preferred,
                                   _("The given name the student goes by.")),
                       self._field("pronouns", _("Pronouns"), self.pronouns))
        self._form.row(self._field("audiences", _("Where the name and pronouns are used"), self.audiences, _(
            "Ask the student. Outside the center the legal name is used unless they wish otherwise.")))
        self._form.row(self._field("language", _("Language"), self.language),
                       self._field("card", _("Card number"), self.card, _("Click here and scan the card.")))
        self._form.row(self._field("access_needs", _("Access needs"), self.access_needs))
        for part in (label(self.windowTitle(), "heading"),
                     label(_("{name}. A roster never changes what is written here.").format(name=self._student.name),
                           wrap=True),
                     self.problem, self._form, ButtonRow(self.save, button(_("Cancel"), self.reject))):
            self.body.addWidget(part)

    def _field(self, key: str, name: str, editor: QWidget, hint: str = "") -> Field:
        editor.setObjectName(f"facts.{key}")
        self._fields[key] = Field(name, editor, hint=hint)
        return self._fields[key]
