"""What a center carries, held against the hours of supervision it has."""

from dataclasses import dataclass

from wellnessdesk.domain.agenda_rules import Rules
from wellnessdesk.domain.meetings import Group, Meeting
from wellnessdesk.domain.people import Person
from wellnessdesk.domain.supervision import Why

CAPACITY = ("capacity_peers", "capacity_sessions", "capacity_notes")


@dataclass(frozen=True, slots=True)
class Near:
    """A Wellness Peer at a limit or close to one, and why."""

    person: Person
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextMeeting:
    """The next meeting, how many items its agenda has, and the minutes they ask for; 0 where none was built."""

    meeting: Meeting
    items: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Peers; sessions and notes a week; hours of supervision a week that the groups' rhythms give."""

    peers: int = 0
    sessions: float = 0
    notes: float = 0
    hours: float = 0
    near: tuple[Near, ...] = ()
    next: NextMeeting | None = None
    overdue_actions: int = 0

    def an_hour(self) -> dict[str, float]:
        """For each rule of `CAPACITY` its number an hour of supervision; empty where there is no supervision."""
        counts = (self.peers, self.sessions, self.notes)
        return {rule: count / self.hours for rule, count in zip(CAPACITY, counts, strict=True)} if self.hours else {}

    def over(self, rules: Rules) -> list[str]:
        """The rules of `CAPACITY` that are passed."""
        return [rule for rule, count in self.an_hour().items() if count > rules[rule].limit]


def hours_a_week(groups: list[Group]) -> float:
    """The hours of supervision a week by the groups' rhythms."""
    return sum(group.minutes / group.every for group in groups) / 60
