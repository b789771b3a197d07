"""Pathways: dated rule sets of certifications that the hours of a peer may lead to, and how far somebody is.

The rules are data (`resources/catalogues/pathways.toml`, and a school's own): nothing here knows a credential.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.base.months import add_months
from wellnessdesk.domain.catalogue_entries import Text
from wellnessdesk.domain.hours import Kind, Totals, in_hours

Span = tuple[date, date]
"""The first day and the last of those on which hours count."""


class Asks(StrEnum):
    """What a requirement asks for."""

    HOURS = "hours"
    MODULES = "modules"
    FACT = "fact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One thing a pathway asks for; `get` says where to get it. Hours are of kind `of`, for a `competency` (or any),
    within the last `years` (0: ever), or up to `within` years after the fact `after` (0: no matter when)."""

    id: str
    asks: Asks
    label: Text
    get: Text | None = None
    of: Kind = Kind.FIELD
    competency: str = ""
    hours: int = 0
    years: int = 0
    after: str = ""
    within: int = 0
    modules: tuple[str, ...] = ()

    def due(self, facts: Mapping[str, date]) -> date | None:
        """The last day on which hours count towards it; None where there is none, or not yet."""
        begun = facts.get(self.after)
        return add_months(begun, 12 * self.within) if begun else None

    def span(self, facts: Mapping[str, date], today: date) -> Span:
        """From which day to which hours count towards it."""
        first = add_months(today, -12 * self.years) if self.years else date.min
        return first, self.due(facts) or date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Pathway:
    """A version of a rule set, in force from `since` on. `young` says what holds below `minimum_age`."""

    id: str
    version: str
    since: date
    label: Text
    about: Text
    source: str
    last_verified: date
    minimum_age: int = 0
    young: Text | None = None
    requirements: tuple[Requirement, ...] = ()
    renew_years: int = 0
    renewal: tuple[Requirement, ...] = ()
    own: bool = False

    def requirement(self, id: str) -> Requirement | None:
        """The requirement of this id."""
        return next((one for one in self.requirements if one.id == id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPathway:
    """That somebody is on a pathway. `facts`: the day since when a requirement is met that no other record tells."""

    person: str
    pathway: str
    since: date
    facts: Mapping[str, date] = field(default_factory=dict)
    certified_on: date | None = None
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Had:
    """What somebody has: hours by the days on which they were given, modules with the day on which they lapse, when
    they were born."""

    hours: Mapping[Span, Totals] = field(default_factory=dict)
    modules: Mapping[str, date | None] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    born: date | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody is with a requirement: `have` of `need` (minutes, modules, or one), and what is missing."""

    requirement: Requirement
    have: int
    need: int
    missing: tuple[str, ...] = ()
    day: date | None = None
    """Since when it is met (of a fact); by when it must be (of hours that have their time)."""

    @property
    def met(self) -> bool:
        """Whether it is."""
        return self.have >= self.need

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return min(1.0, self.have / self.need) if self.need else 1.0

    def sentence(self) -> str:
        """How far, in words."""
        if self.requirement.asks is Asks.HOURS:
            told = _("{have} of {need} hours") if self.day is None else _("{have} of {need} hours by {day}")
            return told.format(have=in_hours(self.have), need=in_hours(self.need),
                               day=formats.date(self.day) if self.day else "")
        if self.requirement.asks is Asks.MODULES:
            return _("{have} of {need} trainings").format(have=self.have, need=self.need)
        return _("since {day}").format(day=formats.date(self.day)) if self.day else _("not yet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where somebody stands on a pathway. `of_age`: None where nobody wrote down when they were born."""

    pathway: Pathway
    on: OnPathway
    progress: tuple[Progress, ...]
    today: date
    of_age: bool | None = True
    of_age_on: date | None = None
    renewal: tuple[Progress, ...] = ()

    @property
    def share(self) -> float:
        """How much of it is met, from 0 to 1: every requirement weighs the same."""
        return sum(one.share for one in self.progress) / len(self.progress) if self.progress else 1.0

    @property
    def missing(self) -> tuple[Progress, ...]:
        """What is not met yet."""
        return tuple(one for one in self.progress if not one.met)

    @property
    def renew_by(self) -> date | None:
        """The day by which it must be renewed."""
        if self.on.certified_on is None or not self.pathway.renew_years:
            return None
        return add_months(self.on.certified_on, 12 * self.pathway.renew_years)

    def why_not(self) -> str:
        """Why nobody can apply for it yet, whatever they have; empty where age does not stand in the way."""
        if self.of_age is None:
            return _("From {age} on: your coordinator has not written down when you were born.").format(
                age=self.pathway.minimum_age)
        if self.of_age or self.of_age_on is None:
            return ""
        young = f" {self.pathway.young}" if self.pathway.young else ""
        return _("Not eligible yet: it is for people of {age} or more, for you from {day} on.").format(
            age=self.pathway.minimum_age, day=formats.date(self.of_age_on)) + young

    def reminder(self) -> str:
        """What is said of the renewal, as soon as the first of `REMINDERS` has come; empty before."""
        if self.renew_by is None or stage(self.renew_by, self.today) is None:
            return ""
        left = (self.renew_by - self.today).days
        if left < 0:
            return _("“{what}” had to be renewed by {day}.").format(
                what=self.pathway.label, day=formats.date(self.renew_by))
        return ngettext("“{what}” must be renewed by {day}: {n} day left.",
                        "“{what}” must be renewed by {day}: {n} days left.", left).format(
                            what=self.pathway.label, day=formats.date(self.renew_by), n=formats.number(left))


REMINDERS = (("month", 6), ("month", 3), ("month", 1), ("day", 7), ("day", 3), ("day", 1))
"""How long before a renewal is due somebody is reminded (HCAI: 6, 3, 1 months, 1 week, 3 days, 1 day)."""


def stage(due: date, today: date) -> int | None:
    """Which of the reminders was the last to come, by its place; None before the first."""
    days = [add_months(due, -count) if unit == "month" else due - timedelta(days=count) for unit, count in REMINDERS]
    return max((place for place, day in enumerate(days) if day <= today), default=None)


def in_force(versions: Iterable[Pathway], day: date) -> dict[str, Pathway]:
    """The version of each pathway that holds on a day, by id."""
    found: dict[str, Pathway] = {}
    for one in sorted(versions, key=lambda each: each.since):
        if one.since <= day:
            found[one.id] = one
    return found


def spans(pathway: Pathway, on: OnPathway, today: date) -> frozenset[Span]:
    """The days of which hours are asked for somebody who is on it."""
    asked = [one.span(on.facts, today) for one in pathway.requirements if one.asks is Asks.HOURS]
    return frozenset([*asked, *([_renewing(on)] if pathway.renewal and on.certified_on else [])])


def standing(pathway: Pathway, on: OnPathway, had: Had, today: date) -> Standing:
    """Where somebody stands who has all this."""
    birthday = add_months(had.born, 12 * pathway.minimum_age) if had.born and pathway.minimum_age else None
    known = None if pathway.minimum_age and had.born is None else birthday is None or birthday <= today
    return Standing(
        pathway=pathway, on=on, today=today, of_age=known, of_age_on=birthday,
        progress=tuple(_progress(one, on, had, one.span(on.facts, today), today) for one in pathway.requirements),
        renewal=tuple(_progress(one, on, had, _renewing(on), today) for one in pathway.renewal)
        if on.certified_on else ())


def _renewing(on: OnPathway) -> Span:
    return on.certified_on or date.min, date.max


def _progress(one: Requirement, on: OnPathway, had: Had, span: Span, today: date) -> Progress:
    if one.asks is Asks.HOURS:
        return Progress(one, had.hours.get(span, Totals()).of(one.of, one.competency), one.hours * 60,
                        day=one.due(on.facts))
    if one.asks is Asks.MODULES:
        lacks = tuple(had.titles.get(module, module) for module in one.modules
                      if module not in had.modules or ((lapses := had.modules[module]) and lapses <= today))
        return Progress(one, len(one.modules) - len(lacks), len(one.modules), lacks)
    day = on.facts.get(one.id)
    return Progress(one, int(day is not None), 1, day=day)
