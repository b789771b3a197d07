"""A new module, or the next version of one: from a day on it is taught like this."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.training import LONGEST_DAY, LONGEST_LAPSE, LONGEST_TITLE, Delivery, Module
from wellnessdesk.services import training
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.fields import TextField
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.kit.keep_dialog import KeepDialog
from wellnessdesk.ui.kit.pickers import DateField, NumberField
from wellnessdesk.ui.pages.training.tick_list import TickList


class ModuleDialog(KeepDialog):
    """Nothing is written over: who learned an earlier version keeps it until it lapses."""

    def __init__(self, parent: QWidget, context: PageContext, module: Module | None, modules: Sequence[Module],
                 done: Callable[[Module], object]) -> None:
        super().__init__(parent, context, _("New module") if module is None else _("New version of “{what}”").format(
            what=module.label), _("Save"))
        before = module or Module(id="", title="", minutes=60, competency="ethics", track="core")
        self._before, self._done = before, done
        self.title = TextField(before.label, max_length=LONGEST_TITLE)
        self.minutes = NumberField(before.minutes, 1, LONGEST_DAY * 10, unit=_("min"))
        self.delivery = ChoiceList([Choice(one.value, _delivery(one)) for one in Delivery])
        self.delivery.set_value(before.delivery.value)
        self.competency, self.track = _listed("competencies", before.competency), _listed("training_tracks",
                                                                                          before.track)
        self.lapses = NumberField(before.lapses_months or 0, 0, LONGEST_LAPSE)
        self.lapses.setSpecialValueText(_("never"))
        self.since = DateField(context.desk.today())
        self.ends = QCheckBox(_("Not taught any more after that day"))
        self.needs = TickList(_("Needs before"), [Choice(one.id, one.label) for one in modules
                                                  if one.id != before.id], most=4)
        self.needs.set_values(before.prerequisites)
        for name in ("title", "minutes", "delivery", "competency", "track", "lapses", "since", "ends", "needs"):
            getattr(self, name).setObjectName(f"module.{name}")
        self.ends.setVisible(module is not None)
        self._fill()
        told = [] if module is None else [_("Who has an earlier version keeps it until it lapses.")]
        self.lay_out(*told)

    def act(self) -> None:
        """Keep it."""
        since = self.since.value()
        made = replace(self._before, title=self.title.value(), minutes=self.minutes.value(),
                       delivery=Delivery(self.delivery.value() or "class"), competency=self.competency.value() or "",
                       track=self.track.value() or "", lapses_months=self.lapses.value() or None, since=since,
                       until=since if self.ends.isChecked() else None, prerequisites=self.needs.values())
        desk = self.desk
        self.run(lambda _progress: training.save_module(desk, made), self._done)

    def _fill(self) -> None:
        self.fields = {"title": Field(_("Title"), self.title), "minutes": Field(_("Takes"), self.minutes),
                       "lapses_months": Field(_("Lapses after (months)"), self.lapses),
                       "since": Field(_("From"), self.since), "prerequisites": Field(_("Needs before"), self.needs)}
        self.fields["until"] = self.fields["since"]
        self.form.row(self.fields["title"])
        self.form.row(self.fields["minutes"], Field(_("How"), self.delivery))
        self.form.row(Field(_("Competency"), self.competency), Field(_("Track"), self.track))
        self.form.row(self.fields["lapses_months"], self.fields["since"])
        self.form.add(self.ends)
        self.form.row(self.fields["prerequisites"])


def _listed(catalogue: str, value: str) -> ChoiceList:
    made = ChoiceList([Choice(one.id, str(one.label)) for one in catalogues.load(catalogue)])
    made.set_value(value)
    return made


def _delivery(one: Delivery) -> str:
    return {Delivery.CLASS: _("In class"), Delivery.ONLINE: _("On the computer"),
            Delivery.OBSERVED: _("Observed")}[one]
