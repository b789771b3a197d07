"""Coming in: one student, several at once, or somebody without a name."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.calendar import Period
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.students import Student, not_on_roster
from wellnessdesk.domain.visits import FEELINGS, Facts, Group, Visit
from wellnessdesk.services import appointments, peers, periods
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.store import drop_ins, students, visits
from wellnessdesk.store.transaction import Transaction

NOTHING_SAID = Facts()
MOST_AT_ONCE = 60
"""A class visit, and some."""


class AlreadyHere(Problem):
    """The student has not left since an earlier check-in."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What holds for everybody who comes in together."""

    reason: str
    origin: str
    facts: Facts
    period: Period | None
    party: str | None = None


@act("visits.check_in")
def check_in(desk: Desk, student_id: int, *, reason: str, origin: str, facts: Facts = NOTHING_SAID) -> Visit:
    """Check a student in; `reason` and `origin` are ids of their catalogues, `facts` what else was said.

    Period, missed class, the day's number and the peers they cannot be with are added. Raises `AlreadyHere`, or
    `Problem` for a student who is not (any more) on the roster.
    """
    _require_sound(facts)
    arrival = Arrival(reason, origin, facts, periods.period_at(desk, desk.clock.now()))
    with desk.change("visits", "appointments") as change:
        student = _on_roster(change.tx, student_id)
        before = visits.open_of_student(change.tx, student_id, desk.today())
        if before is not None:
            raise AlreadyHere(_already_here(desk, visits.get(change.tx, before), student))
        visit = arrive(desk, change, student, arrival)
        return replace(visit, not_with=peers.closed_now(desk, change.tx, [student_id]).get(student_id, ()))


@act("visits.check_in")
def check_in_group(desk: Desk, student_ids: Sequence[int], *, reason: str, origin: str) -> Group:
    """Check several students in who came together, all or none; who is here already stays as they are.

    Raises `Problem` for nobody, for more than `MOST_AT_ONCE`, and for a student who is not (any more) on the roster.
    """
    ids = list(dict.fromkeys(student_ids))
    if not ids or len(ids) > MOST_AT_ONCE:
        raise Problem(_("Choose between one and {most} students.").format(most=MOST_AT_ONCE))
    arrival = Arrival(reason, origin, NOTHING_SAID, periods.period_at(desk, desk.clock.now()), uuid.uuid4().hex)
    here, came = [], []
    with desk.change("visits", "appointments", audited=False) as change:
        for student in [_on_roster(change.tx, one) for one in ids]:
            if visits.open_of_student(change.tx, student.id, desk.today()) is None:
                came.append(arrive(desk, change, student, arrival))
            else:
                here.append(student.name)
    return Group(tuple(came), tuple(here))


@act("visits.drop_in")
def drop_in(desk: Desk, *, reason: str, origin: str) -> int:
    """Count somebody who gives no name; the number of the line, by which `undo_drop_in` takes it back."""
    with desk.change("visits") as change:
        made = drop_ins.add(change.tx, day=desk.today(), arrived_at=change.now, origin=origin, reason=reason)
        change.record("drop_in.add", f"drop_in:{made}", desk.today().isoformat())
        return made


@act("visits.drop_in")
def undo_drop_in(desk: Desk, drop_in_id: int) -> None:
    """Count somebody no more. Raises `Problem` when they are not counted."""
    with desk.change("visits") as change:
        if not drop_ins.remove(change.tx, drop_in_id):
            raise Problem(_("This visit is not there any more."))
        change.record("drop_in.undo", f"drop_in:{drop_in_id}")


def arrive(desk: Desk, change: Act, student: Student, arrival: Arrival) -> Visit:
    """Within a change of the caller, who announces `visits` and `appointments`: a student of the roster comes in."""
    tx, day, now = change.tx, desk.today(), change.now
    missable, named = periods.class_period(arrival.period), arrival.period.id if arrival.period else ""
    missed = visits.class_of(tx, student.id, missable) if missable else ""
    number = visits.last_number(tx, day) + 1
    visit = visits.add(tx, student_id=student.id, day=day, arrived_at=now, origin=arrival.origin,
                       reason=arrival.reason, number=number, facts=arrival.facts, period=named, missed=missed,
                       party=arrival.party)
    if desk.person.role is Role.KIOSK:
        change.record("kiosk.check_in", f"visit:{visit}")
    else:
        change.record("visit.check_in", f"visit:{visit}")
    made = Visit(id=visit, student_id=student.id, student=student.name, called=student.preferred_given or student.given,
                 family=student.family, grade=student.grade, hint=student.hint, day=day, arrived_at=now,
                 origin=arrival.origin, reason=arrival.reason, number=number, facts=arrival.facts, period=named,
                 missed=missed, party=arrival.party)
    appointments.note_arrival(desk, change, made)
    return made


def _on_roster(tx: Transaction, student_id: int) -> Student:
    student = students.get(tx, student_id)
    if student is None:
        raise Problem(_("This student is not on the roster any more. Ask your coordinator."))
    if not student.active:
        raise Problem(not_on_roster(student))
    return student


def _require_sound(facts: Facts) -> None:
    if facts.feeling is not None and facts.feeling not in FEELINGS:
        raise Problem(_("A feeling is a number from 1 to 5."))


def _already_here(desk: Desk, visit: Visit | None, student: Student) -> str:
    since = formats.time(desk.local(visit.arrived_at)) if visit else ""
    return _("{name} is already here since {time}.").format(name=student.name, time=since)
