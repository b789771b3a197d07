"""Who is found by a few letters: every word of every name, sorted, so that a beginning is a stretch of the list."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from heapq import nsmallest

from wellnessdesk.domain import catalogues
from wellnessdesk.domain.names import fold

_LAST = "\U0010ffff"
"""Comes after every letter there is."""


class NameIndex:
    """Records by their words. They are known by their place in the order in which results are shown."""

    def __init__(self, words_of: Iterable[Iterable[str]]) -> None:
        """Take each record's folded words, the records in the order of results."""
        pairs = sorted({(word, place) for place, words in enumerate(words_of) for word in words})
        self._words = [word for word, _place in pairs]
        self._places = [place for _word, place in pairs]
        self._each = tuple(dict.fromkeys(self._words))
        self._lengths: dict[int, tuple[str, ...]] = {}

    def places(self, beginning: str) -> set[int]:
        """The records that have a word which begins so."""
        return set(self._places[bisect_left(self._words, beginning) : bisect_left(self._words, beginning + _LAST)])

    def beginnings(self, length: int) -> tuple[str, ...]:
        """Every word there is, cut off after so many letters, each once. Kept: a query grows by a letter."""
        if length not in self._lengths:
            self._lengths[length] = tuple(dict.fromkeys(word[:length] for word in self._each))
        return self._lengths[length]


def first(places: Iterable[int], limit: int) -> list[int]:
    """The first so many of them, in the order of results."""
    return nsmallest(limit, places)


def short_forms(names: Sequence[str]) -> Iterator[str]:
    """What somebody of these folded names may be called: short forms of each, and what each is a short form of."""
    known = _forms()
    for name in names:
        yield from known.get(name, ())


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for entry in catalogues.nicknames():
        whole = fold(entry.label.en)
        for short in map(fold, entry.short):
            for one, other in ((whole, short), (short, whole)):
                found.setdefault(one, {}).update(dict.fromkeys(other.split()))
    return {name: tuple(forms) for name, forms in found.items()}
