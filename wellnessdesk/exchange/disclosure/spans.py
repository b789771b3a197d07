"""Days that bundles tell of: which of them hang together, and the pieces into which they cut each other."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta

Days = tuple[date, date]
"""The first and the last."""
_DAY = timedelta(1)


def inside(inner: Days, outer: Days) -> bool:
    """Whether every day of one is a day of the other."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def pieces(periods: Iterable[Days]) -> list[Days]:
    """All days of these periods, cut wherever one of them begins or ends; in their order."""
    known = sorted(set(periods))
    edges = sorted({edge for first, last in known for edge in (first, last + _DAY)})
    cut = [(start, end - _DAY) for start, end in zip(edges, edges[1:], strict=False)]
    return [piece for piece in cut if any(inside(piece, period) for period in known)]


def made_up(days: Days, parts: Iterable[Days]) -> bool:
    """Whether some of these parts, which do not overlap, are all of the days and nothing else."""
    return sum(_long(part) for part in parts if inside(part, days)) == _long(days)


def alike(periods: Collection[Days]) -> list[tuple[Days, ...]]:
    """Pieces that lie apart, are no period, and lie in the same periods: nobody can tell the counts of one from those
    of the others."""
    found: dict[tuple[bool, ...], list[Days]] = defaultdict(list)
    for piece in pieces(periods):
        if piece not in periods:
            found[tuple(inside(piece, period) for period in periods)].append(piece)
    return [tuple(group) for group in found.values() if len(group) > 1]


def covers(whole: Days, parts: Iterable[Days]) -> list[list[Days]]:
    """Every way to lay these days out with some of the parts, one after the other, but not two where one would do."""
    within = sorted({part for part in parts if part != whole and inside(part, whole)})
    return [way for way in _ways(whole[0], whole[1], within) if not _finer(way, within)]


def _ways(first: date, last: date, parts: Sequence[Days]) -> Iterator[list[Days]]:
    if first > last:
        yield []
    for part in parts:
        if part[0] == first:
            yield from ([part, *rest] for rest in _ways(part[1] + _DAY, last, parts))


def _long(days: Days) -> int:
    return (days[1] - days[0]).days + 1


def _finer(way: Collection[Days], parts: Iterable[Days]) -> bool:
    """Whether a part would do in place of several."""
    starts, ends = {first for first, _last in way}, {last for _first, last in way}
    return any(part not in way and part[0] in starts and part[1] in ends for part in parts)
