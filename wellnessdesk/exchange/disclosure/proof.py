"""The blanks of one part: few, and each could be any of five whole numbers, whatever the reader knows.

A part is a group of numbers that are known by each other (`knowledge.Knowledge.parts`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from wellnessdesk.base.progress import Progress
from wellnessdesk.exchange.disclosure.knowledge import Bounds, Number, Witness
from wellnessdesk.exchange.disclosure.solver import Solver

SAFE_SPAN = 4
"""From the least to the greatest of five whole numbers."""

Blanks = frozenset[int]


class Unsafe(Exception):
    """However much is blank, this number could be found out from what must be shown: that others are zero."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@dataclass(slots=True)
class Part:
    """Numbers of one part, counted from 0, and what is asked of its blanks.

    `rule` gives the blanks that those in hand ask for (the guidelines).
    """

    numbers: Sequence[Number]
    solver: Solver
    rule: Callable[[Blanks], Blanks]
    progress: Progress
    blanks: Blanks = frozenset()
    needed: Blanks = field(init=False)
    secret: Blanks = field(init=False)
    truth: Witness = field(init=False)
    least: dict[int, Witness] = field(default_factory=dict)
    greatest: dict[int, Witness] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.needed = frozenset(one for one, number in enumerate(self.numbers) if number.needed)
        self.secret = frozenset(one for one, number in enumerate(self.numbers) if number.secret)
        self.truth = [number.value for number in self.numbers]

    def prove(self) -> Blanks:
        """Blanks that are safe, of which no part would be; raises `Unsafe` where there are none, and `Cancelled`."""
        self._blank(self.rule(self.needed))
        done = False
        while not done:
            done = all(map(self._made_safe, self._targets()))
        self._give_back()
        return self.blanks

    def bounds(self, one: int) -> Bounds:
        """All that can be found out about a blank, as far as the solver finds it."""
        self._seek(one, up=False)
        self._seek(one, up=True)
        return self._low(one), self._high(one)

    def _made_safe(self, one: int) -> bool:
        """Whether it was safe; if not, more is blank now."""
        if self._safe(one):
            return True
        more = self._cover(one)
        if not more:
            raise Unsafe(one)
        self._blank(self.rule(self.blanks | more))
        return False

    def _cover(self, one: int) -> Blanks:
        shown = {other: number.bounds for other, number in enumerate(self.numbers)
                 if number.places and other not in self.blanks}
        low, high = self.numbers[one].bounds
        ways = [(self._low(one) + SAFE_SPAN, high), (low, self._high(one) - SAFE_SPAN)]
        found = [self.solver.cover(one, way, shown) for way in ways if way[0] <= way[1]]
        return min(filter(None, found), default=frozenset(),
                   key=lambda more: (sum(self.truth[other] for other in more), len(more), sorted(more)))

    def _give_back(self) -> None:
        """The largest first: what can be shown is."""
        for one in sorted(self.blanks - self.needed, key=lambda one: (-self.truth[one], one)):
            if one in self.blanks:
                before = self.blanks, dict(self.least), dict(self.greatest)
                if not self._without(one):
                    self._show_again(*before)

    def _without(self, given_back: int) -> bool:
        """Go to the largest safe part of the blanks without this one; whether there is any.

        Fewer blanks never make a blank safer. So whatever is unsafe here is in no safe part and is shown, too, and
        when one is unsafe that must be blank there is none. Hence one pass leaves no safe pattern within its result.
        """
        dropped: int | None = given_back
        while dropped is not None:
            if dropped in self.needed | self.secret:
                return False
            self._show(dropped)
            if self.rule(self.blanks) != self.blanks:
                return False
            dropped = next((one for one in self._targets() if not self._safe(one)), None)
        return True

    def _targets(self) -> list[int]:
        """What must be safe; those first for which a witness is missing."""
        return sorted(self.blanks | self.secret, key=lambda one: (self._high(one) - self._low(one), one))

    def _safe(self, one: int) -> bool:
        """Whether there are two witnesses far enough apart."""
        self.progress.check_cancelled()
        for up in (True, False):
            if self._high(one) - self._low(one) >= SAFE_SPAN:
                return True
            self._seek(one, up=up)
        return self._high(one) - self._low(one) >= SAFE_SPAN

    def _low(self, one: int) -> int:
        return self.least.get(one, self.truth)[one]

    def _high(self, one: int) -> int:
        return self.greatest.get(one, self.truth)[one]

    def _seek(self, one: int, *, up: bool) -> None:
        witness = self.solver.extreme(one, up=up)
        if witness is None:
            return
        for other in self.blanks | self.secret:
            if witness[other] < self._low(other):
                self.least[other] = witness
            if witness[other] > self._high(other):
                self.greatest[other] = witness

    def _blank(self, blanks: Iterable[int]) -> None:
        """What was found with fewer blanks still fits."""
        for one in frozenset(blanks) - self.blanks:
            self.solver.bound(one, self.numbers[one].bounds)
        self.blanks |= frozenset(blanks)

    def _show(self, one: int) -> None:
        """What was found with it blank fits only where it had its true value."""
        value = self.truth[one]
        self.solver.bound(one, (value, value))
        self.blanks -= {one}
        for found in (self.least, self.greatest):
            for other in [other for other, witness in found.items() if witness[one] != value]:
                del found[other]
            found.pop(one, None)

    def _show_again(self, blanks: Blanks, least: dict[int, Witness], greatest: dict[int, Witness]) -> None:
        for one in blanks - self.blanks:
            self.solver.bound(one, self.numbers[one].bounds)
        self.blanks, self.least, self.greatest = blanks, least, greatest
