"""What the overview shows, asked from the services in one go."""

from dataclasses import dataclass
from datetime import datetime

from wellnessdesk.domain.clearance import Clearance
from wellnessdesk.domain.flags import Flag, FlagStatus
from wellnessdesk.domain.open_work import OpenWork
from wellnessdesk.domain.people import Person
from wellnessdesk.domain.sessions import Session
from wellnessdesk.domain.visits import Visit
from wellnessdesk.services import clearance, flags, open_work, referrals, sessions, supervision_load, visits
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.supervision_load import Looked


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`flags` are the open ones: first those no adult has, each part the most urgent and oldest first, but all of one
    student together; `notes` wait for review, oldest first."""

    flags: tuple[Flag, ...] = ()
    notes: tuple[Session, ...] = ()
    waiting: tuple[Visit, ...] = ()
    overdue_referrals: int = 0
    carried: Looked | None = None
    """The load of the center against its supervision."""
    not_cleared: tuple[tuple[Person, Clearance], ...] | None = None
    """Peers who may not be with students, and what they lack; None where nobody is stopped by that."""
    left_behind: tuple[OpenWork, ...] = ()
    """What peers who left have not finished."""

    def unanswered(self) -> list[Flag]:
        """The flags no adult has acknowledged."""
        return [flag for flag in self.flags if flag.mark.status is FlagStatus.RAISED]

    def late(self, now: datetime) -> int:
        """How many of the notes were signed late."""
        return sum(session.late(now) for session in self.notes)


def gather(desk: Desk) -> Facts:
    """Ask everything. Runs where the store is: on the worker."""
    found = sorted(flags.not_closed(desk), key=lambda flag: flag.mark.status is not FlagStatus.RAISED)
    return Facts(flags=tuple(_together(found)), notes=tuple(sessions.to_review(desk)),
                 waiting=visits.queue(desk).waiting, left_behind=open_work.of_who_left(desk),
                 overdue_referrals=referrals.overdue(desk), carried=supervision_load.look(desk),
                 not_cleared=clearance.not_cleared(desk))


def _together(flags: list[Flag]) -> list[Flag]:
    """Whoever looks at one flag of a student sees the others; a flag of nobody known stands alone."""
    first: dict[int, int] = {}
    for place, flag in enumerate(flags):
        first.setdefault(flag.student_id or -1 - place, place)
    return sorted(flags, key=lambda flag: first.get(flag.student_id, flags.index(flag)))
