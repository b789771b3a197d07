"""Caregivers as a roster tells of them, as the center knows them, and who belongs to whom. Nothing here writes."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.students import Listed

FACTS = ("given", "family", "email", "phone", "sms", "language")
"""What a roster says of a caregiver."""
_NAMES = frozenset({"given", "family"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterCaregiver:
    """A parent, guardian or relative in a roster. `relation` is the roster's own word; empty facts are unknown."""

    sourced_id: str
    given: str = ""
    family: str = ""
    email: str = ""
    phone: str = ""
    sms: str = ""
    language: str = ""
    active: bool = True
    unsaid: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Tie:
    """Somebody is a caregiver of a student; both by their roster ids."""

    student: str
    caregiver: str
    relation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCaregiver:
    """A caregiver the center has."""

    id: int
    sourced_id: str | None = None
    given: str = ""
    family: str = ""
    email: str = ""
    phone: str = ""
    sms: str = ""
    language: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class KnownTie:
    """The same between two who are here, by their ids."""

    student: int
    caregiver: int
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """All caregivers the center has, and whose they are."""

    caregivers: tuple[KnownCaregiver, ...] = ()
    ties: tuple[KnownTie, ...] = ()


@dataclass(frozen=True, slots=True)
class CaregiverFact:
    """One fact of a caregiver that the roster has otherwise."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class CaregiverChange:
    """A known caregiver whose facts change, or who is active again."""

    known: KnownCaregiver
    facts: tuple[CaregiverFact, ...]
    back: bool = False


@dataclass(frozen=True, slots=True)
class NewTie:
    """A tie that comes, or says another relation from now on. Ids are None for those who would be added too."""

    tie: Tie
    student_id: int | None
    caregiver_id: int | None
    student: str
    caregiver: str
    """Their names."""


@dataclass(frozen=True, slots=True)
class LostTie:
    """A tie that goes, with the names of the two."""

    tie: KnownTie
    student: str
    caregiver: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaregiverPlan:
    """What a roster would do to caregivers. `ties` come, with the relation they have from now on; `untied` go.

    `strays` counts caregivers of nobody here: they stay out.
    """

    adds: tuple[RosterCaregiver, ...] = ()
    changes: tuple[CaregiverChange, ...] = ()
    gone: tuple[KnownCaregiver, ...] = ()
    ties: tuple[NewTie, ...] = ()
    untied: tuple[LostTie, ...] = ()
    strays: int = 0

    @property
    def empty(self) -> bool:
        """Whether it would write nothing."""
        return not (self.adds or self.changes or self.gone or self.ties or self.untied)


def fact_label(fact: str) -> str:
    """The name of one of `FACTS` as a person reads it."""
    return {
        "given": _("First name"), "family": _("Last name"), "email": _("Email"), "phone": _("Telephone"),
        "sms": _("Text messages"), "language": _("Language"),
    }[fact]


def relation_label(relation: str) -> str:
    """How somebody is related, as a person reads it: a word of OneRoster or a usual one, else what the roster says."""
    return {
        "parent": _("parent"), "guardian": _("guardian"), "relative": _("relative"), "mother": _("mother"),
        "father": _("father"), "grandmother": _("grandmother"), "grandfather": _("grandfather"),
    }.get(relation.casefold(), relation)


@dataclass(frozen=True, slots=True)
class Told:
    """What a roster says of caregivers. `whole`: those it does not name are gone; `unsaid` are people of whom it does
    not say what they are."""

    caregivers: tuple[RosterCaregiver, ...] = ()
    unsaid: tuple[RosterCaregiver, ...] = ()
    ties: tuple[Tie, ...] = ()
    whole: bool = False


def name_of(one: RosterCaregiver | KnownCaregiver) -> str:
    """First and last name."""
    return f"{one.given} {one.family}".strip()


def plan(told: Told, family: Family, people: Mapping[str, Listed]) -> CaregiverPlan:
    """Compare what a roster says of caregivers with those the center has; `people` has every student of the roster.

    In a full roster that ties anybody, a caregiver who came from a roster and is absent becomes inactive, and a
    student of it has the caregivers it says, no others from rosters. Raises nothing.
    """
    by_source = {one.sourced_id: one for one in family.caregivers if one.sourced_id}
    return _Comparison(told, family, people, by_source).plan()


@dataclass(frozen=True, slots=True)
class _Comparison:
    told: Told
    family: Family
    people: Mapping[str, Listed]
    by_source: Mapping[str, KnownCaregiver]

    def plan(self) -> CaregiverPlan:
        known = [(theirs, self.by_source[theirs.sourced_id])
                 for theirs in (*self.told.caregivers, *self.told.unsaid) if theirs.sourced_id in self.by_source]
        new = [one for one in self.told.caregivers if one.sourced_id not in self.by_source and one.active]
        needed = {tie.caregiver for tie in self.told.ties if tie.student in self.people} if new else set()
        adds = {one.sourced_id: one for one in new if one.sourced_id in needed}
        here = {(tie.student, tie.caregiver): tie for tie in self.family.ties}
        ties = tuple(self._ties(adds, here))  # takes from `here` what the roster says too
        return CaregiverPlan(
            adds=tuple(adds.values()), changes=tuple(_changes(known)), gone=self._gone(known), ties=ties,
            untied=tuple(self._untied(here.values())) if self.told.whole else (), strays=len(new) - len(adds))

    def _gone(self, known: Collection[tuple[RosterCaregiver, KnownCaregiver]]) -> tuple[KnownCaregiver, ...]:
        gone = [mine for theirs, mine in known if mine.active and not theirs.active]
        if self.told.whole:
            met = {mine.id for _theirs, mine in known}
            gone += [one for one in self.family.caregivers if one.active and one.sourced_id and one.id not in met]
        return tuple(gone)

    def _ties(self, adds: Mapping[str, RosterCaregiver], here: dict[tuple[int, int], KnownTie]) -> Iterator[NewTie]:
        """Those that are not here yet, or say another relation; takes out of `here` all that the roster says."""
        for tie in self.told.ties:
            student = self.people.get(tie.student)
            known = self.by_source.get(tie.caregiver)
            caregiver = known or adds.get(tie.caregiver)
            if student is None or caregiver is None:
                continue
            there = here.pop((student.id, known.id), None) if student.id is not None and known else None
            if there is None or (tie.relation and there.relation != tie.relation):
                yield NewTie(tie, student.id, known.id if known else None, student.name, name_of(caregiver))

    def _untied(self, unsaid: Iterable[KnownTie]) -> Iterator[LostTie]:
        left = list(unsaid)
        if not left:
            return
        listed = {one.id: one.name for one in self.people.values() if one.id is not None}
        from_roster = {one.id: one for one in self.by_source.values()}
        for tie in left:
            if tie.student in listed and tie.caregiver in from_roster:
                yield LostTie(tie, listed[tie.student], name_of(from_roster[tie.caregiver]))


def _changes(known: Iterable[tuple[RosterCaregiver, KnownCaregiver]]) -> Iterator[CaregiverChange]:
    for theirs, mine in known:
        if not theirs.active:
            continue
        facts = tuple(_differences(theirs, mine))
        if facts or not mine.active:
            yield CaregiverChange(mine, facts, back=not mine.active)


def _differences(theirs: RosterCaregiver, mine: KnownCaregiver) -> Iterator[CaregiverFact]:
    """A contact that is empty now is gone: nobody should call a number that the school took away. A name stays."""
    for fact in FACTS:
        old, new = getattr(mine, fact), getattr(theirs, fact)
        if fact not in theirs.unsaid and old != new and (new or fact not in _NAMES):
            yield CaregiverFact(fact, old, new)
