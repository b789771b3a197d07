"""Visits: who came in, waits, is with a peer, has left."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Stage(StrEnum):
    """Where a visit stands."""

    WAITING = "waiting"
    WITH_PEER = "with_peer"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit with the names the front desk needs beside it.

    `called` is the given name used inside the center, `family` the whole family name; `student` is both.
    `origin` and `reason` are ids of the catalogues `visit_origins` and `visit_reasons`; moments are aware UTC.
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
    peer_id: str | None = None
    peer: str = ""
    handed_at: datetime | None = None
    left_at: datetime | None = None

    @property
    def stage(self) -> Stage:
        """Waiting, with a peer, or left."""
        if self.left_at is not None:
            return Stage.LEFT
        return Stage.WITH_PEER if self.peer_id is not None else Stage.WAITING

    def minutes(self, now: datetime) -> int:
        """Whole minutes in the present stage (for one who left: of the whole visit)."""
        since = self.arrived_at if self.left_at or not self.handed_at else self.handed_at
        return max(0, int(((self.left_at or now) - since).total_seconds() // 60))


@dataclass(frozen=True, slots=True)
class Queue:
    """The front desk's day: in order of arrival, the newest departure first among `left`."""

    waiting: tuple[Visit, ...]
    with_peer: tuple[Visit, ...]
    left: tuple[Visit, ...]
    left_count: int
