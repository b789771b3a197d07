"""The composition root: wires window, worker, desk and services together, and nothing else does.

The sign-in window is painted before SQLAlchemy, keyring and ReportLab are imported (they cost half a second): `_rooms`
is the one place in the program that imports late.
"""

import importlib
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLibraryInfo, QLockFile, QObject, QTimer, QTranslator
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from wellnessdesk import __version__
from wellnessdesk.base import i18n, paths, process, settings
from wellnessdesk.base.clock import Clock
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit import messages, theme
from wellnessdesk.ui.kit.tasks import Tasks
from wellnessdesk.ui.shell.frame import Frame
from wellnessdesk.ui.shell.sign_in import SignInScreen
from wellnessdesk.ui.shell.welcome import WelcomeScreen
from wellnessdesk.vault import device, header_file, unlock
from wellnessdesk.vault.errors import UnknownPerson, VaultProblem, WrongPassphrase
from wellnessdesk.vault.header import DeviceKind, Header

Relaunch = Callable[[Path], object]
_PATIENCE_MS = 1_000
"""A program that was just closed may still be going away."""
_LOCK = "lock"


def run(folder: Path, *, until_first_window: bool = False) -> int:
    """Open the window on the center in `folder`; the exit code.

    Raises `Problem`, after showing it, where another window has the center open or the folder cannot be used.
    """
    process.harden()
    if not _has_screen():
        raise Problem(_("There is no screen here to open a window on. To see the program in pictures, use: "
                        "wellnessdesk tour --out DIR"))
    app = make_application()
    messages.watch_for_bugs()
    try:
        lock = _only_one(folder)
    except Problem as problem:
        if not until_first_window:  # nobody is there to press a button
            messages.problem(None, problem)
        raise
    program = Program(folder, relaunch=_unlocking(lock))
    if until_first_window:
        program.leave_when_usable = True
    program.start()
    code = app.exec()
    program.shut()
    lock.unlock()
    return int(code)


def _has_screen() -> bool:
    """Without one Qt ends the process with words of its own."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in named)


def make_application() -> QApplication:
    """The Qt application in the theme that was last chosen."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["wellnessdesk"])
    app.setApplicationName("WellnessDesk")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName(paths.APP_ID)
    speak(app)
    app.setWindowIcon(QIcon(str(paths.resource("icons", "heart.svg"))))
    theme.apply(app, "dark" if settings.load().theme == "dark" else "light")
    return app


