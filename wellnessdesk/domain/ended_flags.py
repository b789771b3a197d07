"""Flags that are over, looked for by whose they are, what they were about, when, and how they ended."""

from dataclasses import dataclass
from datetime import date

from wellnessdesk.domain.flags import FlagStatus
from wellnessdesk.domain.names import fold
from wellnessdesk.domain.student_file import FlagStory


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which are wanted: beginnings of words of the student's name, a kind of the catalogue `red_flags`, closed or
    withdrawn, words of how it ended, the days on which they were raised (both included). What is empty is any."""

    student: str = ""
    kind: str = ""
    status: FlagStatus | None = None
    words: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class EndedFlags:
    """Some that are wanted, the newest first, and from where to look further back (None: that was all)."""

    stories: tuple[FlagStory, ...]
    further: int | None


def fits(wanted: Wanted, story: FlagStory) -> bool:
    """Whether a flag is wanted; its days are asked for elsewhere."""
    flag, closing = story.flag, story.closing
    return ((not wanted.kind or flag.kind == wanted.kind)
            and (wanted.status is None or flag.mark.status is wanted.status)
            and _begins(wanted.student, flag.student)
            and _begins(wanted.words, f"{closing.outcome} {closing.disposition}" if closing is not None else ""))


def _begins(typed: str, text: str) -> bool:
    """Whether every word typed begins a word of the text, accents and case aside."""
    words = fold(text).split()
    return all(any(word.startswith(one) for word in words) for one in fold(typed).split())
