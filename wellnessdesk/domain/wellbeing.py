"""How a Wellness Peer is, in their own words: a few questions on a small scale. It is no test, and has no score."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import plain_text
from wellnessdesk.domain.catalogues import wellbeing_questions

SCALE = range(1, 6)
LONGEST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was told: an answer of `SCALE` for as many questions as somebody wants, words, and whether to talk."""

    answers: Mapping[str, int] = field(default_factory=dict)
    words: str = ""
    talk: bool = False

    def plain(self) -> dict[str, object]:
        """As JSON data, for sealing."""
        return {"answers": dict(self.answers), "words": self.words, "talk": self.talk}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A check as it is read back; `problem` says what is wrong with its seal."""

    id: str
    person: str
    at: datetime
    told: Told = field(default_factory=Told)
    problem: str = ""


def tidy(told: Told) -> Told:
    """With words that can be seen, and answers to questions that there are."""
    known = wellbeing_questions().ids()
    return Told(answers={one: told.answers[one] for one in known if told.answers.get(one) in SCALE},
                words=plain_text.clean(told.words), talk=told.talk)


def wrong(told: Told) -> str:
    """What cannot be kept, as a sentence; empty when it can."""
    if not (told.answers or told.words or told.talk):
        return _("Answer one question, write something, or skip it.")
    if len(told.words) > LONGEST:
        return _("Keep it under {n} characters; what you wrote is still here.").format(n=LONGEST)
    return ""


def from_plain(raw: Mapping[str, object]) -> Told:
    """Back from `Told.plain`. Raises `ValueError` for what is none: anything can have been written into the store."""
    answers, words, talk = raw.get("answers"), raw.get("words"), raw.get("talk")
    if not isinstance(answers, Mapping) or not isinstance(words, str) or not isinstance(talk, bool):
        raise ValueError("no wellbeing check")
    return Told(answers={str(key): value for key, value in answers.items() if value in SCALE}, words=words, talk=talk)
