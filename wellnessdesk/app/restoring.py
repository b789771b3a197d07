"""Bringing a center back from a backup."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from wellnessdesk.app.stage import Stage
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import Progress
from wellnessdesk.ui.kit import messages


class Restoring:
    """Calls `back()` when somebody thinks better of it, `anew(folder)` to go on in a fresh process."""

    def __init__(self, stage: Stage, *, back: Callable[[], object], anew: Callable[[Path], object]) -> None:
        self._stage = stage
        self._back = back
        self._anew = anew

    def show(self) -> None:
        """The screen on which a backup is chosen, looked into and restored."""
        stage = self._stage
        stage.again = self.show
        screen: Any = stage.rooms("wellnessdesk.ui.shell.restore").RestoreScreen()
        screen.look_asked.connect(lambda file, words: self._look(screen, file, words))
        screen.restore_asked.connect(lambda file, words: self._restore(screen, file, words))
        screen.back_asked.connect(self._back)
        screen.sign_in_asked.connect(lambda: self._anew(stage.folder))
        stage.frame.show_screen(screen, _("Restore a backup"))
        stage.after_paint(stage.now_usable)

    def _look(self, screen: Any, file: Path, words: str) -> None:
        stage = self._stage
        restore: Any = stage.rooms("wellnessdesk.services.restore")
        stage.tasks.run(lambda: restore.look(file, words, stage.folder), screen.show_preview,
                        lambda error: self._tell(screen, error), owner=screen)

    def _restore(self, screen: Any, file: Path, words: str) -> None:
        stage = self._stage
        service: Any = stage.rooms("wellnessdesk.services.restore")
        stage.be_busy(True)

        def work(progress: Progress) -> Any:
            return service.restore(file, words, stage.folder, stage.clock, progress)

        def done(restored: Any) -> None:
            stage.be_busy(False)
            screen.show_done(restored)

        def failed(error: Exception) -> None:
            stage.be_busy(False)
            messages.failure(stage.frame, error)

        stage.tasks.run_with_progress(work, done, failed, title=_("Restoring the center"), parent=screen,
                                      cancelled=lambda: stage.be_busy(False))

    def _tell(self, screen: Any, error: Exception) -> None:
        service: Any = self._stage.rooms("wellnessdesk.services.restore")
        if isinstance(error, service.BadWords | service.WrongKit):
            screen.show_wrong_words(str(error))
        elif isinstance(error, Problem):
            screen.show_wrong_file(str(error))
        else:
            screen.show_busy(False)
            messages.failure(self._stage.frame, error)
