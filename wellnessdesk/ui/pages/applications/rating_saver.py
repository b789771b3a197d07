"""Keeps one's own form as it is touched, one save after the other: each knows the form it was made from."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from wellnessdesk.domain.applications import Rating
from wellnessdesk.services import application_ratings
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.tasks import Tasks


class RatingSaver:
    """`begin` with the form as it was read; `refused()` is called when somebody else's window was faster."""

    def __init__(self, owner: QWidget, desk: Desk, tasks: Tasks, refused: Callable[[], object]) -> None:
        self._owner, self._desk, self._tasks, self._refused = owner, desk, tasks, refused
        self._kept: Rating | None = None
        self._next: tuple[Mapping[str, int], bool] | None = None
        self._busy = False

    @property
    def busy(self) -> bool:
        """Whether something waits to be kept."""
        return self._busy

    def begin(self, own: Rating) -> None:
        """The form that is shown."""
        if not self._busy:
            self._kept = own

    def save(self, scores: Mapping[str, int], close: bool) -> None:
        """Keep this; of several waiting, the last."""
        self._next = (scores, close)
        self._go_on()

    def _go_on(self) -> None:
        kept, wanted, desk = self._kept, self._next, self._desk
        if self._busy or kept is None or wanted is None:
            return
        self._busy, self._next = True, None
        self._tasks.run(lambda: application_ratings.rate(desk, kept.application, wanted[0], close=wanted[1],
                                                         seen=kept.at), self._saved, self._failed, owner=self._owner)

    def _saved(self, rating: Rating) -> None:
        self._busy, self._kept = False, rating
        self._go_on()

    def _failed(self, error: Exception) -> None:
        self._busy, self._next = False, None
        messages.failure(self._owner, error)
        self._refused()
