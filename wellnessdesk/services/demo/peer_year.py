"""What the peers of a made-up center say of themselves, and what the center knows of them: languages, days, one exit
interview, and self-ratings at both ends of a school year. The newest round is open, and the first peer not asked yet.
"""

import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from wellnessdesk.domain import self_ratings as rules
from wellnessdesk.domain.catalogues import self_rating_items
from wellnessdesk.domain.peer_facts import PeerFacts
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.self_ratings import CHANGE, FEWEST, SCALE, Moment, Rating
from wellnessdesk.services import departures, peer_marks, self_ratings
from wellnessdesk.services.demo.dice import dice
from wellnessdesk.services.demo.facts import DemoFacts
from wellnessdesk.services.demo.rows import Chain
from wellnessdesk.services.departures import EXIT
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.self_ratings import SELF_RATING
from wellnessdesk.store import departures as departure_rows
from wellnessdesk.store import peer_facts, sealed
from wellnessdesk.store import self_ratings as rating_rows
from wellnessdesk.store.departures import InterviewRow
from wellnessdesk.store.self_ratings import RatingRow
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import sealing

_SPOKEN = (("en", "es"), ("es", "en"), ("en",), ("en", "tl"), ("en", "es"), ("en",), ("en", "vi"))
_ASKED, _CLOSED = 8, 15
"""So many school days into a season everybody is asked, and the round is closed."""
_AFTER_SCHOOL = timedelta(hours=15)
_SAID = {"meant": "I found people I would never have met.", "hard": "The first weeks. Supervision helped.",
         "next": "I want to study social work."}


class PeerYear:
    """Writes all of it as the coordinator `who` (a key of the facts) and as the peers themselves."""

    def __init__(self, tx: Transaction, facts: DemoFacts, seed: int, desks: Mapping[str, Desk], who: str,
                 chain: Chain) -> None:
        self._tx, self._facts, self._who, self._chain, self._desks = tx, facts, who, chain, desks
        self._roll = dice(seed, "peer year")
        self._peers = [person.key for person in facts.people if person.role is Role.PEER]
        self._first: dict[str, Mapping[str, int]] = {}

    def fill(self) -> None:
        """In the order of the school year."""
        self._know(self._facts.plan.midnights[0] + _AFTER_SCHOOL)
        rounds: dict[tuple[int, Moment], list[datetime]] = {}
        for midnight in self._facts.plan.midnights:
            day = self._desks[self._who].center.day(midnight)
            moment = rules.moment_on(day)
            if moment is not None and midnight + _AFTER_SCHOOL < self._facts.now:
                rounds.setdefault((rules.school_year(day), moment), []).append(midnight + _AFTER_SCHOOL)
        for (year, moment), days in rounds.items():
            newest = (year, moment) == list(rounds)[-1]
            self._ask(year, moment, days[min(_ASKED, len(days) - 1)], self._peers[1:] if newest else self._peers)
            if not newest and len(days) > _CLOSED and len(self._peers) >= FEWEST:
                rating_rows.close(self._tx, year, moment)
                self._chain.add(days[_CLOSED], self._who, "self_rating.close",
                                f"self_ratings:{rating_rows.name(year, moment)}", "")
        if self._peers:
            self._interview(self._facts.now - timedelta(days=2))

    def _know(self, at: datetime) -> None:
        today = self._facts.now.date()
        for place, key in enumerate(self._peers):
            years = 15 + place % 3
            facts = PeerFacts(
                person=self._desks[key].person.id, languages=_in_order(_SPOKEN[place % len(_SPOKEN)]),
                born=today.replace(day=1) - timedelta(days=365 * years + 11 * place),
                graduates=date(today.year + 18 - years, 6, 5))
            peer_facts.put(self._tx, facts)
            self._chain.add(at + timedelta(minutes=place), self._who, "peer.facts", f"person:{facts.person}",
                            peer_marks.of(facts))

    def _ask(self, year: int, moment: Moment, at: datetime, who: list[str]) -> None:
        if moment is Moment.START:
            self._first = {}
        for place, key in enumerate(who):
            answers = self._answers(key, moment)
            change = rules.change(self._first.get(key, {}), answers) if moment is Moment.END else {}
            if moment is Moment.START:
                self._first[key] = answers
            self._give(key, Rating(id=self._opaque(), person=self._desks[key].person.id, year=year, moment=moment,
                                   answers=answers, change=change), at + timedelta(minutes=2 * place))

    def _answers(self, key: str, moment: Moment) -> dict[str, int]:
        """At the end most see themselves a little higher; now and then somebody leaves one out."""
        before, found = self._first.get(key, {}) if moment is Moment.END else {}, {}
        for item in self_rating_items().ids():
            step = self._roll.choices((-1, 0, 1, 2), (1, 4, 6, 2))[0]
            value = before[item] + step if item in before else self._roll.choices(SCALE, (1, 4, 7, 5, 1))[0]
            if self._roll.random() > 0.02:
                found[item] = min(max(value, SCALE[0]), SCALE[-1])
        return found

    def _give(self, key: str, one: Rating, at: datetime) -> None:
        day = self._desks[key].center.day(at)
        row = RatingRow(id=one.id, person=one.person, year=one.year, moment=one.moment,
                        at=datetime.combine(day, time(12), tzinfo=UTC))
        blob = sealing.seal_own(self._desks[key].keys, self_ratings.binding(one), one.plain())
        rating_rows.add(self._tx, row)
        sealed.add(self._tx, SELF_RATING, row.id, 1, blob)
        rating_rows.count(self._tx, one.year, one.moment.value, rules.counted(one.answers))
        if one.moment is Moment.END:
            rating_rows.count(self._tx, one.year, CHANGE, rules.counted(one.change))
        self._chain.add(at, key, "self_rating.give", f"self_rating:{one.id}", self_ratings.told_as(one, day, blob))

    def _interview(self, at: datetime) -> None:
        """Of the peer who came last, and goes to another school."""
        desk, peer = self._desks[self._who], self._desks[self._peers[-1]].person.id
        row = InterviewRow(id=self._opaque(), person=peer, at=at, by=desk.person.id)
        departure_rows.add(self._tx, row)
        sealed.add(self._tx, EXIT, row.id, 1, sealing.seal(desk.keys, departures.binding(row), {"answers": _SAID},
                                                           to_author=False))
        self._chain.add(at, self._who, "exit.tell", f"person:{peer}", peer_marks.of(row))

    def _opaque(self) -> str:
        return uuid.UUID(int=self._roll.getrandbits(128)).hex


def _in_order(languages: tuple[str, ...]) -> tuple[str, ...]:
    """As the service keeps them."""
    return tuple(sorted(languages, key=("es", "en", "vi", "tl").index))
