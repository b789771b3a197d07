"""Within how many hours a note is to be signed: what is marked as late goes by it."""

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.sessions import MOST_LATE_HOURS
from wellnessdesk.services import note_limits
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.kit.pickers import NumberField
from wellnessdesk.ui.kit.texts import label

_WIDTH = 640
_USUAL = 24
_FIELD_WIDTH = 294
"""As wide as one of two fields beside each other."""


class NotesCard(Card):
    """One number and Save."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Notes"))
        self._desk, self._tasks = context.desk, context.tasks
        self._saved: int | None = None
        self.hours = NumberField(_USUAL, 1, MOST_LATE_HOURS, unit=_("hours"))
        self.hours.setObjectName("settings.notes.hours")
        self.hours.setMaximumWidth(_FIELD_WIDTH)
        self.hours.valueChanged.connect(self._look)
        self._save = button(_("Save"), self.save, role="primary")
        self._save.setObjectName("settings.notes.save")
        self._save.setEnabled(False)
        self.setMaximumWidth(_WIDTH)
        self.add(label(_("A note that is signed later is marked as late: for its author, in the review and on the "
                         "agenda. It can be signed all the same."), wrap=True))
        form = Form(width=_WIDTH)
        form.row(Field(_("Sign a note within"), self.hours))
        self.add(form)
        self.add(ButtonRow(self._save))

    def refresh(self) -> None:
        """Ask what holds."""
        desk = self._desk
        self._tasks.latest("settings.notes", lambda: note_limits.late_hours(desk), self._show, owner=self)

    def save(self) -> None:
        """Set it."""
        desk, wanted = self._desk, self.hours.value()
        self._save.setEnabled(False)
        self._tasks.run(lambda: note_limits.set_late_hours(desk, wanted), lambda _none: self._after_saving(wanted),
                        self._not_saved, owner=self)

    def _show(self, hours: int) -> None:
        unsaved = self._saved is not None and self.hours.value() != self._saved
        self._saved = hours
        if not unsaved:
            self.hours.setValue(hours)
        self._look()

    def _look(self) -> None:
        self._save.setEnabled(self._saved is not None and self.hours.value() != self._saved)

    def _after_saving(self, hours: int) -> None:
        self._saved = hours
        self._look()
        messages.say(self, _("Saved. It holds from now on."))

    def _not_saved(self, error: Exception) -> None:
        self._look()
        messages.failure(self, error)
