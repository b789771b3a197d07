"""One run of the program: from the first screen to lock or quit."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from wellnessdesk.app.application import make_application
from wellnessdesk.app.beginning import Beginning
from wellnessdesk.app.daily_backup import DailyBackup
from wellnessdesk.app.entrance import Entrance
from wellnessdesk.app.guarded import Guarded
from wellnessdesk.app.instance import Relaunch
from wellnessdesk.app.kiosk import Kiosk
from wellnessdesk.app.minutes import Minutes
from wellnessdesk.app.restoring import Restoring
from wellnessdesk.base.clock import Clock
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.kiosk import Handed
from wellnessdesk.domain.places import Place
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.shell import idle
from wellnessdesk.vault import header_file


class Program(Guarded):
    """Shows the first screen, lets people in, and locks behind them."""

    def __init__(self, folder: Path, *, relaunch: Relaunch, clock: Clock | None = None,
                 seconds: Callable[[], float] = idle.seconds) -> None:
        """`seconds` counts how long nobody has touched anything: the tour lets its own go by faster."""
        super().__init__(folder, relaunch=relaunch, clock=clock, seconds=seconds)
        self._changes: Any = None
        self.ways_out[QKeySequence("Ctrl+U")] = self.switch
        self._minutes = Minutes(self)
        self._daily = DailyBackup(self)
        self._restoring = Restoring(self, back=self.start, anew=self.start_anew)
        self._beginning = Beginning(self, start=self.start, anew=self.start_anew, restore=self._restoring.show)
        self._entrance = Entrance(self, entered=self._enter, closed=self._beginning.show_welcome,
                                  restoring=self._restoring)
        self.choose = self._entrance.choose
        self._kiosk = Kiosk(self, entered=self._enter_from_kiosk, locked=self._lock_kiosk,
                            failed=partial(self.start, nameless=True))

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

    def end_watches(self) -> None:
        """The minutes, the day's backup and the kiosk."""
        self._minutes.end()
        self._daily.end()
        self._kiosk.end()

    def who(self) -> str:
        """The id of who is signed in."""
        return str(self.desk.person.id) if self.desk is not None else ""

    def switch(self) -> None:
        """Lock, for somebody else to sign in."""
        self.leave_for("")

    def restore(self) -> None:
        """Close everything, and come back in a fresh process that restores a backup in the place of this center."""
        if self.may_leave():
            self.start_anew(self.folder, restore=True)

    def become_kiosk(self, screen: str) -> None:
        """Close everything, and come back in a fresh process as the kiosk on the screen of this name."""
        if self.may_leave():
            self._kiosk.ask(self.desk, screen, lambda handed: self.start_anew(self.folder, kiosk=handed))

    def _enter_from_kiosk(self, desk: Any) -> None:
        make_application()
        self.frame.build_menus()
        self.frame.show_screen(QWidget())
        self.frame.show()
        self._enter(desk)

    def _lock_kiosk(self) -> None:
        self.start_anew(self.folder, nameless=True)

    def _enter(self, desk: Any) -> None:
        self.opened = desk
        self.be_busy(True)
        places: Any = self.rooms("wellnessdesk.services.places")
        self.tasks.run(lambda: places.last(desk), self._arrive, lambda _error: self._arrive(None), owner=self)

    def _arrive(self, place: Place | None) -> None:
        self.be_busy(False)
        self.desk = self.opened
        self._changes = self.rooms("wellnessdesk.ui.shell.relay").ChangeRelay(self.desk.changes, self)
        self._show_main(place)
        self._minutes.begin(self.desk, self._changes)
        self.unattended.begin(self._minutes.now)
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

    def close_desk(self, desk: Any, place: Place | None) -> None:
        """On the worker; where the person was is kept for their next sign-in."""
        try:
            if place is not None:
                with suppress(Problem):  # a full disk keeps nobody from locking
                    self.rooms("wellnessdesk.services.places").remember(desk, place)
        finally:
            desk.close()

    def may_forget(self) -> bool:
        """The words of a center just made are shown only once."""
        return self.opened is None or messages.confirm(
            self.frame, _("Have you written the words down?"),
            _("They are shown only now. Without them, nobody can open the center when a passphrase or this computer is "
              "lost."), _("Close"), danger=True)
