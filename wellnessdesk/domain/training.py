"""The training of Wellness Peers: modules with versions, classes, who has which module, and until when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.base.months import add_months
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.catalogues import TrainingModule
from wellnessdesk.domain.meetings import THERE, Attendance
from wellnessdesk.domain.people import Person

LONGEST_TITLE, LONGEST_DAY, LONGEST_LAPSE = 80, 600, 120
"""Characters; minutes of one day's class; months."""
SOON_DAYS = 30
"""What lapses within so many days is said beforehand."""
_SHIPPED_SINCE = date(2000, 1, 1)


class Delivery(StrEnum):
    """How a module is taught."""

    CLASS = "class"
    ONLINE = "online"
    OBSERVED = "observed"


class How(StrEnum):
    """How somebody came to have a module."""

    CLASS = "class"
    CARRIED_IN = "carried_in"
    """Learned elsewhere, or before the center kept it here."""
    OBSERVED = "observed"
    EXAM = "exam"


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A version of a module; `shipped` where it is as the program brings it."""

    id: str
    version: int = 1
    title: str
    minutes: int
    delivery: Delivery = Delivery.CLASS
    competency: str = ""
    track: str = ""
    lapses_months: int | None = None
    prerequisites: tuple[str, ...] = ()
    since: date = _SHIPPED_SINCE
    until: date | None = None
    source: str = ""
    shipped: bool = False

    @property
    def label(self) -> str:
        """Its title; of a shipped one whose title nobody changed, in the language in use."""
        entry = catalogues.training_modules().get(self.id)
        return str(entry.label) if entry and self.title in (entry.label.en, entry.label.es) else self.title

    def lapses_on(self, day: date) -> date | None:
        """From which day on it does not count any more for who completed it on `day`; None: it stays."""
        return add_months(day, self.lapses_months) if self.lapses_months else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Somebody in a class: whether they were there, and how many minutes."""

    person: str
    state: Attendance
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingClass:
    """A module taught to a group on a day."""

    id: int = 0
    module: str
    version: int = 1
    day: date
    minutes: int
    place: str = ""
    led_by: str = ""
    seats: tuple[Seat, ...] = ()

    @property
    def came(self) -> int:
        """How many were there."""
        return sum(seat.state in THERE for seat in self.seats)


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """That somebody has a module, from `day` on and before `lapses_on`."""

    id: str
    person: str
    module: str
    version: int
    day: date
    how: How
    by: str
    class_id: int | None = None
    lapses_on: date | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a peer stands with a module: the completion that counts longest, if there is any."""

    has: bool = False
    day: date | None = None
    lapses_on: date | None = None
    completion: str = ""

    def lapsed(self, today: date) -> bool:
        """They had it once."""
        return self.has and self.lapses_on is not None and self.lapses_on <= today

    def soon(self, today: date) -> bool:
        """It lapses within `SOON_DAYS`."""
        return (self.has and self.lapses_on is not None
                and 0 < (self.lapses_on - today).days <= SOON_DAYS)


NOTHING = Cell()


@dataclass(frozen=True, slots=True)
class Matrix:
    """Peers by modules. `cells` by (person, module); what is not there nobody ever had."""

    today: date
    peers: tuple[Person, ...]
    modules: tuple[Module, ...]
    cells: Mapping[tuple[str, str], Cell] = field(default_factory=dict)

    def cell(self, person: str, module: str) -> Cell:
        """Where they stand with it."""
        return self.cells.get((person, module), NOTHING)


def how_label(how: How) -> str:
    """How they came to have it, in words."""
    return {How.CLASS: _("In class"), How.CARRIED_IN: _("Learned elsewhere"), How.OBSERVED: _("Observed"),
            How.EXAM: _("By exam")}[how]


def of_entry(entry: TrainingModule) -> Module:
    """A shipped module."""
    return Module(id=entry.id, title=entry.label.en, minutes=entry.minutes, delivery=Delivery(entry.delivery),
                  competency=entry.competency, track=entry.track, lapses_months=entry.lapses_months or None,
                  prerequisites=entry.prerequisites, source=entry.source, shipped=True)


def all_versions(kept: Iterable[Module]) -> list[Module]:
    """The shipped modules and the center's, each with all its versions, the oldest first."""
    found = {(one.id, one.version): one for one in map(of_entry, catalogues.training_modules())}
    found |= {(one.id, one.version): one for one in kept}
    order = {one: place for place, one in enumerate(catalogues.training_modules().ids())}
    return sorted(found.values(), key=lambda one: (order.get(one.id, len(order)), one.id, one.version))


