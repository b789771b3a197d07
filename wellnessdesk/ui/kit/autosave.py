"""Keeps a draft while it is written: saved soon after it changed, and told whether that worked."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.tasks import Tasks

T = TypeVar("T")
SAVE_AFTER_MS = 2_000
"""Counted from the first change not saved yet, not from the last key: whoever writes without a pause is saved too."""


class Autosave(QObject, Generic[T]):
    """Saves what `collect` gives through `save`, which runs on the worker, whenever it differs from what is kept."""

    saved = Signal()
    failed = Signal(str)
    """A finished sentence. Whatever was written is still where it was written."""

    def __init__(
        self,
        parent: QWidget,
        tasks: Tasks,
        kept: T,
        collect: Callable[[], T],
        save: Callable[[T], None],
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._tasks = tasks
        self._kept = kept
        self._collect = collect
        self._save = save
        self._stopped = False
        self._timer = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._timer.timeout.connect(self.flush)

    @property
    def unsaved(self) -> bool:
        """Whether something was written that is not kept yet."""
        return not self._stopped and self._collect() != self._kept

    def touch(self) -> None:
        """Something was written."""
        if not self._stopped and not self._timer.isActive():
            self._timer.start()

    def flush(self, then: Callable[[], object] | None = None) -> None:
        """Save now what is not kept yet; `then` follows only when nothing is left to save."""
        self._timer.stop()
        if not self.unsaved:
            if then is not None:
                then()
            return
        body = self._collect()
        self._tasks.run(
            lambda: self._save(body), lambda _nothing: self._keep(body, then), self._tell_failure, owner=self
        )

    def stop(self) -> None:
        """Save nothing any more: it is being signed, or sent."""
        self._timer.stop()
        self._stopped = True

    def resume(self) -> None:
        """That did not work: go on saving."""
        self._stopped = False
        self.touch()

    def _keep(self, body: T, then: Callable[[], object] | None) -> None:
        self._kept = body
        self.saved.emit()
        if then is not None:
            self.flush(then)

    def _tell_failure(self, error: Exception) -> None:
        if not isinstance(error, Problem):
            messages.failure(self._window, error)
        self.failed.emit(str(error) if isinstance(error, Problem) else _("This was not saved."))
