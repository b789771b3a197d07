"""A round of applications: what it is called, when it opens, closes and is decided, and how many places there are."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from PySide6.QtWidgets import QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.applications import LONGEST_TITLE, MOST_PLACES, Cycle, shipped_criteria
from wellnessdesk.services import applications
from wellnessdesk.services.flag_steps import StepProblem
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import TextField
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.pickers import DateField, NumberField
from wellnessdesk.ui.kit.texts import label

_WIDTH, _USUAL_PLACES = 620, 15


class RoundDialog(Dialog):
    """Stays open until the round is kept; what is wrong is told at its field."""

    def __init__(self, parent: QWidget, context: PageContext, cycle: Cycle | None,
                 done: Callable[[Cycle], object]) -> None:
        super().__init__(parent, _("New round") if cycle is None else _("Dates and places"), width=_WIDTH)
        self._desk, self._tasks, self._done = context.desk, context.tasks, done
        today = context.desk.today()
        self._cycle = cycle or Cycle(title="", opens=today, closes=today + timedelta(days=20),
                                     decides=today + timedelta(days=34), places=_USUAL_PLACES,
                                     criteria=shipped_criteria())
        self.title = TextField(self._cycle.title, max_length=LONGEST_TITLE)
        self.opens, self.closes = DateField(self._cycle.opens), DateField(self._cycle.closes)
        self.decides = DateField(self._cycle.decides)
        self.places = NumberField(self._cycle.places, 1, MOST_PLACES)
        self.problem = Banner(tone="flag")
        self.go = button(_("Save"), self.save, role="primary")
        self.go.setDefault(True)
        self._fields = {"title": Field(_("Title"), self.title, hint=_("For instance “Spring 2027”.")),
                        "opens": Field(_("Opens"), self.opens),
                        "closes": Field(_("Closes (that day too)"), self.closes),
                        "decides": Field(_("Decided by"), self.decides), "places": Field(_("Places"), self.places)}
        for name in (*self._fields, "go"):
            getattr(self, name).setObjectName(f"round.{name}")
        self._lay_out()

    def save(self) -> None:
        """Keep it."""
        if self.go.isEnabled():
            self.go.setEnabled(False)
            desk = self._desk
            wanted = replace(self._cycle, title=self.title.value(), opens=self.opens.value(),
                             closes=self.closes.value(), decides=self.decides.value(), places=self.places.value())
            self._tasks.run(lambda: applications.save_cycle(desk, wanted), self._kept, self._failed, owner=self)

    def _kept(self, cycle: Cycle) -> None:
        self.accept()
        self._done(cycle)

    def _failed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        if isinstance(error, StepProblem):
            for name, field in self._fields.items():
                field.set_error(error.found.get(name, ""))
            next(field for name, field in self._fields.items() if name in error.found).focus()
        elif isinstance(error, Problem):
            self.problem.say(_("Nothing was saved"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _lay_out(self) -> None:
        self.body.addWidget(label(self.windowTitle(), "heading", wrap=True))
        form = Form(width=_WIDTH)
        form.row(self._fields["title"])
        form.row(self._fields["opens"], self._fields["closes"])
        form.row(self._fields["decides"], self._fields["places"])
        asked = self._cycle.criteria
        told = _("It asks {questions} questions and rates {skills} skills. A round keeps what it asks.").format(
            questions=formats.number(len(asked.questions)), skills=formats.number(len(asked.skills)))
        cancel = button(_("Cancel"), self.reject)
        cancel.setObjectName("round.cancel")
        for part in (form, label(told, "muted", wrap=True), self.problem, ButtonRow(self.go, cancel)):
            self.body.addWidget(part)
