"""How many students the room holds at once, and for how long: what the front desk's colors go by."""

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.visits import MOST_CAPACITY, MOST_MINUTES, Limits
from wellnessdesk.services import capacity
from wellnessdesk.ui.kit.buttons import ButtonRow
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.pickers import NumberField
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.settings.saved_card import WIDTH, SavedCard


class RoomCard(SavedCard):
    """Two numbers and Save; 0 is no limit."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, _("The room"), "room")
        self._saved: Limits | None = None
        self.students = NumberField(0, 0, MOST_CAPACITY)
        self.minutes = NumberField(0, 0, MOST_MINUTES, unit=_("min"))
        for field, name in ((self.students, "students"), (self.minutes, "minutes")):
            field.setSpecialValueText(_("no limit"))
            field.setObjectName(f"settings.room.{name}")
            field.valueChanged.connect(self.look)
        self._lay_out()

    def refresh(self) -> None:
        """Ask what holds."""
        desk = self.desk
        self.tasks.latest("settings.room", lambda: capacity.limits(desk), self._show, owner=self)

    def unsaved(self) -> bool:
        return self._saved is not None and self._wanted() != self._saved

    def focus_first(self) -> None:
        """To the number of students."""
        self.students.setFocus()

    def save(self) -> None:
        """Set both numbers."""
        desk, wanted = self.desk, self._wanted()
        self.send(lambda: capacity.set_limits(desk, wanted), lambda: self._keep(wanted))

    def _wanted(self) -> Limits:
        return Limits(self.students.value(), self.minutes.value())

    def _show(self, limits: Limits) -> None:
        unsaved = self.unsaved()
        self._keep(limits)
        if not unsaved:
            self.students.setValue(limits.capacity)
            self.minutes.setValue(limits.minutes)
        self.look()

    def _keep(self, limits: Limits) -> None:
        self._saved = limits

    def _lay_out(self) -> None:
        self.add(label(_("The front desk says when the room is full, and who has been in it for too long. It keeps "
                         "nobody out."), wrap=True))
        form = Form(width=WIDTH)
        form.row(Field(_("Students at once"), self.students), Field(_("Longest stay"), self.minutes))
        self.add(form)
        self.add(ButtonRow(self.save_button))
