"""Setting the facts of a visit right. What stood there before stays, and is shown below."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.calendar import Period
from wellnessdesk.domain.visits import Correction, Visit
from wellnessdesk.services import visit_corrections
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import TextField
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.visits.facts_box import FactsFields
from wellnessdesk.ui.pages.visits.sweep_dialog import TimeField
from wellnessdesk.ui.pages.visits.words import fact_name, period_label, value_text

_WIDTH = 640
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Told:
    """What the dialog begins with: the visit, what of it was set right already, and the periods of its day."""

    visit: Visit
    kept: tuple[Correction, ...]
    periods: tuple[Period, ...]


class CorrectDialog(Dialog):
    """Every fact as it stands; what is changed in it is set right, nothing else."""

    def __init__(self, parent: QWidget, context: PageContext, told: Told, name: str,
                 done: Callable[[Visit], object]) -> None:
        visit, kept = told.visit, told.kept
        super().__init__(parent, _("Set the visit of {name} right").format(name=name), width=_WIDTH)
        self._desk, self._tasks, self._visit, self._done = context.desk, context.tasks, visit, done
        local = self._desk.local
        self.arrived = _time(local(visit.arrived_at), "correct.arrived")
        self.left = _time(local(visit.left_at), "correct.left") if visit.left_at else None
        self.reason = _entries("visit_reasons", visit.reason, "correct.reason")
        self.origin = _entries("visit_origins", visit.origin, "correct.origin")
        self.period = _periods(told.periods, visit.period)
        self.missed = TextField(visit.missed, max_length=80)
        self.missed.setObjectName("correct.missed")
        self.facts = FactsFields("correct")
        self.facts.set_value(visit.facts)
        self.problem = Banner(tone="flag")
        self.go = button(_("Set right"), self._save, role="primary")
        self.go.setObjectName("correct.go")
        self.go.setDefault(True)
        self._lay_out(kept)

    def wanted(self) -> dict[str, object]:
        """What was changed, by the names of the facts."""
        said, before = self.facts.value(), self._visit.facts
        facts: dict[str, object] = {
            "reason": self.reason.value(), "origin": self.origin.value(), "has_pass": said.has_pass,
            "feeling": said.feeling, "language": said.language or self._unlisted(before.language),
            "access": said.access, "period": self.period.value() or "", "missed": self.missed.value()}
        if self.arrived.is_another():
            facts["arrived_at"] = self.arrived.moment()
        if self.left is not None and self.left.is_another():
            facts["left_at"] = self.left.moment()
        return facts

    @staticmethod
    def _unlisted(language: str) -> str:
        """A language that the list does not have stays as it is."""
        return "" if language in catalogues.load("languages").ids() else language

    def _save(self) -> None:
        desk, visit, wanted = self._desk, self._visit.id, self.wanted()
        self.problem.say("")
        self.go.setEnabled(False)
        self._tasks.run(lambda: visit_corrections.correct(desk, visit, wanted), self._finish, self._fail, owner=self)

    def _finish(self, visit: Visit) -> None:
        self.accept()
        self._done(visit)

    def _fail(self, error: Exception) -> None:
        self.go.setEnabled(True)
        if isinstance(error, Problem):
            self.problem.say(_("That did not work"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _lay_out(self, kept: Sequence[Correction]) -> None:
        form = Form(width=_WIDTH)
        times = [Field(fact_name("arrived_at"), self.arrived)]
        times += [Field(fact_name("left_at"), self.left)] if self.left is not None else []
        form.row(*times)
        form.row(Field(fact_name("reason"), self.reason), Field(fact_name("origin"), self.origin))
        form.row(Field(fact_name("period"), self.period), Field(fact_name("missed"), self.missed))
        form.add(self.facts)
        parts = [label(self.windowTitle(), "heading", wrap=True), self.problem, form]
        parts += [label(text, "muted", wrap=True, small=True) for text in self._told(kept)]
        for part in (*parts, ButtonRow(self.go, button(_("Cancel"), self.reject))):
            self.body.addWidget(part)

    def _told(self, kept: Sequence[Correction]) -> list[str]:
        """The newest corrections, a line each."""
        local = self._desk.local
        return [_("{fact}: {before} became {after} ({name}, {time})").format(
            fact=fact_name(one.fact), before=value_text(one.fact, one.before, local),
            after=value_text(one.fact, one.after, local), name=one.by, time=formats.time(local(one.at)))
            for one in kept[:_SHOWN]]


def _time(local: datetime, name: str) -> TimeField:
    made = TimeField(local)
    made.setObjectName(name)
    return made


def _periods(periods: Sequence[Period], value: str) -> ChoiceList:
    known = [Choice("", _("None")), *(Choice(period.id, str(period.name)) for period in periods)]
    if value not in {choice.key for choice in known}:
        known.append(Choice(value, period_label(value)))
    made = ChoiceList(known)
    made.set_value(value)
    made.setObjectName("correct.period")
    return made


def _entries(name: str, value: str, object_name: str) -> ChoiceList:
    known = [Choice(entry.id, str(entry.label)) for entry in catalogues.load(name)]
    if value not in catalogues.load(name).ids():
        known.append(Choice(value, value))
    made = ChoiceList(known)
    made.set_value(value)
    made.setObjectName(object_name)
    return made
