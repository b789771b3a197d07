"""The composition root: wires window, worker, desk and services together, and nothing else does.

The sign-in window is painted before SQLAlchemy, keyring and ReportLab are imported (they cost half a second):
`stage.Stage.rooms` is the one place in the program that imports late.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLockFile
from PySide6.QtWidgets import QApplication

from wellnessdesk.app.application import has_screen, make_application, speak
from wellnessdesk.app.bell import Bell
from wellnessdesk.app.district import District
from wellnessdesk.app.guarded import Guarded
from wellnessdesk.app.instance import (
    InFront,
    Relaunch,
    Told,
    of_center,
    of_district,
    only_one,
    relaunch,
    relaunch_district,
    unlocking,
)
from wellnessdesk.app.program import Program
from wellnessdesk.base import paths, process
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.kiosk import Handed
from wellnessdesk.ui.kit import messages, spelling

__all__ = ["District", "InFront", "Program", "Relaunch", "make_application", "relaunch", "run", "run_district",
           "speak"]


def run(folder: Path, *, until_first_window: bool = False, person: str = "", restore: bool = False,
        nameless: bool = False, kiosk: Handed | None = None) -> int:
    """Open the window on the center in `folder`, the sign-in prepared for `person` (an id); the exit code.

    With `restore` it opens where a backup is restored, `nameless` at a sign-in without names, with `kiosk` as that.

    Where another process has the center open its window comes to the front, and `InFront` is raised. Raises `Problem`,
    after showing it, where that could not be done or the folder cannot be used.
    """
    app = _application()
    lock = _lock(folder, of_center, alone=until_first_window)
    if kiosk is None:
        spelling.install(_spelling(), app)
    program = Program(folder, relaunch=_without_spelling(unlocking(lock)))
    program.leave_when_usable = until_first_window
    bell = Bell(folder, program.come_forward)
    if kiosk is not None:
        program.start_as_kiosk(kiosk)
    elif nameless:
        program.start(nameless=True)
    else:
        program.start(person, restore=restore)
    code = _live(app, program, bell, lock)
    spelling.uninstall()
    return code


def run_district(folder: Path, *, until_first_window: bool = False) -> int:
    """Open the district's window on its folder; the exit code. Raises what `run` does."""
    app = _application()
    lock = _lock(folder, of_district, alone=until_first_window)
    program = District(folder, relaunch=unlocking(lock, relaunch_district))
    program.leave_when_usable = until_first_window
    bell = Bell(folder, program.come_forward)
    program.start()
    return _live(app, program, bell, lock)


def _application() -> QApplication:
    process.harden()
    if not has_screen():
        raise Problem(_("There is no screen here to open a window on. To see the program in pictures, use: "
                        "wellnessdesk tour --out DIR"))
    app = make_application()
    messages.watch_for_bugs()
    return app


def _lock(folder: Path, told: Callable[[], Told], *, alone: bool) -> QLockFile:
    """`alone`: nobody is there to press a button."""
    try:
        return only_one(folder, told)
    except InFront:
        raise
    except Problem as problem:
        if not alone:
            messages.problem(None, problem)
        raise


def _live(app: QApplication, program: Guarded, bell: Bell, lock: QLockFile) -> int:
    """Until the window is closed."""
    code = app.exec()
    program.shut()
    bell.take_down()
    lock.unlock()
    return int(code)


def _spelling() -> list[str]:
    """The words that start the spell check, in the profile of this process."""
    isolated = paths.isolated()
    return [*process.program(), *(["--profile", str(isolated)] if isolated else []), "spelling"]


def _without_spelling(relaunch: Relaunch) -> Relaunch:
    """A locked program leaves no process behind that holds words of a note."""

    def leave(*arguments: Any, **how: Any) -> None:
        spelling.uninstall()
        relaunch(*arguments, **how)

    return leave
