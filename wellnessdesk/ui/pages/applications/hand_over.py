"""The computer, handed over to applicants: fills the screen, shows each only their own, ends by a passphrase."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from wellnessdesk.base import i18n
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.applications import State
from wellnessdesk.domain.kiosk import RESET_SECONDS
from wellnessdesk.services import application_forms as forms
from wellnessdesk.services.application_forms import Applicant, Form
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.flag_steps import StepProblem
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.autosave import Autosave
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import PassphraseField
from wellnessdesk.ui.kit.forms import Form as Fields
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.self_service import DoneScreen, NumberScreen, head
from wellnessdesk.ui.kit.tasks import Tasks
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.applications.apply_screens import FormScreen, WordScreen

_THINKING_SECONDS = 180
"""A form is left alone for longer than a number: whoever writes, thinks."""
_WIDTH = 520
_TOUCHED = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.InputMethod})


class HandOver(QDialog):
    """Modal, so that nothing else of the program can be reached. The session locks behind it as ever."""

    def __init__(self, parent: QWidget, context: PageContext) -> None:
        window = parent.window()
        super().__init__(window, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("apply")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(_("Applications"))
        self.setModal(True)
        self.setGeometry(window.geometry())
        self._desk, self._tasks = context.desk, context.tasks
        self._usual, self._number, self._may_go = i18n.language(), "", False
        self._leaving: LeaveDialog | None = None
        self._autosave: Autosave[Mapping[str, str]] | None = None
        self._form: Form | None = None
        self._whole = QVBoxLayout(self)
        self.screen_shown: QWidget = QWidget()
        self.quiet = QTimer(self, singleShot=True)
        self.quiet.timeout.connect(self.reset)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self._rebuild()

    @property
    def unsaved(self) -> bool:
        """Whether something an applicant wrote is not kept yet."""
        return self._autosave is not None and self._autosave.unsaved

    def flush(self, then: Callable[[], object] | None = None) -> None:
        """Keep what is written."""
        if self._autosave is not None:
            self._autosave.flush(then)
        elif then is not None:
            then()

    def reset(self) -> None:
        """The next one, please: what was written is kept, and gone from the screen."""
        if self._leaving is not None:
            self._leaving.reject()
        self.flush(self._forget)

    def reject(self) -> None:
        """What Escape leads to: the passphrase."""
        if self._may_go:
            super().reject()
        elif self._leaving is None:
            self._leaving = LeaveDialog(self, self._desk, self._tasks, self._left)
            self._leaving.finished.connect(self._stay)
            self._leaving.open()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_go:
            super().closeEvent(event)
        else:
            event.ignore()
            self.reject()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHED and self.quiet.isActive():
            self.quiet.start()
        return False

    def _forget(self) -> None:
        desk = self._desk
        self._tasks.run(lambda: forms.let_go(desk), owner=self)
        i18n.set_language(self._usual)
        self._rebuild()

    def _rebuild(self) -> None:
        self._number, self._autosave, self._form = "", None, None
        while (item := self._whole.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._whole.setContentsMargins(24, 16, 24, 20)
        self._whole.setSpacing(12)
        self._whole.addWidget(head(self._desk.center.name, "apply", self._speak, self.reject))
        self.screen_shown = QWidget()
        self._whole.addWidget(self.screen_shown, 1)
        self._show_number()

    def _speak(self, code: str) -> None:
        """In another language; a form is shown again with what stands in it."""
        i18n.set_language(code)
        form = self._form
        if form is None:
            self._rebuild()
            return
        written = Form(form.application, form.cycle, self._answers())
        self.flush()
        self._rebuild()
        self._show_form(written)

    def _put(self, screen: QWidget, seconds: int) -> None:
        old = self._whole.replaceWidget(self.screen_shown, screen)
        if old is not None and (widget := old.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        self._whole.setStretchFactor(screen, 1)
        if not isinstance(screen, FormScreen):
            screen.setObjectName("Kiosk")  # as large as the screens of the kiosk
        self.screen_shown = screen
        screen.show()
        screen.setFocus()
        self.quiet.stop()
        if seconds:
            self.quiet.start(seconds * 1000)

    def _show_number(self) -> None:
        screen = NumberScreen(_("Apply to become a Wellness Peer"))
        screen.given.connect(self._look)
        self._put(screen, 0)

    def _look(self, number: str) -> None:
        desk, self._number = self._desk, number
        self._wait(True)
        self._tasks.run(lambda: forms.find(desk, number), self._greet, self._failed, owner=self.screen_shown)

    def _greet(self, applicant: Applicant) -> None:
        self._wait(False)
        if applicant.state not in (None, State.DRAFT):
            self._done(_("Your application is sent"), _("You will hear from us. If something in it must change, ask at "
                                                        "the center."))
            return
        screen = WordScreen(applicant)
        screen.given.connect(self._write)
        screen.back.connect(self.reset)
        self._put(screen, 3 * RESET_SECONDS)

    def _write(self, word: str) -> None:
        desk, number = self._desk, self._number
        self._wait(True)
        self._tasks.run(lambda: forms.write(desk, number, word), self._show_form, self._failed,
                        owner=self.screen_shown)

    def _show_form(self, form: Form) -> None:
        self._form, desk = form, self._desk
        screen = FormScreen(form)
        self._autosave = Autosave[Mapping[str, str]](
            screen, self._tasks, dict(form.answers), screen.answers,
            lambda answers: forms.save(desk, form.application, answers))
        screen.changed.connect(self._autosave.touch)
        self._autosave.saved.connect(lambda: screen.say_kept(_("Kept")))
        self._autosave.failed.connect(screen.say_kept)
        screen.stopped.connect(self.reset)
        screen.sent.connect(self._send)
        self._put(screen, _THINKING_SECONDS)

    def _send(self) -> None:
        form, desk, answers = self._form, self._desk, self._answers()
        if form is not None and self._autosave is not None:
            self._autosave.stop()
            self._wait(True)
            self._tasks.run(lambda: forms.send(desk, form.application, answers), lambda _none: self._sent(),
                            self._failed, owner=self.screen_shown)

    def _sent(self) -> None:
        self._autosave = self._form = None
        self._done(_("Your application is sent"), _("Thank you! You will hear from us."))

    def _done(self, title: str, text: str) -> None:
        screen = DoneScreen(title, text, "ok")
        screen.done.connect(self.reset)
        self._put(screen, RESET_SECONDS)

    def _failed(self, error: Exception) -> None:
        self._wait(False)
        if self._autosave is not None:
            self._autosave.resume()
        shown = self.screen_shown
        if isinstance(error, StepProblem) and isinstance(shown, FormScreen):
            shown.show_wrong(error.found)
        elif isinstance(error, Problem) and isinstance(shown, NumberScreen | WordScreen):
            shown.say(str(error))
        elif isinstance(error, Problem) and isinstance(shown, FormScreen):
            shown.problem.say(str(error), tone="flag")
        else:
            messages.failure(self, error)

    def _wait(self, busy: bool) -> None:
        if isinstance(self.screen_shown, NumberScreen | WordScreen | FormScreen):
            self.screen_shown.wait(busy)

    def _answers(self) -> Mapping[str, str]:
        return self.screen_shown.answers() if isinstance(self.screen_shown, FormScreen) else {}

    def _stay(self) -> None:
        leaving, self._leaving = self._leaving, None
        if leaving is not None:
            leaving.deleteLater()

    def _left(self) -> None:
        self.quiet.stop()
        i18n.set_language(self._usual)
        self._may_go = True
        self.accept()


class LeaveDialog(Dialog):
    """Asks for the passphrase of whose session it is."""

    def __init__(self, parent: QWidget, desk: Desk, tasks: Tasks, left: Callable[[], object]) -> None:
        super().__init__(parent, _("Back to the program"), width=_WIDTH)
        self.setObjectName("apply.leave")
        self._desk, self._tasks, self._left = desk, tasks, left
        self._problem = Banner(tone="flag")
        self._passphrase = PassphraseField(_("Passphrase"))
        self._passphrase.edit.setObjectName("apply.leave.passphrase")
        self._passphrase.submitted.connect(self._try)
        self._go = button(_("Back to the program"), self._try, icon="key", role="primary")
        self._go.setObjectName("apply.leave.go")
        cancel = button(_("Back"), self.reject)
        cancel.setObjectName("apply.leave.cancel")
        form = Fields(width=_WIDTH)
        self._field = form.field(_("Passphrase"), self._passphrase)
        for part in (label(_("For the staff of the center"), "heading", wrap=True),
                     label(_("Whoever handed the computer over goes on with their passphrase. Ctrl+L locks it for "
                             "everybody."), wrap=True), self._problem, form, ButtonRow(self._go, cancel)):
            self.body.addWidget(part)
        self._field.focus()

    def done(self, result: int) -> None:
        """However it ends, no passphrase stays behind."""
        self._passphrase.clear()
        super().done(result)

    def _try(self) -> None:
        desk, typed = self._desk, self._passphrase.value()
        if typed and self._go.isEnabled():
            self._go.setEnabled(False)
            self._tasks.run(lambda: forms.leave(desk, typed), lambda _none: self._done(),
                            self._failed, owner=self)

    def _done(self) -> None:
        self.accept()
        self._left()

    def _failed(self, error: Exception) -> None:
        self._go.setEnabled(True)
        self._passphrase.clear()
        if isinstance(error, Problem):
            self._problem.say(str(error), tone="flag")
            self._field.focus()
        else:
            messages.failure(self, error)
