"""Withdrawing a flag that was raised by mistake: why, and then it counts apart; nothing of it goes away."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import Progress
from wellnessdesk.domain.flags import Flag
from wellnessdesk.services import flags
from wellnessdesk.services.flag_steps import StepProblem
from wellnessdesk.ui.kit.act_dialog import ActDialog
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.fields import NoteField


class WithdrawDialog(ActDialog):
    """Asks for the reason."""

    def __init__(self, parent: QWidget, context: PageContext, flag: Flag, done: Callable[[], object]) -> None:
        super().__init__(parent, context, _("Withdraw this flag"), _("Withdraw"), danger=True)
        self._flag, self._done = flag.mark.id, done
        self._reason = NoteField(lines=2)
        self._reason.setObjectName("withdraw.reason")
        self._field = self.form.field(_("Why was it a mistake?"), self._reason)
        self.lay_out(_("About {name}. It is not deleted: it stays readable for coordinators, with this reason, and is "
                       "counted apart. Is something true about it? Then close it instead.").format(
                           name=flag.student or "–"))

    def valid(self) -> bool:
        """Whether there is a reason."""
        self._field.set_error("" if self._reason.value() else _("Say why it is withdrawn."))
        return not self.form.show_errors()

    def act(self) -> None:
        desk, flag, reason = self.desk, self._flag, self._reason.value()

        def work(_progress: Progress) -> None:
            flags.withdraw(desk, flag, reason)

        self.run(work, lambda _none: self._done())

    def tell(self, error: Exception) -> bool:
        """What is wrong with the reason is said below it."""
        if isinstance(error, StepProblem):
            self._field.set_error(str(error))
        return isinstance(error, StepProblem)
