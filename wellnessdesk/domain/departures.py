"""The exit interview of a peer who leaves: what they say to a few questions. It is optional, and for coordinators."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues, plain_text

LONGEST = 4_000
"""Characters of one answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """As it is read back: answers by the id of the question; `by` is the name of who wrote it down. `problem` says what
    is wrong with its seal."""

    id: str
    at: datetime
    by: str
    answers: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


def tidy(answers: Mapping[str, str]) -> dict[str, str]:
    """Answers to questions that there are, with words that can be seen, in the order of the catalogue."""
    known = ((one, plain_text.clean(answers.get(one, ""))) for one in catalogues.load("exit_questions").ids())
    return {one: words for one, words in known if words}


def wrong(answers: Mapping[str, str]) -> str:
    """What cannot be kept, as a sentence; empty when it can."""
    if not answers:
        return _("Write down an answer to one question at least.")
    if any(len(words) > LONGEST for words in answers.values()):
        return _("Keep each answer under {n} characters; what you wrote is still here.").format(
            n=formats.number(LONGEST))
    return ""


def from_plain(raw: Mapping[str, object]) -> dict[str, str]:
    """Back from what was sealed. Raises `ValueError` for what is no interview."""
    answers = raw.get("answers")
    if not isinstance(answers, Mapping) or not all(isinstance(one, str) for one in answers.values()):
        raise ValueError("no exit interview")
    return {str(question): str(words) for question, words in answers.items()}
