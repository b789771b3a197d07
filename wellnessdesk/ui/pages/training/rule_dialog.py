"""What a peer needs before one service: modules, signatures, papers, practice, supervision."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import agreements as agreement_rules
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.clearance import ANY, MOST_SUPERVISION_DAYS, Rule, service_label
from wellnessdesk.domain.practice import LEAST, MOST, MOST_ASKED
from wellnessdesk.domain.training import Module
from wellnessdesk.services import clearance
from wellnessdesk.ui.kit.choices import Choice
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.kit.keep_dialog import KeepDialog
from wellnessdesk.ui.kit.pickers import NumberField
from wellnessdesk.ui.pages.training.tick_list import TickList


class RuleDialog(KeepDialog):
    """It holds from now on, for every hand-over, appointment and session to come."""

    def __init__(self, parent: QWidget, context: PageContext, rule: Rule, modules: Sequence[Module],
                 done: Callable[[None], object]) -> None:
        super().__init__(parent, context, service_label(rule.service), _("Save"))
        self._rule, self._done, self.fields = rule, done, {}
        self.modules = TickList(_("Modules"), [Choice(one.id, one.label) for one in modules], most=6)
        self.agreements = TickList(_("Signatures"), [Choice(one, agreement_rules.kind_label(one))
                                                     for one in agreement_rules.kinds()])
        self.papers = TickList(_("Caregiver's papers"), [Choice(one.id, str(one.label)) for one in
                                                         catalogues.load("caregiver_paper_kinds")])
        self.supervision = NumberField(rule.supervision_days, 0, MOST_SUPERVISION_DAYS)
        self.practice = NumberField(rule.practice, 0, MOST_ASKED)
        self.rating = NumberField(rule.practice_rating, LEAST, MOST)
        for field in (self.supervision, self.practice):
            field.setSpecialValueText(_("not asked"))
        for name in ("modules", "agreements", "papers", "supervision", "practice", "rating"):
            getattr(self, name).setObjectName(f"rule.{name}")
        for name in ("modules", "agreements", "papers"):
            getattr(self, name).set_values(getattr(rule, name))
        self.form.row(Field(_("Modules"), self.modules))
        self.form.row(Field(_("Signatures"), self.agreements), Field(_("Caregiver's papers"), self.papers))
        self.form.row(Field(_("Practice, times"), self.practice), Field(_("Rated at least"), self.rating),
                      Field(_("Supervision, school days"), self.supervision))
        told = (_("What every contact with students asks, beside what the service itself does.") if rule.service == ANY
                else _("Beside what every contact with students asks."))
        self.lay_out(told)

    def act(self) -> None:
        """Keep it."""
        made = Rule(service=self._rule.service, modules=self.modules.values(), agreements=self.agreements.values(),
                    papers=self.papers.values(), supervision_days=self.supervision.value(),
                    practice=self.practice.value(), practice_rating=self.rating.value())
        desk = self.desk
        self.run(lambda _progress: clearance.set_rule(desk, made), self._done)
