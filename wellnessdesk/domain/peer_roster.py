"""The roster of the Wellness Peers: where each of them stands, as a coordinator looks at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wellnessdesk.domain.clearance import ANY, Clearance, Missing, strictest
from wellnessdesk.domain.peer_facts import PeerFacts
from wellnessdesk.domain.peers import Services
from wellnessdesk.domain.people import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """Sessions and minutes with students in the days of the rules, and how many of each are enough."""

    sessions: int = 0
    most_sessions: int = 0
    days: int = 7
    minutes: int = 0
    most_minutes: int = 0

    @property
    def over(self) -> bool:
        """Whether it is as much as a limit says, or more."""
        return any(most and had >= most for had, most in (
            (self.sessions, self.most_sessions), (self.minutes, self.most_minutes)))


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerStanding:
    """Of one peer. `services`: which the coordinator lets them give; `cleared`: where they stand with each, first with
    being with students at all. `lapses`: what lapses soon, and when. `leaves_since`: the day on which an administrator
    was asked to end their access."""

    person: Person
    facts: PeerFacts
    services: Services = None
    cleared: tuple[Clearance, ...] = ()
    carried: Carried = Carried()
    attended: date | None = None
    lapses: tuple[tuple[Missing, date], ...] = ()
    notes: int = 0
    appointments: int = 0
    shifts: int = 0
    interviews: int = 0
    leaves_since: date | None = None

    @property
    def given(self) -> tuple[Clearance, ...]:
        """Where they stand with each service on their list."""
        return tuple(one for one in self.cleared if one.service != ANY and (
            self.services is None or one.service in self.services))

    @property
    def number_cleared(self) -> int:
        """For how many of those they are cleared."""
        return sum(one.cleared for one in self.given)

    @property
    def open_work(self) -> int:
        """Notes to write and appointments to come."""
        return self.notes + self.appointments

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What they lack for the services on their list, each once and as the strictest of them asks it."""
        return strictest(lack for one in self.given for lack in one.missing)


@dataclass(frozen=True, slots=True)
class PeerRoster:
    """Everybody who is a peer, and who was one and left with something not finished or not yet asked."""

    here: tuple[PeerStanding, ...] = ()
    left: tuple[PeerStanding, ...] = ()

    def find(self, person: str) -> PeerStanding | None:
        """The one of this id."""
        return next((one for one in self.everybody() if one.person.id == person), None)

    def everybody(self) -> Sequence[PeerStanding]:
        """First who is here."""
        return (*self.here, *self.left)
