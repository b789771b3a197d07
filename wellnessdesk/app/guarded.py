"""Whoever is signed in, and the lock behind them: by keys from anywhere, by quiet, with the desktop's own."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from wellnessdesk.app.application import make_application
from wellnessdesk.app.instance import Relaunch
from wellnessdesk.app.stage import Stage
from wellnessdesk.app.unattended import Unattended
from wellnessdesk.base.clock import Clock
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.places import Place
from wellnessdesk.ui.kit import clipboard, messages
from wellnessdesk.ui.shell import idle

_LOCK = "lock"
_PATIENCE = 3.0
"""Seconds that a lock nobody asked for waits for what is under way: the computer may be about to sleep."""


class Guarded(Stage):
    """A lock closes the store, lets go of the keys and goes on in a fresh process. Whoever derives lets people in.

    While `desk` is set the window shows a `PagesScreen`.
    """

    def __init__(self, folder: Path, *, relaunch: Relaunch, clock: Clock | None = None,
                 seconds: Callable[[], float] = idle.seconds) -> None:
        """`seconds` counts how long nobody has touched anything: the tour lets its own go by faster."""
        super().__init__(folder, clock)
        self.desk: Any = None
        self._relaunch = relaunch
        self.ways_out = {QKeySequence("Ctrl+L"): self.lock}
        self.unattended = Unattended(self, self._lock_unasked, seconds)
        self.unattended.idle.pressed.connect(self._let_menus_lock)
        self.frame.language_changed.connect(self._speak_again)
        self.frame.closing.connect(self.shut)
        self.frame.may_close = self.may_leave
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusWindowChanged.connect(self._let_dialogs_lock)

    def come_forward(self) -> None:
        """Somebody started the program again: what is shown comes to the front."""
        self.frame.come_forward()

    def shut(self) -> None:
        """Keep what was half-typed and where the person is, close the store, let go of the keys."""
        clipboard.forget()
        screen: Any = self.frame.centralWidget()
        place = None
        self.unattended.end()
        self.end_watches()
        if self.desk is not None:
            screen.leave()
            place = screen.place()
            self.frame.show_screen(QWidget())  # nothing asks the closed store any more, and nobody reads on
        self.desk, desk, self.opened = None, self.opened, None
        self.tasks.shutdown(last=(lambda: self.close_desk(desk, place)) if desk is not None else None)

    def lock(self) -> None:
        """Close everything and come back in a fresh process, where the same person signs in again."""
        self.leave_for(self.who())

    def who(self) -> str:
        """The id of who is signed in, where people have one."""
        return ""

    def leave_for(self, person: str) -> None:
        """Close everything; the fresh process is prepared for this person, or for anybody."""
        if self.may_leave():
            self.start_anew(self.folder, person)

    def start_anew(self, folder: Path, person: str = "", **how: Any) -> None:
        """Without asking anybody. `how` is what `app.instance.relaunch` takes."""
        self.shut()
        try:
            self._relaunch(folder, person, **how)
        finally:
            QApplication.quit()

    def may_leave(self) -> bool:
        """Whether the screen can go: what was half-typed is kept, or the person says that it may be lost."""
        screen: Any = self.frame.centralWidget()
        if self.busy:
            return False
        if self.desk is None:
            return self.may_forget()
        self._keep()
        return not screen.unsaved or messages.confirm(
            self.frame, _("Leave without saving?"), _("What you wrote last could not be saved. It will be gone."),
            _("Leave without saving"), danger=True)

    def may_forget(self) -> bool:
        """Whether what stands there before anybody has signed in may go."""
        return True

    def end_watches(self) -> None:
        """Nobody is signed in any more: what watched over them ends."""

    def close_desk(self, desk: Any, place: Place | None) -> None:
        """On the worker. `place` is where the person was."""
        desk.close()

    def _lock_unasked(self) -> None:
        """Nobody is there to answer a question: what can be kept is kept, and the screen goes."""
        if self.desk is not None:
            self._keep(patience=_PATIENCE)
            self.start_anew(self.folder, self.who())

    def _let_dialogs_lock(self) -> None:
        """The keys lock from anywhere: an open dialog keeps the window's own shortcuts away, so it gets them."""
        dialog = QApplication.activeModalWidget()
        if self.desk is not None and dialog is not None and dialog.findChild(QShortcut, _LOCK) is None:
            for keys, act in self.ways_out.items():
                QShortcut(keys, dialog, act).setObjectName(_LOCK)

    def _let_menus_lock(self, event: QKeyEvent) -> None:
        """And an open menu keeps away every shortcut there is."""
        act = self.ways_out.get(QKeySequence(event.keyCombination()))
        if self.desk is not None and act is not None and QApplication.activePopupWidget() is not None:
            act()

    def _keep(self, patience: float = 10.0) -> None:
        """Save what was half-typed, and see whether that works."""
        screen: Any = self.frame.centralWidget()
        screen.leave()
        with suppress(TimeoutError):
            self.tasks.wait_idle(patience)

    def _speak_again(self) -> None:
        """Make the present screen again in the language just chosen."""
        screen: Any = self.frame.centralWidget()
        in_front = screen.in_front if self.desk is not None else None  # the screen lets go of it when it is left
        if self.desk is not None and not self.may_leave():
            return
        place = screen.place() if self.desk is not None else None
        make_application()
        self.frame.build_menus()
        self.again()
        if place is not None:
            again: Any = self.frame.centralWidget()
            again.go_to_place(place)
            again.show_in_front(in_front)