def in_force(versions: Iterable[Module], day: date) -> tuple[Module, ...]:
    """The version of each module that is taught on a day."""
    newest: dict[str, Module] = {}
    for one in versions:
        if one.since <= day:
            newest[one.id] = one
    return tuple(one for one in newest.values() if one.until is None or day <= one.until)


def wrong_module(module: Module, versions: Sequence[Module]) -> dict[str, str]:
    """What stands against a new version, by field, as sentences; empty when it will do."""
    found: dict[str, str] = {}
    if not module.title:
        found["title"] = _("Give the module a title.")
    elif len(module.title) > LONGEST_TITLE:
        found["title"] = _("At most {n} characters.").format(n=formats.number(LONGEST_TITLE))
    if not 1 <= module.minutes <= LONGEST_DAY * 10:
        found["minutes"] = _("A module takes at least one minute and at most 100 hours.")
    if module.lapses_months is not None and not 1 <= module.lapses_months <= LONGEST_LAPSE:
        found["lapses_months"] = _("Between 1 and {n} months, or never.").format(n=LONGEST_LAPSE)
    newest = [one for one in versions if one.id == module.id and one.version != module.version]
    if newest and module.since <= max(one.since for one in newest):
        found["since"] = _("Version {n} begins on {day} already: versions cannot overlap.").format(
            n=max(one.version for one in newest), day=formats.date(max(one.since for one in newest)))
    if module.until is not None and module.until < module.since:
        found["until"] = _("It ends before it begins.")
    if circle(module, versions):
        found["prerequisites"] = _("A module cannot need itself, not even by way of others.")
    return found


def circle(module: Module, versions: Iterable[Module]) -> bool:
    """Whether a module needs itself in the end."""
    needs = {one.id: one.prerequisites for one in versions} | {module.id: module.prerequisites}
    seen, ahead = set[str](), list(module.prerequisites)
    while ahead:
        one = ahead.pop()
        if one == module.id:
            return True
        if one not in seen:
            seen.add(one)
            ahead.extend(needs.get(one, ()))
    return False


def wrong_class(held: TrainingClass, today: date) -> str:
    """What stands against a class, as a sentence."""
    if held.day > today:
        return _("A class is entered once it was held: {day} is still to come.").format(day=formats.date(held.day))
    if not 1 <= held.minutes <= LONGEST_DAY:
        return _("A class takes at least one minute and at most {n} hours a day.").format(n=LONGEST_DAY // 60)
    if not held.seats:
        return _("Choose who was there.")
    if any(not 0 <= seat.minutes <= held.minutes for seat in held.seats):
        return _("Nobody can have been there longer than the class took.")
    return ""


def not_ready(module: Module, cells: Mapping[tuple[str, str], Cell], person: str, day: date) -> tuple[str, ...]:
    """Which prerequisites of a module a person does not have on that day; ids."""
    return tuple(one for one in module.prerequisites
                 if not cells.get((person, one), NOTHING).has or cells[person, one].lapsed(day))


def cells(completions: Iterable[Completion]) -> dict[tuple[str, str], Cell]:
    """For each person and module, the completion that counts longest; revoked ones do not count."""
    found: dict[tuple[str, str], Cell] = {}
    for one in completions:
        if one.revoked_at is None:
            key, cell = (one.person, one.module), Cell(True, one.day, one.lapses_on, one.id)
            if key not in found or _longer(cell, found[key]):
                found[key] = cell
    return found


def _longer(one: Cell, other: Cell) -> bool:
    if one.lapses_on is None or other.lapses_on is None:
        return one.lapses_on is None and other.lapses_on is not None
    return one.lapses_on > other.lapses_on
