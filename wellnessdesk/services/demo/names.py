"""The people of a made-up center: a roster with names from many cultures, and who signs in."""

import random
import tomllib
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from wellnessdesk.base.paths import resource
from wellnessdesk.domain.people import Role
from wellnessdesk.services.demo.calendar import school_year
from wellnessdesk.services.demo.dice import dice
from wellnessdesk.services.demo.records import DemoPerson, DemoStudent

_GRADE_SHARES = (("other", 0.004), ("12", 0.24), ("11", 0.25), ("10", 0.253), ("9", 0.253))
"""In the order of the roster: who entered the school first stands first."""
_OLDEST = {"other": 13}
_STAFF = ((Role.ADMINISTRATOR, "admin", 2), (Role.COORDINATOR, "coordinator", 2), (Role.FRONT_DESK, "desk", 3))
MOST_PEERS = 14


@dataclass(frozen=True, slots=True)
class _Group:
    share: int
    double: float
    given: Sequence[str]
    family: Sequence[str]


class Names:
    """Draws names; equal ones happen, as in a school, but not often."""

    def __init__(self, rng: random.Random) -> None:
        with resource("demo", "names.toml").open("rb") as file:
            raw: dict[str, Any] = tomllib.load(file)
        self._groups = [_Group(g["share"], g["double"], g["given"], g["family"]) for g in raw["group"]]
        self._shares = [group.share for group in self._groups]
        self._nicknames: dict[str, str] = raw["nicknames"]
        self._chosen: list[str] = raw["chosen"]["names"]
        self._pronouns: dict[str, list[Any]] = raw["pronouns"]
        self._rng = rng
        self._seen: set[tuple[str, str]] = set()

    def full(self, *, twins: float) -> tuple[str, str, str]:
        """Given, middle (often empty) and family name; `twins` is the chance to accept a name already given out."""
        while True:
            group = self._group()
            given, family = self._given(group), self._family(group)
            if (given, family) not in self._seen or self._rng.random() < twins:
                break
        self._seen.add((given, family))
        return given, self._middle(group, given), family

    def preferred(self, given: str) -> str | None:
        """What about one in eight would rather be called."""
        draw = self._rng.random()
        if draw < 0.03:
            return self._rng.choice(self._chosen)
        return self._nicknames.get(given) if draw < 0.6 else None

    def pronouns(self) -> str | None:
        """Named by about one in six."""
        if self._rng.random() > 0.16:
            return None
        return str(self._rng.choices(self._pronouns["texts"], self._pronouns["weights"])[0])

    def _group(self) -> _Group:
        return self._rng.choices(self._groups, self._shares)[0]

    def _given(self, group: _Group) -> str:
        return self._rng.choice((self._group() if self._rng.random() < 0.12 else group).given)

    def _family(self, group: _Group) -> str:
        first = self._rng.choice(group.family)
        if self._rng.random() >= group.double:
            return first
        second = self._rng.choice(group.family)
        return first if first == second else first + self._rng.choice("   -") + second

    def _middle(self, group: _Group, given: str) -> str:
        middle = self._rng.choice(group.given)
        return "" if middle == given or self._rng.random() < 0.5 else middle


def roster(seed: int, count: int, today: date, school: str) -> tuple[DemoStudent, ...]:
    """`count` students, the oldest grade first, with rising student numbers."""
    rng = dice(seed, "roster")
    names = Names(rng)
    numbers = _numbers(rng)
    return tuple(_student(rng, names, next(numbers), grade, today, school) for grade in _grades(count))


def people(seed: int, students: Sequence[DemoStudent]) -> tuple[DemoPerson, ...]:
    """The staff with made-up names, and up to fourteen Wellness Peers out of the two oldest grades of the roster.

    No two of them have the same name, since a person signs in by picking theirs.
    """
    rng = dice(seed, "people")
    names = Names(rng)
    staff = []
    for role, key, count in _STAFF:
        for number in range(1, count + 1):
            given, _, family = names.full(twins=0)
            staff.append(DemoPerson(key=f"{key}-{number}", given=given, family=family, role=role))
    return (*staff, *_peers(rng, staff, students))


def entered(student: DemoStudent, today: date) -> int:
    """The school year (its first year) in which the student came to this school."""
    return school_year(today) - (_level(student.grade) - 9)


def _peers(rng: random.Random, staff: Sequence[DemoPerson], students: Sequence[DemoStudent]) -> Iterator[DemoPerson]:
    wanted = min(MOST_PEERS, max(1, len(students) // 10))
    candidates = [student for student in students if student.grade in ("12", "11")] or list(students)
    rng.shuffle(candidates)
    taken = {(person.given, person.family) for person in staff}
    number = 0
    for student in candidates:
        name = (student.preferred_given or student.given, student.family)
        if number < wanted and name not in taken:
            number += 1
            taken.add(name)
            yield DemoPerson(key=f"peer-{number:02}", given=name[0], family=name[1], role=Role.PEER,
                             student=student.number)


def _grades(count: int) -> Iterator[str]:
    """The grade of each student in the order of the roster."""
    done, share = 0, 0.0
    for grade, part in _GRADE_SHARES:
        share += part
        upto = round(count * share)
        yield from (grade for _ in range(upto - done))
        done = upto


def _numbers(rng: random.Random) -> Iterator[str]:
    number = 410_000
    while True:
        number += rng.randint(1, 9)
        yield str(number)


def _level(grade: str) -> int:
    return _OLDEST.get(grade) or int(grade)


def _student(
    rng: random.Random, names: Names, number: str, grade: str, today: date, school: str
) -> DemoStudent:
    given, middle, family = names.full(twins=0.12)
    return DemoStudent(
        number=number, sourced_id=str(uuid.UUID(int=rng.getrandbits(128), version=4)),
        given=given, middle=middle, family=family, preferred_given=names.preferred(given), pronouns=names.pronouns(),
        grade=grade, birth_date=_birth_date(rng, grade, today), school=school)


def _birth_date(rng: random.Random, grade: str, today: date) -> date:
    """A ninth grader is fourteen by September 1 (Education Code 48000); one in sixteen is a year older."""
    youngest = date(school_year(today) - _level(grade) - 5, 9, 1)
    return youngest - timedelta(days=rng.randrange(365) + (365 if rng.random() < 1 / 16 else 0))
