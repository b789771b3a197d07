"""An exception: a peer gives a service all the same, until a day, and a coordinator says why."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.clearance import Clearance, Override, service_label
from wellnessdesk.services import clearance
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import NoteField
from wellnessdesk.ui.kit.forms import Form
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.pickers import DateField
from wellnessdesk.ui.kit.texts import label

_WIDTH = 560


class OverrideDialog(Dialog):
    """Stays open until it is kept."""

    def __init__(self, parent: QWidget, context: PageContext, name: str, one: Clearance,
                 done: Callable[[Override], object]) -> None:
        super().__init__(parent, _("Exception for {name}").format(name=name), width=_WIDTH)
        self._context, self._one, self._done = context, one, done
        self.until = DateField(context.desk.today())
        self.reason = NoteField(lines=3)
        self.problem = Banner(tone="flag")
        self.go = button(_("Allow it"), self.save, role="primary")
        for key in ("until", "reason", "go"):
            getattr(self, key).setObjectName(f"override.{key}")
        self.body.addWidget(label(self.windowTitle(), "heading", wrap=True))
        self.body.addWidget(label(_("“{service}” without: {list}.").format(
            service=service_label(one.service), list="; ".join(lacks.sentence() for lacks in one.missing)), wrap=True))
        form = Form(width=_WIDTH)
        form.field(_("Until (this day too; two weeks at most)"), self.until)
        form.field(_("Why"), self.reason, hint=_("Only coordinators read this. It is on the agenda of supervision."))
        self.body.addWidget(form)
        self.body.addWidget(self.problem)
        cancel = button(_("Cancel"), self.reject)
        cancel.setObjectName("override.cancel")
        self.body.addWidget(ButtonRow(self.go, cancel))

    def save(self) -> None:
        """Keep it."""
        if not self.go.isEnabled():
            return
        self.problem.say("")
        self.go.setEnabled(False)
        desk, one, until, why = self._context.desk, self._one, self.until.value(), self.reason.value()
        self._context.tasks.run(lambda: clearance.override(desk, one.person, one.service, until, why), self._kept,
                                self._failed, owner=self)

    def _kept(self, made: Override) -> None:
        self.accept()
        self._done(made)

    def _failed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        if isinstance(error, Problem):
            self.problem.say(_("Nothing was saved"), str(error), "flag")
        else:
            messages.failure(self, error)
