"""What a published table by itself says of its blanks: the least and the most each can be.

No true number is needed, and none is known here: everybody who holds the table can work this out. The bounds always
hold the true number. They need not be the narrowest there are (`exchange.disclosure` finds those, for whoever has the
true table): each row, column and total is looked at by itself, again and again until nothing moves.
"""

from collections.abc import Iterator, Sequence

from wellnessdesk.domain.tables import Cell, Place, PublishedTable

Bounds = tuple[int, int | None]
"""From and to, both included; None where nothing limits it."""

_MOST_ROUNDS = 50
"""Whenever it stops the bounds are right; more rounds could only make them a little narrower."""
_MARKED: dict[str, Bounds] = {"small": (1, 10), "complement": (11, None), "derived": (0, None)}


def bounds(table: PublishedTable) -> dict[Place, Bounds]:
    """The bounds of every number that is published, blank or not.

    A table that contradicts itself (a total less than what is shown of it) is taken at its word, number by number.
    """
    marked = {place: _marked(table.at(place)) for place in table.places()}
    if not table.blanks():
        return marked
    found = _narrowed(_with_all_totals(table, marked), list(_sums(table)))
    return marked if found is None else {place: found[place] for place in marked}


def _marked(cell: Cell) -> Bounds:
    return (cell.value, cell.value) if cell.value is not None else _MARKED[cell.why]


def _with_all_totals(table: PublishedTable, marked: dict[Place, Bounds]) -> dict[Place, Bounds]:
    """A total that is not published is a sum all the same."""
    every = table.layout.places(row_totals=True, column_totals=True, grand_total=True)
    return {place: marked.get(place, (0, None)) for place in every}


def _sums(table: PublishedTable) -> Iterator[tuple[Place, list[Place]]]:
    """(total, what it is the sum of)."""
    rows, columns = range(len(table.layout.row_keys)), range(len(table.layout.column_keys))
    for row in rows:
        yield (row, None), [(row, column) for column in columns]
    for column in columns:
        yield (None, column), [(row, column) for row in rows]
    yield (None, None), [(row, None) for row in rows]
    yield (None, None), [(None, column) for column in columns]


def _narrowed(known: dict[Place, Bounds], sums: Sequence[tuple[Place, list[Place]]]) -> dict[Place, Bounds] | None:
    """The bounds after every sum was thought through; None when they contradict each other."""
    for _round in range(_MOST_ROUNDS):
        before = dict(known)
        for total, parts in sums:
            _think(known, total, parts)
        if any(high is not None and low > high for low, high in known.values()):
            return None
        if known == before:
            break
    return known


def _think(known: dict[Place, Bounds], total: Place, parts: Sequence[Place]) -> None:
    """A total is no less and no more than its parts together, and a part is what the others leave of it."""
    least, most, loose = 0, 0, 0
    for part in parts:
        low, high = known[part]
        least, most, loose = least + low, most + (high or 0), loose + (high is None)
    known[total] = low, high = _both(known[total], (least, None if loose else most))
    for part in parts:
        own_low, own_high = known[part]
        if own_low == own_high:
            continue
        others_unlimited = loose - (own_high is None)
        floor = 0 if others_unlimited else low - (most - (own_high or 0))
        ceiling = None if high is None else high - (least - own_low)
        known[part] = _both((own_low, own_high), (floor, ceiling))


def _both(one: Bounds, other: Bounds) -> Bounds:
    highs = [high for high in (one[1], other[1]) if high is not None]
    return max(one[0], other[0]), min(highs, default=None)
