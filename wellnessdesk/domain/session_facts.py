"""What a Wellness Peer says of a session that no front desk began: with whom, where, from when to when."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues

MOST_STUDENTS = 40
"""A class, and some."""
_LONGEST = timedelta(hours=8)
_OLDEST = timedelta(days=14)
"""What was longer ago is no session to be written down from memory."""


class Attendance(StrEnum):
    """Whether somebody of a group was there."""

    CAME = "came"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """One student of a session. `remarks` counts the sealed ones about them alone."""

    student_id: int
    student: str
    attendance: Attendance = Attendance.CAME
    remarks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Who was in a session, by id."""

    peers: frozenset[str]
    students: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """A session to be written down. One student makes it one to one, several a group, each with an attendance.

    `service` is an id of `service_options` or empty, `origin` one of `session_origins`, `place` one of
    `session_places` or a room of the center: never words of one's own, for the row is not sealed. Without `ended_at` it
    goes on.
    """

    students: tuple[int, ...]
    started_at: datetime
    ended_at: datetime | None = None
    origin: str = "informal"
    place: str = ""
    service: str = ""
    second_peer_id: str | None = None
    appointment_id: int | None = None
    group: bool = False


def wrong_times(started_at: datetime, ended_at: datetime | None, now: datetime) -> str:
    """Why a session cannot have been then, as a sentence; empty when it can."""
    if started_at > now or (ended_at or now) > now:
        return _("A session is written down when it has begun. This time is still to come.")
    if now - started_at > _OLDEST:
        return _("This was more than two weeks ago. Tell your coordinator about it.")
    if ended_at is not None and ended_at <= started_at:
        return _("The end must be after the beginning.")
    if (ended_at or now) - started_at > _LONGEST:
        return _("A session takes at most {n} hours. Look at the times.").format(
            n=formats.number(_LONGEST // timedelta(hours=1)))
    return ""


def needs_note(service: str) -> bool:
    """Whether a service asks for a note; one that is not chosen yet does."""
    option = catalogues.service_options().get(service)
    return option is None or option.needs_note


def limit_of(service: str) -> int:
    """The usual minutes of a service; 0 for one that is not chosen yet."""
    option = catalogues.service_options().get(service)
    return option.minutes if option else 0


def place_label(place: str) -> str:
    """Where it was, as a person reads it; a room of the center stands for itself."""
    return catalogues.label("session_places", place)


def written_as(*, appointment_id: int | None, second_peer_id: str | None, origin: str, place: str, day: date,
               started_at: datetime, students: Sequence[tuple[int, str]]) -> str:
    """What the audit log keeps of a session's facts, so that nobody changes them unseen (`audit.verify`).

    `students` are (id, attendance). How far the note is, the end, the visit and who writes, other entries tell: visits
    are merged, and open work is handed on.
    """
    told = [appointment_id, second_peer_id, origin, place, day.isoformat(), round(started_at.timestamp() * 1000),
            sorted([one, attendance] for one, attendance in students)]
    return hashlib.blake2b(json.dumps(told, ensure_ascii=False).encode(), digest_size=16).hexdigest()
