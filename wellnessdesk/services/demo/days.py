"""Turns the stays of a made-up day into visits, sessions with their notes, and flags."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wellnessdesk.domain import catalogues
from wellnessdesk.domain.flag_steps import Step, StepKind, steps_of
from wellnessdesk.domain.flags import Closing, Urgency
from wellnessdesk.domain.people import Role
from wellnessdesk.services.demo.calendar import school_year
from wellnessdesk.services.demo.dice import dice
from wellnessdesk.services.demo.plan import Plan
from wellnessdesk.services.demo.records import (
    DemoDay,
    DemoFlag,
    DemoNote,
    DemoPerson,
    DemoSession,
    DemoStudent,
    DemoVisit,
)
from wellnessdesk.services.demo.stays import Stay, Stays
from wellnessdesk.services.demo.words import Words

_ORIGINS = {"walk_in": 64, "appointment": 12, "staff_referral": 14, "self": 10}
_FLAGGED = 0.125
"""Of the sessions: one or two flags a day at the usual size (DOMAIN.md 2)."""
_RAISED_HIGHER = 0.12
_UNSIGNED_DAYS, _UNREVIEWED_DAYS = 10, 15
"""Only notes of the last school days are still unsigned, or signed and not yet reviewed."""
_HOUR = 3600
_CLOSING_TIME = 16 * _HOUR


@dataclass(frozen=True, slots=True)
class _Raised:
    """A flag at the moment it is raised, before anybody answered."""

    kind: str
    urgency: Urgency
    seconds: int
    at: datetime


class Days:
    """Makes the days of a plan, one after the other; keeps nothing of a day but who never checked out."""

    def __init__(self, plan: Plan, students: Sequence[DemoStudent], people: Sequence[DemoPerson]) -> None:
        self._plan = plan
        self._stays = Stays(plan, students, people)
        self._words = Words()
        self._numbers = [student.number for student in students]
        self._peers = [person.key for person in people if person.role is Role.PEER]
        self._desks = [person.key for person in people if person.role is Role.FRONT_DESK]
        self._coordinators = [person.key for person in people if person.role is Role.COORDINATOR]
        self._tiers = {option.id: option.tier for option in catalogues.service_options()}
        self._default = {flag.id: Urgency(flag.urgency) for flag in catalogues.red_flags()}

    def make(self) -> Iterator[DemoDay]:
        """Every day in order."""
        first, absent = 1, set[int]()
        for index, day in enumerate(self._plan.days):
            rng = dice(self._plan.seed, day.isoformat())
            stays = self._stays.of_day(rng, index, school_year(day), absent)
            absent.update(stay.student for stay in stays if stay.forgotten)
            yield self._day(rng, index, first, stays)
            first += len(stays)

    def _day(self, rng: random.Random, index: int, first: int, stays: Sequence[Stay]) -> DemoDay:
        visits, sessions, flags = [], [], []
        origins = rng.choices(tuple(_ORIGINS), tuple(_ORIGINS.values()), k=len(stays))
        for number, (stay, origin) in enumerate(zip(stays, origins, strict=True), first):
            visit = self._visit(index, number, stay, origin)
            visits.append(visit)
            if visit.handed_at is None or visit.peer is None:
                continue
            raised = self._raise(rng, index, stay)
            sessions.append(self._session(rng, index, visit, stay, visit.peer, visit.handed_at, raised))
            if raised:
                flags.append(self._flag(rng, index, visit, visit.peer, raised))
        return DemoDay(
            day=self._plan.days[index], visits=tuple(visits),
            sessions=tuple(sorted(sessions, key=lambda session: session.started_at)),
            flags=tuple(sorted(flags, key=lambda flag: flag.raised_at)))

    def _visit(self, index: int, number: int, stay: Stay, origin: str) -> DemoVisit:
        moment = self._plan.moment
        handed = moment(index, stay.handed) if stay.service else None
        return DemoVisit(
            number=number, student=self._numbers[stay.student], arrived_at=self._plan.at(index, stay.arrives),
            origin=origin, reason=stay.reason, peer=self._peers[stay.peer] if handed else None, handed_at=handed,
            left_at=None if stay.forgotten else moment(index, stay.leaves),
            checked_in_by=self._at_the_desk(index, stay.arrives))

    def _at_the_desk(self, index: int, seconds: int) -> str:
        """One person before noon, the next one after."""
        return self._desks[(index + (seconds >= 12 * _HOUR)) % len(self._desks)]

    def _session(
        self, rng: random.Random, index: int, visit: DemoVisit, stay: Stay,
        peer: str, started: datetime, raised: _Raised | None,
    ) -> DemoSession:
        ended = self._plan.moment(index, stay.ended)
        return DemoSession(
            visit=visit.number, student=visit.student, peer=peer, service=stay.service,
            tier=self._tiers[stay.service], started_at=started, ended_at=ended,
            note=self._note(rng, index, stay, ended, raised) if stay.noted else None)

    def _note(
        self, rng: random.Random, index: int, stay: Stay, ended: datetime | None, raised: _Raised | None
    ) -> DemoNote:
        body = self._words.note(rng, stay.service, raised.urgency if raised else None)
        on, seconds = self._signing(rng, index, stay.ended)
        signed = self._plan.moment(on, seconds) if ended else None
        reviewed = self._reviewed(rng, on) if signed else None
        return DemoNote(body=body, signed_at=signed, cosigned_at=reviewed,
                        cosigned_by=rng.choice(self._coordinators) if reviewed else None)

    def _signing(self, rng: random.Random, index: int, ended: int) -> tuple[int, int]:
        """Most sign within half an hour, some in the morning after, one in twenty only days later."""
        draw = rng.random()
        if index > self._plan.today - _UNSIGNED_DAYS and draw < 0.05:
            return self._plan.today + 1, 0
        if draw < 0.9:
            return index, ended + rng.randint(60, 1800)
        return index + (1 if draw < 0.95 else rng.randint(2, 4)), rng.randint(8 * _HOUR, 15 * _HOUR)

    def _reviewed(self, rng: random.Random, signed: int) -> datetime | None:
        """At the end of one of the next days; a few wait longer."""
        wait = rng.randint(1, 4) if rng.random() < 0.94 else rng.randint(5, _UNREVIEWED_DAYS)
        return self._plan.moment(signed + wait, rng.randint(15 * _HOUR, 17 * _HOUR))

    def _raise(self, rng: random.Random, index: int, stay: Stay) -> _Raised | None:
        if rng.random() > _FLAGGED:
            return None
        kind = self._words.flag_kind(rng)
        seconds = stay.handed + int((stay.ended - stay.handed) * (0.1 + 0.8 * rng.random()))
        at = self._plan.moment(index, seconds)
        return _Raised(kind, self._urgency(rng, kind), seconds, at) if at else None

    def _urgency(self, rng: random.Random, kind: str) -> Urgency:
        usual = self._default[kind]
        if usual is Urgency.IMMEDIATE or rng.random() > _RAISED_HIGHER:
            return usual
        return Urgency.IMMEDIATE if usual is Urgency.SAME_DAY else Urgency.SAME_DAY

    def _flag(self, rng: random.Random, index: int, visit: DemoVisit, peer: str, raised: _Raised) -> DemoFlag:
        on, seconds = _answered(rng, index, raised)
        acknowledged = self._plan.moment(on, seconds)
        closed, closing = self._closed(rng, on, raised.urgency) if acknowledged else (None, None)
        return DemoFlag(
            session=visit.number, student=visit.student, raised_by=peer, kind=raised.kind, urgency=raised.urgency,
            words=self._words.flag(rng, raised.kind), raised_at=raised.at, acknowledged_at=acknowledged,
            acknowledged_by=rng.choice(self._coordinators) if acknowledged else None,
            closed_at=closed, closing=closing,
            steps=self._steps(visit.number, raised.urgency, acknowledged, closed, closing) if acknowledged else ())

    def _steps(
        self, number: int, urgency: Urgency, acknowledged: datetime, closed: datetime | None, closing: Closing | None
    ) -> tuple[tuple[datetime, Step], ...]:
        """The first soon after an adult had the flag, the rest until it was closed; of an open one only the first."""
        if closed is None or closing is None:
            rng = dice(self._plan.seed, f"flag {number}")
            begun = steps_of(self._words.closing(rng, urgency))[:rng.randint(0, 2)]
            moments = [acknowledged + timedelta(minutes=25 * place) for place in range(1, len(begun) + 1)]
            return tuple((at, step) for at, step in zip(moments, begun, strict=True) if at <= self._plan.now)
        steps = (*steps_of(closing), Step(kind=StepKind.CLOSED))
        whole = closed - acknowledged
        return tuple((acknowledged + whole * (place / len(steps)), step) for place, step in enumerate(steps, 1))

    def _closed(
        self, rng: random.Random, answered: int, urgency: Urgency
    ) -> tuple[datetime | None, Closing | None]:
        """Two to eight school days later; one in ten takes up to four weeks."""
        wait = rng.randint(2, 8) if rng.random() < 0.9 else rng.randint(9, 20)
        closed = self._plan.moment(answered + wait, rng.randint(8 * _HOUR, _CLOSING_TIME))
        return closed, self._words.closing(rng, urgency) if closed else None


def _answered(rng: random.Random, index: int, raised: _Raised) -> tuple[int, int]:
    """The day and second of the acknowledgement: mostly in time, about one in ten not."""
    in_time = rng.random() < 0.91
    if raised.urgency is Urgency.IMMEDIATE:
        return index, raised.seconds + (rng.randint(50, 560) if in_time else rng.randint(660, 3000))
    if raised.urgency is Urgency.SAME_DAY:
        if in_time:
            return index, min(raised.seconds + rng.randint(600, 4 * _HOUR), max(raised.seconds + 300, _CLOSING_TIME))
        return index + rng.randint(1, 2), rng.randint(8 * _HOUR, 10 * _HOUR)
    return index + (rng.randint(1, 4) if in_time else rng.randint(7, 9)), rng.randint(15 * _HOUR, 16 * _HOUR)
