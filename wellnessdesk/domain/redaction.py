"""Names of others in what somebody wrote: found by the roster, and shown to a person who decides on each.

No program can know every name in a text. So nothing is taken out silently: what is likely a name is proposed to be
hidden, what may be one is shown, and the person who gives the record out reads all of it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.names import fold

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_BETWEEN = re.compile(r"[\s\-.]{1,3}")
_SHORTEST_IN_SMALL_LETTERS = 4
_WORDS = (
    "will may grace hope young long rose summer faith joy june april august page case love price rich mark art jack "
    "drew chase miles star sky angel king prince justice person friend bell banks woods brown green white black gray "
    "stone field day park west north east south church school home house books book car van do an my to le la el los "
    "las de luz paz sol rosa flor cruz reyes mar rio nieves dolores milagros ramos rojo blanco campos prado")
_COMMON = frozenset(_WORDS.split())
"""Words that are names of some people and, far more often, none."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of a text that may name somebody. `likely` ones are hidden unless the reader says otherwise."""

    start: int
    end: int
    instead: str
    likely: bool


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Folded words of names: of `others`, and of the student's own that this reader must not see, with what stands
    instead of them."""

    others: frozenset[str]
    own: Mapping[str, str]


def known_names(others: Iterable[Sequence[str]], own: Iterable[str], hidden: Mapping[str, str]) -> KnownNames:
    """The words to look for: the names of others, without those the student bears as well (`own`)."""
    mine = {word for name in own for word in fold(name).split()}
    secret = {word: shown for name, shown in hidden.items() for word in fold(name).split() if word not in mine}
    words = {word for names in others for name in names for word in fold(name).split()}
    return KnownNames(frozenset(words - mine - set(secret)), secret)


def hits(text: str, known: KnownNames) -> tuple[Hit, ...]:
    """Where the text may name somebody, in its order; two words of a name that stand together are one."""
    found: list[Hit] = []
    for match in _WORD.finditer(text):
        made = _hit(text, match, known)
        if made is None:
            continue
        before = found[-1] if found else None
        if before is not None and before.instead == made.instead and _BETWEEN.fullmatch(text[before.end : made.start]):
            found[-1] = Hit(before.start, made.end, made.instead, likely=True)
        else:
            found.append(made)
    return tuple(found)


def without(text: str, hidden: Iterable[Hit]) -> str:
    """The text with something else in these places."""
    parts, at = [], 0
    for hit in sorted(hidden, key=lambda hit: hit.start):
        if hit.start >= at:
            parts += [text[at : hit.start], hit.instead]
            at = hit.end
    return "".join([*parts, text[at:]])


def likely_hidden(text: str, known: KnownNames) -> str:
    """The text with something else for whoever it likely names."""
    return without(text, (hit for hit in hits(text, known) if hit.likely))


def somebody() -> str:
    """What stands instead of another student's name."""
    return _("[another student]")


def _hit(text: str, match: re.Match[str], known: KnownNames) -> Hit | None:
    possessive = re.sub(r"['’]s$", "", match[0])
    end = match.start() + len(possessive)
    words = fold(possessive).split()
    for word in words:
        if word in known.own:
            return Hit(match.start(), end, known.own[word], likely=True)
    if not any(word in known.others for word in words):
        return None
    capital, common = match[0][0].isupper(), all(word in _COMMON for word in words)
    if not capital and (common or len(match[0]) < _SHORTEST_IN_SMALL_LETTERS):
        return None
    starts = not text[: match.start()].rstrip() or text[: match.start()].rstrip()[-1] in ".!?\n"
    return Hit(match.start(), end, somebody(), likely=capital and not (common and starts))
