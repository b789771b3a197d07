"""Where there is no center yet: the welcome, the first run and its words, the demo."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from wellnessdesk.app.stage import Stage
from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.shell.welcome import WelcomeScreen
from wellnessdesk.vault import header_file


class Beginning:
    """Calls `start()` to begin at the first screen again, `anew(folder)` to go on in a fresh process, `restore()`."""

    def __init__(self, stage: Stage, *, start: Callable[[], object], anew: Callable[[Path], object],
                 restore: Callable[[], object]) -> None:
        self._stage = stage
        self._start = start
        self._anew = anew
        self._restore = restore
        self._typed: dict[str, str] = {}
        """What was entered at the first run, for when that screen is made again."""

    def show_welcome(self, problem: str = "") -> None:
        """Three ways to begin; none makes a new center where `problem` says why the one here cannot be opened."""
        stage = self._stage
        stage.again = self._start
        screen = WelcomeScreen(problem, may_create=not problem)
        screen.create_asked.connect(self._show_first_run)
        screen.demo_asked.connect(lambda: self._make_demo(screen))
        screen.restore_asked.connect(self._restore)
        stage.frame.show_screen(screen)
        stage.after_paint(stage.now_usable)

    def _show_first_run(self) -> None:
        stage = self._stage
        stage.again = self._show_first_run
        first_run: Any = stage.rooms("wellnessdesk.ui.shell.first_run")
        opening: Any = stage.rooms("wellnessdesk.services.opening")
        screen = first_run.FirstRunScreen(self._typed)
        screen.back_asked.connect(self.show_welcome)

        def create(new: Any) -> None:
            stage.be_busy(True)
            stage.tasks.run(lambda: opening.create(stage.folder, new, clock=stage.clock), self._show_words, failed,
                            owner=stage)

        def failed(error: Exception) -> None:
            stage.be_busy(False)
            screen.show_busy(False)
            messages.failure(stage.frame, error)

        screen.finished.connect(create)
        stage.frame.show_screen(screen, _("Create your center"))

    def _show_words(self, created: Any) -> None:
        stage = self._stage
        stage.again = lambda: self._show_words(created)
        stage.opened = created.desk
        self._typed.clear()
        stage.be_busy(False)
        recovery_words: Any = stage.rooms("wellnessdesk.ui.shell.recovery_words")

        def done() -> None:
            stage.opened = None
            stage.tasks.run(created.desk.close, lambda _none: self._start(), owner=stage)

        stage.frame.show_screen(recovery_words.RecoveryWordsScreen(created, stage.tasks, done=done))

    def _make_demo(self, screen: WelcomeScreen) -> None:
        stage = self._stage
        demo: Any = stage.rooms("wellnessdesk.services.demo")
        folder = stage.folder.with_name("demo-2" if stage.folder.name == "demo" else "demo")
        if header_file.exists(folder):
            self._anew(folder)
            return
        stage.tasks.run_with_progress(
            lambda progress: demo.make(folder, demo.Size(), progress=progress),
            lambda _made: self._anew(folder), title=_("Making the demo center"), parent=screen)
