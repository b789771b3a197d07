"""The hours of a Wellness Peer: lines that follow from sessions, classes and meetings, and those entered by hand.

A correction is a line of its own that names the one it corrects; both stay in sight, and one of them counts. No line
says with which student somebody was.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cache

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.people import Person

LONGEST_WORDS, LONGEST_ANSWER = 300, 500
DAY = 24 * 60
"""The most minutes that somebody can enter on a day, with all that is there already."""
_USUAL = "peer_support"
"""As what a session counts whose service is not known yet, or no activity's."""


class Kind(StrEnum):
    """Of which kind an hour is."""

    FIELD = "field"
    TRAINING = "training"
    SUPERVISION = "supervision"
    EDUCATION = "education"
    """Continuing education, for a renewal."""


class State(StrEnum):
    """How far a line is."""

    FOLLOWS = "follows"
    """From a record of the program: nobody decides on it."""
    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Source(StrEnum):
    """From where a line follows."""

    SESSION = "session"
    CLASS = "class"
    MEETING = "meeting"
    KEPT = "kept"
    """A month whose sessions were destroyed when their time came; their minutes are kept."""
    ENTRY = "entry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line entered by hand. `about` is the key of the line it corrects where that follows from a record, `replaces`
    the id of the entry it corrects."""

    id: str = ""
    person: str
    kind: Kind = Kind.FIELD
    day: date
    minutes: int
    competency: str = ""
    activity: str
    words: str = ""
    about: str = ""
    replaces: str = ""
    state: State = State.WAITING
    entered_at: datetime | None = None
    entered_by: str = ""
    decided_at: datetime | None = None
    decided_by: str = ""
    answer: str = ""

    @property
    def corrects(self) -> str:
        """The key of the line it corrects; empty where it corrects none."""
        return key(Source.ENTRY, self.replaces) if self.replaces else self.about


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the ledger. `what` is an activity, a module's title or a group; `corrected_by` the key of the approved
    correction that counts in its place, `waiting_for` of one that waits."""

    key: str
    person: str
    kind: Kind
    day: date
    minutes: int
    competency: str
    what: str
    state: State = State.FOLLOWS
    words: str = ""
    answer: str = ""
    corrects: str = ""
    corrected_by: str = ""
    waiting_for: str = ""
    activity: str = ""

    @property
    def source(self) -> Source:
        """From where it follows."""
        return Source(self.key.partition(":")[0])

    @property
    def id(self) -> str:
        """Of the record it follows from, or of the entry."""
        return self.key.partition(":")[2]

    @property
    def counts(self) -> bool:
        """Whether its minutes do."""
        return self.state in (State.FOLLOWS, State.APPROVED) and not self.corrected_by

    @property
    def open(self) -> bool:
        """Whether it can be corrected: nobody did yet, and it was not refused."""
        return (not (self.corrected_by or self.waiting_for) and self.source is not Source.KEPT
                and self.state not in (State.DECLINED, State.WITHDRAWN))


@dataclass(frozen=True, slots=True)
class Sum:
    """Minutes that count, of a kind for a competency."""

    kind: Kind
    competency: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Totals:
    """All minutes of somebody that count."""

    sums: tuple[Sum, ...] = ()

    def of(self, kind: Kind | None = None, competency: str = "") -> int:
        """Minutes of a kind (None: of every kind) and, where one is given, for a competency."""
        return sum(one.minutes for one in self.sums if kind in (None, one.kind)
                   and competency in ("", one.competency))

    def competencies(self) -> dict[str, int]:
        """Minutes by competency, in the catalogue's order; what is of none comes last, under an empty id."""
        known = [*catalogues.load("competencies").ids(), ""]
        found = {one: sum(each.minutes for each in self.sums if each.competency == one) for one in known}
        return {one: minutes for one, minutes in found.items() if minutes}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The lines of somebody from one day to another, the newest first, and what of them counts."""

    person: Person
    first: date
    last: date
    lines: tuple[Line, ...]
    totals: Totals


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerHours:
    """How many hours a peer has, and how many entries wait."""

    person: Person
    totals: Totals = field(default_factory=Totals)
    waiting: int = 0


def kind_label(kind: Kind) -> str:
    """A kind of hours in words."""
    return {Kind.FIELD: _("Field"), Kind.TRAINING: _("Training"), Kind.SUPERVISION: _("Supervision"),
            Kind.EDUCATION: _("Continuing education")}[kind]


def state_label(state: State) -> str:
    """How far a line is, in words."""
    return {State.FOLLOWS: _("By itself"), State.WAITING: _("Waiting"), State.APPROVED: _("Approved"),
            State.DECLINED: _("Declined"), State.WITHDRAWN: _("Taken back")}[state]


def in_hours(minutes: int) -> str:
    """Hours with at most one decimal, for instance `14.5`."""
    return formats.number(round(minutes / 60, 1))


def key(source: Source, id: str | int) -> str:
    """Under which a line is named."""
    return f"{source}:{id}"


@cache
def _by_service() -> Mapping[str, str]:
    return {service: one.id for one in catalogues.hour_activities() for service in one.services}


def activity_of(service: str) -> str:
    """As what a session of this service counts."""
    return _by_service().get(service, _USUAL)


def kind_of(activity: str) -> Kind:
    """The kind of an activity's hours."""
    entry = catalogues.hour_activities().get(activity)
    return Kind(entry.kind) if entry else Kind.FIELD


