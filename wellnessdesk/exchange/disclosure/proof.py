"""The blanks of one part: few, and each could be any of five whole numbers, whatever the reader knows.

A part is a group of numbers that are known by each other (`knowledge.Knowledge.parts`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from wellnessdesk.base.progress import Progress
from wellnessdesk.exchange.disclosure.knowledge import SMALL, Bounds, Number, Witness
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

    `needed` must be blank. `rule` gives the blanks that those in hand ask for (the guidelines). `spans` says how many
    whole numbers, less one, must be left for a blank that has left before: it may have had fewer already.
    """

    numbers: Sequence[Number]
    solver: Solver
    needed: Blanks
    rule: Callable[[Blanks], Blanks]
    spans: Callable[[int], int]
    progress: Progress
    blanks: Blanks = frozenset()
    least: dict[int, Witness] = field(default_factory=dict)
    greatest: dict[int, Witness] = field(default_factory=dict)

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
        return self.least[one][one], self.greatest[one][one]

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
                 if number.value and other not in self.blanks}
        values = [number.value or 0 for number in self.numbers]
        low, high = self.numbers[one].bounds
        span = self._span(one)
        ways = ([(self.least[one][one] + span, high), (low, self.greatest[one][one] - span)]
                if self._width(one) >= 0 else [])
        found = [self.solver.cover(one, way, shown, values) for way in ways if way[0] <= way[1]]
        return min(filter(None, found), default=frozenset(),
                   key=lambda more: (sum(values[other] for other in more), len(more), sorted(more)))

    def _give_back(self) -> None:
        """The largest first: what can be shown is."""
        for one in sorted(self.blanks - self.needed, key=lambda one: (-(self.numbers[one].value or 0), one)):
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
            if dropped in self.needed or self.numbers[dropped].value is None:
                return False
            self._show(dropped)
            if self.rule(self.blanks) != self.blanks:
                return False
            dropped = next((one for one in self._targets() if not self._safe(one)), None)
        return True

    def _targets(self) -> list[int]:
        """The blanks that must be safe; those first for which a witness is missing."""
        every = [one for one, number in enumerate(self.numbers)
                 if number.left or number.between or (one in self.blanks and not number.shown_before)]
        return sorted(every, key=lambda one: one in self.least and one in self.greatest)

    def _span(self, one: int) -> int:
        return SAFE_SPAN if one in self.blanks else self.spans(one)

    def _safe(self, one: int) -> bool:
        """Whether there are two witnesses far enough apart."""
        self.progress.check_cancelled()
        if self._width(one) >= SAFE_SPAN:
            return True
        for up in (True, False):
            self._seek(one, up=up)
            if self._width(one) >= SAFE_SPAN:
                return True
        return self._tells_nothing(one) or self._width(one) >= self._span(one)

    def _tells_nothing(self, one: int) -> bool:
        """Between two periods a count that is surely none, or surely over 10, may be known."""
        return self.numbers[one].between and self._width(one) >= 0 and (
            self.least[one][one] > SMALL[-1] or self.greatest[one][one] < SMALL[0])

    def _width(self, one: int) -> int:
        least, greatest = self.least.get(one), self.greatest.get(one)
        return -1 if least is None or greatest is None else greatest[one] - least[one]

    def _seek(self, one: int, *, up: bool) -> None:
        witness = self.solver.extreme(one, up=up)
        if witness is None:
            return
        for other in {*self._targets(), one}:
            if other not in self.least or witness[other] < self.least[other][other]:
                self.least[other] = witness
            if other not in self.greatest or witness[other] > self.greatest[other][other]:
                self.greatest[other] = witness

    def _blank(self, blanks: Blanks) -> None:
        """What was found with fewer blanks still fits."""
        for one in blanks - self.blanks:
            self.solver.bound(one, self.numbers[one].bounds)
        self.blanks |= blanks

    def _show(self, one: int) -> None:
        """What was found with it blank fits only where it had its true value."""
        value = self.numbers[one].value or 0
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
