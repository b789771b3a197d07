"""What a Wellness Peer needs before they give a service, and what is missing, in sentences that say where to get it.

A peer cannot be put on a service whose modules, signatures or supervision are missing or have lapsed (DOMAIN.md 3).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import catalogues, practice
from wellnessdesk.domain.agreements import kind_label
from wellnessdesk.domain.catalogues import ClearanceRule

ANY = "any"
"""The rule that holds for every contact with students."""
LONGEST_OVERRIDE = timedelta(days=14)
LONGEST_REASON = 2_000
MOST_SUPERVISION_DAYS = 100
Lapses = Mapping[str, date | None]
"""By id: from which day on it does not count any more; None: it stays."""


class Need(StrEnum):
    """What may be missing."""

    MODULE = "module"
    AGREEMENT = "agreement"
    PAPER = "paper"
    SUPERVISION = "supervision"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a service needs, by ids; supervision within so many school days, and how often somebody must have watched
    them practice, each time rated `practice_rating` or better. 0: not asked."""

    service: str
    modules: tuple[str, ...] = ()
    agreements: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    supervision_days: int = 0
    practice: int = 0
    practice_rating: int = 3
    shipped: bool = False

    def plain(self) -> dict[str, object]:
        """As JSON data, for the settings."""
        return {"modules": list(self.modules), "agreements": list(self.agreements), "papers": list(self.papers),
                "supervision_days": self.supervision_days, "practice": self.practice,
                "practice_rating": self.practice_rating}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """All that counts for one peer. `agreements` by (kind, version); `overrides`: (service, first day, last day)."""

    modules: Lapses = field(default_factory=dict)
    agreements: Mapping[tuple[str, str], date | None] = field(default_factory=dict)
    papers: frozenset[str] = frozenset()
    attended: date | None = None
    overrides: tuple[tuple[str, date, date], ...] = ()
    practice: tuple[int, ...] = ()
    """How each observed practice was rated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds for everybody on a day: the rules, the versions of agreements in force, titles of modules, and by
    when supervision must have been attended, for each number of school days that a rule names."""

    day: date
    rules: Mapping[str, Rule]
    versions: Mapping[str, str]
    titles: Mapping[str, str]
    since: Mapping[int, date]


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing, or lapsed on a day; `days` of supervision; of practice how often it is asked (`days`),
    from which `rating` on, and how much of it there is (`has`)."""

    need: Need
    id: str = ""
    title: str = ""
    lapsed: date | None = None
    days: int = 0
    rating: int = 0
    has: int = 0

    def sentence(self) -> str:
        """What is missing and where to get it."""
        if self.need is Need.MODULE:
            text = _("the training “{what}” lapsed on {day} (to be repeated in class)") if self.lapsed else _(
                "the training “{what}” (in class)")
        elif self.need is Need.AGREEMENT:
            text = _("the signature under “{what}” lapsed on {day} (the peer renews it on My day)") if self.lapsed \
                else _("a signature under “{what}” (the peer signs on My day)")
        elif self.need is Need.PAPER:
            text = _("“{what}” (a coordinator records it on Training)")
        elif self.need is Need.PRACTICE:
            text = ngettext("observed practice, {has} of {days} rated {rating} or better (a coordinator watches a role "
                            "play)", "observed practice, {has} of {days} rated {rating} or better (a coordinator "
                            "watches role plays)", self.days)
        else:
            text = ngettext("supervision within the last school day", "supervision within the last {days} school days",
                            self.days)
        return text.format(what=self.title, day=formats.date(self.lapsed) if self.lapsed else "",
                           days=formats.number(self.days), rating=self.rating, has=formats.number(self.has))


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """Whether a peer is cleared for a service; `until` the last day of the override by which they are."""

    person: str
    service: str
    missing: tuple[Missing, ...] = ()
    until: date | None = None

    @property
    def cleared(self) -> bool:
        """Whether they may give it."""
        return not self.missing or self.until is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A coordinator's decision that a peer gives a service all the same, for some days, and why."""

    id: str
    person: str
    name: str
    service: str
    since: date
    until: date
    at: datetime
    by: str
    ended_at: datetime | None = None
    reason: str = field(default="", repr=False)
    problem: str = ""

    def stands(self, day: date) -> bool:
        """Whether it counts on a day."""
        return self.ended_at is None and self.since <= day <= self.until


