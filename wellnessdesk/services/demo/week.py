"""The made-up week: the school calendar, shifts, appointments of the last and the next weeks, and what peers may give.

Appointments of past days belong to the visits that came with one; a few were missed.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from wellnessdesk.domain import catalogues
from wellnessdesk.domain.appointments import Shift, State
from wellnessdesk.domain.calendar import DayOff, Room, SchoolCalendar, SpecialDay, Term
from wellnessdesk.domain.calendar_plain import to_plain
from wellnessdesk.domain.catalogue_entries import Text
from wellnessdesk.domain.peers import ConflictKind
from wellnessdesk.domain.people import Role
from wellnessdesk.services import calendar
from wellnessdesk.services.demo import calendar as school
from wellnessdesk.services.demo.dice import dice
from wellnessdesk.services.demo.facts import DemoFacts
from wellnessdesk.services.demo.records import DemoDay, DemoPerson, DemoVisit
from wellnessdesk.services.demo.rows import Chain, Row
from wellnessdesk.services.peers import services_detail
from wellnessdesk.services.shifts import detail
from wellnessdesk.store import settings
from wellnessdesk.store.transaction import Transaction

_PAST, _COMING = 28, 21
"""Days of which appointments and shifts are kept, before and after the made-up today."""
_ROOMS = (Room(name="Quiet corner", capacity=2), Room(name="Room A"), Room(name="Room B"),
          Room(name="Circle room", capacity=12))
_SHIFTS = ((8 * 60, 13 * 60 + 30), (10 * 60 + 30, 15 * 60), (11 * 60 + 30, 16 * 60 + 30))
_TIMES = tuple(range(9 * 60, 15 * 60 + 30, 30))
_A_DAY = 7
"""Appointments of a coming day, at most."""
_MISSED = 0.4
"""Of days that were, so many had somebody who did not come."""
_LIMITED = 3
"""So many peers may not give everything."""
_NOT_YET = frozenset({"brief_intervention", "conflict_mediation"})

Booked = tuple[str | int, int, int]


class Week:
    """Makes the rows of one day after another; `ids` and `numbers` give the store's ids of people and students."""

    def __init__(self, facts: DemoFacts, seed: int, ids: dict[str, str], numbers: dict[str, int], chain: Chain) -> None:
        self._facts, self._ids, self._numbers, self.chain = facts, ids, numbers, chain
        self._random = dice(seed, "week")
        self._peers = [person for person in facts.people if person.role is Role.PEER]
        self._front = next(person.key for person in facts.people if person.role is Role.FRONT_DESK)
        self._coordinator = next(person.key for person in facts.people if person.role is Role.COORDINATOR)
        self._next, self._next_shift = count(1), count(1)
        self._zone = ZoneInfo(facts.zone)

    def settle(self, tx: Transaction, at: datetime) -> Iterator[tuple[str, Row]]:
        """What holds from the first day on: the calendar, each peer's own record closed to them, their services."""
        plain = to_plain(_calendar(self._facts.plan.days[0], self._facts.today))
        settings.put(tx, calendar.KEY, plain)
        self.chain.add(at, self._coordinator, "calendar.set", "center", calendar.fingerprint(plain))
        for place, peer in enumerate(self._peers):
            yield from self._own_record(peer, at)
            if place < _LIMITED:
                yield from self._services(peer, at)

    def rows_of(self, day: DemoDay) -> Iterator[tuple[str, Row]]:
        """(table, row) of the shifts and appointments of a day that was."""
        if (self._facts.today - day.day).days > _PAST:
            return
        yield from self._shifts(day.day)
        taken: set[Booked] = set()
        for visit in day.visits:
            if visit.origin == "appointment":
                yield from self._kept(day.day, visit, taken)
        if day.day == self._facts.today:
            yield from self._coming(day.day, taken, _A_DAY, State.BOOKED)
        elif self._random.random() < _MISSED:
            yield from self._coming(day.day, taken, 1, State.MISSED)

    def after(self) -> Iterator[tuple[str, Row]]:
        """The shifts and appointments of the weeks to come."""
        first, last = self._facts.today + timedelta(days=1), self._facts.today + timedelta(days=_COMING)
        for day in school.school_days(first, last):
            yield from self._shifts(day)
            yield from self._coming(day, set(), _A_DAY, State.BOOKED)

    def _own_record(self, peer: DemoPerson, at: datetime) -> Iterator[tuple[str, Row]]:
        if peer.student is not None:
            student, id_ = self._numbers[peer.student], self._ids[peer.key]
            self.chain.add(at, self._coordinator, "conflict.declare", f"person:{id_}", f"student:{student}")
            yield "conflicts", {"peer_id": id_, "student_id": student, "kind": ConflictKind.SELF.value,
                                "declared_at": at, "declared_by": self._ids[self._coordinator]}

    def _services(self, peer: DemoPerson, at: datetime) -> Iterator[tuple[str, Row]]:
        may = frozenset(catalogues.service_options().ids()) - _NOT_YET
        id_ = self._ids[peer.key]
        self.chain.add(at, self._coordinator, "peer.services", f"person:{id_}", services_detail(may))
        for service in sorted({"", *may}):
            yield "peer_services", {"peer_id": id_, "service": service}

    def _on_duty(self, day: date) -> list[tuple[DemoPerson, int, int]]:
        """The same peers as the stays of that day have, each with a shift."""
        there = [(place, peer) for place, peer in enumerate(self._peers) if (place * 2 + day.weekday()) % 5 < 3]
        return [(peer, *_SHIFTS[place % len(_SHIFTS)]) for place, peer in there]

    def _shifts(self, day: date) -> Iterator[tuple[str, Row]]:
        for peer, starts, ends in self._on_duty(day):
            shift = Shift(id=next(self._next_shift), peer_id=self._ids[peer.key], peer="", day=day, starts=starts,
                          ends=ends)
            self.chain.add(self._made_at(day), self._coordinator, "shift.add", f"person:{shift.peer_id}",
                           detail((), (shift,)))
            yield "shifts", {"id": shift.id, "series": f"shift {peer.key} {day.weekday()}", "peer_id": shift.peer_id,
                             "day": day, "starts": starts, "ends": ends, "room": ""}

    def _kept(self, day: date, visit: DemoVisit, taken: set[Booked]) -> Iterator[tuple[str, Row]]:
        """The appointment a visit came for: it began at the next half of an hour or the one before."""
        arrived = visit.arrived_at.astimezone(self._zone)
        starts = (arrived.hour * 60 + arrived.minute + 10) // 30 * 30
        peer, student = self._ids[visit.peer] if visit.peer else None, self._numbers[visit.student]
        if self._free(taken, peer, student, "", starts):
            yield "appointments", self._row(day, student, peer, starts, "", State.ARRIVED, visit)

    def _coming(self, day: date, taken: set[Booked], most: int, state: State) -> Iterator[tuple[str, Row]]:
        duty, now = self._on_duty(day), self._facts.now.astimezone(self._zone)
        for _one in range(self._random.randint(-(-most // 2), most) if duty else 0):
            starts = self._random.choice(_TIMES)
            fitting = [peer for peer, first, last in duty if first <= starts and starts + 30 <= last]
            student = self._random.randrange(len(self._facts.students)) + 1
            room = self._random.choice(_ROOMS[:3]).name
            over = day == now.date() and starts <= now.hour * 60 + now.minute
            if not fitting or over or student in {self._numbers[one.student] for one in self._peers if one.student}:
                continue
            peer = self._ids[self._random.choice(fitting).key]
            if self._free(taken, peer, student, room, starts):
                yield "appointments", self._row(day, student, peer, starts, room, state, None)

    def _free(self, taken: set[Booked], peer: str | None, student: int, room: str, starts: int) -> bool:
        """Whether nobody of them has something else then; from now on they have."""
        who: list[str | int] = [one for one in (peer, student, room) if one]
        wanted: set[Booked] = {(one, starts, starts + 30) for one in who}
        if wanted & taken:
            return False
        taken |= wanted
        return True

    def _row(self, day: date, student: int, peer: str | None, starts: int, room: str, state: State,
             visit: DemoVisit | None) -> Row:
        number, made_at = next(self._next), self._made_at(day)
        subject = f"appointment:{number}"
        self.chain.add(made_at, self._front, "appointment.book", subject, str(number))
        if visit is not None:
            self.chain.add(visit.arrived_at, visit.checked_in_by, "appointment.arrive", subject, str(number))
        elif state is State.MISSED:
            self.chain.add(made_at + timedelta(hours=8), self._front, "appointment.miss", subject, str(number))
        return {"id": number, "series": None, "student_id": student, "peer_id": peer, "day": day, "starts": starts,
                "ends": starts + 30, "room": room, "service": "peer_counseling" if number % 3 else "tutoring",
                "state": state.value, "visit_id": visit.number if visit else None, "made_at": made_at,
                "made_by": self._ids[self._front]}

    def _made_at(self, day: date) -> datetime:
        """Of a day that was, in its morning; of a day to come, today."""
        if day > self._facts.today:
            return self._facts.now - timedelta(minutes=20)
        return datetime.combine(day, time(7, 50), self._zone)


def _calendar(first: date, today: date) -> SchoolCalendar:
    """The calendar of all school years there are facts of, and the present one."""
    years = range(max(school.school_year(first), school.school_year(today) - 3),
                  school.school_year(today) + 1)
    terms = [one for year in years for one in school.terms(year)]
    return SchoolCalendar(
        terms=tuple(Term(name=Text(en, es), first=start, last=end) for en, es, start, end in terms),
        days_off=tuple(DayOff(name=Text(en, es), first=start, last=end) for year in years
                       for en, es, start, end in school.days_off(year)),
        schedules=calendar.shipped().schedules,
        special_days=tuple(SpecialDay(
            day=school.last_school_day(end), schedule="minimum",
            name=Text("Last day of the semester", "Último día del semestre")) for _en, _es, _start, end in terms),
        rooms=_ROOMS)
