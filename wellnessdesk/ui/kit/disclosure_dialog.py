"""To whom records of a student go, on which ground and why: written down by hand, or before something is saved."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.disclosures import (
    LONGEST_NAME,
    Ground,
    NewDisclosure,
    Way,
    ground_label,
    what_of,
    wrong,
)
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import NoteField, TextField
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.pickers import DateField
from wellnessdesk.ui.kit.texts import label

_WIDTH = 620
Do = Callable[[NewDisclosure, Paper], bool]
"""Does what was entered; false when the person thought better of it (chose no file)."""


class DisclosureDialog(Dialog):
    """`way` says what it is for: by hand all is asked, for a PDF what went and the day are known, but not the paper."""

    def __init__(self, parent: QWidget, context: PageContext, student: str, way: Way, do: Do) -> None:
        self._titles = {Way.BY_HAND: _("Record a disclosure"), Way.LOG: _("Save the disclosure log"),
                        Way.LOOKED: _("Save who has looked"), Way.NOTE: _("Give out this note")}
        super().__init__(parent, self._titles[way], width=_WIDTH)
        self._desk, self._way, self._do = context.desk, way, do
        today = self._desk.today()
        self.day = DateField(today, latest=today)
        self.recipient = TextField(max_length=LONGEST_NAME)
        self.ground = ChoiceList([Choice(ground, ground_label(ground)) for ground in Ground],
                                 placeholder=_("Choose the ground"))
        self.purpose, self.what = NoteField(lines=2, most_lines=5), NoteField(lines=2, most_lines=5)
        self.paper = ChoiceList([Choice(Paper.LETTER, _("Letter")), Choice(Paper.A4, _("A4"))])
        self.problem = Banner(tone="flag")
        self.save = button(_("Record") if way is Way.BY_HAND else _("Choose where…"), self._save, role="primary")
        self._fields: dict[str, Field] = {}
        self._lay_out(student)
        self.recipient.setFocus()

    def fail(self, error: Exception) -> None:
        """Say what kept it from being done; what was entered stays."""
        self.save.setEnabled(True)
        if isinstance(error, Problem):
            title = _("Nothing was recorded") if self._way is Way.BY_HAND else _("The file was not saved")
            self.problem.say(title, str(error), "flag")
        else:
            messages.failure(self, error)

    def entered(self) -> NewDisclosure:
        """What stands in the fields."""
        what = self.what.value() if self._way is Way.BY_HAND else what_of(self._way)
        return NewDisclosure(day=self.day.value(), recipient=self.recipient.value(), what=what,
                             ground=Ground(self.ground.value() or Ground.OTHER), purpose=self.purpose.value())

    def _save(self) -> None:
        self.problem.say("")
        self._form.clear_errors()
        new = self.entered()
        self._tell(wrong(new, self._desk.today()))
        if not self._form.show_errors():
            self.save.setEnabled(False)
            if not self._do(new, Paper(self.paper.value() or Paper.LETTER)):
                self.save.setEnabled(True)

    def _tell(self, found: Mapping[str, str]) -> None:
        if self.ground.value() is None:
            self._fields["ground"].set_error(_("Choose on which ground they receive it."))
        for name, sentence in found.items():
            self._fields[name].set_error(sentence)

    def _lay_out(self, student: str) -> None:
        by_hand = self._way is Way.BY_HAND
        self._form = Form(width=_WIDTH)
        beside = self._field("day", _("On which day"), self.day) if by_hand else self._field(
            "paper", _("Size of paper"), self.paper)
        self._form.row(self._field("recipient", _("Who receives it"), self.recipient), beside)
        self._form.row(self._field("ground", _("On which ground"), self.ground))
        self._form.row(self._field("purpose", _("Why"), self.purpose, _("In an emergency: what the threat was.")))
        if by_hand:
            self._form.row(self._field("what", _("What was told or given"), self.what))
        said = (_("Only coordinators can read this. It stays as long as the student's records do.") if by_hand else
                _("It names the student, so it is written into the student's disclosure log first."))
        for part in (label(self._titles[self._way], "heading"), label(f"{student}. {said}", wrap=True), self.problem,
                     self._form, ButtonRow(self.save, button(_("Cancel"), self.reject))):
            self.body.addWidget(part)
        self.save.setObjectName("disclosure.save")

    def _field(self, key: str, name: str, editor: QWidget, hint: str = "") -> Field:
        editor.setObjectName(f"disclosure.{key}")
        self._fields[key] = Field(name, editor, hint=hint)
        return self._fields[key]
