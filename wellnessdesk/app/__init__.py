"""The composition root: wires window, worker, desk and services together, and nothing else does.

The sign-in window is painted before SQLAlchemy, keyring and ReportLab are imported (they cost half a second):
`stage.Stage.rooms` is the one place in the program that imports late.
"""

from pathlib import Path
from typing import Any

from wellnessdesk.app.application import has_screen, make_application, speak
from wellnessdesk.app.bell import Bell
from wellnessdesk.app.instance import InFront, Relaunch, only_one, relaunch, unlocking
from wellnessdesk.app.program import Program
from wellnessdesk.base import paths, process
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.kiosk import Handed
from wellnessdesk.ui.kit import messages, spelling

__all__ = ["InFront", "Program", "Relaunch", "make_application", "relaunch", "run", "speak"]


def run(folder: Path, *, until_first_window: bool = False, person: str = "", restore: bool = False,
        nameless: bool = False, kiosk: Handed | None = None) -> int:
    """Open the window on the center in `folder`, the sign-in prepared for `person` (an id); the exit code.

    With `restore` it opens where a backup is restored, `nameless` at a sign-in without names, with `kiosk` as that.

    Where another process has the center open its window comes to the front, and `InFront` is raised. Raises `Problem`,
    after showing it, where that could not be done or the folder cannot be used.
    """
    process.harden()
    if not has_screen():
        raise Problem(_("There is no screen here to open a window on. To see the program in pictures, use: "
                        "wellnessdesk tour --out DIR"))
    app = make_application()
    messages.watch_for_bugs()
    try:
        lock = only_one(folder)
    except InFront:
        raise
    except Problem as problem:
        if not until_first_window:  # nobody is there to press a button
            messages.problem(None, problem)
        raise
    if kiosk is None:
        spelling.install(_spelling(), app)
    program = Program(folder, relaunch=_without_spelling(unlocking(lock)))
    if until_first_window:
        program.leave_when_usable = True
    bell = Bell(folder, program.come_forward)
    if kiosk is not None:
        program.start_as_kiosk(kiosk)
    elif nameless:
        program.start(nameless=True)
    else:
        program.start(person, restore=restore)
    code = app.exec()
    program.shut()
    spelling.uninstall()
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
