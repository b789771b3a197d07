"""For several peers at once: what they learned elsewhere, or an exception for the first days."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.clearance import Override, service_label
from wellnessdesk.domain.people import Person
from wellnessdesk.domain.training import Completion, Module
from wellnessdesk.services import clearance, training
from wellnessdesk.ui.kit.choices import Choice
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.fields import NoteField
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.kit.keep_dialog import KeepDialog
from wellnessdesk.ui.kit.pickers import DateField
from wellnessdesk.ui.pages.training.tick_list import TickList


class LearnedDialog(KeepDialog):
    """Everybody and what everybody needs is ticked to begin with."""

    def __init__(self, parent: QWidget, context: PageContext, peers: Sequence[Person], modules: Sequence[Module],
                 ticked: Sequence[str], done: Callable[[list[Completion]], object]) -> None:
        super().__init__(parent, context, _("Learned elsewhere, or before"), _("Record it"))
        self._done, self.fields = done, {}
        self.peers = TickList(_("Who"), [Choice(one.id, one.name) for one in peers])
        self.modules = TickList(_("What they learned"), [Choice(one.id, one.label) for one in modules], most=6)
        self.day = DateField(context.desk.today(), latest=context.desk.today())
        self.peers.set_values(one.id for one in peers)
        self.modules.set_values(ticked)
        for name in ("peers", "modules", "day"):
            getattr(self, name).setObjectName(f"learned.{name}")
        self.form.row(Field(_("Who"), self.peers))
        self.form.row(Field(_("What they learned"), self.modules))
        self.form.row(Field(_("Day"), self.day, hint=_("From this day it counts, and lapses.")))
        self.lay_out(_("Record only what you know they learned. What somebody has already stays as it is."))

    def act(self) -> None:
        """Keep it."""
        desk, who, what, day = self.desk, self.peers.values(), self.modules.values(), self.day.value()
        self.run(lambda _progress: training.carry_in_many(desk, who, what, day), self._done)


class ExceptionsDialog(KeepDialog):
    """Nobody and nothing is ticked to begin with: each exception is a decision."""

    def __init__(self, parent: QWidget, context: PageContext, peers: Sequence[Person], services: Sequence[str],
                 done: Callable[[list[Override]], object]) -> None:
        super().__init__(parent, context, _("Exceptions for the first days"), _("Allow them"))
        self._done, self.fields = done, {}
        self.peers = TickList(_("Who"), [Choice(one.id, one.name) for one in peers])
        self.services = TickList(_("For what"), [Choice(one, service_label(one)) for one in services], most=6)
        self.until = DateField(context.desk.today())
        self.reason = NoteField(lines=2)
        for name in ("peers", "services", "until", "reason"):
            getattr(self, name).setObjectName(f"exceptions.{name}")
        self.form.row(Field(_("Who"), self.peers))
        self.form.row(Field(_("For what"), self.services))
        self.form.row(Field(_("Until (this day too; two weeks at most)"), self.until))
        self.form.row(Field(_("Why"), self.reason, hint=_("Only coordinators read this. It is on the agenda of "
                                                          "supervision.")))
        self.lay_out(_("They give these services although something is missing. An adult should be near."))

    def act(self) -> None:
        """Allow them."""
        desk, who, what = self.desk, self.peers.values(), self.services.values()
        until, why = self.until.value(), self.reason.value()
        self.run(lambda _progress: clearance.override_many(desk, who, what, until, why), self._done)
