"""One decision about a flag: what is written down of it, or the fields to write it into, saved by itself."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.flag_steps import Step, StepKind, cleaned, kind_label, step_words, wrong
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards
from wellnessdesk.ui.kit.fields import NoteField, TextField
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.parts import Badge
from wellnessdesk.ui.kit.pickers import DateField
from wellnessdesk.ui.kit.texts import label

_YES, _NO = "yes", "no"


class StepPart(QWidget):
    """Ctrl+Enter saves it. What is written stays as it is; to correct it is to write a further step."""

    saved = Signal(object)
    """The step that is to be kept."""

    def __init__(self, kind: StepKind, today: date) -> None:
        super().__init__()
        self.kind, self._today = kind, today
        self.setAccessibleName(kind_label(kind))
        self._standing: Step | None = None
        self._fields: dict[str, Field] = {}
        self._text = NoteField(lines=2)
        self._answer = _answers(kind)
        self._day = DateField(today, latest=today)
        self._agency, self._adult = TextField(), TextField()
        self._badge = Badge("")
        self._words = label("", wrap=True, selectable=True)
        self._correct = button(_("Correct…"), self.correct, icon="note", role="quiet")
        self._save = button(_("Save"), self.save, icon="ok", role="row", tooltip=_("Keep this step (Ctrl+Enter)"))
        self._cancel = button(_("Leave it as it is"), self._leave, role="quiet")
        self._report = QWidget()
        self._advice = label("", "muted", wrap=True, small=True)
        self._form = self._make_form()
        self._name_parts()
        self._lay_out()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.save)

    @property
    def done(self) -> bool:
        """Whether this is decided."""
        return self._standing is not None

    def step(self) -> Step:
        """What stands in the fields."""
        chosen = self._answer.value() if self._answer is not None else None
        yes = None if chosen is None else chosen == _YES
        made = Step(kind=self.kind, text=self._text.value(), yes=yes)
        if self.kind is StepKind.REPORT and yes:
            made = replace(made, day=self._day.value(), agency=self._agency.value(), adult=self._adult.value())
        return cleaned(made)

    def unsaved(self) -> Step | None:
        """What was entered and is not kept yet."""
        if not self._form.isVisibleTo(self):
            return None
        step = self.step()
        return step if step not in (Step(kind=self.kind), self._standing) else None

    def enter(self, step: Step) -> None:
        """Put a step into the fields."""
        self._text.setPlainText(step.text)
        if self._answer is not None:
            self._answer.set_value(None if step.yes is None else _YES if step.yes else _NO)
        self._day.set_value(step.day or self._today)
        self._agency.setText(step.agency)
        self._adult.setText(step.adult)
        for field in self._fields.values():
            field.set_error("")
        self._show_report()

    def show_standing(self, step: Step | None, said: str) -> None:
        """Show what is decided, and by whom and when; fields that are being filled in stay."""
        if step == self._standing and said == self._badge.accessibleName():
            return
        self._standing = step
        self._words.setText(step_words(step) if step else "")
        self._badge.show_status(said, "ok" if step else "flag", "ok" if step else "waiting")
        if step is not None and self.unsaved() in (None, step):
            self.enter(Step(kind=self.kind))
            self._show_fields(False)
        elif step is None:
            self._show_fields(True)

    def show_advice(self, text: str) -> None:
        """What to weigh, beside the decision."""
        self._advice.setText(text)
        self._advice.setVisible(bool(text))

    def empty(self) -> None:
        """For another flag."""
        self._standing = None
        self.enter(Step(kind=self.kind))
        self._show_fields(True)
        self._badge.show_status(_("To do"), "flag", "waiting")

    def correct(self, step: Step | None = None) -> None:
        """Write a further step in the place of what stands there."""
        self.enter(step or self._standing or Step(kind=self.kind))
        self._show_fields(True)
        self.focus_first()

    def save(self) -> None:
        """Keep what stands in the fields, unless something is missing; that is said there."""
        if self.show_wrong():
            return
        step = self.unsaved()
        if step is None:
            self._leave()
        else:
            self.saved.emit(step)

    def show_wrong(self) -> bool:
        """Say what is missing at its field, and go to the first; whether something is."""
        found = wrong(self.step(), self._today)
        for name, field in self._fields.items():
            field.set_error(found.get(name, ""))
        first = next((field for field in self._fields.values() if field.error), None)
        if first is not None:
            first.focus()
        return first is not None

    def focus_first(self) -> None:
        """To the first field, or to what corrects it."""
        if not self._form.isVisibleTo(self):
            self._correct.setFocus()
        else:
            (self._answer or self._text).setFocus()

    def _leave(self) -> None:
        self.enter(Step(kind=self.kind))
        self._show_fields(not self.done)
        self.focus_first()

    def _show_fields(self, shown: bool) -> None:
        self._form.setVisible(shown)
        self._cancel.setVisible(shown and self.done)
        self._correct.setVisible(self.done and not shown)
        self._words.setVisible(self.done and bool(self._words.text()))

    def _show_report(self) -> None:
        if self._answer is not None and self.kind is StepKind.REPORT:
            self._report.setVisible(self._answer.value() == _YES)

    def _make_form(self) -> Form:
        form = Form()
        if self._answer is not None:
            self._fields["yes"] = form.field(_question(self.kind), self._answer, named=False)
            self._answer.changed.connect(self._show_report)
        if self.kind is StepKind.CAREGIVER:
            form.add(self._advice)
        self._advice.setVisible(False)
        if self.kind is StepKind.REPORT:
            form.add(self._report)
            self._lay_out_report()
        hint = _("Telling home is a decision each time, never automatic.") if self.kind is StepKind.CAREGIVER else ""
        self._fields["text"] = form.field(_asked(self.kind), self._text, hint=hint,
                                          optional=self.kind is StepKind.REPORT, named=self._answer is not None)
        return form

    def _lay_out_report(self) -> None:
        row = QHBoxLayout(self._report)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for name, said, editor in (("day", _("On which day"), self._day), ("agency", _("Which agency"), self._agency),
                                   ("adult", _("Who told them"), self._adult)):
            self._fields[name] = Field(said, editor)
            row.addWidget(self._fields[name], 0 if name == "day" else 1, Qt.AlignmentFlag.AlignTop)
        self._report.hide()

    def _name_parts(self) -> None:
        kind = self.kind.value
        self.setObjectName(f"step.{kind}")
        named = {"text": self._text, "save": self._save, "correct": self._correct, "day": self._day,
                 "agency": self._agency, "adult": self._adult, "words": self._words, "cancel": self._cancel}
        for name, widget in named.items():
            widget.setObjectName(f"step.{kind}.{name}")
        for each in (self._save, self._correct):
            each.setAccessibleName(f"{each.text()}, {kind_label(self.kind)}")
        if self._answer is not None:
            for key in (_YES, _NO):
                self._answer.card(key).setObjectName(f"step.{kind}.{key}")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(label(_question(self.kind), "strong", wrap=True), 1)
        head.addWidget(self._badge)
        head.addWidget(self._correct)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._save)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        self._form.add(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._words)
        column.addWidget(self._form)
        self.empty()


def _answers(kind: StepKind) -> ChoiceCards | None:
    if kind is StepKind.CAREGIVER:
        return ChoiceCards(_("Is a caregiver told?"), [
            Choice(_YES, _("Yes"), "phone", _("A caregiver is told, or was told.")),
            Choice(_NO, _("No"), "shield", _("Nobody at home is told."))], columns=2)
    if kind is StepKind.REPORT:
        return ChoiceCards(_("Was an agency told?"), [
            Choice(_YES, _("Yes"), "phone", _("Child protection, the police or another agency.")),
            Choice(_NO, _("No"), "shield", _("There was nothing to report."))], columns=2)
    return None


def _question(kind: StepKind) -> str:
    return {StepKind.DISPOSITION: _("What did you do?"), StepKind.CAREGIVER: _("Is a caregiver told?"),
            StepKind.REPORT: _("Was an agency told?"), StepKind.OUTCOME: _("How did it end?")}[kind]


def _asked(kind: StepKind) -> str:
    """What the text is about."""
    return {StepKind.CAREGIVER: _("Why?"), StepKind.REPORT: _("What should be known about it?")}.get(
        kind, _question(kind))
