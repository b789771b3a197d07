"""The kiosk's window: fills its screen, forgets after some seconds, and lets nobody out but by a passphrase."""


from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from wellnessdesk.base import formats, i18n, log
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.demographics import categories
from wellnessdesk.domain.kiosk import RESET_SECONDS, CheckedIn, Guest, Handed
from wellnessdesk.services import demographics, kiosk
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import spoken
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.self_service import DoneScreen, NumberScreen, head
from wellnessdesk.ui.kit.tasks import Tasks
from wellnessdesk.ui.shell.kiosk.about_me import AboutMeScreen
from wellnessdesk.ui.shell.kiosk.leave import LeaveDialog
from wellnessdesk.ui.shell.kiosk.screens import ReasonScreen

_WAYS_OUT = tuple(QKeySequence(keys) for keys in (
    "Esc", "Alt+F4", "Ctrl+W", "Ctrl+Q", "Ctrl+L", "Ctrl+U", "F11", "Ctrl+F4"))
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_TOUCHED = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin,
                      QEvent.Type.TouchUpdate, QEvent.Type.InputMethod})


class KioskWindow(QWidget):
    """Emits `left(desk)` with the desk of the adult who ended it."""

    left = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, handed: Handed) -> None:
        super().__init__()
        self.setObjectName("Kiosk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowFlags(Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint
                            | Qt.WindowType.WindowStaysOnTopHint)
        self._desk, self._tasks, self._handed = desk, tasks, handed
        self._usual = i18n.language()
        self._number = ""
        self._busy = self._asked = self._may_go = False
        self._dialog: LeaveDialog | None = None
        self.screen_shown: QWidget = QWidget()
        self._column = QVBoxLayout(self)
        self.quiet = QTimer(self, singleShot=True, interval=RESET_SECONDS * 1000)
        self.quiet.timeout.connect(self.reset)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        if isinstance(app, QGuiApplication):
            for change in (app.screenAdded, app.screenRemoved):  # a plug was pulled, or is back
                change.connect(self._fill_again)
        self._rebuild()

    def fill_screen(self) -> None:
        """Over the whole of its screen; where that is not there any more, of the first."""
        screens = QGuiApplication.screens()
        mine = next((one for one in screens if one.name() == self._handed.screen), screens[0])
        self.setGeometry(mine.geometry())
        self.showFullScreen()
        self.come_forward()

    def _fill_again(self) -> None:
        """As soon as Qt has put the window where it thinks it belongs."""
        QTimer.singleShot(0, self, lambda: self.fill_screen() if self.isVisible() else None)

    def come_forward(self) -> None:
        """In front of whatever there is."""
        front: QWidget = self._dialog or self
        front.raise_()
        front.activateWindow()
        self.screen_shown.setFocus()

    def reset(self) -> None:
        """Forget what somebody began: the number, the language, a passphrase half-typed."""
        if self._dialog is not None:
            if self._dialog.busy:
                self.quiet.start()
                return
            self._dialog.reject()
        if not self._untouched():
            i18n.set_language(self._usual)
            self._rebuild()

    def ask_to_leave(self) -> None:
        """What Escape, Alt+F4 and the like lead to."""
        if self._dialog is None:
            self._dialog = LeaveDialog(self, self._desk, self._tasks, self._handed, self._leave)
            self._dialog.finished.connect(self._forget_dialog)
            self._dialog.open()
            self.quiet.start()

    def call_adult(self) -> None:
        """The sign comes at once, whatever becomes of the record."""
        desk, number, language = self._desk, self._number, self._wished()
        self._asked = True
        self._sign.say(_("Staff: please come here"), tone="flag", icon="adult")
        if self._handed.sound:
            QApplication.beep()
        self._tasks.run(lambda: _call(desk, number, language), failed=self._failed, owner=self)
        self._put(DoneScreen(_("An adult is being asked to come"),
                             _("Please stay where you can be seen. You are in the right place."), "adult"))

    def closeEvent(self, event: QCloseEvent) -> None:
        app = QGuiApplication.instance()
        if self._may_go or (isinstance(app, QGuiApplication) and app.isSavingSession()):
            super().closeEvent(event)
            return
        event.ignore()
        self.ask_to_leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if QKeySequence(event.keyCombination()) in _WAYS_OUT:
            self.ask_to_leave()
        elif isinstance(self.screen_shown, ReasonScreen) and event.key() in _ENTER:
            self.screen_shown.enter()  # and not on the last screen: pressed twice, it would take the number away
        elif isinstance(self.screen_shown, DoneScreen) and event.text().isalnum():
            self.reset()  # the next card is read while the last one's words still stand there
            if isinstance(self.screen_shown, NumberScreen):
                self.screen_shown.field.insert(event.text())
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHED:
            self.quiet.start()
        return False

    def _untouched(self) -> bool:
        """Whether there is nothing to forget: a screen made anew would be read aloud for nobody."""
        return (isinstance(self.screen_shown, NumberScreen) and self.screen_shown.empty
                and i18n.language() == self._usual and not self._busy)

    def _rebuild(self) -> None:
        """Everything anew, in the language in use, at the number."""
        self._number, self._busy = "", False
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._sign = Banner(tone="flag", icon="adult")
        self._adult = button(_("I would like to talk to an adult now"), self.call_adult, icon="adult", role="danger")
        self._adult.setObjectName("kiosk.adult")
        self._column.setContentsMargins(24, 16, 24, 20)
        self._column.setSpacing(12)
        self._column.addWidget(head(self._desk.center.name, "kiosk", self._speak, self.ask_to_leave))
        self._column.addWidget(self._sign)
        if self._asked:
            self._sign.say(_("Staff: please come here"), tone="flag", icon="adult")
        self._column.addWidget(QWidget(), 1)
        self._column.addWidget(self._adult, 0, Qt.AlignmentFlag.AlignHCenter)
        self._show_number()

    def _put(self, screen: QWidget) -> None:
        """Show one of the screens; whoever comes next begins at the number."""
        place = self._column.count() - 2
        old = self._column.takeAt(place)
        if old is not None and (widget := old.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        self.screen_shown = screen
        self._column.insertWidget(place, screen, 1)
        self._adult.setVisible(not isinstance(screen, DoneScreen))
        if isinstance(screen, DoneScreen):
            screen.done.connect(self.reset)
        screen.show()
        screen.setFocus()
        self.quiet.start()

    def _show_number(self) -> None:
        screen = NumberScreen(_("Welcome to {center}").format(center=self._desk.center.name))
        screen.given.connect(self._look)
        self._put(screen)

    def _look(self, number: str) -> None:
        desk = self._desk
        if not self._busy:
            self._number = number
            self._be_busy(True)
            self._tasks.run(lambda: kiosk.find(desk, number), self._greet, self._failed, owner=self.screen_shown)

    def _greet(self, guest: Guest) -> None:
        self._be_busy(False)
        if guest.here_since is not None:
            self._done(_("You are already checked in"), _("Please take a seat. Somebody will come to you."), "ok")
            return
        screen = ReasonScreen(guest)
        screen.chosen.connect(self._check_in)
        screen.back.connect(self.reset)
        self._put(screen)
        spoken.announce(self, _("Hello, {name}").format(name=guest.shown))

    def _check_in(self, reason: str, feeling: int) -> None:
        desk, number, language = self._desk, self._number, self._wished()
        if not self._busy:
            self._be_busy(True)
            self._tasks.run(lambda: kiosk.check_in(desk, number, reason=reason, feeling=feeling or None,
                                                   language=language),
                            self._checked_in, self._failed, owner=self.screen_shown)

    def _checked_in(self, made: CheckedIn) -> None:
        desk, number = self._desk, self._number
        self._be_busy(False)
        self._done(_("You are checked in"), _("Please take a seat. Somebody will come to you."), "ok", made.number)
        shown = self.screen_shown
        self._tasks.run(lambda: demographics.asks(desk, number),
                        lambda asks: self._offer_questions(shown, number) if asks else None, owner=shown)

    def _offer_questions(self, shown: QWidget, number: str) -> None:
        """Beside that it is done: whoever does not touch it has said nothing, and may be asked another day."""
        if isinstance(shown, DoneScreen):
            n = len(categories())
            shown.offer(ngettext("Tell us about you: {n} short question, without your name",
                                 "Tell us about you: {n} short questions, without your name", n).format(
                                     n=formats.number(n)), lambda: self._ask_about(number))

    def _ask_about(self, number: str) -> None:
        screen = AboutMeScreen()
        screen.given.connect(lambda answers: self._tell(number, answers))
        self._put(screen)

    def _tell(self, number: str, answers: dict[str, str]) -> None:
        desk = self._desk
        self._tasks.run(lambda: demographics.give(desk, number, answers),
                        lambda _none: self._done(_("Thank you"), _("Please take a seat. Somebody will come to you."),
                                                 "ok"), self._failed, owner=self.screen_shown)

    def _done(self, title: str, text: str, icon: str, number: int | None = None) -> None:
        screen = DoneScreen(title, text, icon, number=number)
        self._put(screen)
        self._number = ""
        spoken.announce(self, f"{title}. {text}")

    def _failed(self, error: Exception) -> None:
        """In a kind sentence, at the number; a fault of the program is logged, and sends nobody away unheard."""
        sentence = str(error) if isinstance(error, Problem) else _("This did not work. Please go to the front desk.")
        if not isinstance(error, Problem):
            log.bug(error)
        self._be_busy(False)
        self._number = ""
        self._show_number()
        if isinstance(self.screen_shown, NumberScreen):
            self.screen_shown.say(sentence)

    def _be_busy(self, busy: bool) -> None:
        self._busy = busy
        if isinstance(self.screen_shown, NumberScreen | ReasonScreen):
            self.screen_shown.wait(busy)

    def _wished(self) -> str:
        """The language somebody chose here; nothing where they left the usual one."""
        return i18n.language() if i18n.language() != self._usual else ""

    def _speak(self, code: str) -> None:
        i18n.set_language(code)
        self._rebuild()

    def _leave(self, desk: Desk) -> None:
        self._may_go = True
        i18n.set_language(self._usual)
        self.quiet.stop()
        self.left.emit(desk)

    def _forget_dialog(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()
        self.screen_shown.setFocus()

    def close_for_good(self) -> None:
        """Whoever may: at the end of the process, or when an adult has signed in."""
        self._may_go = True
        self.quiet.stop()
        self.close()


def _call(desk: Desk, number: str, language: str) -> None:
    """On the worker. Where the number will not do, the call is somebody's all the same."""
    try:
        kiosk.call_adult(desk, number, language=language)
    except (kiosk.UnknownNumber, kiosk.Paused):
        kiosk.call_adult(desk)
