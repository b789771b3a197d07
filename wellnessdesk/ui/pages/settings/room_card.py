"""How many students the room holds at once, and for how long: what the front desk's colors go by."""

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.visits import MOST_CAPACITY, MOST_MINUTES, Limits
from wellnessdesk.services import capacity
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.kit.pickers import NumberField
from wellnessdesk.ui.kit.texts import label

_WIDTH = 640


class RoomCard(Card):
    """Two numbers and Save; 0 is no limit."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("The room"))
        self._desk, self._tasks = context.desk, context.tasks
        self._saved: Limits | None = None
        self.students = NumberField(0, 0, MOST_CAPACITY)
        self.minutes = NumberField(0, 0, MOST_MINUTES, unit=_("min"))
        for field, name in ((self.students, "students"), (self.minutes, "minutes")):
            field.setSpecialValueText(_("no limit"))
            field.setObjectName(f"settings.room.{name}")
            field.valueChanged.connect(self._look)
        self._save = button(_("Save"), self.save, role="primary")
        self._save.setObjectName("settings.room.save")
        self._save.setEnabled(False)
        self.setMaximumWidth(_WIDTH)
        self._lay_out()

    def refresh(self) -> None:
        """Ask what holds."""
        desk = self._desk
        self._tasks.latest("settings.room", lambda: capacity.limits(desk), self._show, owner=self)

    def focus_first(self) -> None:
        """To the number of students."""
        self.students.setFocus()

    def save(self) -> None:
        """Set both numbers."""
        desk, wanted = self._desk, self._wanted()
        self._save.setEnabled(False)
        self._tasks.run(lambda: capacity.set_limits(desk, wanted), lambda _none: self._after_saving(wanted),
                        self._not_saved, owner=self)

    def _wanted(self) -> Limits:
        return Limits(self.students.value(), self.minutes.value())

    def _show(self, limits: Limits) -> None:
        unsaved = self._saved is not None and self._wanted() != self._saved
        self._saved = limits
        if not unsaved:
            self.students.setValue(limits.capacity)
            self.minutes.setValue(limits.minutes)
        self._look()

    def _look(self) -> None:
        self._save.setEnabled(self._saved is not None and self._wanted() != self._saved)

    def _after_saving(self, limits: Limits) -> None:
        self._saved = limits
        self._look()
        messages.say(self, _("Saved. It holds from now on."))

    def _not_saved(self, error: Exception) -> None:
        self._look()
        messages.failure(self, error)

    def _lay_out(self) -> None:
        self.add(label(_("The front desk says when the room is full, and who has been in it for too long. It keeps "
                         "nobody out."), wrap=True))
        form = Form(width=_WIDTH)
        form.row(Field(_("Students at once"), self.students), Field(_("Longest stay"), self.minutes))
        self.add(form)
        self.add(ButtonRow(self._save))
