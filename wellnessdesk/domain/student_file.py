"""What a student's page shows: visits to the front desk, their own sessions to a peer, all to a coordinator."""

from dataclasses import dataclass
from datetime import date, datetime

from wellnessdesk.domain.disclosures import Disclosure
from wellnessdesk.domain.flag_steps import Written
from wellnessdesk.domain.flags import Closing, Flag
from wellnessdesk.domain.retention import Hold
from wellnessdesk.domain.sessions import Session
from wellnessdesk.domain.student_facts import Acknowledged, Facts
from wellnessdesk.domain.students import Student
from wellnessdesk.domain.timeline import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """One visit: when, and by the ids of their catalogues how and why; `peer` by name."""

    id: int
    day: date
    arrived_at: datetime
    left_at: datetime | None
    origin: str
    reason: str
    peer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A caregiver by name. How to reach them is asked of `services.caregivers`: a rule may stop a call before."""

    name: str
    relation: str
    language: str


@dataclass(frozen=True, slots=True)
class FlagStory:
    """A flag, how it ended (None while it is open), and every step until then."""

    flag: Flag
    closing: Closing | None
    steps: tuple[Written, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskFile:
    """For the front desk: who it is, what the center knows, when they were here. Reasons are left out."""

    student: Student
    facts: Facts
    acknowledged: tuple[Acknowledged, ...]
    stays: tuple[Stay, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerFile:
    """For a Wellness Peer: what they need for their session, and their own sessions with the student."""

    name: str
    pronouns: str
    language: str
    access_needs: str
    sessions: tuple[Session, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeFile:
    """For a coordinator: everything, each part the newest first."""

    student: Student
    facts: Facts
    acknowledged: tuple[Acknowledged, ...]
    stays: tuple[Stay, ...]
    sessions: tuple[Session, ...]
    flags: tuple[FlagStory, ...]
    holds: tuple[Hold, ...]
    disclosures: tuple[Disclosure, ...]
    events: tuple[Event, ...] = ()
    """All of it on one timeline, and what other features put there (`services.student_timeline`)."""
