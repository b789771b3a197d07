"""One run of the program: from the first screen to lock or quit."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from wellnessdesk.app.application import make_application
from wellnessdesk.app.beginning import Beginning
from wellnessdesk.app.daily_backup import DailyBackup
from wellnessdesk.app.entrance import Entrance
from wellnessdesk.app.instance import Relaunch
from wellnessdesk.app.kiosk import Kiosk
from wellnessdesk.app.restoring import Restoring
from wellnessdesk.app.stage import Stage
from wellnessdesk.app.unattended import Unattended
from wellnessdesk.base.clock import Clock
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.kiosk import Handed
from wellnessdesk.domain.places import Place
from wellnessdesk.ui.kit import clipboard, messages
from wellnessdesk.ui.shell import idle
from wellnessdesk.vault import header_file

_LOCK = "lock"
_PATIENCE = 3.0
"""Seconds that a lock nobody asked for waits for what is under way: the computer may be about to sleep."""


class Program(Stage):
    """Shows the first screen, lets people in, and locks behind them."""

    def __init__(self, folder: Path, *, relaunch: Relaunch, clock: Clock | None = None,
                 seconds: Callable[[], float] = idle.seconds) -> None:
        """`seconds` counts how long nobody has touched anything: the tour lets its own go by faster."""
        super().__init__(folder, clock)
        self.desk: Any = None
        self._relaunch = relaunch
        self._changes: Any = None
        self._ways_out = {QKeySequence("Ctrl+L"): self.lock, QKeySequence("Ctrl+U"): self.switch}
        self._unattended = Unattended(self, self._lock_unasked, seconds)
        self._unattended.idle.pressed.connect(self._let_menus_lock)
        self._daily = DailyBackup(self)
        self._restoring = Restoring(self, back=self.start, anew=self._start_anew)
        self._beginning = Beginning(self, start=self.start, anew=self._start_anew, restore=self._restoring.show)
        self._entrance = Entrance(self, entered=self._enter, closed=self._beginning.show_welcome,
                                  restoring=self._restoring)
        self.choose = self._entrance.choose
        self._kiosk = Kiosk(self, entered=self._enter_from_kiosk, locked=self._lock_kiosk,
                            failed=partial(self.start, nameless=True))
        self.frame.language_changed.connect(self._speak_again)
        self.frame.closing.connect(self.shut)
        self.frame.may_close = self._may_leave
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusWindowChanged.connect(self._let_dialogs_lock)

    def start(self, person: str = "", *, restore: bool = False, nameless: bool = False) -> None:
        """Show the first screen (a sign-in prepared for `person`, or the restore) and load the rest behind it.

        `nameless` where students stood a moment ago: everybody types their name.
        """
        self.again = partial(self.start, nameless=nameless)
        if restore:
            self._restoring.show()
        elif header_file.exists(self.folder) or (self.folder / header_file.STORE_NAME).exists():
            self._entrance.show(person, nameless=nameless)
        else:
            self._beginning.show_welcome()
        self.frame.show()

    def start_as_kiosk(self, handed: Handed) -> None:
        """Show the kiosk in the place of everything else."""
        self._kiosk.show(handed)

    @property
    def kiosk_window(self) -> Any:
        """The kiosk's window while it is one."""
        return self._kiosk.window

    def come_forward(self) -> None:
        """Somebody started the program again: what is shown comes to the front."""
        if not self._kiosk.come_forward():
            self.frame.come_forward()

    def shut(self) -> None:
        """Keep what was half-typed and where the person is, close the store, let go of the keys."""
        clipboard.forget()
        screen: Any = self.frame.centralWidget()
        place = None
        self._unattended.end()
        self._daily.end()
        self._kiosk.end()
        if self.desk is not None:
            screen.leave()
            place = screen.place()
            self.frame.show_screen(QWidget())  # nothing asks the closed store any more, and nobody reads on
        self.desk, desk, self.opened = None, self.opened, None
        self.tasks.shutdown(last=(lambda: self._close(desk, place)) if desk is not None else None)

    def lock(self) -> None:
        """Close everything and come back in a fresh process, where the same person signs in again."""
        self._leave_for(self.desk.person.id if self.desk is not None else "")

    def switch(self) -> None:
        """The same, for somebody else."""
        self._leave_for("")

    def restore(self) -> None:
        """Close everything, and come back in a fresh process that restores a backup in the place of this center."""
        if self._may_leave():
            self._start_anew(self.folder, restore=True)

    def become_kiosk(self, screen: str) -> None:
        """Close everything, and come back in a fresh process as the kiosk on the screen of this name."""
        if self._may_leave():
            self._kiosk.ask(self.desk, screen, lambda handed: self._start_anew(self.folder, kiosk=handed))

    def _enter_from_kiosk(self, desk: Any) -> None:
        make_application()
        self.frame.build_menus()
        self.frame.show_screen(QWidget())
        self.frame.show()
        self._enter(desk)

    def _lock_kiosk(self) -> None:
        self._start_anew(self.folder, nameless=True)

    def _lock_unasked(self) -> None:
        """Nobody is there to answer a question: what can be kept is kept, and the screen goes."""
        if self.desk is not None:
            self._keep(patience=_PATIENCE)
            self._start_anew(self.folder, self.desk.person.id)

    def _leave_for(self, person: str) -> None:
        if self._may_leave():
            self._start_anew(self.folder, person)

    def _enter(self, desk: Any) -> None:
        self.opened = desk
        self.be_busy(True)
        places: Any = self.rooms("wellnessdesk.services.places")
        self.tasks.run(lambda: places.last(desk), self._arrive, lambda _error: self._arrive(None), owner=self)

    def _arrive(self, place: Place | None) -> None:
        self.be_busy(False)
        self.desk = self.opened
        self._changes = self.rooms("wellnessdesk.ui.shell.relay").ChangeRelay(self.desk, self)
        self._show_main(place)
        self._unattended.begin(self.desk, self._changes)
        self._daily.begin(self.desk)

    def _show_main(self, place: Place | None = None) -> None:
        self.again = self._show_main
        window: Any = self.rooms("wellnessdesk.ui.shell.main_window")
        screen = window.MainScreen(self.desk, self.tasks, self._changes)
        screen.lock_asked.connect(self.lock)
        screen.switch_asked.connect(self.switch)
        screen.restore_asked.connect(self.restore)
        screen.kiosk_asked.connect(self.become_kiosk)
        self.frame.show_screen(screen, self.desk.center.name)
        self.frame.build_menus(*screen.actions_for_menu())
        if place is not None:
            screen.go_to_place(place)

    def _let_dialogs_lock(self) -> None:
        """The keys lock from anywhere: an open dialog keeps the window's own shortcuts away, so it gets them."""
        dialog = QApplication.activeModalWidget()
        if self.desk is not None and dialog is not None and dialog.findChild(QShortcut, _LOCK) is None:
            for keys, act in self._ways_out.items():
                QShortcut(keys, dialog, act).setObjectName(_LOCK)

    def _let_menus_lock(self, event: QKeyEvent) -> None:
        """And an open menu keeps away every shortcut there is."""
        act = self._ways_out.get(QKeySequence(event.keyCombination()))
        if self.desk is not None and act is not None and QApplication.activePopupWidget() is not None:
            act()

    def _close(self, desk: Any, place: Place | None) -> None:
        """On the worker."""
        try:
            if place is not None:
                with suppress(Problem):  # a full disk keeps nobody from locking
                    self.rooms("wellnessdesk.services.places").remember(desk, place)
        finally:
            desk.close()

    def _start_anew(self, folder: Path, person: str = "", **how: Any) -> None:
        """`how` is `restore=True`, `nameless=True` or `kiosk=` what is handed on to it."""
        self.shut()
        try:
            self._relaunch(folder, person, **how)
        finally:
            QApplication.quit()

    def _may_leave(self) -> bool:
        """Whether the screen can go: what was half-typed is kept, or the person says that it may be lost."""
        screen: Any = self.frame.centralWidget()
        if self.busy:
            return False
        if self.desk is None:
            return self.opened is None or self._may_forget_words()
        self._keep()
        return not screen.unsaved or messages.confirm(
            self.frame, _("Leave without saving?"), _("What you wrote last could not be saved. It will be gone."),
            _("Leave without saving"), danger=True)

    def _keep(self, patience: float = 10.0) -> None:
        """Save what was half-typed, and see whether that works."""
        screen: Any = self.frame.centralWidget()
        screen.leave()
        with suppress(TimeoutError):
            self.tasks.wait_idle(patience)

    def _may_forget_words(self) -> bool:
        return messages.confirm(
            self.frame, _("Have you written the words down?"),
            _("They are shown only now. Without them, nobody can open the center when a passphrase or this computer is "
              "lost."), _("Close"), danger=True)

    def _speak_again(self) -> None:
        """Make the present screen again in the language just chosen."""
        screen: Any = self.frame.centralWidget()
        student = screen.student_shown if self.desk is not None else None  # the screen lets go of it when it is left
        if self.desk is not None and not self._may_leave():
            return
        place = screen.place() if self.desk is not None else None
        make_application()
        self.frame.build_menus()
        self.again()
        if place is not None:
            again: Any = self.frame.centralWidget()
            again.go_to_place(place)
            if student is not None:
                again.show_student(student)
