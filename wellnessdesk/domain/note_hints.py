"""Words that a peer's note does better without: diagnoses, medicines, the whole names of others.

They are data (`resources/catalogues/note_hints.toml`). A hint stops nobody and is kept nowhere.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.names import fold

NAME = "name"
_MOST = 3
"""So many words of a kind are named: a hint is no list."""
_LONGEST_NAME = 4
"""Words."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Hint:
    """Words of one kind (an id of the catalogue, or `NAME`), as they stand in the text."""

    kind: str
    words: tuple[str, ...]


def sentence(hint: Hint) -> str:
    """The hint as a person reads it."""
    named = ", ".join(f"“{word}”" for word in hint.words[:_MOST])
    if hint.kind == NAME:
        return _("{words}: is this somebody else's whole name? Leave it out if you can.").format(words=named)
    entry = catalogues.note_hints().get(hint.kind)
    return f"{named}: {entry.about if entry else ''}"


def word_hints(text: str) -> list[Hint]:
    """The diagnoses and medicines in a text, of every language: people mix them."""
    return [Hint(kind, words) for kind, pattern in _patterns() if (words := _unique(pattern.findall(text)))]


def whole_names(text: str, own: Iterable[str]) -> list[tuple[str, str, str]]:
    """(as it stands, given, family) of what could be a whole name: two to four words with capitals, cut in every way.

    Without the names of the session itself, `own`.
    """
    words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]
    mine, found = frozenset(map(fold, own)), []
    for first, (word, start, _end) in enumerate(words):
        for last in range(first + 1, min(first + _LONGEST_NAME, len(words))):
            said = text[start:words[last][2]]
            if not (word[0].isupper() and words[last][0][0].isupper()) or "\n" in said or "." in said:
                continue
            if fold(said) not in mine:
                parts = [one for one, _start, _end in words[first:last + 1]]
                found += [(said, " ".join(parts[:cut]), " ".join(parts[cut:])) for cut in range(1, len(parts))]
    return found


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple({fold(word): word for word in words}.values())


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """For each kind its words; one that ends with * is the beginning of longer ones."""
    made = []
    for entry in catalogues.note_hints():
        words = "|".join(re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in entry.words)
        made.append((entry.id, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)))
    return tuple(made)
