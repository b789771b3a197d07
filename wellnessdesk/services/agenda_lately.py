"""What an agenda knows of the last days: asked once, for sessions, peers and agreements alike.

All of it lies within a bounded number of days, so that it takes as long after ten years as after one.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wellnessdesk.domain.agenda_rules import MOST_DAYS, Rules
from wellnessdesk.domain.session_marks import MarkRow
from wellnessdesk.domain.supervision import ItemKind
from wellnessdesk.services import session_marks as marks
from wellnessdesk.services import supervision_rules
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import load, session_marks
from wellnessdesk.store.load import Met
from wellnessdesk.store.transaction import Transaction

_WINDOWS = ("session_repeated", "peer_load", "peer_hours", "peer_heavy")
_BACK = timedelta(days=2 * MOST_DAYS)
"""So far back is looked for what was talked about."""


@dataclass(frozen=True, slots=True)
class Lately:
    """The rules that hold; the sessions of the days they ask for; what is marked; what was talked about, and when."""

    rules: Rules
    today: date
    since: date
    met: tuple[Met, ...]
    marked: dict[int, tuple[MarkRow, ...]]
    talked_sessions: dict[str, datetime]
    talked_peers: dict[str, datetime]

    def days(self, rule: str) -> date:
        """The first day that counts for a rule; today is the last."""
        return self.today - timedelta(days=self.rules[rule].days - 1)

    def within(self, rule: str) -> list[Met]:
        """The sessions of a rule's days."""
        first = self.days(rule)
        return [one for one in self.met if one.day >= first]


def look(desk: Desk, tx: Transaction, since: date) -> Lately:
    """What is known for an agenda about what happened `since`, inside a transaction of the caller."""
    rules, today = supervision_rules.kept(tx), desk.today()
    longest = max(rules[rule].days for rule in _WINDOWS)
    first = min(max(since, today - _BACK), today - timedelta(days=longest))
    talked = load.talked(tx, ItemKind.SESSION.value, today - _BACK)
    marked: dict[int, tuple[MarkRow, ...]] = {}
    for row in session_marks.standing(tx):
        if not marks.settled(row, talked):
            marked[row.session] = (*marked.get(row.session, ()), row)
    return Lately(rules=rules, today=today, since=since, met=tuple(load.met(tx, first)), marked=marked,
                  talked_sessions=talked, talked_peers=load.talked(tx, ItemKind.PEER.value, today - _BACK))