def speak(app: QApplication) -> None:
    """Let Qt's own texts (file dialogs, context menus) speak the language in use."""
    old = app.property("translator")
    if isinstance(old, QTranslator):
        app.removeTranslator(old)
    translator = QTranslator(app)
    translator.load(f"qtbase_{i18n.language()}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    app.installTranslator(translator)
    app.setProperty("translator", translator)


def relaunch(folder: Path) -> None:
    """Replace this process by a fresh one at the sign-in, which speaks the same language."""
    isolated = paths.isolated()
    profile = ["--profile", str(isolated)] if isolated else []
    process.replace("--store", str(folder), "--lang", i18n.language(), *profile)


class Program(QObject):
    """One run of the program: from the first screen to lock or quit."""

    def __init__(self, folder: Path, *, relaunch: Relaunch, clock: Clock | None = None) -> None:
        super().__init__()
        self.folder = folder
        self.frame = Frame()
        self.tasks = Tasks(self)
        self.desk: Any = None
        self._open: Any = None
        """The desk whose store is open: of whoever is signed in, or of who made the center a moment ago."""
        self.leave_when_usable = False
        """Quit as soon as the first screen is painted and can be used (for measuring)."""
        self._relaunch = relaunch
        self._clock = clock
        self._changes: Any = None
        self._again: Callable[[], None] = self.start
        self._busy = False
        self._typed: dict[str, str] = {}
        """What was entered at the first run, for when that screen is made again."""
        self.frame.language_changed.connect(self._speak_again)
        self.frame.closing.connect(self.shut)
        self.frame.may_close = self._may_leave
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusWindowChanged.connect(self._let_dialogs_lock)

    def start(self) -> None:
        """Show the first screen and load the rest behind it."""
        self._again = self.start
        if header_file.exists(self.folder) or (self.folder / header_file.STORE_NAME).exists():
            self._show_sign_in()
        else:
            self._show_welcome()
        self.frame.show()

    def choose(self, person: str) -> None:
        """At the sign-in, pick a name by its id (the tour; and whoever comes back after a lock)."""
        screen = self.frame.centralWidget()
        if isinstance(screen, SignInScreen):
            screen.choose(person)

    def shut(self) -> None:
        """Keep what was half-typed, close the store, let go of the keys."""
        screen: Any = self.frame.centralWidget()
        if self.desk is not None:
            screen.leave()
            self.frame.show_screen(QWidget())  # nothing asks the closed store any more, and nobody reads on
        self.desk, desk, self._open = None, self._open, None
        self.tasks.shutdown(last=desk.close if desk is not None else None)

    def lock(self) -> None:
        """Close everything and come back at the sign-in in a fresh process."""
        if self._may_leave():
            self._start_anew(self.folder)

    def _let_dialogs_lock(self) -> None:
        """Ctrl+L locks from anywhere: an open dialog keeps the window's own shortcuts away, so it gets one."""
        dialog = QApplication.activeModalWidget()
        if self.desk is not None and dialog is not None and dialog.findChild(QShortcut, _LOCK) is None:
            QShortcut(QKeySequence("Ctrl+L"), dialog, self.lock).setObjectName(_LOCK)

    def _start_anew(self, folder: Path) -> None:
        self.shut()
        try:
            self._relaunch(folder)
        finally:
            QApplication.quit()

    def _may_leave(self) -> bool:
        """Whether the screen can go: what was half-typed is kept, or the person says that it may be lost."""
        screen: Any = self.frame.centralWidget()
        if self._busy:
            return False
        if self.desk is None:
            return self._open is None or self._may_forget_words()
        screen.leave()
        with suppress(TimeoutError):
            self.tasks.wait_idle()
        return not screen.unsaved or messages.confirm(
            self.frame, _("Leave without saving?"), _("What you wrote last could not be saved. It will be gone."),
            _("Leave without saving"), danger=True)

    def _may_forget_words(self) -> bool:
        return messages.confirm(
            self.frame, _("Have you written the words down?"),
            _("They are shown only now. Without them, nobody can open the center when a passphrase or this computer is "
              "lost."), _("Close"), danger=True)

    # ------------------------------------------------------------------------------------------------ sign-in

    def _show_sign_in(self) -> None:
        try:
            header = header_file.read(self.folder).header
            names, title = _names_at_once(header)
        except VaultProblem as problem:
            self._show_welcome(str(problem))
            return
        screen = SignInScreen(title, demo=header.device is DeviceKind.DEMO)
        screen.submitted.connect(lambda who, typed: self._sign_in(screen, who, typed, by_id=bool(screen.has_names)))
        screen.show_names(names)
        self.frame.show_screen(screen, title)
        if header.device is DeviceKind.KEYRING:
            self._after_paint(lambda: self._load(lambda: self._names_from_keyring(screen)))
        else:
            self._after_paint(self._now_usable)

    def _names_from_keyring(self, screen: SignInScreen) -> None:
        opening: Any = self._rooms("wellnessdesk.services.opening")

        def show(door: Any) -> None:
            screen.show_title(door.title)
            screen.show_names(door.names)
            self._now_usable()

        def fail(error: Exception) -> None:
            self._tell_at_sign_in(screen, error)
            self._now_usable()

        self.tasks.run(lambda: opening.door(self.folder), show, fail, owner=screen)

    def _sign_in(self, screen: SignInScreen, who: str, typed: str, *, by_id: bool) -> None:
        folder, clock = self.folder, self._clock
        self._be_busy(True)

        def work() -> Any:
            opening: Any = self._rooms("wellnessdesk.services.opening")
            return opening.sign_in(folder, who if by_id else opening.find(folder, who), typed, clock,
                                   settle=True)

        def failed(error: Exception) -> None:
            self._be_busy(False)
            self._tell_at_sign_in(screen, error)

        self.tasks.run(work, self._enter, failed, owner=screen)

    def _tell_at_sign_in(self, screen: SignInScreen, error: Exception) -> None:
        screen.show_busy(False)
        if isinstance(error, WrongPassphrase):
            screen.show_wrong_passphrase(str(error))
        elif isinstance(error, UnknownPerson):
            screen.show_wrong_name(str(error))
        elif isinstance(error, Problem):
            screen.show_problem(str(error))
        else:
            messages.failure(self.frame, error)

    def _enter(self, desk: Any) -> None:
        self._be_busy(False)
        self.desk = self._open = desk
        self._changes = self._rooms("wellnessdesk.ui.shell.relay").ChangeRelay(desk, self)
        self._show_main()

    def _show_main(self) -> None:
        self._again = self._show_main
        window: Any = self._rooms("wellnessdesk.ui.shell.main_window")
        screen = window.MainScreen(self.desk, self.tasks, self._changes)
        screen.lock_asked.connect(self.lock)
        self.frame.show_screen(screen, self.desk.center.name)
        self.frame.build_menus(*screen.actions_for_menu())

    # ---------------------------------------------------------------------------------------------- first run

    def _show_welcome(self, problem: str = "") -> None:
        self._again = self.start
        screen = WelcomeScreen(problem, may_create=not problem)
        screen.create_asked.connect(self._show_first_run)
        screen.demo_asked.connect(lambda: self._make_demo(screen))
        self.frame.show_screen(screen)
        self._after_paint(self._now_usable)

    def _show_first_run(self) -> None:
        self._again = self._show_first_run
        first_run: Any = self._rooms("wellnessdesk.ui.shell.first_run")
        opening: Any = self._rooms("wellnessdesk.services.opening")
        screen = first_run.FirstRunScreen(self._typed)
        screen.back_asked.connect(self._show_welcome)

        def create(new: Any) -> None:
            self._be_busy(True)
            self.tasks.run(lambda: opening.create(self.folder, new, clock=self._clock), self._show_words, failed,
                           owner=self)

        def failed(error: Exception) -> None:
            self._be_busy(False)
            screen.show_busy(False)
            messages.failure(self.frame, error)

        screen.finished.connect(create)
        self.frame.show_screen(screen, _("Create your center"))

    def _show_words(self, created: Any) -> None:
        self._again = lambda: self._show_words(created)
        self._open = created.desk
        self._typed.clear()
        self._be_busy(False)
        first_run: Any = self._rooms("wellnessdesk.ui.shell.first_run")

        def done() -> None:
            self._open = None
            self.tasks.run(created.desk.close, lambda _none: self.start(), owner=self)

        self.frame.show_screen(first_run.RecoveryWordsScreen(
            created.words_a, created.words_b, uses_keyring=created.uses_keyring, done=done))

    def _make_demo(self, screen: WelcomeScreen) -> None:
        demo: Any = self._rooms("wellnessdesk.services.demo")
        folder = self.folder.with_name("demo-2" if self.folder.name == "demo" else "demo")
        if header_file.exists(folder):
            self._start_anew(folder)
            return
        self.tasks.run_with_progress(
            lambda progress: demo.make(folder, demo.Size(), progress=progress),
            lambda _made: self._start_anew(folder), title=_("Making the demo center"), parent=screen)

    # ------------------------------------------------------------------------------------------------- wiring

    def _speak_again(self) -> None:
        """Make the present screen again in the language just chosen."""
        if self.desk is not None and not self._may_leave():
            return
        screen: Any = self.frame.centralWidget()
        shown = screen.key_shown if self.desk is not None else ""
        make_application()
        self.frame.build_menus()
        self._again()
        if shown:
            again: Any = self.frame.centralWidget()
            again.go_to(shown)

    def _be_busy(self, busy: bool) -> None:
        """While keys are made or tried, nobody changes the language (which makes the screen anew) or closes."""
        self._busy = busy
        self.frame.menuBar().setEnabled(not busy)

    def _load(self, then: Callable[[], None]) -> None:
        """Import what the sign-in window does not need, on the worker, behind it."""
        self.tasks.run(lambda: self._rooms("wellnessdesk.ui.shell.main_window"), lambda _module: then(), owner=self)

    def _rooms(self, module: str) -> Any:
        """The one late import of the program (see above)."""
        return importlib.import_module(module)

    def _after_paint(self, call: Callable[[], object]) -> None:
        """Do something once the screen just put into the window was drawn."""
        self.frame.when_painted(call)

    def _now_usable(self) -> None:
        """The first screen is painted and takes what is typed; everything else is loaded behind it."""
        if self.leave_when_usable:
            QTimer.singleShot(0, QApplication.quit)
        else:
            self._load(lambda: None)


def _names_at_once(header: Header) -> tuple[list[tuple[str, str]], str]:
    """Names and title, where no keyring has to be asked for them."""
    if header.device is DeviceKind.KEYRING:
        return [], ""
    secret = device.fixed_secret(header.device)
    return unlock.shown_names(header, secret), unlock.title(header, secret)


def _unlocking(lock: QLockFile) -> Relaunch:
    """The next process takes the lock over."""
    def go_on(folder: Path) -> None:
        lock.unlock()
        relaunch(folder)

    return go_on


def _only_one(folder: Path) -> QLockFile:
    """The lock of this center, held as long as the program runs; raises `Problem` when it cannot be had."""
    useless = Problem(_("The folder {folder} cannot be used for a center. Check that it is a folder you may write to.")
                      .format(folder=folder.name))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise useless from error
    lock = QLockFile(str(folder / "open.lock"))
    lock.setStaleLockTime(0)  # however long it runs; the lock of a program that died counts as gone all the same
    if not lock.tryLock(_PATIENCE_MS):
        taken = lock.error() is QLockFile.LockError.LockFailedError
        raise Problem(_("This center is already open on this computer. Use the window that is open.")) if taken \
            else useless
    return lock
