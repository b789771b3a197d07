"""A class is entered in one screen for a whole group: which module, when, how long, and who was there."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.people import Person
from wellnessdesk.domain.training import LONGEST_DAY, Module, TrainingClass
from wellnessdesk.services import training
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import TextField
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.pickers import DateField, NumberField
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.training.seats import Seats

_WIDTH, _LONGEST = 720, 120


class ClassDialog(Dialog):
    """Stays open until the class is kept; everybody is there to begin with, for most come."""

    def __init__(self, parent: QWidget, context: PageContext, modules: Sequence[Module], peers: Sequence[Person],
                 module: str, done: Callable[[TrainingClass], object]) -> None:
        super().__init__(parent, _("Enter a class"), width=_WIDTH)
        self._context, self._done = context, done
        self._modules = {one.id: one for one in modules}
        self.module = ChoiceList([Choice(one.id, one.label) for one in modules])
        self.day = DateField(context.desk.today())
        self.minutes = NumberField(60, 1, LONGEST_DAY, unit=_("min"))
        self.place = TextField("", max_length=_LONGEST)
        self.led_by = TextField("", max_length=_LONGEST)
        self.present = Seats(peers)
        self.problem = Banner(tone="flag")
        self.go = button(_("Save"), self.save, role="primary")
        for name in ("module", "day", "minutes", "place", "led_by", "present", "go"):
            getattr(self, name).setObjectName(f"class.{name}")
        self.minutes.valueChanged.connect(self.present.set_whole)
        self.module.currentIndexChanged.connect(lambda _at: self._take_minutes())
        self.module.set_value(module or next(iter(self._modules), None))
        self._take_minutes()
        self.present.set_whole(self.minutes.value())
        self._lay_out()

    def save(self) -> None:
        """Keep the class, and with it what everybody has learned."""
        if not self.go.isEnabled():
            return
        self.problem.say("")
        self.go.setEnabled(False)
        desk, held = self._context.desk, self._held()
        self._context.tasks.run(lambda: training.add_class(desk, held), self._kept, self._failed, owner=self)

    def _held(self) -> TrainingClass:
        minutes = self.minutes.value()
        return TrainingClass(module=self.module.value() or "", day=self.day.value(), minutes=minutes,
                             place=self.place.value(), led_by=self.led_by.value(), seats=self.present.seats())

    def _take_minutes(self) -> None:
        module = self._modules.get(self.module.value() or "")
        if module is not None:
            self.minutes.setValue(min(module.minutes, LONGEST_DAY))

    def _kept(self, held: TrainingClass) -> None:
        self.accept()
        self._done(held)

    def _failed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        if isinstance(error, Problem):
            self.problem.say(_("Nothing was saved"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _lay_out(self) -> None:
        self.body.addWidget(label(self.windowTitle(), "heading", wrap=True))
        form = Form(width=_WIDTH)
        form.row(Field(_("Module"), self.module))
        form.row(Field(_("Day"), self.day), Field(_("Took"), self.minutes))
        form.row(Field(_("Led by"), self.led_by, optional=True), Field(_("Place"), self.place, optional=True))
        form.field(_("Who was there"), self.present)
        self.body.addWidget(form)
        self.body.addWidget(self.problem)
        cancel = button(_("Cancel"), self.reject)
        cancel.setObjectName("class.cancel")
        self.body.addWidget(ButtonRow(self.go, cancel))
