"""The facts of a made-up center: frozen records without an id of any store, a key or a seal."""

from dataclasses import dataclass
from datetime import date, datetime

from wellnessdesk.domain.flag_steps import Step
from wellnessdesk.domain.flags import Closing, Urgency
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.sessions import NoteBody


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """Somebody who may sign in. A Wellness Peer is also a student of the roster: `student` is their number."""

    key: str
    given: str
    family: str
    role: Role
    student: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoStudent:
    """One line of the roster. `grade` is an id of the catalogue `grade_bands`."""

    number: str
    sourced_id: str
    given: str
    middle: str
    family: str
    preferred_given: str | None
    pronouns: str | None
    grade: str
    birth_date: date
    school: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoVisit:
    """One visit; moments are aware UTC. Without `handed_at` nobody took over; without `left_at` it is still open."""

    number: int
    student: str
    arrived_at: datetime
    origin: str
    reason: str
    peer: str | None
    handed_at: datetime | None
    left_at: datetime | None
    checked_in_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoNote:
    """What a peer wrote. Without `signed_at` it is a draft, without `cosigned_at` nobody reviewed it yet."""

    body: NoteBody
    signed_at: datetime | None
    cosigned_at: datetime | None
    cosigned_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSession:
    """A peer's time with a student, known by the number of its visit. A service that needs no note has none."""

    visit: int
    student: str
    peer: str
    service: str
    tier: int
    started_at: datetime
    ended_at: datetime | None
    note: DemoNote | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoFlag:
    """A red flag raised in the session of visit `session`; `closing` is there exactly when it is closed, and `steps`
    are what adults wrote until now, and when."""

    session: int
    student: str
    raised_by: str
    kind: str
    urgency: Urgency
    words: str
    raised_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    closed_at: datetime | None
    closing: Closing | None
    steps: tuple[tuple[datetime, Step], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoDay:
    """A school day: its visits by arrival, its sessions by start, its flags by the moment they were raised."""

    day: date
    visits: tuple[DemoVisit, ...]
    sessions: tuple[DemoSession, ...]
    flags: tuple[DemoFlag, ...]
