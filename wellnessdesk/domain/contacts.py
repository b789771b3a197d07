"""Contacts with caregivers: what was said with whom, and the rules that stop a call before it is made."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.names import tidy

LONGEST_NAME, LONGEST_WORDS = 200, 4_000


class Channel(StrEnum):
    """How somebody was in contact."""

    PHONE = "phone"
    IN_PERSON = "in_person"
    TEXT = "text"
    EMAIL = "email"
    LETTER = "letter"


class Reached(StrEnum):
    """Whether they were."""

    YES = "yes"
    MESSAGE = "message"
    """A message was left."""
    NO = "no"


class RuleKind(StrEnum):
    """What holds before anybody calls; it stands in the clear, for whoever is about to."""

    DO_NOT_CONTACT = "do_not_contact"
    ASK_FIRST = "ask_first"
    SAFETY = "safety"
    """There is something to know about safety: a coordinator tells it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is written down of a contact. `caregiver` is 0 for somebody the roster does not name: then `who` says it.

    `interpreter` is empty without one; `spoke` is who of the center spoke.
    """

    student: int = 0
    caregiver: int = 0
    who: str = ""
    channel: str = ""
    language: str = ""
    interpreter: str = ""
    spoke: str = ""
    reached: str = Reached.YES.value
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """How a contact was written down: first, and as it was corrected later."""

    entry: Entry
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What is not sealed of a contact: the day, and how often it was written."""

    id: str
    day: date
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A contact, opened. `problem` says what is wrong with one that does not match its seals."""

    mark: Mark
    versions: tuple[Version, ...] = ()
    problem: str = ""

    @property
    def entry(self) -> Entry:
        """As it stands now."""
        return self.versions[-1].entry if self.versions else Entry()

    @property
    def corrected(self) -> bool:
        """Whether it was written otherwise before; what stood there stays beside it."""
        return len(self.versions) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule for one caregiver of a student (`caregiver`), or with None for all of them.

    `reason` is empty for who is no coordinator; `set_by` and `ended_by` are names.
    """

    id: str
    student: int
    caregiver: int | None
    kind: RuleKind
    set_at: datetime
    set_by: str
    ended_at: datetime | None = None
    ended_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caregiver:
    """A caregiver of a student, with the rules that hold for them.

    Where a rule holds, the ways to reach them are left out (`covered`) until whoever asks has read it.
    """

    id: int
    name: str
    relation: str
    language: str
    phone: str = ""
    sms: str = ""
    email: str = ""
    rules: tuple[Rule, ...] = ()
    covered: bool = False


def covering(caregiver: Caregiver, rules: tuple[Rule, ...], acknowledged: frozenset[str]) -> Caregiver:
    """With the rules that hold for them, and without the ways to reach them while one was not acknowledged."""
    mine = tuple(rule for rule in rules if rule.caregiver in (None, caregiver.id))
    if all(rule.id in acknowledged for rule in mine):
        return replace(caregiver, rules=mine)
    return replace(caregiver, rules=mine, covered=True, phone="", sms="", email="")


def tidied(entry: Entry) -> Entry:
    """Without signs that turn a screen around; the summary keeps its lines."""
    lines = "\n".join(tidy(line) for line in entry.summary.strip().splitlines())
    return replace(entry, who=tidy(entry.who), language=tidy(entry.language), interpreter=tidy(entry.interpreter),
                   spoke=tidy(entry.spoke), summary=lines)


def wrong(entry: Entry) -> Mapping[str, str]:
    """What a contact lacks, or has too much of, by field; empty when it will do."""
    faults = {name: _("Keep it under {n} characters.").format(n=formats.number(most))
              for name, most in (("who", LONGEST_NAME), ("language", LONGEST_NAME), ("interpreter", LONGEST_NAME),
                                 ("spoke", LONGEST_NAME), ("summary", LONGEST_WORDS))
              if len(getattr(entry, name)) > most}
    if not entry.student:
        faults["student"] = _("Choose the student.")
    if not entry.caregiver and not entry.who:
        faults["who"] = _("Write with whom, and how they are related.")
    if entry.channel not in set(Channel):
        faults["channel"] = _("Choose how.")
    if entry.reached not in set(Reached):
        faults["reached"] = _("Choose whether you reached them.")
    if not entry.spoke:
        faults["spoke"] = _("Write who of the center spoke.")
    if not entry.summary:
        faults["summary"] = _("Write in a sentence what was said.")
    return faults


def wrong_rule(kind: str, reason: str) -> Mapping[str, str]:
    """What a rule lacks, by field."""
    faults = {}
    if kind not in set(RuleKind):
        faults["kind"] = _("Choose what holds.")
    if not reason.strip():
        faults["reason"] = _("Write why. Only coordinators can read it.")
    if len(reason) > LONGEST_WORDS:
        faults["reason"] = _("Keep it under {n} characters.").format(n=formats.number(LONGEST_WORDS))
    return faults


def channel_label(channel: str) -> str:
    """The channel as a person reads it."""
    known = {Channel.PHONE: _("By telephone"), Channel.IN_PERSON: _("In person"), Channel.TEXT: _("By text message"),
             Channel.EMAIL: _("By email"), Channel.LETTER: _("By letter")}
    return known[Channel(channel)] if channel in set(Channel) else channel


def reached_label(reached: str) -> str:
    """Whether they were reached, as a person reads it."""
    known = {Reached.YES: _("Reached"), Reached.MESSAGE: _("Left a message"), Reached.NO: _("Not reached")}
    return known[Reached(reached)] if reached in set(Reached) else reached


def rule_label(kind: RuleKind) -> str:
    """What holds, in a few words."""
    return {RuleKind.DO_NOT_CONTACT: _("Do not contact"), RuleKind.ASK_FIRST: _("Ask a coordinator first"),
            RuleKind.SAFETY: _("Safety note: ask a coordinator first")}[kind]
