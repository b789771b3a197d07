"""The search that stands in where HiGHS is not installed: it finds less, so more stays blank.

From the true numbers, one is moved by one; in every row that no longer holds another is moved by one that makes it
hold again, and so on until all do: a closed round of ones. It does not look at all the rounds there are.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from wellnessdesk.exchange.disclosure.knowledge import Bounds, Row, Witness, holds

_FAR_ENOUGH = 4
_STEPS = 400
_DEEP = 16


class Shifting:
    """A solver of one part (`solver.Solver`)."""

    def __init__(self, bounds: Sequence[Bounds], rows: Sequence[Row], truth: Witness) -> None:
        self._bounds, self._rows, self._truth = list(bounds), rows, list(truth)
        self._at: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for which, row in enumerate(rows):
            for one, sign in row.terms:
                self._at[one].append((which, sign))
        self._left = 0

    def bound(self, one: int, bounds: Bounds) -> None:
        """Let a number lie between these from now on."""
        self._bounds[one] = bounds

    def extreme(self, one: int, *, up: bool) -> Witness | None:
        """As far as four rounds of ones carry this number."""
        now = list(self._truth)
        for _ in range(_FAR_ENOUGH):
            if (further := self._round(now, one, 1 if up else -1)) is None:
                break
            now = further
        return now if holds(now, self._bounds, self._rows) else None

    def cover(self, one: int, wanted: Bounds, prices: Mapping[int, Bounds]) -> frozenset[int]:
        """The smallest shown number of a row it stands in, or else the smallest of all."""
        near = {other for which, _sign in self._at[one] for other, _ in self._rows[which].terms} & prices.keys()
        return frozenset(sorted(near or prices, key=lambda number: (self._truth[number], number))[:1])

    def _round(self, start: Sequence[int], one: int, step: int) -> list[int] | None:
        now, sums = list(start), [sum(sign * start[other] for other, sign in row.terms) for row in self._rows]
        self._left = _STEPS
        return now if self._move(now, sums, one, step, frozenset()) else None

    def _move(self, now: list[int], sums: list[int], one: int, step: int, moved: frozenset[int]) -> bool:
        low, high = self._bounds[one]
        self._left -= 1
        if not low <= now[one] + step <= high or self._left < 0 or len(moved) > _DEEP:
            return False
        self._shift(now, sums, one, step)
        if self._mended(now, sums, moved | {one}):
            return True
        self._shift(now, sums, one, -step)
        return False

    def _shift(self, now: list[int], sums: list[int], one: int, step: int) -> None:
        now[one] += step
        for which, sign in self._at[one]:
            sums[which] += sign * step

    def _mended(self, now: list[int], sums: list[int], moved: frozenset[int]) -> bool:
        broken = next((which for one in sorted(moved) for which, _ in self._at[one] if self._off(which, sums)), None)
        if broken is None:
            return True
        want = self._off(broken, sums)
        return any(self._move(now, sums, one, want * sign, moved)
                   for one, sign in self._rows[broken].terms if one not in moved)

    def _off(self, which: int, sums: list[int]) -> int:
        row = self._rows[which]
        return (sums[which] < row.low) - (sums[which] > row.high)
