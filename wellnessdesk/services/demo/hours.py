"""Hours that the peers of a made-up center entered by hand, and the pathways they chose."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from wellnessdesk.domain import hours as rules
from wellnessdesk.domain.hours import Entry, State
from wellnessdesk.domain.pathways import OnPathway
from wellnessdesk.domain.people import Role
from wellnessdesk.services import peer_marks
from wellnessdesk.services.demo.dice import dice
from wellnessdesk.services.demo.facts import DemoFacts
from wellnessdesk.services.demo.rows import Chain
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import hours, pathways
from wellnessdesk.store.transaction import Transaction

_ENTERED = (
    (30, "outreach", 90, "Table at the open house"), (22, "presentation", 60, "A talk about sleep for the ninth grade"),
    (14, "online_course", 120, "Mental health first aid, part one"), (6, "running_center", 75, "Put the calm corner in "
                                                                                            "order"),
    (3, "shadowing", 45, "Sat beside an experienced peer"))
"""So many school days ago, what, how many minutes, in which words; the newest wait."""
_WAIT, _OFTEN = 2, 0.7
_PATHS = ("cwc1", "medi_cal", "cwc2")


class Hours:
    """Writes them as the peers themselves, and decides as the coordinator `who` (a key of the facts)."""

    def __init__(self, tx: Transaction, facts: DemoFacts, seed: int, desks: Mapping[str, Desk], who: str,
                 chain: Chain) -> None:
        self._tx, self._facts, self._who, self._chain, self._desks = tx, facts, who, chain, desks
        self._roll = dice(seed, "hours")
        self._peers = [person.key for person in facts.people if person.role is Role.PEER]

    def fill(self) -> None:
        """Every second peer has entered something; the first three have chosen a pathway."""
        for place, key in enumerate(self._peers):
            if place < len(_PATHS):
                self._choose(key, _PATHS[place])
            if place % 2 == 0:
                for number, (ago, activity, minutes, words) in enumerate(_ENTERED):
                    if self._roll.random() < _OFTEN:
                        self._enter(key, ago, activity, minutes, words, waits=number >= len(_ENTERED) - _WAIT)

    def _enter(self, key: str, ago: int, activity: str, minutes: int, words: str, *, waits: bool) -> None:
        at, desk = self._at(ago), self._desks[key]
        if at is None:
            return
        one = rules.cleaned(Entry(
            id=f"{self._roll.getrandbits(128):032x}", person=desk.person.id, day=self._day(at), minutes=minutes,
            activity=activity, words=words, entered_at=at, entered_by=desk.person.id))
        hours.add(self._tx, one)
        self._chain.add(at, key, "hours.enter", f"hours:{one.id}", peer_marks.of(one))
        if not waits:
            when = at + timedelta(minutes=30)
            done = rules.decided(one, State.APPROVED, when, self._desks[self._who].person.id)
            hours.decide(self._tx, done)
            self._chain.add(when, self._who, "hours.decide", "center", peer_marks.of(done))

    def _choose(self, key: str, pathway: str) -> None:
        at, desk = self._at(40), self._desks[key]
        if at is not None:
            one = OnPathway(person=desk.person.id, pathway=pathway, since=self._day(at))
            pathways.put(self._tx, one, at)
            self._chain.add(at, key, "pathway.set", f"person:{one.person}", peer_marks.of(one))

    def _day(self, at: datetime) -> date:
        return self._desks[self._who].center.day(at)

    def _at(self, ago: int) -> datetime | None:
        """After school, so many school days ago; None where the center is younger."""
        midnights = self._facts.plan.midnights
        if ago >= len(midnights):
            return None
        at = midnights[-1 - ago] + timedelta(hours=16, minutes=self._roll.randrange(60))
        return at if at + timedelta(minutes=30) < self._facts.now else None
