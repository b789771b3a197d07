"""How the peers of a made-up center are: sessions of the last week they want to talk about, and wellbeing checks."""

import random
import uuid
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from wellnessdesk.domain.audit import words
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.session_marks import MarkRow
from wellnessdesk.domain.wellbeing import Check, Told
from wellnessdesk.services.demo.dice import dice
from wellnessdesk.services.demo.facts import DemoFacts
from wellnessdesk.services.demo.rows import Chain
from wellnessdesk.services.session_marks import MARK
from wellnessdesk.services.session_marks import binding as mark_binding
from wellnessdesk.services.wellbeing import WELLBEING, told_as
from wellnessdesk.services.wellbeing import binding as check_binding
from wellnessdesk.vault import primitives, sealing
from wellnessdesk.vault.unlock import Unlocked

Row = dict[str, object]
_WEEK, _RHYTHM, _CHECKS = timedelta(days=7), timedelta(days=14), 4
_MOST_MARKS, _ONE_IN = 3, 9
"""Of the sessions of the last week, one in so many is marked, and at most so many are."""
_WHY = ("I was not sure how to answer. I would like to hear what others do.",
        "It went well, and I want to keep doing it that way.", "This is the third time. Who else could help?")
_HOW = (Told(answers={"lately": 4, "carrying": 4, "support": 5}, words="A good two weeks."),
        Told(answers={"lately": 3, "carrying": 3, "support": 4}),
        Told(answers={"lately": 4, "carrying": 5, "support": 4}, words="Busy, but I sleep well."),
        Told(answers={"lately": 2, "carrying": 2, "support": 3}, words="A lot at once. I think about it at night.",
             talk=True))


class Care:
    """Looks on as sessions are made, and gives its rows at the end."""

    def __init__(self, facts: DemoFacts, seed: int, ids: dict[str, str], keys: dict[str, Unlocked],
                 chain: Chain) -> None:
        self._facts, self._ids, self._keys, self._chain = facts, ids, keys, chain
        self._roll = dice(seed, "care")
        self._keys_of = {person: key for key, person in ids.items()}
        self._lately: list[tuple[int, str, datetime]] = []

    def saw(self, row: Row) -> None:
        """A session was made."""
        ended = row["ended_at"]
        if isinstance(ended, datetime) and self._facts.now - ended < _WEEK and row["signed_at"] is not None:
            self._lately.append((int(str(row["id"])), str(row["peer_id"]), ended))

    def after(self) -> Iterator[tuple[str, Row]]:
        """(table, row) of everything."""
        chosen = self._lately[:: -_ONE_IN][:_MOST_MARKS]
        for place, (session, peer, ended) in enumerate(chosen):
            yield from self._mark(session, peer, ended, _WHY[place % len(_WHY)])
        peers = [person.key for person in self._facts.people if person.role is Role.PEER]
        for place, key in enumerate(peers):
            for past in range(_CHECKS):
                yield from self._check(key, past, _HOW[(place + past) % len(_HOW)])

    def _mark(self, session: int, peer: str, ended: datetime, why: str) -> Iterator[tuple[str, Row]]:
        zone = ZoneInfo(self._facts.zone)
        begins = datetime.combine(ended.astimezone(zone).date(), time(), tzinfo=zone)
        row, key = MarkRow(id=_opaque(self._roll), session=session, by=peer, at=begins), self._keys_of[peer]
        blob = sealing.seal(self._keys[key], mark_binding(row), {"text": why})
        self._chain.add_sealed(ended, key, words(
            "mark.set", f"session:{session}", f"{row.id}:{primitives.digest(blob).hex()}"))
        yield "session_marks", {"id": row.id, "session_id": session, "by": peer, "at": begins, "ended_at": None}
        yield "sealed", {"kind": MARK, "record": row.id, "version": 1, "blob": blob}

    def _check(self, key: str, past: int, told: Told) -> Iterator[tuple[str, Row]]:
        at = self._facts.now - past * _RHYTHM - timedelta(days=1 + self._roll.randrange(3))
        check = Check(id=_opaque(self._roll), person=self._ids[key], at=at, told=told)
        blob = sealing.seal(self._keys[key], check_binding(check), told.plain())
        self._chain.add(at, key, "wellbeing.tell", f"wellbeing:{check.id}", told_as(check, blob))
        yield "wellbeing_checks", {"id": check.id, "person_id": check.person, "at": at}
        yield "sealed", {"kind": WELLBEING, "record": check.id, "version": 1, "blob": blob}


def _opaque(roll: random.Random) -> str:
    return uuid.UUID(int=roll.getrandbits(128)).hex
