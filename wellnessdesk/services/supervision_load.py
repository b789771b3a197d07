"""The load of the center against its supervision, for the coordinator's first page; and how one peer is."""

from dataclasses import dataclass
from datetime import timedelta

from wellnessdesk.domain.agenda_rules import Rules
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.domain.supervision import ItemState, Why
from wellnessdesk.domain.supervision_load import Load, Near, NextMeeting, hours_a_week
from wellnessdesk.services import agenda_lately, agenda_peers, supervision_groups
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import load, meetings, people, supervision
from wellnessdesk.store.transaction import Transaction

_SOON = 0.8
"""From this part of a limit on a peer is close to it: time to speak before it is reached."""
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Looked:
    """The load, and the rules it is held against."""

    load: Load
    rules: Rules


@act("supervision.load")
def look(desk: Desk) -> Looked:
    """What the center carries now. Nothing of it is recorded: it names peers and numbers, and no student."""
    with desk.reading() as tx:
        lately = agenda_lately.look(desk, tx, desk.today())
        why = agenda_peers.how_they_are(desk, tx, lately, _SOON)
        peers = people.in_role(tx, Role.PEER)
        sessions, notes = _a_week(desk, tx, lately.rules)
        return Looked(Load(
            peers=len(peers), sessions=sessions, notes=notes,
            hours=hours_a_week(supervision_groups.active(desk, tx)), near=_near(peers, why, lately.rules),
            next=_next(desk, tx), overdue_actions=sum(
                one.due is not None and one.due < desk.today() for one in meetings.open_actions(tx))), lately.rules)


def _a_week(desk: Desk, tx: Transaction, rules: Rules) -> tuple[float, float]:
    """Sessions, and signed notes, a week; each over the days of its rule."""
    days = [rules[rule].days for rule in ("capacity_sessions", "capacity_notes")]
    met = load.met(tx, desk.today() - timedelta(days=max(days) - 1))
    first = [desk.today() - timedelta(days=number - 1) for number in days]
    return (_WEEK * sum(one.day >= first[0] for one in met) / days[0],
            _WEEK * sum(one.signed and one.day >= first[1] for one in met) / days[1])


def _near(peers: list[Person], why: dict[str, tuple[Why, ...]], rules: Rules) -> tuple[Near, ...]:
    found = [Near(person, why[person.id]) for person in peers if person.id in why]
    return tuple(sorted(found, key=lambda one: -max(rules.weight(reason.rule) for reason in one.why)))


def _next(desk: Desk, tx: Transaction) -> NextMeeting | None:
    meeting = supervision_groups.meeting(desk, tx, None)
    if meeting is None:
        return None
    stored = supervision.get(tx, meeting.id)
    items = stored.items if stored else ()
    return NextMeeting(meeting=meeting, items=len(items),
                       minutes=sum(item.minutes for item in items if item.state == ItemState.OPEN))
