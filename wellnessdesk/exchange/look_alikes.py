"""Finds new students who may be somebody the center already has: born on one day, and called almost the same."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from wellnessdesk.domain.name_index import short_forms
from wellnessdesk.domain.names import fold
from wellnessdesk.domain.roster import KnownStudent, LookAlike, RosterStudent

LIKENESS = 82
"""How alike (RapidFuzz, of 100) two names must be: "Jon Smyth" is 82 like "John Smith"."""
MOST = 2_000
"""A file in which more people look alike has mixed up its columns; nobody decides on more of them one by one."""
_MOST_BIRTHDAYS_ALIKE = 200
"""On a day on which more students are born, the day is one that somebody put where none was known."""


def find(new: Sequence[RosterStudent], here: Sequence[KnownStudent]) -> tuple[LookAlike, ...]:
    """The look-alikes among students who would be added and those here whom the roster does not name."""
    born: defaultdict[date, list[KnownStudent]] = defaultdict(list)
    for known in here:
        if known.birth_date is not None:
            born[known.birth_date].append(known)
    found: list[LookAlike] = []
    for one in new:
        same_day = born.get(one.birth_date, []) if one.birth_date is not None else []
        if 0 < len(same_day) <= _MOST_BIRTHDAYS_ALIKE and len(found) < MOST:
            found.extend(LookAlike(one, other) for other in same_day if alike(one, other))
    return tuple(found)


def alike(one: RosterStudent | KnownStudent, other: RosterStudent | KnownStudent) -> bool:
    """Whether two names are similar: misspelled, parted otherwise, in another order, or one the other's nickname."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - only whoever imports a roster waits for it

    mine_or_short = [*_ways(one), *(fold(f"{short} {one.family}") for short in short_forms(fold(one.given).split()))]
    return any(_is_part(mine, theirs) or fuzz.token_sort_ratio(mine, theirs) >= LIKENESS
               for mine in mine_or_short for theirs in _ways(other))


def _is_part(mine: str, theirs: str) -> bool:
    """Whether one name is the other with a further one: "Ana García" and "Ana García López"."""
    few, many = sorted((set(mine.split()), set(theirs.split())), key=len)
    return len(few) > 1 and few <= many


def _ways(one: RosterStudent | KnownStudent) -> Iterator[str]:
    """The names somebody may go by."""
    yield fold(f"{one.given} {one.family}")
    if one.preferred_given:
        yield fold(f"{one.preferred_given} {one.family}")
