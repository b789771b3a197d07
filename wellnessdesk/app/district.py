"""One run of the program at a district: first start or sign-in, its pages, and the lock."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from wellnessdesk.app.guarded import Guarded
from wellnessdesk.app.instance import Relaunch
from wellnessdesk.base.clock import Clock
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import locking
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.shell import idle
from wellnessdesk.ui.shell.district.door import DoorScreen
from wellnessdesk.vault.district_keys import FILE_NAME, WrongDistrictPassphrase


class District(Guarded):
    """Makes a district where there is none, lets in who knows its passphrase, and locks behind them."""

    behind = "wellnessdesk.ui.shell.district.window"

    def __init__(self, folder: Path, *, relaunch: Relaunch, clock: Clock | None = None,
                 seconds: Callable[[], float] = idle.seconds) -> None:
        super().__init__(folder, relaunch=relaunch, clock=clock, seconds=seconds)
        self._changes: Any = None
        self._typed: dict[str, str] = {}
        """What was entered at the first start, for when that screen is made again."""

    def start(self) -> None:
        """Show the first screen, and load the rest behind it."""
        self.again = self.start
        if (self.folder / FILE_NAME).exists():
            self._show_door()
        else:
            self._show_first_start()
        self.frame.show()

    def _show_door(self) -> None:
        screen = DoorScreen()
        screen.submitted.connect(lambda typed: self._sign_in(screen, typed))
        self.frame.show_screen(screen, _("District desk"))
        self.after_paint(self.now_usable)

    def _sign_in(self, screen: DoorScreen, typed: str) -> None:
        self.be_busy(True)

        def work() -> Any:
            return self.rooms("wellnessdesk.services.district.desk").DistrictDesk.open(self.folder, typed, self.clock)

        def failed(error: Exception) -> None:
            self.be_busy(False)
            screen.show_busy(False)
            if isinstance(error, WrongDistrictPassphrase):
                screen.show_wrong_passphrase(str(error))
            elif isinstance(error, Problem):
                screen.show_problem(str(error))
            else:
                messages.failure(self.frame, error)

        self.tasks.run(work, self._enter, failed, owner=screen)

    def _show_first_start(self) -> None:
        first: Any = self.rooms("wellnessdesk.ui.shell.district.first_start")
        screen = first.FirstStartScreen(self._typed)
        screen.finished.connect(lambda name, typed: self._create(screen, name, typed))
        self.frame.show_screen(screen, _("Begin at your district"))
        self.after_paint(self.now_usable)

    def _create(self, screen: Any, name: str, typed: str) -> None:
        self.be_busy(True)

        def work() -> Any:
            desks: Any = self.rooms("wellnessdesk.services.district.desk")
            return desks.DistrictDesk.create(self.folder, typed, self.clock, name)

        def failed(error: Exception) -> None:
            self.be_busy(False)
            if isinstance(error, Problem):
                screen.show_problem(str(error))
            else:
                screen.show_busy(False)
                messages.failure(self.frame, error)

        self.tasks.run(work, self._show_key, failed, owner=screen)

    def _show_key(self, desk: Any) -> None:
        """The key that was just made, before the pages."""
        self.opened = desk
        self.be_busy(False)
        self._typed.clear()
        self.again = lambda: self._show_key(desk)
        first: Any = self.rooms("wellnessdesk.ui.shell.district.first_start")
        keys: Any = self.rooms("wellnessdesk.services.district.keys")
        self.frame.show_screen(first.NewKeyScreen(keys.listed(desk)[0], lambda: self._enter(desk)), desk.name)

    def _enter(self, desk: Any) -> None:
        self.be_busy(False)
        self.desk = self.opened = desk
        self._changes = self.rooms("wellnessdesk.ui.shell.relay").ChangeRelay(desk.changes, self)
        self._show_main()
        self.unattended.begin(lambda: locking.DISTRICT_MINUTES)

    def _show_main(self) -> None:
        self.again = self._show_main
        window: Any = self.rooms(self.behind)
        screen = window.DistrictScreen(self.desk, self.tasks, self._changes)
        screen.lock_asked.connect(self.lock)
        self.frame.show_screen(screen, self.desk.name or _("District desk"))
        self.frame.build_menus(*screen.actions_for_menu())
