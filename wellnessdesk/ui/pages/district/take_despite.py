"""Taking a bundle that does not follow from the others: with what the center explained, for the record."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.district import Receipt
from wellnessdesk.services.district import inbox
from wellnessdesk.services.district.inbox import Looked
from wellnessdesk.ui.kit.act_dialog import WorkDialog
from wellnessdesk.ui.kit.fields import NoteField
from wellnessdesk.ui.pages.district.context import DistrictContext


class TakeDespiteDialog(WorkDialog):
    """Calls `done(receipt)`."""

    def __init__(self, parent: QWidget, context: DistrictContext, looked: Looked,
                 done: Callable[[Receipt], object]) -> None:
        super().__init__(parent, context.tasks, _("Take it all the same?"), _("Take the bundle"))
        self.desk, self._looked, self._done = context.desk, looked, done
        self.reason = NoteField(lines=3)
        self.reason.setObjectName("despite.reason")
        self._field = self.form.field(_("What did the center tell you?"), self.reason, hint=_(
            "It stays beside the bundle: who explained it, when, and why."))
        self.lay_out(looked.sentence)
        self.reason.setFocus()

    def valid(self) -> bool:
        """There is a reason."""
        self.form.clear_errors()
        if not self.reason.value():
            self._field.set_error(_("Say what the center told you, for the record."))
        return not self.form.show_errors()

    def act(self) -> None:
        """Take it."""
        desk, looked, reason = self.desk, self._looked, self.reason.value()
        self.run(lambda progress: inbox.take(desk, [looked], progress, despite=[looked.verdict], reason=reason),
                 lambda taken: self._done(taken[0]))