def competency_of(activity: str) -> str:
    """The competency that an activity is for, unless whoever enters it says otherwise."""
    entry = catalogues.hour_activities().get(activity)
    return entry.competency if entry else ""


def manual() -> tuple[str, ...]:
    """The activities that a peer may enter, by id."""
    return tuple(one.id for one in catalogues.hour_activities() if one.manual)


def of_entry(one: Entry) -> Line:
    """The line of an entry."""
    return Line(key=key(Source.ENTRY, one.id), person=one.person, kind=one.kind, day=one.day, minutes=one.minutes,
                competency=one.competency, what=catalogues.label("hour_activities", one.activity), state=one.state,
                words=one.words, answer=one.answer, corrects=one.corrects, activity=one.activity)


def joined(lines: Iterable[Line], entries: Sequence[Entry]) -> list[Line]:
    """Lines with what corrects them, the newest day first; on a day, a correction below what it corrects."""
    counts = {one.corrects: key(Source.ENTRY, one.id) for one in entries if one.state is State.APPROVED}
    waits = {one.corrects: key(Source.ENTRY, one.id) for one in entries if one.state is State.WAITING}
    all_lines = [*lines, *map(of_entry, entries)]
    found = [replace(one, corrected_by=counts.get(one.key, ""), waiting_for=waits.get(one.key, ""))
             for one in all_lines]
    return sorted(found, key=lambda one: (-one.day.toordinal(), one.source is Source.ENTRY, one.key))


def totals(lines: Iterable[Line]) -> Totals:
    """What of these counts."""
    return summed((one.kind, one.competency, one.minutes) for one in lines if one.counts)


def summed(parts: Iterable[tuple[Kind, str, int]]) -> Totals:
    """Parts put together by kind and competency; what is taken away may be negative among them."""
    found: dict[tuple[Kind, str], int] = {}
    for kind, competency, minutes in parts:
        found[kind, competency] = found.get((kind, competency), 0) + minutes
    return Totals(tuple(Sum(*one, minutes) for one, minutes in sorted(found.items()) if minutes))


def cleaned(one: Entry) -> Entry:
    """With the kind of its activity, and a competency."""
    return replace(one, kind=kind_of(one.activity), competency=one.competency or competency_of(one.activity))


def decided(one: Entry, state: State, at: datetime, by: str, answer: str = "") -> Entry:
    """An entry as somebody decided on it."""
    return replace(one, state=state, decided_at=at, decided_by=by, answer=answer)


def wrong(one: Entry, *, today: date, since: date, there: int) -> dict[str, str]:
    """What stands against an entry, by field, as sentences. `since` is the day on which the peer was added, `there`
    what that day has already, in minutes."""
    found: dict[str, str] = {}
    if one.activity not in catalogues.hour_activities().ids():
        found["activity"] = _("Choose what it was.")
    if one.competency not in catalogues.load("competencies").ids():
        found["competency"] = _("Choose what it was good for.")
    if one.day > today:
        found["day"] = _("{day} is still to come: hours are entered once they are over.").format(
            day=formats.date(one.day))
    elif one.day < since:
        found["day"] = _("Hours count from {day} on: the day of being added here.").format(
            day=formats.date(since))
    if one.minutes < 0 or (one.minutes == 0 and not one.corrects):
        found["minutes"] = _("Enter how long it took: more than nothing.")
    elif one.minutes > DAY:
        found["minutes"] = _("A day has 24 hours.")
    elif one.minutes + there > DAY:
        found["minutes"] = _("{day} has {there} hours already: with these it would have more than 24.").format(
            day=formats.date(one.day), there=in_hours(there))
    if len(one.words) > LONGEST_WORDS:
        found["words"] = _("At most {n} characters.").format(n=formats.number(LONGEST_WORDS))
    return found
