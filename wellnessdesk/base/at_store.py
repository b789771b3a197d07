"""Where the store lives: one thread alone touches it. Work beside that thread hands it short pieces and waits."""

from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class AtStore(Protocol):
    """Runs a short piece where the store lives, and waits for it."""

    def __call__(self, piece: Callable[[], T], /) -> T:
        """What the piece returns; raises what it raises."""


def here(piece: Callable[[], T], /) -> T:
    """The store lives on this thread."""
    return piece()
