"""Question banks and exams: what is asked, how an attempt is scored, when somebody may try, what to look at again."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.catalogues import Text

LONGEST_TITLE, LONGEST_QUESTION, LONGEST_CHOICE = 80, 600, 300
FEWEST_CHOICES, MOST_CHOICES, MOST_QUESTIONS = 2, 8, 300
LEAST_MARK, MOST_MARK = 1, 100
"""Percent that must be right."""
Answers = Mapping[str, tuple[str, ...]]
"""By the id of a question: the ids of the choices that were taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked; `right` are the ids of all choices that belong to the answer."""

    id: str
    topic: str
    text: Text
    choices: tuple[tuple[str, Text], ...]
    right: frozenset[str]

    @property
    def several(self) -> bool:
        """Whether more than one choice belongs to the answer."""
        return len(self.right) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as whoever takes the exam sees it: without what is right."""

    id: str
    text: Text
    choices: tuple[tuple[str, Text], ...]
    several: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """A version of a question bank; `asked`: how many of its questions an attempt asks, 0 for all.

    `module` is what somebody has who passes, empty for a quiz. `shipped` where it is only in the program's files yet.
    """

    id: str
    version: int = 1
    title: Text
    module: str = ""
    asked: int = 0
    pass_percent: int
    questions: tuple[Question, ...]
    source: str = ""
    ended_at: datetime | None = None
    shipped: bool = False

    @property
    def count(self) -> int:
        """How many questions an attempt has."""
        return self.asked or len(self.questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt at a version of a bank; `score` of `out_of` once it ended. `questions` and `answers` are sealed."""

    id: str
    bank: str
    version: int
    person: str
    begun_at: datetime
    out_of: int
    ended_at: datetime | None = None
    score: int | None = None
    passed: bool | None = None
    questions: tuple[str, ...] = field(default=(), repr=False)
    answers: Answers = field(default_factory=dict, repr=False)
    problem: str = ""


def newest(banks: Iterable[Bank]) -> tuple[Bank, ...]:
    """The version of each bank that is asked now; what was ended is not asked any more."""
    found: dict[str, Bank] = {}
    for one in sorted(banks, key=lambda each: each.version):
        found[one.id] = one
    return tuple(one for one in found.values() if one.ended_at is None)


def score(bank: Bank, questions: Sequence[str], answers: Answers) -> int:
    """How many of the questions were answered right: all choices that belong to it, and no other."""
    right = {one.id: one.right for one in bank.questions}
    return sum(right.get(one) == frozenset(answers.get(one, ())) for one in questions)


def passes(bank: Bank, right: int, out_of: int) -> bool:
    """Whether so many right answers are enough: a mark of 70 percent of 3 questions asks for 3, not for 2.1."""
    return out_of > 0 and Fraction(right * 100, out_of) >= bank.pass_percent


def again(bank: Bank, questions: Sequence[str], answers: Answers) -> tuple[str, ...]:
    """The topics of what was not answered right, each once, as they were asked; not which question it was."""
    known = {one.id: one for one in bank.questions}
    missed = [known[one] for one in questions if one in known and known[one].right != frozenset(answers.get(one, ()))]
    return tuple(dict.fromkeys(one.topic for one in missed if one.topic))


def why_not(attempts: Iterable[tuple[date, Attempt]], today: date, *, has: bool) -> str:
    """Why somebody may not begin now; `attempts` with the day each ended, `has`: what it gives they have and it stays.

    One a day: whoever tries again at once guesses until it fits.
    """
    if has:
        return _("You have passed this. There is nothing more to do until it lapses.")
    if any(day == today for day, _one in attempts):
        return _("You can try again tomorrow. Look at the topics until then.")
    return ""


def seen(question: Question) -> Asked:
    """What a question shows."""
    return Asked(id=question.id, text=question.text, choices=question.choices, several=question.several)


def wrong_bank(bank: Bank, modules: Iterable[str]) -> dict[str, str]:
    """What stands against a bank as a whole, by field, as sentences; single questions are read with their lines."""
    found: dict[str, str] = {}
    if not (bank.title.en and bank.title.es):
        found["title"] = _("Give the exam a title.")
    elif len(bank.title.en) > LONGEST_TITLE or len(bank.title.es) > LONGEST_TITLE:
        found["title"] = _("At most {n} characters.").format(n=LONGEST_TITLE)
    if not LEAST_MARK <= bank.pass_percent <= MOST_MARK:
        found["pass_percent"] = _("The pass mark is a number of percent, from {least} to {most}.").format(
            least=LEAST_MARK, most=MOST_MARK)
    if not bank.questions:
        found["question"] = _("It has no questions.")
    if not 0 <= bank.asked <= len(bank.questions):
        found["asked"] = _("It cannot ask more questions than there are: {n}.").format(n=len(bank.questions))
    if bank.module and bank.module not in set(modules):
        found["module"] = _("There is no module “{id}”.").format(id=bank.module)
    return found


def to_plain(bank: Bank) -> str:
    """The questions and the Spanish title, as JSON: what the store keeps beside the columns."""
    return json.dumps({"title_es": bank.title.es, "source": bank.source, "questions": [
        {"id": one.id, "topic": one.topic, "text": _both(one.text), "right": sorted(one.right),
         "choices": [[name, _both(text)] for name, text in one.choices]} for one in bank.questions]},
        ensure_ascii=False, sort_keys=True)


def from_plain(raw: str) -> tuple[str, str, tuple[Question, ...]]:
    """The Spanish title, the source and the questions again. Raises `ValueError` for what `to_plain` never wrote."""
    try:
        body = json.loads(raw)
        return str(body["title_es"]), str(body["source"]), tuple(Question(
            id=str(one["id"]), topic=str(one["topic"]), text=Text(*one["text"]), right=frozenset(one["right"]),
            choices=tuple((str(name), Text(*text)) for name, text in one["choices"])) for one in body["questions"])
    except (KeyError, TypeError) as error:
        raise ValueError(raw[:40]) from error


def _both(text: Text) -> list[str]:
    return [text.en, text.es]