def service_label(service: str) -> str:
    """The service of a rule, in words."""
    return (catalogues.clearance_rules().label(ANY) if service == ANY
            else catalogues.label("service_options", service))


def of_entry(entry: ClearanceRule) -> Rule:
    """A shipped rule."""
    return Rule(service=entry.id, modules=entry.modules, agreements=entry.agreements, papers=entry.papers,
                supervision_days=entry.supervision_days, practice=entry.practice,
                practice_rating=entry.practice_rating, shipped=True)


def overlaid(kept: object) -> dict[str, Rule]:
    """The rule of every service: the center's where it has one, else as shipped. What is spoiled is left out."""
    own = kept if isinstance(kept, Mapping) else {}
    shipped = {one.id: of_entry(one) for one in catalogues.clearance_rules()}
    known = dict.fromkeys([ANY, *catalogues.service_options().ids()])
    return {service: _read(service, own.get(service)) or shipped.get(service, Rule(service=service))
            for service in known}


def missing(terms: Terms, held: Held, service: str) -> tuple[Missing, ...]:
    """What a peer lacks for a service; of `ANY`, for being with students at all."""
    rules = [terms.rules[one] for one in dict.fromkeys((ANY, service)) if one in terms.rules]
    return strictest(one for rule in rules for one in _of_rule(terms, held, rule))


def strictest(lacks: Iterable[Missing]) -> tuple[Missing, ...]:
    """The same without what another of them asks for already: of two about supervision, the sooner one."""
    found = dict.fromkeys(lacks)
    return tuple(one for one in found if not any(_covers(other, one) for other in found))


def clearance(terms: Terms, held: Held, person: str, service: str) -> Clearance:
    """Where a peer stands with a service. An override of `ANY` counts for it alone, not for what a service asks."""
    lacks = missing(terms, held, service)
    stands = [last for one, first, last in held.overrides if one == service and first <= terms.day <= last]
    return Clearance(person=person, service=service, missing=lacks, until=max(stands) if lacks and stands else None)


def best(found: Sequence[Clearance]) -> Clearance:
    """The one that lacks least, of services any of which would do."""
    return min(found, key=lambda one: (not one.cleared, len(one.missing)))


def why_not(name: str, one: Clearance) -> str:
    """Why a peer of this name cannot be put on the service, with all that is missing; empty when they can."""
    if one.cleared:
        return ""
    listed = "; ".join(lacks.sentence() for lacks in one.missing)
    if one.service == ANY:
        return _("{peer} is not cleared to be with students yet. Missing: {list}.").format(peer=name, list=listed)
    return _("{peer} is not cleared for “{service}” yet. Missing: {list}.").format(
        peer=name, service=service_label(one.service), list=listed)


def in_short(lacks: Sequence[Missing]) -> str:
    """How much of each kind is missing, in a few words."""
    counts = {need: sum(one.need is need for one in lacks) for need in Need}
    return ", ".join(_how_much(need, n).format(n=formats.number(n)) for need, n in counts.items() if n)


def _how_much(need: Need, n: int) -> str:
    if need is Need.MODULE:
        return ngettext("{n} training", "{n} trainings", n)
    if need is Need.AGREEMENT:
        return ngettext("{n} signature", "{n} signatures", n)
    if need is Need.PAPER:
        return ngettext("{n} paper of a caregiver", "{n} papers of a caregiver", n)
    return _("observed practice") if need is Need.PRACTICE else _("supervision lately")


