"""What somebody who left has not finished: their sessions without a signed note, and appointments still to come."""

from dataclasses import dataclass

from wellnessdesk.domain.appointments import Appointment
from wellnessdesk.domain.people import Person
from wellnessdesk.domain.sessions import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWork:
    """Of one person: `sessions` whose note is not written, not signed or not answered, the oldest first, and the booked
    `appointments` from today on."""

    person: Person
    sessions: tuple[Session, ...]
    appointments: tuple[Appointment, ...]

    @property
    def number(self) -> int:
        """How much there is."""
        return len(self.sessions) + len(self.appointments)
