"""The facts of a made-up center: people, roster, and years of school days with visits, sessions, notes and flags.

Pure: no store, no keys, no clock. The same seed and sizes give the same facts on every computer.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.paths import resource
from wellnessdesk.services.demo import names
from wellnessdesk.services.demo.days import Days
from wellnessdesk.services.demo.plan import Plan, plan
from wellnessdesk.services.demo.records import DemoDay, DemoFlag, DemoPerson, DemoSession, DemoStudent, DemoVisit

FEWEST_STUDENTS = 10
LUNCH = time(13, 5)
"""When a made-up today stops unless it is told otherwise: in the middle of lunch, when the center is full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoFacts:
    """A made-up center. `today` is its last school day, `now` (aware UTC) the moment its facts stop.

    People and students are there at once; days are made up while they are read, so that any number of visits
    needs little memory. Each call begins anew and gives the same.
    """

    center: str
    school: str
    zone: str
    today: date
    now: datetime
    people: tuple[DemoPerson, ...]
    students: tuple[DemoStudent, ...]
    visit_count: int
    note_count: int
    plan: Plan = field(repr=False)

    def days(self) -> Iterator[DemoDay]:
        """Every school day in order, with its visits, sessions and flags. The one pass a builder needs."""
        return Days(self.plan, self.students, self.people).make()

    def visits(self) -> Iterator[DemoVisit]:
        """Every visit by arrival."""
        return (visit for day in self.days() for visit in day.visits)

    def sessions(self) -> Iterator[DemoSession]:
        """Every session by its start."""
        return (session for day in self.days() for session in day.sessions)

    def flags(self) -> Iterator[DemoFlag]:
        """Every flag by the moment it was raised."""
        return (flag for day in self.days() for flag in day.flags)


def make_up(
    seed: int, students: int = 3000, visits: int = 9000, notes: int = 2000, years: int = 1, *,
    until: date, at: time = LUNCH,
) -> DemoFacts:
    """Make up a center: `visits` and `notes` are counts a year, over `years` years that end on `until`.

    Where `until` is no school day, the last one before it is the made-up today; its facts stop at the local time `at`.
    Raises Problem where the numbers do not go together.
    """
    _check(students, visits, notes, years)
    center = _center()
    days = plan(seed, visits=visits, notes=notes, years=years, until=until, at=at, zone=ZoneInfo(center["zone"]))
    roster = names.roster(seed, students, days.days[-1], center["school"])
    return DemoFacts(
        center=center["name"], school=center["school"], zone=center["zone"], today=days.days[-1], now=days.now,
        people=names.people(seed, roster), students=roster,
        visit_count=visits * years, note_count=notes * years, plan=days)


def zone() -> str:
    """The time zone of every made-up center."""
    return str(_center()["zone"])


def _center() -> dict[str, str]:
    with resource("demo", "center.toml").open("rb") as file:
        return tomllib.load(file)


def _check(students: int, visits: int, notes: int, years: int) -> None:
    if students < FEWEST_STUDENTS:
        raise Problem(_("A made-up center needs at least {n} students.").format(n=FEWEST_STUDENTS))
    if years < 1:
        raise Problem(_("A made-up center needs at least one year."))
    if visits < 0 or notes < 0:
        raise Problem(_("The numbers of visits and notes cannot be negative."))
    if notes > visits:
        raise Problem(_("There cannot be more notes than visits: {notes} and {visits} were asked for.")
                      .format(notes=notes, visits=visits))
