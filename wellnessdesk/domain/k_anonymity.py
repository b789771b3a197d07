"""How many students are alike in the rows of an evaluation, and what is withheld so that no student stands alone.

Two students are alike (in one class) where everything is equal that a stranger could know of them: k-anonymity
(Sweeney 2002). What is said of a student is withheld until every class has at least 11: counts of 1 to 10 are small
(CalHHS Data De-Identification Guidelines 4.4). When somebody came cannot be withheld without taking the rows apart;
the report says how many can be known by it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

K = 11
"""A class of fewer gives somebody away."""

Traits = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """What somebody who knows `known` of a student can find in a table.

    `classes` are the groups of students alike, `smallest` the size of the smallest, `students` all of them, and
    `few` those in classes of fewer than 11. A student may stand in many classes of a table of visits; then `students`
    counts each once, and `few` those who stand in any such class.
    """

    table: str
    known: tuple[str, ...]
    classes: int
    smallest: int
    students: int
    few: int


def withheld(traits: Mapping[int, Traits], k: int = K) -> dict[int, Traits]:
    """What may be said of each student: the same traits, with empty ones where a class would have fewer than `k`.

    From the last trait to the first, a trait is withheld from whoever is in too small a class. Whoever is left over is
    joined by the next smallest class, as a whole. Fewer than `k` students at all: nothing is said of any.
    """
    said = dict(traits)
    for place in reversed(range(max(map(len, traits.values()), default=0))):
        small = _small(said, k)
        said = {one: _without(its, place) if its in small else its for one, its in said.items()}
    return _joined(said, k)


def _joined(said: dict[int, Traits], k: int) -> dict[int, Traits]:
    sizes = Counter(said.values())
    nothing = next((tuple("" for _trait in its) for its in sizes), ())
    order = sorted((its for its in sizes if its != nothing), key=lambda its: (sizes[its], its))
    joining, left = set[Traits](), sizes[nothing]
    while 0 < left < k and order:
        joining.add(order[0])
        left += sizes[order.pop(0)]
    return {one: nothing if its in joining else its for one, its in said.items()}


def _small(said: Mapping[int, Traits], k: int) -> set[Traits]:
    return {its for its, size in Counter(said.values()).items() if size < k}


def _without(its: Traits, place: int) -> Traits:
    return (*its[:place], "", *its[place + 1:])


def alike(table: str, known: tuple[str, ...], classes: Iterable[frozenset[int]], k: int = K) -> Alike:
    """The figures of a table's classes, each given as who is in it."""
    found = [its for its in classes if its]
    everybody = frozenset[int]().union(*found)
    few = frozenset[int]().union(*(its for its in found if len(its) < k))
    return Alike(table=table, known=known, classes=len(found), smallest=min(map(len, found), default=0),
                 students=len(everybody), few=len(few))
