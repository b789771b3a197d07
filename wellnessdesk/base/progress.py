"""How long work says how far it is, and hears that it should stop. Knows no window."""

from typing import Protocol


class Cancelled(Exception):
    """The person asked long work to stop; whoever catches it has nothing half-done left behind."""


class Progress(Protocol):
    """What long work reports to."""

    def report(self, done: int, total: int) -> None:
        """Say that `done` of `total` pieces of work are finished."""

    def check_cancelled(self) -> None:
        """Raise `Cancelled` if the person asked to stop."""


class _Silent:
    def report(self, done: int, total: int) -> None:
        """Nobody is watching."""

    def check_cancelled(self) -> None:
        """Nobody can cancel."""


NO_PROGRESS: Progress = _Silent()


class Share:
    """One stretch of longer work, from percent to percent of the whole."""

    def __init__(self, whole: Progress, begin: int, end: int) -> None:
        self._whole, self._begin, self._end = whole, begin, end

    def report(self, done: int, total: int) -> None:
        """How far this stretch is."""
        self._whole.report(self._begin + (self._end - self._begin) * done // max(total, 1), 100)

    def check_cancelled(self) -> None:
        """As the whole."""
        self._whole.check_cancelled()
