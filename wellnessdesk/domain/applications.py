"""Applications to become a Wellness Peer: rounds with what is asked and judged by, and who applied.

What is asked is data (`application_form`, `readiness_skills`, `application_requirements`), copied into a round when it
is made: a round stays what it was, whatever becomes of the lists (seed 000 "competitive and typically completed in the
spring").
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.catalogue_entries import Text

POINTS = (1, 2, 3, 4)
LONGEST_TITLE, LONGEST_WORDS, LONGEST_NAME, MOST_PLACES = 80, 2_000, 120, 500
SHORTEST_WORD, LONGEST_WORD = 4, 40


class Came(StrEnum):
    """How an application came."""

    KIOSK = "kiosk"
    """Written by the applicant on the center's computer."""
    FILE = "file"
    COORDINATOR = "coordinator"


class State(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    SENT = "sent"
    CHOSEN = "chosen"
    WAITING = "waiting"
    NOT_NOW = "not_now"


DECISIONS = (State.CHOSEN, State.WAITING, State.NOT_NOW)


class Phase(StrEnum):
    """Where a round stands."""

    COMING = "coming"
    OPEN = "open"
    JUDGED = "judged"
    """No more applications; nothing is decided yet, or not all."""
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the form; an answer has at most `limit` characters."""

    id: str
    label: Text
    help: Text
    limit: int
    lines: int
    needed: bool


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill of the rubric, with what 1 to 4 points look like."""

    id: str
    label: Text
    levels: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Requirement:
    """What must be met, and is looked up by a coordinator."""

    id: str
    label: Text


@dataclass(frozen=True, slots=True)
class Criteria:
    """What applicants of a round are asked, rated by, and must meet."""

    questions: tuple[Question, ...]
    skills: tuple[Skill, ...]
    requirements: tuple[Requirement, ...]

    def plain(self) -> str:
        """As JSON, to be kept."""
        return json.dumps({
            "questions": [[one.id, *_both(one.label), *_both(one.help), one.limit, one.lines, one.needed]
                          for one in self.questions],
            "skills": [[one.id, *_both(one.label), [_both(level) for level in one.levels]] for one in self.skills],
            "requirements": [[one.id, *_both(one.label)] for one in self.requirements]}, ensure_ascii=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """One round of applications: taken from `opens` to `closes` (that day too), decided by `decides`."""

    id: int = 0
    title: str
    opens: date
    closes: date
    decides: date
    places: int
    criteria: Criteria
    ended_at: datetime | None = None

    def phase(self, today: date) -> Phase:
        """Where it stands on a day."""
        if self.ended_at is not None:
            return Phase.OVER
        if today < self.opens:
            return Phase.COMING
        return Phase.OPEN if today <= self.closes else Phase.JUDGED


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One application. `name` and `grade` are the roster's where there is a `student`; `answers` and `met` (ids of
    requirements) are there only once it is opened, `problem` when that did not work."""

    id: str
    cycle: int
    student: int | None
    name: str
    grade: str = ""
    came: Came
    state: State
    at: datetime
    entered_by: str = ""
    decided_at: datetime | None = None
    decided_by: str = ""
    person: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    met: frozenset[str] = frozenset()
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """What a member of staff says, by a strength of 1 to 4; `who` and `words` are sealed."""

    id: str
    application: str
    strength: int
    at: datetime
    entered_by: str = ""
    who: str = ""
    words: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """Notes of who held an interview."""

    id: str
    application: str
    author: str
    author_name: str
    at: datetime
    words: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """One rater's own form: points by skill, not all of them perhaps. Of who is `close` to the applicant (a friend, a
    relative) it is shown, and does not count."""

    application: str
    rater: str
    scores: Mapping[str, int] = field(default_factory=dict)
    close: bool = False
    at: datetime | None = None

    def plain(self) -> str:
        """As JSON, to be kept."""
        return json.dumps({"points": dict(sorted(self.scores.items())), "close": self.close}, sort_keys=True)

    @staticmethod
    def read(text: str) -> tuple[dict[str, int], bool]:
        """Points and closeness of what `plain` made; what is no points is left out."""
        try:
            raw = json.loads(text)
        except ValueError:
            return {}, False
        points = raw.get("points") if isinstance(raw, dict) else None
        found = {str(skill): n for skill, n in (points if isinstance(points, dict) else {}).items() if n in POINTS}
        return found, isinstance(raw, dict) and raw.get("close") is True


def shipped_criteria() -> Criteria:
    """What a new round begins with."""
    return Criteria(
        tuple(Question(one.id, one.label, one.help, one.limit, one.lines, one.needed)
              for one in catalogues.application_form()),
        tuple(Skill(one.id, one.label, (one.level1, one.level2, one.level3, one.level4))
              for one in catalogues.readiness_skills()),
        tuple(Requirement(one.id, one.label) for one in catalogues.load("application_requirements")))


def criteria_from(text: str) -> Criteria:
    """Back from `Criteria.plain`; nothing is asked where it was spoiled."""
    try:
        raw = json.loads(text)
        return Criteria(
            tuple(Question(str(one[0]), Text(one[1], one[2]), Text(one[3], one[4]), int(one[5]), int(one[6]),
                           one[7] is True) for one in raw["questions"]),
            tuple(Skill(str(one[0]), Text(one[1], one[2]), tuple(Text(*level) for level in one[3]))
                  for one in raw["skills"]),
            tuple(Requirement(str(one[0]), Text(one[1], one[2])) for one in raw["requirements"]))
    except (ValueError, TypeError, KeyError, IndexError):
        return Criteria((), (), ())


def wrong_cycle(cycle: Cycle, others: Iterable[Cycle]) -> dict[str, str]:
    """What will not do, by field: dates the wrong way round, rounds that overlap, no place at all."""
    wrong = {}
    if not cycle.title.strip():
        wrong["title"] = _("Give the round a title, for instance “Spring 2027”.")
    if cycle.closes < cycle.opens:
        wrong["closes"] = _("It would close before it opens.")
    elif (other := next((one for one in others if one.id != cycle.id and _overlap(one, cycle)), None)) is not None:
        wrong["opens"] = _("“{title}” is open from {first} to {last}. Two rounds cannot be open at once.").format(
            title=other.title, first=formats.date(other.opens), last=formats.date(other.closes))
    if cycle.decides < cycle.closes:
        wrong["decides"] = _("It would be decided before it closes.")
    if not 1 <= cycle.places <= MOST_PLACES:
        wrong["places"] = _("Enter how many places there are, 1 to {n}.").format(n=MOST_PLACES)
    return wrong


def wrong_answers(cycle: Cycle, answers: Mapping[str, str]) -> dict[str, str]:
    """What keeps an application from being sent, by question: no answer, or too long a one."""
    wrong = {}
    for question in cycle.criteria.questions:
        answer = answers.get(question.id, "")
        if question.needed and not answer.strip():
            wrong[question.id] = _("Write a few words here.")
        elif len(answer) > question.limit:
            wrong[question.id] = _("Keep it under {n} characters.").format(n=formats.number(question.limit))
    return wrong


def kept_answers(cycle: Cycle, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers to questions of this round, as far as they are written; never more than twice too long."""
    return {one.id: answers[one.id][: 2 * one.limit] for one in cycle.criteria.questions if answers.get(one.id)}


