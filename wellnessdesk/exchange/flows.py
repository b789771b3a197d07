"""What a reader of a published table can still work out about its blanks, exactly.

A table is water running in a circle: from a source through the row totals into the rows, through the
cells into the columns, through the column totals into a drain, and through the grand total back to the
source. What runs into a point runs out of it: that is all a table with totals says. A published number is
a pipe whose flow is known; a blank can be anything between its bounds. So the values a blank can have are
those of a flow along its pipe, and since all bounds are whole numbers they are all the whole numbers from
the least flow to the greatest (the integral flow theorem; for tables: Gusfield 1988, Castro 2007). We
hold the true table, which is one such flow: how far a blank can move from its true value is the most that
can be pushed round from one end of its pipe to the other (Edmonds and Karp 1972).
"""

import heapq
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from operator import itemgetter

from wellnessdesk.domain.tables import CountTable, Place

SMALL = range(1, 11)
SAFE_SPAN = 4
_NO_LIMIT = 1 << 60

_Node = tuple[str, int]
_SOURCE: _Node = ("source", 0)
_DRAIN: _Node = ("drain", 0)


@dataclass(frozen=True, slots=True)
class Range:
    """The least and greatest value a blank can have; `high` is `None` when nothing limits it."""

    low: int
    high: int | None

    @property
    def safe(self) -> bool:
        """Whether it spans at least five whole numbers."""
        return self.high is None or self.high - self.low >= SAFE_SPAN


@dataclass(frozen=True, slots=True)
class _Pipe:
    """One place of the table as the attacker sees it: where it leads, its value, and its bounds."""

    place: Place
    start: _Node
    end: _Node
    value: int
    low: int
    high: int


_Near = Mapping[_Node, Collection[_Pipe]]
_Way = tuple[tuple[_Pipe, int], ...]


class Pipes:
    """A true table as pipes; zeros are left out, they are never blank."""

    def __init__(self, table: CountTable) -> None:
        # A total that is not published is a pipe of unknown flow, just as one that is blank.
        places = table.layout.places(row_totals=True, column_totals=True, grand_total=True)
        self.at = {place: _pipe(place, table.at(place)) for place in places if table.at(place)}
        self.near = _near(self.at.values())
        self.unpublished = self.at.keys() - set(table.places())


class Reader:
    """What somebody can find out who sees a table with these blanks.

    `blanks` has every cell of 1 to 10: a reader knows that any other blank cell is more.
    """

    def __init__(self, pipes: Pipes, blanks: Collection[Place]) -> None:
        self._pipes = pipes
        self._loose = pipes.unpublished.union(blanks)
        self._near = _near(pipes.at[place] for place in pipes.at if place in self._loose)

    def range(self, place: Place) -> Range:
        """All that can be found out about a blank."""
        value = self._pipes.at[place].value
        rise, fall = self._room_to_move(place, _NO_LIMIT)
        return Range(value - fall, None if rise >= _NO_LIMIT // 2 else value + rise)

    def safe(self, place: Place) -> bool:
        """Whether at least five values are left for a blank."""
        return sum(self._room_to_move(place, SAFE_SPAN)) >= SAFE_SPAN

    def cover(self, place: Place) -> frozenset[Place]:
        """The further blanks that make an unsafe one safe: few and small ones, the same each time.

        There always are some: a count that moves together with its three totals contradicts nothing, and one
        of 1 to 10 has four values above or below it.
        """
        pipe = self._pipes.at[place]
        rise, fall = self._room_to_move(place, SAFE_SPAN)
        prices = {one: other.value for one, other in self._pipes.at.items() if one not in self._loose}
        covers: list[tuple[int, int, set[Place]]] = []
        for up, want in ((True, SAFE_SPAN - fall), (False, SAFE_SPAN - rise)):
            push = _Push(self._pipes.near, prices)
            if push.move(pipe, up=up, limit=want) == want:
                covers.append((sum(prices[one] for one in push.paid), len(push.paid), push.paid))
        return frozenset(min(covers, key=itemgetter(0, 1))[2])

    def _room_to_move(self, place: Place, limit: int) -> tuple[int, int]:
        """How far a blank can rise and fall, each up to the limit."""
        pipe = self._pipes.at[place]
        rise, fall = (_Push(self._near).move(pipe, up=up, limit=limit) for up in (True, False))
        return rise, fall


@dataclass(slots=True)
class _Push:
    """Water pushed round on top of the true flow, through the pipes of `near`.

    `prices` are those of the numbers that are visible yet: whoever goes through one has to blank it (`paid`).
    """

    near: _Near
    prices: Mapping[Place, int] = field(default_factory=dict)
    paid: set[Place] = field(default_factory=set)
    shift: dict[Place, int] = field(default_factory=dict)

    def move(self, pipe: _Pipe, *, up: bool, limit: int) -> int:
        """How far, up to the limit, the flow in this pipe can rise (or fall) when that in others gives way."""
        limit = min(limit, pipe.high - pipe.value if up else pipe.value - pipe.low)
        start, goal = (pipe.end, pipe.start) if up else (pipe.start, pipe.end)
        moved = 0
        while moved < limit and (way := self._cheapest(start, goal, pipe)):
            step = min(limit - moved, *(self._room(one, sign) for one, sign in way))
            for one, sign in way:
                self.shift[one.place] = self.shift.get(one.place, 0) + sign * step
                self.paid |= {one.place} & self.prices.keys()
            moved += step
        return moved

    def _room(self, pipe: _Pipe, sign: int) -> int:
        now = pipe.value + self.shift.get(pipe.place, 0)
        return pipe.high - now if sign > 0 else now - pipe.low

    def _price(self, pipe: _Pipe) -> int:
        return 0 if pipe.place in self.paid else self.prices.get(pipe.place, 0)

    def _cheapest(self, start: _Node, goal: _Node, barred: _Pipe) -> _Way:
        """The way that blanks the least (Dijkstra; among equals the shortest); empty if there is none."""
        turn = count()  # the heap must not compare what has no order, and must choose the same each time
        ahead: list[tuple[int, int, int, _Node, _Way]] = [(0, 0, next(turn), start, ())]
        done = set[_Node]()
        while ahead:
            price, length, _, node, way = heapq.heappop(ahead)
            if node == goal:
                return way
            if node in done:
                continue
            done.add(node)
            for pipe in self.near[node]:
                sign, other = (1, pipe.end) if pipe.start == node else (-1, pipe.start)
                if other not in done and pipe is not barred and self._room(pipe, sign):
                    step = (price + self._price(pipe), length + 1, next(turn), other, (*way, (pipe, sign)))
                    heapq.heappush(ahead, step)
        return ()


def _near(pipes: Iterable[_Pipe]) -> _Near:
    """The pipes at each point."""
    near: dict[_Node, list[_Pipe]] = {}
    for pipe in pipes:
        near.setdefault(pipe.start, []).append(pipe)
        near.setdefault(pipe.end, []).append(pipe)
    return near


def _pipe(place: Place, value: int) -> _Pipe:
    row, column = place
    if row is not None and column is not None:
        low, high = (SMALL[0], SMALL[-1]) if value in SMALL else (SMALL[-1] + 1, _NO_LIMIT)
        return _Pipe(place, ("row", row), ("column", column), value, low, high)
    if row is not None:
        return _Pipe(place, _SOURCE, ("row", row), value, 0, _NO_LIMIT)
    if column is not None:
        return _Pipe(place, ("column", column), _DRAIN, value, 0, _NO_LIMIT)
    return _Pipe(place, _DRAIN, _SOURCE, value, 0, _NO_LIMIT)
