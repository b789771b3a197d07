"""Recovery kit A at the sign-in: what its words are asked for, and what is done with them."""

from collections.abc import Callable
from typing import Any

from wellnessdesk.app.stage import Stage
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit import messages


class KitDoor:
    """Calls `done(person, sentence)` with what was done; the sign-in goes on with this person (an id), or anybody."""

    def __init__(self, stage: Stage, done: Callable[[str, str], object]) -> None:
        self._stage = stage
        self._done = done

    def ask(self, *, secret_gone: bool) -> None:
        """Open the dialog; with `secret_gone` because this computer lost the center's secret."""
        stage = self._stage
        dialog: Any = stage.rooms("wellnessdesk.ui.shell.kit_door").KitDoorDialog(stage.frame, secret_gone=secret_gone)
        dialog.words_given.connect(lambda kit: self._look(dialog, kit))
        dialog.secret_asked.connect(lambda kit: self._bring_back(dialog, kit))
        dialog.passphrase_asked.connect(lambda kit, who, typed: self._new_passphrase(dialog, kit, who, typed))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _look(self, dialog: Any, kit: str) -> None:
        service = self._service("opening_kit")
        self._run(dialog, lambda: service.look(self._stage.folder, kit), dialog.show_found)

    def _bring_back(self, dialog: Any, kit: str) -> None:
        service, stage = self._service("secret_back"), self._stage
        self._run(dialog, lambda: service.bring_back(stage.folder, kit, stage.clock),
                  lambda in_file: self._finish(dialog, "", _brought_back(in_file=in_file)))

    def _new_passphrase(self, dialog: Any, kit: str, person: str, typed: str) -> None:
        """Whoever got it signs in with it as everybody does: so the sign-in's own checks are made, and it is known."""
        service, stage = self._service("opening_kit"), self._stage

        def work() -> str:
            desk = service.new_passphrase(stage.folder, kit, person, typed, stage.clock)
            desk.close()
            return str(desk.person.name)

        def done(name: str) -> None:
            self._finish(dialog, person, _("{name} has a new passphrase and new keys. Sign in with it now.").format(
                name=name))

        self._run(dialog, work, done)

    def _finish(self, dialog: Any, person: str, sentence: str) -> None:
        dialog.accept()
        self._done(person, sentence)

    def _run(self, dialog: Any, work: Callable[[], Any], done: Callable[[Any], object]) -> None:
        stage = self._stage
        stage.be_busy(True)

        def answered(answer: Any) -> None:
            stage.be_busy(False)
            done(answer)

        def failed(error: Exception) -> None:
            stage.be_busy(False)
            self._tell(dialog, error)

        stage.tasks.run(work, answered, failed, owner=dialog)

    def _tell(self, dialog: Any, error: Exception) -> None:
        service = self._service("opening_kit")
        if isinstance(error, service.BadWords | service.WrongKit):
            dialog.show_wrong_words(str(error))
        elif isinstance(error, Problem):
            dialog.show_problem(str(error))
        else:
            dialog.show_busy(False)
            messages.failure(dialog, error)

    def _service(self, name: str) -> Any:
        return self._stage.rooms(f"wellnessdesk.services.{name}")


def _brought_back(*, in_file: bool) -> str:
    if in_file:
        return _("This computer has no keyring that works. The secret is back in the file device.key beside the "
                 "records: a copy of the whole folder has it too. Everybody signs in with their own passphrase.")
    return _("The secret is back in this computer's keyring. Everybody signs in with their own passphrase.")
