"""The dialog in which a referral is drafted, from wherever somebody thinks of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.referrals import LONGEST_NAME, Facts, tidied, wrong_facts
from wellnessdesk.domain.resources import Resource
from wellnessdesk.domain.students import Student, told_apart
from wellnessdesk.services import referrals, resources
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import NoteField, TextField
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.student_search import StudentSearch
from wellnessdesk.ui.kit.texts import label

_WIDTH = 680
_ELSE = "0"
Save = Callable[[Facts], object]


class ReferDialog(Dialog):
    """Begins with what is known already (`facts`, and `name` of the student); stays open until it is kept.

    `save` keeps it, on the worker; without it a new draft is made. `done` is told what that gave.
    """

    def __init__(self, parent: QWidget, context: PageContext, facts: Facts, name: str,
                 done: Callable[[object], object], *, save: Save | None = None) -> None:
        super().__init__(parent, _("Refer to somebody who can help"), width=_WIDTH)
        desk = context.desk
        self._tasks, self._facts, self._name, self._done = context.tasks, facts, name, done
        self._save_it: Save = save or (lambda entered: referrals.draft(desk, entered))
        self._entries: list[Resource] = []
        self._fields: dict[str, Field] = {}
        self.chosen = Banner(name, "", "info", icon="person")
        self.search = None if facts.student else StudentSearch(context, _("Student"), large=False)
        self.kind = ChoiceList([Choice(one.id, str(one.label)) for one in catalogues.load("resource_kinds")],
                               placeholder=_("Choose"))
        self.helper = ChoiceList([])
        self.to = TextField(facts.to, max_length=LONGEST_NAME)
        self.why = NoteField(facts.why, lines=2, most_lines=4)
        self.purpose = NoteField(facts.purpose, lines=2, most_lines=4)
        self.urgent = QCheckBox(_("Urgent: contact by the next school day, not within ten"))
        self.urgent.setChecked(facts.urgent)
        self.problem = Banner(tone="flag")
        self.save = button(_("Keep as a draft"), self._save, role="primary")
        self._lay_out()
        self.kind.set_value(facts.kind or None)
        self.kind.changed.connect(self._offer_helpers)
        self.helper.changed.connect(self._show_or_hide_name)
        self._show_or_hide_name()
        self._tasks.latest("refer.directory", lambda: resources.directory(desk), self._take_directory, owner=self)

    def entered(self) -> Facts:
        """What stands in the fields."""
        helper = int(self.helper.value() or _ELSE)
        return tidied(replace(self._facts, kind=self.kind.value() or "", resource=helper,
                              to="" if helper else self.to.value(), why=self.why.value(),
                              purpose=self.purpose.value(), urgent=self.urgent.isChecked()))

    def _save(self) -> None:
        self.problem.say("")
        self._form.clear_errors()
        new = self.entered()
        for name, sentence in wrong_facts(new).items():
            self._fields[name].set_error(sentence)
        if not self._form.show_errors():
            self.save.setEnabled(False)
            self._tasks.run(lambda: self._save_it(new), self._saved, self._failed, owner=self)

    def _saved(self, kept: object) -> None:
        self.accept()
        self._done(kept)

    def _failed(self, error: Exception) -> None:
        self.save.setEnabled(True)
        if isinstance(error, Problem):
            self.problem.say(_("Nothing was saved"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _take_directory(self, directory: Sequence[Resource]) -> None:
        self._entries = sorted((one for one in directory if one.active), key=lambda one: one.name.casefold())
        self._offer_helpers()
        if self._facts.resource:
            self.helper.set_value(str(self._facts.resource))

    def _offer_helpers(self) -> None:
        """Those of the kind that is chosen; with none chosen, everybody."""
        kind, before = self.kind.value(), self.helper.value()
        fitting = [one for one in self._entries if kind in (None, one.kind) or str(one.id) == before]
        self.helper.blockSignals(True)
        self.helper.clear()
        self.helper.addItem(_("Somebody else"), _ELSE)
        for one in fitting:
            self.helper.addItem(one.name, str(one.id))
        self.helper.set_value(before if before and self.helper.findData(before) >= 0 else _ELSE)
        self.helper.blockSignals(False)
        self._show_or_hide_name()

    def _show_or_hide_name(self) -> None:
        self._fields["to"].setVisible((self.helper.value() or _ELSE) == _ELSE)

    def _choose(self, student: Student) -> None:
        self._facts = replace(self._facts, student=student.id)
        self._fields["student"].set_error("")
        self.chosen.say(student.name, told_apart(student), "info", "person")
        if self.search is not None:
            self.search.clear()
        self.kind.setFocus()

    def _lay_out(self) -> None:
        self._form = Form(width=_WIDTH)
        if self.search is not None:
            self.search.chosen.connect(self._choose)
            self.search.edit.setObjectName("refer.student")
            self._fields["student"] = self._form.field(_("Student"), self.search)
        self._form.add(self.chosen)
        self._form.row(self._field("kind", _("Kind of help"), self.kind),
                       self._field("helper", _("From the directory"), self.helper))
        self._form.row(self._field("to", _("Who is to help"), self.to, _("A name, and where they work.")))
        self._form.row(self._field("why", _("Why"), self.why, _("Only coordinators can read this.")))
        self._form.row(self._field("purpose", _("What the helper is told"), self.purpose,
                                   _("This stands on the slip: what they need to know, and no more.")))
        self._form.add(self.urgent)
        self.urgent.setObjectName("refer.urgent")
        self.save.setObjectName("refer.save")
        for part in (label(self.windowTitle(), "heading"), self.problem, self._form,
                     ButtonRow(self.save, button(_("Cancel"), self.reject))):
            self.body.addWidget(part)

    def _field(self, key: str, name: str, editor: QWidget, hint: str = "") -> Field:
        editor.setObjectName(f"refer.{key}")
        self._fields[key] = Field(name, editor, hint=hint)
        return self._fields[key]
