"""A round of applications: what it is called, when it opens, closes and is decided, and how many places there are."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from PySide6.QtWidgets import QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.applications import LONGEST_TITLE, MOST_PLACES, Cycle, shipped_criteria
from wellnessdesk.services import applications
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.fields import TextField
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.kit.keep_dialog import KeepDialog
from wellnessdesk.ui.kit.pickers import DateField, NumberField

_USUAL_PLACES = 15


class RoundDialog(KeepDialog):
    """Stays open until the round is kept; what is wrong is told at its field."""

    def __init__(self, parent: QWidget, context: PageContext, cycle: Cycle | None,
                 done: Callable[[Cycle], object]) -> None:
        super().__init__(parent, context, _("New round") if cycle is None else _("Dates and places"), _("Save"))
        self._done = done
        today = context.desk.today()
        self._cycle = cycle or Cycle(title="", opens=today, closes=today + timedelta(days=20),
                                     decides=today + timedelta(days=34), places=_USUAL_PLACES,
                                     criteria=shipped_criteria())
        self.title = TextField(self._cycle.title, max_length=LONGEST_TITLE)
        self.opens, self.closes = DateField(self._cycle.opens), DateField(self._cycle.closes)
        self.decides = DateField(self._cycle.decides)
        self.places = NumberField(self._cycle.places, 1, MOST_PLACES)
        self.fields = {"title": Field(_("Title"), self.title, hint=_("For instance “Spring 2027”.")),
                        "opens": Field(_("Opens"), self.opens),
                        "closes": Field(_("Closes (that day too)"), self.closes),
                        "decides": Field(_("Decided by"), self.decides), "places": Field(_("Places"), self.places)}
        for name in self.fields:
            getattr(self, name).setObjectName(f"round.{name}")
        self._fill()

    def act(self) -> None:
        """Keep it."""
        desk, wanted = self.desk, replace(
            self._cycle, title=self.title.value(), opens=self.opens.value(), closes=self.closes.value(),
            decides=self.decides.value(), places=self.places.value())
        self.run(lambda _progress: applications.save_cycle(desk, wanted), self._done)

    def _fill(self) -> None:
        self.form.row(self.fields["title"])
        self.form.row(self.fields["opens"], self.fields["closes"])
        self.form.row(self.fields["decides"], self.fields["places"])
        asked = self._cycle.criteria
        self.lay_out(_("It asks {questions} questions and rates {skills} skills. A round keeps what it asks.").format(
            questions=formats.number(len(asked.questions)), skills=formats.number(len(asked.skills))))
