"""A made-up center: the facts of `demo.facts` with real keys, sealed notes and a signed audit chain.

Needs no desk: it makes a new center and refuses any other.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from wellnessdesk.base.clock import Clock, FixedClock, SystemClock
from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain.names import fold
from wellnessdesk.domain.people import Role
from wellnessdesk.services import capacity
from wellnessdesk.services.demo import families, known
from wellnessdesk.services.demo.applied import Applied
from wellnessdesk.services.demo.care import Care
from wellnessdesk.services.demo.facts import LUNCH, DemoFacts, make_up, zone
from wellnessdesk.services.demo.front_desk import LIMITS, DeskFacts
from wellnessdesk.services.demo.helpers import Helpers
from wellnessdesk.services.demo.hours import Hours
from wellnessdesk.services.demo.peer_year import PeerYear
from wellnessdesk.services.demo.records import DemoPerson, DemoStudent
from wellnessdesk.services.demo.rows import Chain, RowMaker
from wellnessdesk.services.demo.telling import Telling
from wellnessdesk.services.demo.trained import Trained
from wellnessdesk.services.demo.week import Week
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.opening import NewCenter, Newcomer, create
from wellnessdesk.store import audit, bulk, students
from wellnessdesk.store.transaction import Transaction

_TABLES = ("visits", "adult_calls", "drop_ins", "sessions", "session_students", "flags", "sealed", "acknowledgements",
           "appointments", "shifts", "conflicts", "peer_services", "note_addenda", "note_returns", "session_marks",
           "wellbeing_checks")
_FLUSH_ROWS = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large: students on the roster, visits and notes a year, years, and the seed of the facts."""

    students: int = 3_000
    visits: int = 9_000
    notes: int = 2_000
    years: int = 1
    seed: int = 7


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """Who can sign in, and with what."""

    id: str
    name: str
    role: Role
    passphrase: str


@dataclass(frozen=True, slots=True)
class Demo:
    """A finished demo center. `now` is the made-up present moment, aware UTC."""

    folder: Path
    now: datetime
    people: tuple[DemoSignIn, ...]
    words_a: list[str]
    words_b: list[str]

    def first(self, role: Role) -> DemoSignIn:
        """The first person of a role."""
        return next(one for one in self.people if one.role is role)


def make(folder: Path, size: Size | None = None, *, progress: Progress = NO_PROGRESS,
         clock: Clock | None = None) -> Demo:
    """Make a demo center in an empty `folder`.

    Same seed, size and day: same facts (keys, and so sealed bytes, differ). Raises `CenterExists`, or `Problem` for
    numbers that do not go together, or `Cancelled`; then nothing is left behind.
    """
    size = size or Size()
    facts = facts_of(size, clock or SystemClock())
    people = [_sign_in(size.seed, person) for person in facts.people]
    new = NewCenter(name=facts.center, school=facts.school, time_zone=facts.zone, people=tuple(
        Newcomer(name=one.name, role=one.role, passphrase=one.passphrase, id=one.id) for one in people))
    start = next((day.visits[0].arrived_at for day in facts.days() if day.visits), facts.now)
    created = create(folder, new, demo=True, clock=FixedClock(start),
                     fill=lambda desks: _fill(desks, facts, size.seed, progress))
    created.desk.close()
    return Demo(folder, facts.now, tuple(people), created.words_a, created.words_b)


def passphrase_of(given: str) -> str:
    """Everybody in a demo center can be guessed: that is what makes it a demo."""
    return f"demo {fold(given)}"


def facts_of(size: Size, clock: Clock) -> DemoFacts:
    """The facts up to the last lunch that is over: never in the future, and the same all day long."""
    now = clock.now().astimezone(ZoneInfo(zone()))
    until = now.date() if now.time() >= LUNCH else now.date() - timedelta(days=1)
    return make_up(size.seed, size.students, size.visits, size.notes, size.years, until=until)


def _sign_in(seed: int, person: DemoPerson) -> DemoSignIn:
    made_up = uuid.uuid5(uuid.NAMESPACE_OID, f"wellnessdesk demo {seed} {person.key}").hex
    return DemoSignIn(made_up, f"{person.given} {person.family}", person.role, passphrase_of(person.given))


