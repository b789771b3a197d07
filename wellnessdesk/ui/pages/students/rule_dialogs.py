"""What holds before a caregiver is called: read before the number is shown, set and ended by a coordinator."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.contacts import Caregiver, Rule, RuleKind, rule_label, wrong_rule
from wellnessdesk.services import caregivers
from wellnessdesk.services.caregivers import Family
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import NoteField
from wellnessdesk.ui.kit.forms import Form
from wellnessdesk.ui.kit.parts import Banner, Card
from wellnessdesk.ui.kit.texts import label

_WIDTH = 580
_ALL = "0"


class ReadDialog(Dialog):
    """The rules with their reasons; the button says that they were read."""

    def __init__(self, parent: QWidget, one: Caregiver, read: Callable[[], object]) -> None:
        super().__init__(parent, _("Before you call {name}").format(name=one.name), width=_WIDTH)
        self.body.addWidget(label(self.windowTitle(), "heading", wrap=True))
        for rule in one.rules:
            self.body.addWidget(Banner(rule_label(rule.kind), rule.reason, "danger", icon="warning"))
        self._read = read
        go = button(_("I have read this. Show the number"), self._go, role="primary")
        go.setObjectName("rule.read")
        stop = button(_("Do not call"), self.reject)
        stop.setDefault(True)
        self.body.addWidget(ButtonRow(go, stop))
        stop.setFocus()

    def _go(self) -> None:
        self.accept()
        self._read()


class RulesDialog(Dialog):
    """Every rule there is or was for a student, and a new one."""

    def __init__(self, parent: QWidget, context: PageContext, student: int, family: Family,
                 changed: Callable[[], object]) -> None:
        super().__init__(parent, _("Rules for calls"), width=_WIDTH)
        self._desk, self._tasks, self._student, self._changed = context.desk, context.tasks, student, changed
        self._names = {one.id: one.name for one in family.caregivers}
        self.caregiver = ChoiceList([Choice(_ALL, _("All caregivers")), *(
            Choice(str(one.id), one.name) for one in family.caregivers)])
        self.caregiver.setObjectName("rule.caregiver")
        self.kind = ChoiceCards(_("The rule"), [Choice(one, rule_label(one)) for one in RuleKind], columns=1)
        self.reason = NoteField(lines=3, most_lines=5)
        self.reason.setObjectName("rule.reason")
        self.problem = Banner(tone="flag")
        self.save = button(_("Set"), self._set, role="primary")
        self.save.setObjectName("rule.set")
        self._lay_out(family)

    def _set(self) -> None:
        self._form.clear_errors()
        self.problem.say("")
        desk, student, kind, reason = self._desk, self._student, self.kind.value() or "", self.reason.value()
        faults = wrong_rule(kind, reason)
        self._kind_field.set_error(faults.get("kind", ""))
        self._reason_field.set_error(faults.get("reason", ""))
        if not self._form.show_errors():
            caregiver = int(self.caregiver.value() or _ALL) or None
            self._run(lambda: caregivers.set_rule(desk, student, caregiver, RuleKind(kind), reason),
                      _("This holds from now on."))

    def _end(self, rule: Rule) -> None:
        desk: Desk = self._desk
        if messages.confirm(self, _("End this rule?"), self._said(rule), _("End it")):
            self._run(lambda: caregivers.end_rule(desk, rule.id), _("This holds no longer."))

    def _run(self, work: Callable[[], object], said: str) -> None:
        def done(_result: object) -> None:
            messages.say(self, said)
            self.accept()
            self._changed()

        self._tasks.run(work, done, self._failed, owner=self)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Problem):
            self.problem.say(_("Nothing was saved"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _lay_out(self, family: Family) -> None:
        self._form = Form(width=_WIDTH)
        self._form.field(_("For whom"), self.caregiver)
        self._kind_field = self._form.field(_("The rule"), self.kind)
        self._reason_field = self._form.field(_("Why"), self.reason, hint=_("Only coordinators can read this."))
        self.body.addWidget(label(self.windowTitle(), "heading"))
        for rule in family.rules[:4]:
            self.body.addWidget(self._card(rule))
        for part in (self.problem, self._form, ButtonRow(self.save, button(_("Cancel"), self.reject))):
            self.body.addWidget(part)

    def _card(self, rule: Rule) -> Card:
        end = button(_("End…"), lambda: self._end(rule), icon="undo", role="row")
        end.setObjectName("rule.end")
        card = Card(self._said(rule), *([end] if rule.ended_at is None else []), margin=12)
        lines = QVBoxLayout()
        lines.addWidget(label(rule.reason, wrap=True, selectable=True))
        lines.addWidget(label(self._since(rule), "muted", small=True, wrap=True))
        card.add(lines)
        return card

    def _since(self, rule: Rule) -> str:
        day = formats.date(self._desk.local(rule.ended_at or rule.set_at).date())
        if rule.ended_at is not None:
            return _("Ended {date}").format(date=day)
        return _("Set by {name}, {date}").format(name=rule.set_by, date=day)

    def _said(self, rule: Rule) -> str:
        name = _("All caregivers") if rule.caregiver is None else self._names.get(rule.caregiver, "–")
        return _("{name}: {rule}").format(name=name, rule=rule_label(rule.kind))
