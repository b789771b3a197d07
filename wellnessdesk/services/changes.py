"""What changed, told to whoever shows it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """A committed change: the features it touched (`visits`, `flags`…) and the id of the person who made it."""

    features: frozenset[str]
    by: str


class Changes:
    """Broadcasts each committed change to its listeners, in the thread that made it."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Change], None]] = []

    def listen(self, listener: Callable[[Change], None]) -> None:
        """Call `listener` for every change from now on."""
        self._listeners.append(listener)

    def announce(self, change: Change) -> None:
        """Tell everybody."""
        for listener in self._listeners:
            listener(change)