def _fill(desks: dict[str, Desk], facts: DemoFacts, seed: int, progress: Progress) -> None:
    ids = {person.key: _sign_in(seed, person).id for person in facts.people}
    numbers = {student.number: place for place, student in enumerate(facts.students, 1)}
    desk = next(iter(desks.values()))
    with desk.store.transaction() as tx:
        students.add_many(tx, [_student_row(student) for student in facts.students])
        _write_families(tx, facts, seed)
        chain = Chain({key: desks[id_].keys for key, id_ in ids.items()}, audit.head(tx))
        _set_limits(tx, facts, chain)
        told = known.fill(tx, facts, seed, ids, chain, facts.plan.midnights[0] + timedelta(hours=7))
        maker = RowMaker(seed, ids, numbers, {key: desks[id_].keys for key, id_ in ids.items()}, chain,
                         DeskFacts(facts.zone, facts.now), Telling(chain.add_sealed, told), facts.now)
        week = Week(facts, seed, ids, numbers, chain)
        care = Care(facts, seed, ids, {key: desks[id_].keys for key, id_ in ids.items()}, chain)
        coordinator = next(person.key for person in facts.people if person.role is Role.COORDINATOR)
        Helpers(tx, facts, seed, desks[ids[coordinator]], coordinator, chain).fill()
        Trained(tx, facts, seed, {key: desks[id_] for key, id_ in ids.items()}, coordinator, chain).fill()
        Applied(tx, facts, seed, {key: desks[id_] for key, id_ in ids.items()}, chain).fill()
        Hours(tx, facts, seed, {key: desks[id_] for key, id_ in ids.items()}, coordinator, chain).fill()
        PeerYear(tx, facts, seed, {key: desks[id_] for key, id_ in ids.items()}, coordinator, chain).fill()
        with bulk.without_indexes(tx):
            _write_days(tx, facts, maker, week, care, progress)


def _write_families(tx: Transaction, facts: DemoFacts, seed: int) -> None:
    bulk.add(tx, "student_classes", list(families.classes(seed, facts.students)))
    pairs = list(families.caregivers(seed, facts.students))
    bulk.add(tx, "caregivers", [caregiver for caregiver, _tie in pairs])
    bulk.add(tx, "student_caregivers", [tie for _caregiver, tie in pairs])


def _set_limits(tx: Transaction, facts: DemoFacts, chain: Chain) -> None:
    capacity.write(tx, LIMITS)
    coordinator = next(person.key for person in facts.people if person.role is Role.COORDINATOR)
    chain.add(facts.now, coordinator, "room.set", "center", capacity.detail(LIMITS))


def _write_days(tx: Transaction, facts: DemoFacts, maker: RowMaker, week: Week, care: Care, progress: Progress) -> None:
    done = 0
    waiting: dict[str, list[dict[str, object]]] = {table: [] for table in _TABLES}
    _wait(waiting, week.settle(tx, facts.plan.midnights[0] + timedelta(hours=7)))
    for day in facts.days():
        before = len(waiting["sessions"])
        _wait(waiting, maker.rows_of(day))
        for row in waiting["sessions"][before:]:
            care.saw(row)
        _wait(waiting, week.rows_of(day))
        done += len(day.visits)
        if len(waiting["visits"]) >= _FLUSH_ROWS:
            _flush(tx, waiting, week.chain.until(day.day))
        progress.report(done, facts.visit_count)
        progress.check_cancelled()
    _wait(waiting, week.after())
    _wait(waiting, care.after())
    _flush(tx, waiting, week.chain.until(None))


def _wait(waiting: dict[str, list[dict[str, object]]], rows: Iterator[tuple[str, dict[str, object]]]) -> None:
    for table, row in rows:
        waiting[table].append(row)


def _flush(tx: Transaction, waiting: dict[str, list[dict[str, object]]], links: Iterator[dict[str, object]]) -> None:
    for table in _TABLES:
        bulk.add(tx, table, waiting[table])
        waiting[table].clear()
    bulk.add(tx, "audit", list(links))


def _student_row(student: DemoStudent) -> dict[str, object]:
    """As if entered by hand: a roster imported on top finds them by number, and makes none of them inactive."""
    return {
        "sourced_id": None, "student_number": student.number, "given": student.given,
        "middle": student.middle, "family": student.family, "roster_preferred": student.preferred_given or "",
        "grade": student.grade, "school": student.school, "birth_date": student.birth_date, "active": True}
