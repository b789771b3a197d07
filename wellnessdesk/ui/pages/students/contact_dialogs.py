"""Writing down what was said with a caregiver, and reading what was written."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.contacts import (
    LONGEST_NAME,
    Caregiver,
    Channel,
    Contact,
    Entry,
    Reached,
    Version,
    channel_label,
    reached_label,
    tidied,
    wrong,
)
from wellnessdesk.services import contacts
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import NoteField, TextField
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.parts import Banner, Card
from wellnessdesk.ui.kit.pickers import DateField
from wellnessdesk.ui.kit.texts import label

_WIDTH = 660
_LOG_HEIGHT = 420
_ELSE = "0"


class ContactDialog(Dialog):
    """A new contact, or with `before` a correction of one; nothing typed is lost by a refusal."""

    def __init__(self, parent: QWidget, context: PageContext, student: int, family: Sequence[Caregiver],
                 done: Callable[[Contact], object], before: Contact | None = None) -> None:
        super().__init__(parent, _("Correct a contact") if before else _("Write down a contact"), width=_WIDTH)
        self._desk, self._tasks, self._done, self._before = context.desk, context.tasks, done, before
        entry = before.entry if before else Entry(student=student, spoke=context.desk.person.name)
        self._entry, self._family = entry, list(family)
        self._fields: dict[str, Field] = {}
        self.caregiver = ChoiceList([*(Choice(str(one.id), one.name) for one in family),
                                     Choice(_ELSE, _("Somebody else"))])
        if before:
            self.caregiver.set_value(str(entry.caregiver))
        self.who = TextField(entry.who, max_length=LONGEST_NAME)
        self.channel = ChoiceList([Choice(one, channel_label(one)) for one in Channel], placeholder=_("Choose"))
        self.channel.set_value(entry.channel or None)
        self.reached = ChoiceCards(_("Reached"), [Choice(one, reached_label(one)) for one in Reached], columns=3)
        self.reached.set_value(entry.reached)
        self.language = TextField(entry.language, max_length=LONGEST_NAME)
        self.interpreter = TextField(entry.interpreter, max_length=LONGEST_NAME)
        self.spoke = TextField(entry.spoke, max_length=LONGEST_NAME)
        self.day = DateField(before.mark.day if before else self._desk.today(), latest=self._desk.today())
        self.summary = NoteField(entry.summary, lines=4, most_lines=8)
        self.problem = Banner(tone="flag")
        self.save = button(_("Save"), self._save, role="primary")
        self._lay_out()
        self.caregiver.changed.connect(self._look_at_caregiver)
        self._look_at_caregiver()

    def entered(self) -> Entry:
        """What stands in the fields."""
        caregiver = int(self.caregiver.value() or _ELSE)
        return tidied(Entry(student=self._entry.student, caregiver=caregiver,
                            who="" if caregiver else self.who.value(), channel=self.channel.value() or "",
                            language=self.language.value(), interpreter=self.interpreter.value(),
                            spoke=self.spoke.value(), reached=self.reached.value() or "",
                            summary=self.summary.value()))

    def _save(self) -> None:
        self.problem.say("")
        self._form.clear_errors()
        desk, new, before, day = self._desk, self.entered(), self._before, self.day.value()
        for name, sentence in wrong(new).items():
            self._fields[name].set_error(sentence)
        if not self._form.show_errors():
            self.save.setEnabled(False)
            self._tasks.run(lambda: contacts.correct(desk, before.mark.id, new) if before else
                            contacts.write(desk, new, day), self._saved, self._failed, owner=self)

    def _saved(self, kept: Contact) -> None:
        self.accept()
        self._done(kept)

    def _failed(self, error: Exception) -> None:
        self.save.setEnabled(True)
        if isinstance(error, Problem):
            self.problem.say(_("Nothing was saved"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _look_at_caregiver(self) -> None:
        """Their language is the likely one."""
        chosen = next((one for one in self._family if str(one.id) == self.caregiver.value()), None)
        self._fields["who"].setVisible(chosen is None)
        if chosen is not None and not self.language.value():
            self.language.setText(formats.language_name(chosen.language) if chosen.language else "")

    def _lay_out(self) -> None:
        self._form = Form(width=_WIDTH)
        self._form.row(self._field("caregiver", _("With"), self.caregiver),
                       self._field("channel", _("How"), self.channel))
        self._form.row(self._field("who", _("With whom"), self.who, _("A name, and how they are related.")))
        self._form.row(self._field("reached", _("Reached"), self.reached))
        self._form.row(self._field("language", _("Language"), self.language, optional=True),
                       self._field("interpreter", _("Interpreter"), self.interpreter, optional=True))
        row = [self._field("spoke", _("Who spoke for the center"), self.spoke)]
        self._form.row(*row, *([] if self._before else [self._field("day", _("Day"), self.day)]))
        self._form.row(self._field("summary", _("What was said"), self.summary, _("Only coordinators can read this.")))
        self.save.setObjectName("contact.save")
        for part in (label(self.windowTitle(), "heading"), self.problem, self._form,
                     ButtonRow(self.save, button(_("Cancel"), self.reject))):
            self.body.addWidget(part)

    def _field(self, key: str, name: str, editor: QWidget, hint: str = "", *, optional: bool = False) -> Field:
        editor.setObjectName(f"contact.{key}")
        self._fields[key] = Field(name, editor, hint=hint, optional=optional)
        return self._fields[key]


class ContactLog(Dialog):
    """Every contact about a student, the newest first; what was corrected stays below what stands now."""

    def __init__(self, parent: QWidget, contacts_: Sequence[Contact], names: dict[int, str],
                 correct: Callable[[Contact], object]) -> None:
        super().__init__(parent, _("Contacts with caregivers"), width=_WIDTH)
        self._correct = correct
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        for one in contacts_:
            column.addWidget(self._card(one, names))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFixedHeight(_LOG_HEIGHT)
        scroll.viewport().setAutoFillBackground(False)
        scroll.setWidget(body)
        body.setAutoFillBackground(False)
        for part in (label(self.windowTitle(), "heading"), scroll, ButtonRow(button(_("Close"), self.reject))):
            self.body.addWidget(part)

    def _card(self, one: Contact, names: dict[int, str]) -> Card:
        if one.problem:
            card = Card(formats.date(one.mark.day), margin=14)
            card.add(label(one.problem, "danger", wrap=True))
            return card
        change = button(_("Correct…"), lambda: self._leave_to(one), icon="note", role="row")
        change.setObjectName("contact.correct")
        card = Card(_heading(one, names), change, margin=14)
        for number, version in enumerate(reversed(one.versions)):
            card.add(label(_said(version), "muted" if number else "", wrap=True, selectable=True))
        return card

    def _leave_to(self, one: Contact) -> None:
        self.accept()
        self._correct(one)


def _heading(one: Contact, names: dict[int, str]) -> str:
    entry = one.entry
    reached = "" if entry.channel == Channel.LETTER else reached_label(entry.reached)
    parts = (formats.date(one.mark.day), names.get(entry.caregiver, "") or entry.who or "–",
             channel_label(entry.channel), reached)
    return " · ".join(part for part in parts if part)


def _said(version: Version) -> str:
    entry = version.entry
    with_ = _("interpreter: {name}").format(name=entry.interpreter) if entry.interpreter else ""
    facts = " · ".join(part for part in (entry.language, with_, _("spoke: {name}").format(name=entry.spoke)) if part)
    return f"{entry.summary}\n{facts}\n" + _("Written by {name}, {date}").format(
        name=version.by, date=formats.date(version.at.date()))
