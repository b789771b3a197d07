"""Referrals: a student is passed on to an adult professional or an agency, and followed until it is known how it ended.

draft → sent → accepted or declined → attended → closed with an outcome; or revoked with a reason. Each step is written
down and stays. Nothing is sent before the student, or whoever may, has agreed (DOMAIN.md 7: a consent gate).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.calendar import SchoolCalendar
from wellnessdesk.domain.names import tidy

WITHIN = 10
"""School days within which somebody is in contact with whoever is to help (DOMAIN.md 2); so many again after each
step that somebody else has to follow."""
WITHIN_URGENT = 1
LONGEST_NAME, LONGEST_WORDS = 200, 2_000
_FURTHEST = 200
"""Days in which the next school day is sought: longer than any summer."""


class Status(StrEnum):
    """How far a referral is. It is not sealed."""

    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ATTENDED = "attended"
    CLOSED = "closed"
    REVOKED = "revoked"


ENDED = frozenset({Status.CLOSED, Status.REVOKED})


class StepKind(StrEnum):
    """What was done about a referral."""

    DRAFT = "draft"
    CHANGE = "change"
    CONSENT = "consent"
    SEND = "send"
    HAND_OVER = "hand_over"
    """Somebody walked there with the student: a warm handover."""
    ACCEPT = "accept"
    DECLINE = "decline"
    ATTEND = "attend"
    CLOSE = "close"
    REVOKE = "revoke"


_LEADS: Mapping[StepKind, Status] = {
    StepKind.DRAFT: Status.DRAFT, StepKind.SEND: Status.SENT, StepKind.ACCEPT: Status.ACCEPTED,
    StepKind.DECLINE: Status.DECLINED, StepKind.ATTEND: Status.ATTENDED, StepKind.CLOSE: Status.CLOSED,
    StepKind.REVOKE: Status.REVOKED,
}
_FROM: Mapping[StepKind, frozenset[Status]] = {
    StepKind.DRAFT: frozenset(),
    StepKind.CHANGE: frozenset({Status.DRAFT}),
    StepKind.CONSENT: frozenset({Status.DRAFT, Status.SENT, Status.ACCEPTED}),
    StepKind.SEND: frozenset({Status.DRAFT}),
    StepKind.HAND_OVER: frozenset({Status.SENT, Status.ACCEPTED}),
    StepKind.ACCEPT: frozenset({Status.SENT}),
    StepKind.DECLINE: frozenset({Status.SENT, Status.ACCEPTED}),
    StepKind.ATTEND: frozenset({Status.ACCEPTED}),
    StepKind.CLOSE: frozenset({Status.ACCEPTED, Status.DECLINED, Status.ATTENDED}),
    StepKind.REVOKE: frozenset({Status.DRAFT, Status.SENT, Status.ACCEPTED}),
}
"""After which status a step can be taken. One that closes with its flag may do so from any that is not an end."""


class Agreed(StrEnum):
    """Who agreed."""

    STUDENT = "student"
    CAREGIVER = "caregiver"
    BOTH = "both"


class How(StrEnum):
    """How somebody agreed, or how a referral went out."""

    IN_PERSON = "in_person"
    IN_WRITING = "in_writing"
    PHONE = "phone"
    EMAIL = "email"
    SLIP = "slip"


WAYS_TO_AGREE = (How.IN_PERSON, How.IN_WRITING, How.PHONE)
WAYS_TO_SEND = (How.IN_PERSON, How.PHONE, How.EMAIL, How.SLIP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a referral says. `kind` is an id of `resource_kinds`; `resource` an entry of the directory, 0 for none.

    `purpose` is all that leaves with it; `why` stays with the coordinators. `flag` and `session` are what it was born
    from, empty and 0 for nothing.
    """

    student: int = 0
    kind: str = ""
    resource: int = 0
    to: str = ""
    why: str = ""
    purpose: str = ""
    urgent: bool = False
    session: int = 0
    flag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: on which day, who, how, and in which words. `facts` are there for a draft and its changes.

    `who`: who agreed (`Agreed`), or who walked there with the student. `how`: one of `How`.
    """

    kind: StepKind
    day: date
    who: str = ""
    how: str = ""
    words: str = ""
    facts: Facts | None = None
    at: datetime | None = None
    by: str = ""
    """Who wrote it down, by name; empty while it is entered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What is not sealed: no student, no reason, no name."""

    id: str
    kind: str
    status: Status
    day: date
    due: date | None
    steps: int
    ended: bool = False

    def overdue(self, today: date) -> bool:
        """Whether somebody should have done the next step by now."""
        return not self.ended and self.due is not None and self.due < today


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """One opened by a coordinator. `problem` says what is wrong with one that does not match its seals."""

    mark: Mark
    facts: Facts = field(default_factory=Facts)
    student: str = ""
    to: str = ""
    """Who is to help, by name."""
    steps: tuple[Step, ...] = ()
    problem: str = ""

    @property
    def agreed(self) -> Step | None:
        """The newest consent; None while nobody agreed."""
        return self._last(StepKind.CONSENT)

    @property
    def walked(self) -> Step | None:
        """The warm handover, if there was one."""
        return self._last(StepKind.HAND_OVER)

    @property
    def outcome(self) -> str:
        """How it ended; empty while it is open."""
        last = self.steps[-1] if self.steps and self.mark.ended else None
        return last.words if last else ""

    def _last(self, kind: StepKind) -> Step | None:
        return next((step for step in reversed(self.steps) if step.kind is kind), None)


def refusal(status: Status, kind: StepKind, *, agreed: bool, with_flag: bool = False) -> str:
    """Why this step cannot be taken now, as a sentence; empty when it can."""
    if status in ENDED:
        return _("This referral is over. Nothing more is written into it.")
    if with_flag and kind in (StepKind.CLOSE, StepKind.REVOKE):
        return ""
    if status not in _FROM[kind]:
        return _("A referral that is “{status}” cannot be “{next}” now.").format(
            status=status_label(status), next=step_label(kind))
    if kind is StepKind.SEND and not agreed:
        return _("Nothing is sent before somebody agreed. Write down who agreed, when and how.")
    return ""


def possible(status: Status, *, agreed: bool) -> tuple[StepKind, ...]:
    """The steps that can be taken now."""
    return tuple(kind for kind in StepKind if kind is not StepKind.DRAFT and not refusal(status, kind, agreed=agreed))


def after(status: Status, kind: StepKind) -> Status:
    """The status once the step is taken."""
    return _LEADS.get(kind, status)


def wrong_facts(facts: Facts) -> dict[str, str]:
    """What a draft lacks, or has too much of, by field; empty when it will do."""
    faults = {}
    if not facts.student:
        faults["student"] = _("Choose the student.")
    if catalogues.load("resource_kinds").get(facts.kind) is None:
        faults["kind"] = _("Choose what kind of help it is.")
    if not facts.resource and not facts.to.strip():
        faults["to"] = _("Write who is to help, or choose from the directory.")
    if not facts.why.strip():
        faults["why"] = _("Write why. Only coordinators can read it.")
    if not facts.purpose.strip():
        faults["purpose"] = _("Write what the helper needs to know, and no more.")
    return faults | _too_long({"to": (facts.to, LONGEST_NAME), "why": (facts.why, LONGEST_WORDS),
                               "purpose": (facts.purpose, LONGEST_WORDS)})


def wrong_step(step: Step, made: date, today: date) -> dict[str, str]:
    """What a step lacks, by field; `made` is the day of the referral. Empty when it will do."""
    faults = _too_long({"who": (step.who, LONGEST_NAME), "words": (step.words, LONGEST_WORDS)})
    if not made <= step.day <= today:
        faults["day"] = _("Choose a day from {first} to today.").format(first=formats.date(made))
    needs_words = {StepKind.DECLINE: _("Write why they declined."), StepKind.REVOKE: _("Write why it is revoked."),
                   StepKind.CLOSE: _("Write how it ended.")}
    if step.kind in needs_words and not step.words.strip():
        faults["words"] = needs_words[step.kind]
    if step.kind is StepKind.CONSENT and step.who not in set(Agreed):
        faults["who"] = _("Choose who agreed.")
    if step.kind is StepKind.HAND_OVER and not step.who.strip():
        faults["who"] = _("Write who walked there with the student.")
    ways = {StepKind.CONSENT: WAYS_TO_AGREE, StepKind.SEND: WAYS_TO_SEND}.get(step.kind)
    if ways is not None and step.how not in ways:
        faults["how"] = _("Choose how.")
    return faults


def tidied(facts: Facts) -> Facts:
    """Without signs that turn a screen around; longer texts keep their lines."""
    return replace(facts, to=tidy(facts.to), why=tidy_words(facts.why), purpose=tidy_words(facts.purpose))


def tidy_words(text: str) -> str:
    """A longer text as it is kept: its lines, without signs that command or turn anything."""
    return "\n".join(tidy(line) for line in text.strip().splitlines())


def school_days_after(calendar: SchoolCalendar, day: date, number: int) -> date:
    """The day on which so many school days have passed since `day`.

    Where the calendar has too few in sight, weekdays count: a calendar nobody kept must not let a referral lie.
    """
    ahead = [day + timedelta(days=n) for n in range(1, _FURTHEST)]
    found = [one for one in ahead if calendar.day(one).has_classes]
    if len(found) < number:
        found = [one for one in ahead if one.weekday() < 5]
    return found[number - 1]


def due_after(calendar: SchoolCalendar, before: Mark | None, step: Step, facts: Facts, today: date) -> date | None:
    """By when the next step is expected; None once it is over. Consent and sending do not put it off."""
    status = after(before.status if before else Status.DRAFT, step.kind)
    if status in ENDED:
        return None
    number = WITHIN_URGENT if facts.urgent else WITHIN
    if before is None or step.kind is StepKind.CHANGE:
        return school_days_after(calendar, before.day if before else today, number)
    if step.kind in (StepKind.ACCEPT, StepKind.DECLINE, StepKind.ATTEND):
        return school_days_after(calendar, today, number)
    return before.due


def status_label(status: Status) -> str:
    """The status as a person reads it."""
    return {
        Status.DRAFT: _("Draft"), Status.SENT: _("Sent"), Status.ACCEPTED: _("Accepted"),
        Status.DECLINED: _("Declined"), Status.ATTENDED: _("Attended"), Status.CLOSED: _("Closed"),
        Status.REVOKED: _("Revoked"),
    }[status]


def step_label(kind: StepKind) -> str:
    """The step as a person reads it in the history."""
    return {
        StepKind.DRAFT: _("Drafted"), StepKind.CHANGE: _("Changed"), StepKind.CONSENT: _("Agreed to"),
        StepKind.SEND: _("Sent"), StepKind.HAND_OVER: _("Walked there together"), StepKind.ACCEPT: _("Accepted"),
        StepKind.DECLINE: _("Declined"), StepKind.ATTEND: _("Attended"), StepKind.CLOSE: _("Closed"),
        StepKind.REVOKE: _("Revoked"),
    }[kind]


def agreed_label(who: str) -> str:
    """Who agreed, as a person reads it."""
    known = {Agreed.STUDENT: _("The student"), Agreed.CAREGIVER: _("A caregiver"), Agreed.BOTH: _("Both")}
    return known[Agreed(who)] if who in set(Agreed) else who


def how_label(how: str) -> str:
    """How, as a person reads it."""
    known = {How.IN_PERSON: _("In person"), How.IN_WRITING: _("In writing"), How.PHONE: _("By telephone"),
             How.EMAIL: _("By email"), How.SLIP: _("With a slip")}
    return known[How(how)] if how in set(How) else how


def _too_long(texts: Mapping[str, tuple[str, int]]) -> dict[str, str]:
    return {name: _("Keep it under {n} characters.").format(n=formats.number(most))
            for name, (text, most) in texts.items() if len(text) > most}
