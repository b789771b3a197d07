"""What every part of the program stands on: the window, the worker, the folder, and what is imported late."""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from wellnessdesk.base.clock import Clock
from wellnessdesk.ui.kit.tasks import Tasks
from wellnessdesk.ui.shell.frame import Frame


class Stage(QObject):
    """One window on one folder. The screens change; this stays until the program is locked or closed."""

    behind = "wellnessdesk.ui.shell.main_window"
    """What is imported behind the first screen, and imports all that whoever signs in needs."""

    def __init__(self, folder: Path, clock: Clock | None = None) -> None:
        super().__init__()
        self.folder = folder
        self.clock = clock
        self.frame = Frame()
        self.tasks = Tasks(self)
        self.opened: Any = None
        """The desk whose store is open: of whoever is signed in, or of who made the center a moment ago."""
        self.leave_when_usable = False
        """Quit as soon as the first screen is painted and can be used (for measuring)."""
        self.again: Callable[[], object] = lambda: None
        """Makes the present screen anew, after a change of language."""
        self.busy = False

    def be_busy(self, busy: bool) -> None:
        """While keys are made or tried, nobody changes the language (which makes the screen anew) or closes."""
        self.busy = busy
        self.frame.menuBar().setEnabled(not busy)

    def load(self, then: Callable[[], None]) -> None:
        """Import what the sign-in window does not need, on the worker, behind it."""
        self.tasks.run(lambda: self.rooms(self.behind), lambda _module: then(), owner=self)

    def rooms(self, module: str) -> Any:
        """The one late import of the program (see the package)."""
        return importlib.import_module(module)

    def after_paint(self, call: Callable[[], object]) -> None:
        """Do something once the screen just put into the window was drawn."""
        self.frame.when_painted(call)

    def now_usable(self) -> None:
        """The first screen is painted and takes what is typed; everything else is loaded behind it."""
        if self.leave_when_usable:
            QTimer.singleShot(0, QApplication.quit)
        else:
            self.load(lambda: None)
