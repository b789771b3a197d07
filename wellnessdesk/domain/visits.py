"""Visits: who came in, waits, is with a peer, rests, has left; and what was said at the desk."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from wellnessdesk.domain.appointments import Appointment

FEELINGS = (1, 2, 3, 4, 5)
"""From very bad to very good, only ever by the student's own choice."""


class Stage(StrEnum):
    """Where a visit stands."""

    WAITING = "waiting"
    WITH_PEER = "with_peer"
    RESTING = "resting"
    LEFT = "left"


class LeftHow(StrEnum):
    """How a check-out came about."""

    DESK = "desk"
    PEER = "peer"
    SWEEP = "sweep"
    """It was forgotten, and written in afterwards with a likely time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What may be said at the desk beside the reason; nobody has to.

    `feeling` is one of `FEELINGS`; `language` is the one wished for this visit, `access` what makes it easier.
    """

    has_pass: bool | None = None
    feeling: int | None = None
    language: str = ""
    access: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """How far a visit came, apart from its arrival."""

    peer_id: str | None = None
    handed_at: datetime | None = None
    resting_at: datetime | None = None
    left_at: datetime | None = None
    left_by: str | None = None
    left_how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit with the names the front desk needs beside it.

    `called` is the given name used inside the center, `family` the whole family name; `student` is both. `number` is
    the day's, by which it is called. `origin` and `reason` are ids of the catalogues `visit_origins` and
    `visit_reasons`, `period` one of the bell times; `missed` is the class of that period. Moments are aware UTC.
    `known_language` and `known_access` are what the center knows of the student anyway. `corrected` counts the facts
    that were set right.
    """

    id: int
    student_id: int
    student: str
    grade: str
    hint: str
    day: date
    arrived_at: datetime
    origin: str
    reason: str
    called: str = ""
    family: str = ""
    number: int | None = None
    facts: Facts = Facts()
    period: str = ""
    missed: str = ""
    party: str | None = None
    steps: Steps = Steps()
    peer: str = ""
    returned_at: datetime | None = None
    """When they came back into the queue, for who has been with a peer or has rested already."""
    known_language: str = ""
    known_access: str = ""
    corrected: int = 0
    not_with: tuple[str, ...] = ()
    """The peers on shift with whom they cannot be: told of who just came, waits or rests (`services.peers`)."""

    @property
    def peer_id(self) -> str | None:
        """The peer they are or were with."""
        return self.steps.peer_id

    @property
    def handed_at(self) -> datetime | None:
        """When that peer took them over."""
        return self.steps.handed_at

    @property
    def left_at(self) -> datetime | None:
        """When they left."""
        return self.steps.left_at

    @property
    def stage(self) -> Stage:
        """Waiting, with a peer, resting, or left."""
        if self.steps.left_at is not None:
            return Stage.LEFT
        if self.steps.resting_at is not None:
            return Stage.RESTING
        return Stage.WITH_PEER if self.steps.peer_id is not None else Stage.WAITING

    @property
    def since(self) -> datetime:
        """When the present stage began; for one who left, when they came."""
        steps = self.steps
        if steps.left_at is not None:
            return self.arrived_at
        return steps.resting_at or steps.handed_at or self.returned_at or self.arrived_at

    def minutes(self, now: datetime) -> int:
        """Whole minutes in the present stage (for one who left: of the whole visit)."""
        return _minutes(self.since, self.steps.left_at or now)

    def stayed(self, now: datetime) -> int:
        """Whole minutes since they came in, to `now` or to when they left."""
        return _minutes(self.arrived_at, self.steps.left_at or now)


@dataclass(frozen=True, slots=True)
class Limits:
    """What the room bears: students at once, and minutes for one of them. 0: no limit."""

    capacity: int = 0
    minutes: int = 0


USUAL_LIMITS = Limits(0, 60)
MOST_CAPACITY, MOST_MINUTES = 200, 480


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """The front desk's day: in order of arrival, the newest departure first among `left`.

    `drop_ins` counts those of today who gave no name; `on_shift` are the ids of the peers who are here now, None where
    no shifts are kept for today; `coming` is the next appointment whose student has not come.
    """

    waiting: tuple[Visit, ...] = ()
    with_peer: tuple[Visit, ...] = ()
    resting: tuple[Visit, ...] = ()
    left: tuple[Visit, ...] = ()
    left_count: int = 0
    drop_ins: int = 0
    on_shift: frozenset[str] | None = None
    coming: Appointment | None = None
    limits: Limits = USUAL_LIMITS

    @property
    def here(self) -> tuple[Visit, ...]:
        """Everybody in the room."""
        return (*self.waiting, *self.with_peer, *self.resting)

    @property
    def next(self) -> Visit | None:
        """Who has waited longest."""
        return min(self.waiting, key=lambda visit: visit.since, default=None)

    def another(self, visit: Visit) -> Visit | None:
        """Another visit of the same student today."""
        return next((one for one in (*self.here, *self.left)
                     if one.student_id == visit.student_id and one.id != visit.id), None)


@dataclass(frozen=True, slots=True)
class Group:
    """Who of several was checked in, and the names of those who were here already."""

    visits: tuple[Visit, ...]
    already_here: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One fact of a visit that was set right: `fact` is a name of `FACTS`, the values are as they were kept."""

    fact: str
    before: str
    after: str
    at: datetime
    by: str


FACTS = ("arrived_at", "left_at", "origin", "reason", "has_pass", "feeling", "language", "access", "period", "missed")
"""What of a visit can be set right, in the order in which it is shown."""


class Because(StrEnum):
    """Why a time is proposed for a check-out that was forgotten."""

    SESSION = "session"
    """Their session ended then."""
    PERIOD = "period"
    """The period in which they were last seen ended then."""
    CLOSING = "closing"
    """The center closed then."""
    NOW = "now"
    """They may be here still."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A visit that nobody checked out, with a likely time."""

    visit: Visit
    proposed: datetime
    because: Because
    sure: bool
    """Whether they are gone without a doubt: they came on an earlier day, or the center has closed."""


def merged(kept: Steps, later: Steps) -> Steps:
    """How far two visits came that were one: as far as the later one, which may have been with no peer."""
    if later.left_at is None or later.handed_at is not None:
        return later
    return Steps(peer_id=kept.peer_id, handed_at=kept.handed_at, resting_at=later.resting_at, left_at=later.left_at,
                 left_by=later.left_by, left_how=later.left_how)


def _minutes(since: datetime, until: datetime) -> int:
    return max(0, int((until - since).total_seconds() // 60))
