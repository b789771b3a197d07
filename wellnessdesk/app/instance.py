"""One program a folder: the OS lock, and the fresh process that takes it over."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLockFile

from wellnessdesk.app import bell
from wellnessdesk.base import files, i18n, paths, process
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.kiosk import Handed
from wellnessdesk.vault import district_keys, header_file

Relaunch = Callable[..., object]
"""Starts anew on the center in a folder, the sign-in prepared for the person of this id, or for anybody; with
`restore=True` where a backup is restored, with `nameless=True` where no name is shown, with `kiosk=` as the kiosk."""


class AlreadyOpen(Problem):
    """Another process has the center open."""


class InFront(AlreadyOpen):
    """The same, and its window came to the front: all that somebody who starts the program again wants."""


_PATIENCE_MS = 1_000
"""A program that was just closed may still be going away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said of a folder that cannot be opened: one that will not do, one whose window comes to the front, one
    that is open elsewhere."""

    useless: str
    in_front: str
    is_open: str


def of_center() -> Told:
    """Of a center's folder."""
    return Told(
        useless=_("The folder {folder} cannot be used for a center. Check that it is a folder you may write to."),
        in_front=_("This center is already open on this computer. Its window is in front now."),
        is_open=_("This center is already open on this computer. Use the window that is open."))


def of_district() -> Told:
    """Of a district's folder."""
    return Told(
        useless=_("The folder {folder} cannot be used for a district. Check that it is a folder you may write to."),
        in_front=_("This district is already open on this computer. Its window is in front now."),
        is_open=_("This district is already open on this computer. Use the window that is open."))


def only_one(folder: Path, told: Callable[[], Told] = of_center) -> QLockFile:
    """The lock of this folder, held as long as the program runs.

    Raises `AlreadyOpen`, or another `Problem` for a folder that will not do.
    """
    useless = Problem(told().useless.format(folder=folder.name))
    try:
        files.make_folder(folder)
    except OSError as error:
        raise useless from error
    lock = QLockFile(str(folder / "open.lock"))
    lock.setStaleLockTime(0)  # however long it runs; the lock of a program that died counts as gone all the same
    if not lock.tryLock(_PATIENCE_MS):
        if lock.error() is not QLockFile.LockError.LockFailedError:
            raise useless
        if bell.ring(folder):
            raise InFront(told().in_front)
        raise AlreadyOpen(told().is_open)
    if header_file.exists(folder) or (folder / district_keys.FILE_NAME).exists():
        files.shut_to_others(folder, *(path for path in folder.iterdir() if path.is_file()))
    return lock


def unlocking(lock: QLockFile, again: Relaunch | None = None) -> Relaunch:
    """The next process takes the lock over. `again` starts it."""
    def go_on(folder: Path, person: str, **how: Any) -> None:
        lock.unlock()
        (again or relaunch)(folder, person, **how)

    return go_on


def relaunch(folder: Path, person: str = "", *, restore: bool = False, nameless: bool = False,
             kiosk: Handed | None = None) -> None:
    """Replace this process by a fresh one in the same language: at the sign-in of `person`, at the restore, as kiosk.

    What is handed on to a kiosk goes through a pipe.
    """
    back = ["--person", person] if person else []
    for option, wanted in (("--restore", restore), ("--nameless", nameless), ("--kiosk", kiosk is not None)):
        back = [option] if wanted else back
    more = {"given": kiosk.packed()} if kiosk is not None else {}
    process.replace("--store", str(folder), *_as_now(), *back, **more)


def relaunch_district(folder: Path, _person: str = "") -> None:
    """Replace this process by a fresh one at the district's sign-in."""
    process.replace(*_as_now(), "district", "--district", str(folder))


def _as_now() -> list[str]:
    """Profile and language."""
    isolated = paths.isolated()
    return ["--lang", i18n.language(), *(["--profile", str(isolated)] if isolated else [])]
