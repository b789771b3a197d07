"""Which words of a text a spell check looks at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SHORTEST, _LONGEST = 2, 40


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it stands: the number of its first sign, and of the one after its last."""

    text: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """The words of a text. Those that are beside a digit or all capitals (MCR, 9B) are passed over."""
    for match in _WORD.finditer(text):
        word, start, end = match.group(), match.start(), match.end()
        beside = text[max(start - 1, 0):start] + text[end:end + 1]
        plain = not any(sign.isdigit() or sign in "@_" for sign in beside) and not word.isupper()
        if plain and _SHORTEST <= len(word) <= _LONGEST:
            yield Word(word.replace("’", "'"), start, end)


def may_be_a_name(text: str, word: Word) -> bool:
    """Whether a word begins with a capital in the middle of a sentence: names are in no dictionary."""
    before = text[:word.start].rstrip(" \t\"“«('¿¡")
    return word.text[0].isupper() and bool(before) and before[-1] not in ".!?…:\n"