def state_label(state: State) -> str:
    """The state as a person reads it."""
    return {State.DRAFT: _("being written"), State.SENT: _("sent"), State.CHOSEN: _("chosen"),
            State.WAITING: _("waiting list"), State.NOT_NOW: _("not this year")}[state]


def came_label(came: Came) -> str:
    """How it came, as a person reads it."""
    return {Came.KIOSK: _("written here"), Came.FILE: _("from a file"), Came.COORDINATOR: _("entered by staff")}[came]


def phase_label(phase: Phase) -> str:
    """The phase as a person reads it."""
    return {Phase.COMING: _("not open yet"), Phase.OPEN: _("open for applications"),
            Phase.JUDGED: _("closed, being decided"), Phase.OVER: _("over")}[phase]


def strength_label(strength: int) -> str:
    """How strongly somebody is recommended."""
    return {1: _("with doubts"), 2: _("with some doubts"), 3: _("recommended"), 4: _("highly recommended")}[strength]


def opened(application: Application, answers: Mapping[str, str], met: Iterable[str]) -> Application:
    """The same with what was sealed."""
    return replace(application, answers=dict(answers), met=frozenset(met))


def _both(text: Text) -> list[str]:
    return [text.en, text.es]


def _overlap(one: Cycle, other: Cycle) -> bool:
    return one.opens <= other.closes and other.opens <= one.closes