def soon(terms: Terms, held: Held, within: int) -> list[tuple[Missing, date]]:
    """What of that which counts today lapses within so many days, the first first."""
    needed = {name for rule in terms.rules.values() for name in rule.modules}
    kinds = {name for rule in terms.rules.values() for name in rule.agreements}
    ahead = [(Missing(Need.MODULE, one, terms.titles.get(one, one)), day) for one, day in held.modules.items()
             if one in needed and day is not None]
    ahead += [(Missing(Need.AGREEMENT, kind, kind_label(kind)), day) for (kind, version), day
              in held.agreements.items() if day is not None and kind in kinds and terms.versions.get(kind) == version]
    return sorted(((one, day) for one, day in ahead if 0 < (day - terms.day).days <= within), key=lambda pair: pair[1])


def wrong_rule(rule: Rule, modules: Iterable[str], kinds: Iterable[str]) -> str:
    """What stands against a rule, as a sentence: it names what is not there."""
    unknown = [one for one in rule.modules if one not in set(modules)]
    unknown += [one for one in rule.agreements if one not in set(kinds)]
    unknown += [one for one in rule.papers if one not in catalogues.load("caregiver_paper_kinds").ids()]
    if unknown:
        return _("The rule for “{service}” names what is not there: {what}.").format(
            service=service_label(rule.service), what=", ".join(unknown))
    if not 0 <= rule.supervision_days <= MOST_SUPERVISION_DAYS:
        return _("Supervision can be asked within at most {n} school days.").format(n=MOST_SUPERVISION_DAYS)
    if not (0 <= rule.practice <= practice.MOST_ASKED and practice.LEAST <= rule.practice_rating <= practice.MOST):
        return _("Practice can be asked at most {n} times, rated {least} to {most}.").format(
            n=practice.MOST_ASKED, least=practice.LEAST, most=practice.MOST)
    return ""


def _of_rule(terms: Terms, held: Held, rule: Rule) -> Iterable[Missing]:
    for one in rule.modules:
        lapses = held.modules.get(one, terms.day)
        if lapses is not None and lapses <= terms.day:
            yield Missing(Need.MODULE, one, terms.titles.get(one, one), lapses if one in held.modules else None)
    for kind in rule.agreements:
        key = (kind, terms.versions.get(kind, ""))
        lapses = held.agreements.get(key, terms.day)
        if lapses is not None and lapses <= terms.day:
            yield Missing(Need.AGREEMENT, kind, kind_label(kind), lapses if key in held.agreements else None)
    for one in rule.papers:
        if one not in held.papers:
            yield Missing(Need.PAPER, one, catalogues.label("caregiver_paper_kinds", one))
    if rule.supervision_days and (held.attended is None or held.attended < terms.since[rule.supervision_days]):
        yield Missing(Need.SUPERVISION, days=rule.supervision_days)
    has = practice.good_enough(held.practice, rule.practice_rating)
    if has < rule.practice:
        yield Missing(Need.PRACTICE, days=rule.practice, rating=rule.practice_rating, has=has)


def _covers(one: Missing, other: Missing) -> bool:
    """Whether of two that ask for the same, one is the stricter: it is enough to say that one."""
    if one == other or one.need is not other.need:
        return False
    if one.need is Need.SUPERVISION:
        return one.days < other.days
    return one.need is Need.PRACTICE and one.days >= other.days and one.rating >= other.rating


def _read(service: str, kept: object) -> Rule | None:
    if not isinstance(kept, Mapping):
        return None
    lists = [kept.get(name) for name in ("modules", "agreements", "papers")]
    # rules that were kept before practice was asked for name none
    numbers = kept.get("supervision_days"), kept.get("practice", 0), kept.get("practice_rating", 3)
    if not all(type(one) is int for one in numbers) or not all(
            isinstance(one, list) and all(isinstance(each, str) for each in one) for one in lists):
        return None
    days, asked, rating = map(int, numbers)
    return Rule(service=service, supervision_days=days, modules=tuple(kept["modules"]),
                agreements=tuple(kept["agreements"]), papers=tuple(kept["papers"]), practice=asked,
                practice_rating=rating)
