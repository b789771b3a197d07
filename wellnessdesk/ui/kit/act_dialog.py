"""Base of the dialogs in which something is done with keys: shown once, done with progress, told where it is wrong."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import Progress
from wellnessdesk.services.consents import Agreement
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.consent import ConsentFields
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.forms import Form
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.tasks import Tasks
from wellnessdesk.ui.kit.texts import label

T = TypeVar("T")
_WIDTH = 640


class WorkDialog(Dialog):
    """Stays open until it is done or cancelled: what is wrong is told here, and nothing typed is lost by it.

    A subclass fills `form`, says in `valid` whether it can be done, and does it in `act`.
    """

    def __init__(self, parent: QWidget, tasks: Tasks, title: str, act: str, *, danger: bool = False,
                 width: int = _WIDTH) -> None:
        super().__init__(parent, title, width=width)
        self._tasks = tasks
        self.problem = Banner(tone="flag")
        self.form = Form(width=_WIDTH)
        self._parts: list[QWidget] = []
        self.go = button(act, self.start, role="danger-primary" if danger else "primary")
        self.cancel = button(_("Cancel"), self.reject)
        self.go.setDefault(not danger)
        self.go.setObjectName("act.go")
        self.cancel.setObjectName("act.cancel")

    def valid(self) -> bool:
        """Whether it can be done; what is wrong is said at its field."""
        raise NotImplementedError

    def act(self) -> None:
        """Do it. Called once everything is `valid`."""
        raise NotImplementedError

    def forget(self) -> None:
        """Empty every field with a secret."""

    def tell(self, error: Exception) -> bool:
        """Say an error at its own field; false where it has none."""
        return False

    def parts(self) -> list[QWidget]:
        """What stands between the texts and the buttons, and is not to be touched while it works."""
        return [self.form]

    def start(self) -> None:
        """The button, and Enter in the last field."""
        self.problem.say("")
        if self.go.isEnabled() and self.valid():
            self.act()

    def run(self, work: Callable[[Progress], T], done: Callable[[T], object], title: str = "") -> None:
        """Do the work in the background, with its progress; the dialog closes before `done`.

        `title` says what goes on, where the dialog's own is a question.
        """
        self._show_busy(True)

        def finished(result: T) -> None:
            self.accept()
            done(result)

        self._tasks.run_with_progress(work, finished, self._failed, title=title or self.windowTitle(),
                                             parent=self, cancelled=self._stopped)

    def done(self, result: int) -> None:
        """However the dialog ends, no secret stays in it."""
        self.forget()
        super().done(result)

    def lay_out(self, *texts: str) -> None:
        """Put everything in: the heading, what is to be known, the parts, the buttons."""
        self._parts = self.parts()
        self.body.addWidget(label(self.windowTitle(), "heading", wrap=True))
        for text in texts:
            self.body.addWidget(label(text, wrap=True))
        for part in (self.problem, *self._parts, ButtonRow(self.go, self.cancel)):
            self.body.addWidget(part)

    def _stopped(self) -> None:
        self._show_busy(False)
        self.problem.say(_("Stopped. Nothing was changed."), tone="info")
        self.cancel.setFocus()

    def _failed(self, error: Exception) -> None:
        self._show_busy(False)
        if self.tell(error):
            return
        if isinstance(error, Problem):
            self.problem.say(_("That did not work"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _show_busy(self, busy: bool) -> None:
        for part in (*self._parts, self.go, self.cancel):
            part.setEnabled(not busy)


class ActDialog(WorkDialog):
    """One in which whoever is signed in does something at their desk."""

    def __init__(self, parent: QWidget, context: PageContext, title: str, act: str, *, danger: bool = False,
                 width: int = _WIDTH) -> None:
        super().__init__(parent, context.tasks, title, act, danger=danger, width=width)
        self.context, self.desk = context, context.desk


class ConsentDialog(ActDialog):
    """One for which a coordinator, or the principal with kit B, may have to agree.

    `why` says why a coordinator; empty where only the principal will do.
    """

    def __init__(self, parent: QWidget, context: PageContext, title: str, act: str, why: str = "", *,
                 danger: bool = False, width: int = _WIDTH) -> None:
        super().__init__(parent, context, title, act, danger=danger, width=width)
        self.consent = ConsentFields(why, kit_only=not why)
        self.consent.passphrase.submitted.connect(self.start)
        self.consent.words.submitted.connect(self.start)

    def needs_consent(self) -> bool:
        """Whether somebody has to agree to what is chosen now."""
        return True

    def look(self) -> None:
        """Ask for consent where it is needed."""
        self.consent.setVisible(self.needs_consent())

    def agreement(self) -> Agreement | None:
        """Who agreed; None where nobody has to."""
        return self.consent.value() if self.needs_consent() else None

    def valid(self) -> bool:
        """Nothing is wrong with the form, and consent is there where it is needed."""
        here = not self.form.show_errors()
        return self.consent.valid(focus=here) and here if self.needs_consent() else here

    def forget(self) -> None:
        """What whoever agreed has typed."""
        self.consent.forget()

    def tell(self, error: Exception) -> bool:
        """A passphrase or kit that did not open is told below it."""
        return self.needs_consent() and self.consent.told(error)

    def parts(self) -> list[QWidget]:
        """The form, and below it the consent."""
        return [self.form, self.consent]
