"""Who looks for whole numbers that fit all that is known: HiGHS where it is installed, else a simple search.

Neither is believed. What they find is a witness: one whole number for each number of a part, checked here against
every row. The true numbers are the first. Two witnesses in which a blank differs by four are the proof that it is safe.
Whoever finds fewer of them blanks more: a fault of a solver, or having none, can only hide too much.
"""

import importlib
import importlib.util
from collections.abc import Mapping, Sequence
from typing import Protocol

from wellnessdesk.exchange.disclosure.knowledge import Bounds, Row, Witness
from wellnessdesk.exchange.disclosure.shifting import Shifting


class Solver(Protocol):
    """Of one part: its numbers, counted from 0, and the rows between them."""

    def bound(self, one: int, bounds: Bounds) -> None:
        """Let a number lie between these from now on."""

    def extreme(self, one: int, *, up: bool) -> Witness | None:
        """The witness in which this number is greatest (or least), as far as it is found; `None` where none is."""

    def cover(self, one: int, wanted: Bounds, prices: Mapping[int, Bounds]) -> frozenset[int]:
        """Which shown numbers must be blank for this one to reach `wanted`: few and small ones; empty for no way.

        `prices` are the shown numbers that may be blanked, with their bounds when they are.
        """


def installed() -> bool:
    """Whether HiGHS is there (the optional part `solver` of the installation)."""
    return importlib.util.find_spec("highspy") is not None


def for_part(bounds: Sequence[Bounds], rows: Sequence[Row], truth: Witness) -> Solver:
    """The best there is. HiGHS is loaded when it is needed: it takes a quarter of a second."""
    if installed():
        highs = importlib.import_module("wellnessdesk.exchange.disclosure.highs")
        return highs.Highs(bounds, rows, truth)  # type: ignore[no-any-return]
    return Shifting(bounds, rows, truth)
