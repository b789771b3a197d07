"""A center whose gate is on, and peers who have everything a service asks for."""

from datetime import timedelta

from tests.support import PASSPHRASE, TestCenter
from wellnessdesk.domain import agreements as agreement_rules
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.clearance import ANY
from wellnessdesk.domain.meetings import Attendance, Group, Meeting, MeetingState, Member
from wellnessdesk.domain.practice import Practice
from wellnessdesk.domain.training import Seat, TrainingClass
from wellnessdesk.services import agreements, caregiver_papers, clearance, practice, training
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import meetings

PAPER = "caregiver_consent"


def turn_on(center: TestCenter) -> None:
    """From now on the gate is asked."""
    clearance.set_on(center.coordinator, on=True)


def hold(center: TestCenter, *peers: Desk, module: str = "red_flags", days_ago: int = 0, minutes: int = 60,
         state: Attendance = Attendance.PRESENT) -> TrainingClass:
    """Enter a class in which these peers were."""
    return training.add_class(center.coordinator, TrainingClass(
        module=module, day=center.coordinator.today() - timedelta(days=days_ago), minutes=minutes,
        seats=tuple(Seat(person=peer.person.id, state=state, minutes=minutes) for peer in peers)))


def sign_all(peer: Desk) -> None:
    """Sign every agreement that is in force."""
    for kind in agreement_rules.kinds():
        agreements.sign(peer, kind, peer.person.name, PASSPHRASE)


def clear_for(center: TestCenter, peer: Desk, *services: str) -> None:
    """Give a peer everything that being with students, and these services, ask for."""
    rules = clearance.rules_there(center.coordinator)
    for module in dict.fromkeys(one for service in (ANY, *services) for one in rules[service].modules):
        hold(center, peer, module=module)
    sign_all(peer)
    caregiver_papers.keep(center.coordinator, peer.person.id, PAPER, center.coordinator.today(), "Their mother")
    for _time in range(max(rules[service].practice for service in (ANY, *services))):
        watch(center, peer)
    if any(rules[service].supervision_days for service in (ANY, *services)):
        attend(center, peer)


def watch(center: TestCenter, peer: Desk, rating: int = 4, words: str = "",
          scenario: str = "first_minutes") -> Practice:
    """Have the coordinator enter observed practice of today."""
    return practice.add(center.coordinator, peer.person.id, scenario, center.coordinator.today(), rating, words)


def attend(center: TestCenter, peer: Desk, days_ago: int = 0) -> None:
    """Have a peer attend a meeting of supervision (written straight into the store: how is tested elsewhere)."""
    day = center.coordinator.today() - timedelta(days=days_ago)
    with center.coordinator.store.transaction() as tx:
        group = meetings.add_group(tx, Group(
            id=0, name="A", starts_on=day, starts=900, minutes=60, every=1, room="", one_to_one=False,
            members=(Member(person=peer.person.id, name="", leads=False, since=day),)))
        meeting = f"{day.isoformat()}.{group}"
        meetings.keep(tx, Meeting(id=meeting, group=group, name="", day=day, starts=900, minutes=60))
        meetings.change(tx, meeting, state=MeetingState.BEGUN.value)
        meetings.attend(tx, meeting, peer.person.id, Attendance.PRESENT, 60)


def all_services() -> tuple[str, ...]:
    """Every service there is."""
    return catalogues.service_options().ids()
