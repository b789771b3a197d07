"""The sign-in: who may enter, the passphrase tried on the worker, what is told when it is wrong."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from wellnessdesk.app.kit_door import KitDoor
from wellnessdesk.app.restoring import Restoring
from wellnessdesk.app.stage import Stage
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.anchors import OlderCopy
from wellnessdesk.store.errors import StoreAltered, StoreDamaged, StoreMissing
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.shell.sign_in import SignInScreen
from wellnessdesk.vault import device, header_file, unlock
from wellnessdesk.vault.errors import (
    DeviceFileMissing,
    DeviceFileReplaced,
    HeaderDamaged,
    KeyringEmptied,
    KeyringMissing,
    KeyringReplaced,
    UnknownPerson,
    VaultProblem,
    WrongPassphrase,
)
from wellnessdesk.vault.header import DeviceKind, Header

_SECRET_GONE = (DeviceFileMissing, DeviceFileReplaced, KeyringMissing, KeyringEmptied, KeyringReplaced)
"""What recovery kit A puts right by itself."""
_RECORDS_GONE = (StoreDamaged, StoreMissing, StoreAltered, HeaderDamaged)
"""What only a backup puts right."""


class Entrance:
    """Calls `entered(desk)`, or `closed(sentence)` where the center cannot be opened at all."""

    def __init__(self, stage: Stage, *, entered: Callable[[Any], object], closed: Callable[[str], object],
                 restoring: Restoring) -> None:
        self._stage = stage
        self._entered = entered
        self._closed = closed
        self._restoring = restoring
        self._kit = KitDoor(stage, self._show_after_kit)

    def show(self, person: str = "", *, nameless: bool = False) -> None:
        """The sign-in window, prepared for `person` (an id) when they only locked it.

        Names that the keyring must be asked for come once it is painted; with `nameless`, none ever do.
        """
        stage, gone = self._stage, None
        try:
            header = header_file.read(stage.folder).header
            names, title = _names_at_once(stage.folder, header)
        except _SECRET_GONE as problem:
            names, title, gone = [], "", problem
        except VaultProblem as problem:
            self._closed(str(problem))
            return
        screen = SignInScreen(title, demo=header.device is DeviceKind.DEMO)
        screen.restore_asked.connect(self._restoring.show)
        screen.submitted.connect(lambda who, typed: self._sign_in(screen, who, typed, by_id=bool(screen.has_names)))
        screen.kit_asked.connect(lambda gone: self._kit.ask(secret_gone=gone))
        screen.show_names([] if nameless else names)
        stage.frame.show_screen(screen, title)
        screen.choose(person)
        if gone is not None:
            self._tell(screen, gone)
        if header.device is DeviceKind.KEYRING and not nameless:
            stage.after_paint(lambda: stage.load(lambda: self._names_from_keyring(screen, person)))
        else:
            stage.after_paint(stage.now_usable)

    def _show_after_kit(self, person: str, sentence: str) -> None:
        self.show(person)
        screen = self._stage.frame.centralWidget()
        if isinstance(screen, SignInScreen):
            screen.show_news(sentence)

    def choose(self, person: str) -> None:
        """Pick a name by its id (the tour; and whoever comes back after a lock)."""
        screen = self._stage.frame.centralWidget()
        if isinstance(screen, SignInScreen):
            screen.choose(person)

    def _names_from_keyring(self, screen: SignInScreen, person: str) -> None:
        stage = self._stage
        opening: Any = stage.rooms("wellnessdesk.services.opening")

        def show(door: Any) -> None:
            screen.show_title(door.title)
            screen.show_names(door.names)
            screen.choose(person)
            stage.now_usable()

        def fail(error: Exception) -> None:
            self._tell(screen, error)
            stage.now_usable()

        stage.tasks.run(lambda: opening.door(stage.folder), show, fail, owner=screen)

    def _sign_in(self, screen: SignInScreen, who: str, typed: str, *, by_id: bool) -> None:
        stage = self._stage
        stage.be_busy(True)

        def work() -> Any:
            opening: Any = stage.rooms("wellnessdesk.services.opening")
            return opening.sign_in(stage.folder, who if by_id else opening.find(stage.folder, who), typed,
                                   stage.clock, settle=True)

        def entered(desk: Any) -> None:
            stage.be_busy(False)
            self._entered(desk)

        def failed(error: Exception) -> None:
            stage.be_busy(False)
            if isinstance(error, OlderCopy):
                self._ask_coordinator(screen, error, who, again=lambda: self._sign_in(screen, who, typed, by_id=by_id))
            else:
                self._tell(screen, error)

        stage.tasks.run(work, entered, failed, owner=screen)

    def _ask_coordinator(self, screen: SignInScreen, found: OlderCopy, who: str, again: Callable[[], object]) -> None:
        """Whoever signs in goes on only when a coordinator says that these records are meant."""
        stage = self._stage
        opening: Any = stage.rooms("wellnessdesk.services.opening")
        dialog: Any = stage.rooms("wellnessdesk.ui.shell.older_copy").OlderCopyDialog(stage.frame, found, who)

        def confirm(coordinator: str, typed: str) -> None:
            stage.be_busy(True)
            stage.tasks.run(lambda: opening.accept_older(stage.folder, coordinator, typed, found.missing, stage.clock),
                            lambda _none: accepted(), refused, owner=dialog)

        def accepted() -> None:
            dialog.accept()
            again()

        def refused(error: Exception) -> None:
            stage.be_busy(False)
            if isinstance(error, WrongPassphrase):
                dialog.show_wrong_passphrase(str(error))
            elif isinstance(error, OlderCopy):  # the files were exchanged while somebody read
                dialog.accept()
                self._ask_coordinator(screen, error, who, again)
            elif isinstance(error, Problem):
                dialog.show_problem(str(error))
            else:
                dialog.show_busy(False)
                messages.failure(dialog, error)

        def back() -> None:
            screen.show_busy(False)
            screen.forget_passphrase()
            screen.show_problem(_("Nobody was signed in. These are not the newest records; ask a coordinator."))

        dialog.confirmed.connect(confirm)
        dialog.rejected.connect(back)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _tell(self, screen: SignInScreen, error: Exception) -> None:
        screen.show_busy(False)
        if isinstance(error, WrongPassphrase):
            screen.show_wrong_passphrase(str(error))
        elif isinstance(error, UnknownPerson):
            screen.show_wrong_name(str(error))
        elif isinstance(error, Problem):
            screen.show_problem(str(error))
            screen.offer(restore=isinstance(error, _RECORDS_GONE), kit=isinstance(error, _SECRET_GONE))
        else:
            messages.failure(self._stage.frame, error)


def _names_at_once(folder: Path, header: Header) -> tuple[list[tuple[str, str]], str]:
    """Names and title, where no keyring has to be asked for them."""
    if header.device is DeviceKind.KEYRING:
        return [], ""
    in_file = header.device is DeviceKind.FILE
    secret = device.file_secret(folder, header) if in_file else device.fixed_secret(header.device)
    return unlock.shown_names(header, secret), unlock.title(header, secret)
