"""Who comes in on a made-up school day, who takes them over, and until when they stay; in seconds after midnight."""

import random
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import accumulate

from wellnessdesk.domain import catalogues
from wellnessdesk.domain.people import Role
from wellnessdesk.services.demo.dice import dice
from wellnessdesk.services.demo.names import entered
from wellnessdesk.services.demo.plan import Plan, arrivals_by_minute, opens_and_closes
from wellnessdesk.services.demo.records import DemoPerson, DemoStudent

_NOTED = {"peer_counseling": 52, "tutoring": 20, "conflict_mediation": 8, "support_groups": 8, "el_groups": 6,
          "brief_intervention": 6}
_UNNOTED = {"orientation": 60, "peer_education": 18, "violence_prevention": 10, "peer_connection": 12}
_REASON_OF = {"tutoring": "tutoring", "conflict_mediation": "work_it_out", "orientation": "new_here",
              "peer_counseling": "talk_with_peer", "brief_intervention": "talk_with_peer"}
"""Any other service is a group."""
_MINUTES_OF_REASON = {"take_a_break": (5, 22), "question": (2, 9), "meet_coordinator": (8, 32), "group": (25, 50),
                      "talk_with_peer": (6, 25), "new_here": (5, 20), "other": (4, 25)}
_REASONS = {"take_a_break": 36, "question": 25, "meet_coordinator": 12, "group": 9, "talk_with_peer": 4,
            "new_here": 3, "other": 11}
_WITHOUT_NOTE = 0.12
"""Sessions without a note, for each one that has one."""
_TO_WRITE_DAYS = 5
"""Only sessions of the last school days still wait for their note."""
_LONGEST_WAIT = 25 * 60
_NOTE_POSSIBLE_AFTER = 45 * 60
_FORGOTTEN_DAYS = 3
"""Visits of the last school days can still be without a check-out; older ones were closed at closing time."""
_RECENT = 12 * 60
"""The last arrivals of today fall into the last minutes before now, so that somebody waits and somebody talks."""


@dataclass(slots=True)
class Stay:
    """One visit being made up. Without a service nobody takes over; times are seconds after midnight."""

    arrives: int
    service: str = ""
    noted: bool = False
    reason: str = ""
    student: int = 0
    peer: int = 0
    handed: int = 0
    ended: int = 0
    leaves: int = 0
    forgotten: bool = False


class Stays:
    """Makes up the stays of one day after the other."""

    def __init__(self, plan: Plan, students: Sequence[DemoStudent], people: Sequence[DemoPerson]) -> None:
        self._plan = plan
        opens, closes = opens_and_closes()
        self._opens, self._closes = opens * 60, closes * 60
        self._minutes = tuple(accumulate(arrivals_by_minute()))
        index_of = {student.number: index for index, student in enumerate(students)}
        self._peers = [index_of[person.student] for person in people
                       if person.role is Role.PEER and person.student]
        self._peer_set = frozenset(self._peers)
        self._entered = [entered(student, plan.days[-1]) for student in students]
        rng = dice(plan.seed, "regulars")
        self._weights = [rng.lognormvariate(0, 0.9) * (1 if rng.random() < 0.5 else 0.03) for _ in students]
        self._limits = {option.id: option.minutes * 60 for option in catalogues.service_options()}
        self._pools: dict[int, tuple[Sequence[int], Sequence[float]]] = {}

    def of_day(self, rng: random.Random, index: int, school_year: int, absent: AbstractSet[int]) -> list[Stay]:
        """The stays of a day by arrival; `absent` are students who never checked out on an earlier day."""
        stays = [Stay(arrives) for arrives in self._arrivals(rng, index)]
        self._choose_sessions(rng, index, stays)
        crowd = _Crowd(rng, *self._pool(school_year), self._peer_set, absent)
        shift = _Shift(self._peers, self._plan.days[index].weekday())
        for stay in stays:
            stay.student = crowd.pick(stay.arrives, with_peer=bool(stay.service))
            self._spend(rng, index, stay, shift)
            self._forget(rng, index, stay)
            crowd.keep(stay.student, 86_400 if stay.forgotten else stay.leaves)
        return stays

    def _arrivals(self, rng: random.Random, index: int) -> list[int]:
        count, minutes = self._plan.visits[index], self._minutes
        if index < self._plan.today:
            return sorted(self._within(rng, minutes, count))
        now = self._plan.seconds_of_today()
        passed = minutes[:max(0, min(len(minutes), (now - self._opens) // 60))]
        if not passed:
            return [now] * count
        recent = min(6, count // 3)
        last = [now - int(rng.random() * _RECENT) for _ in range(recent)] if now < self._closes else []
        return sorted(self._within(rng, passed, count - len(last)) + last)

    def _within(self, rng: random.Random, minutes: Sequence[float], count: int) -> list[int]:
        drawn = rng.choices(range(len(minutes)), cum_weights=minutes, k=count)
        return [self._opens + minute * 60 + int(rng.random() * 60) for minute in drawn]

    def _choose_sessions(self, rng: random.Random, index: int, stays: list[Stay]) -> None:
        """Give exactly the planned number of stays a note, some more a session without one, the rest a reason."""
        notes, count = self._plan.notes[index], len(stays)
        early = self._early(index, stays, notes)
        for stay, service in zip(rng.sample(early, notes), _draw(rng, _NOTED, notes), strict=True):
            stay.service, stay.noted = service, True
        free = [stay for stay in stays if not stay.service]
        extra = min(len(free), int(notes * _WITHOUT_NOTE + rng.random()))
        for stay, service in zip(rng.sample(free, extra), self._unnoted(rng, index, extra), strict=True):
            stay.service = service
        if index == self._plan.today:
            for stay in stays[max(0, count - 6)::2]:
                stay.service = stay.service or "peer_counseling"
        for stay, reason in zip(stays, _draw(rng, _REASONS, count), strict=True):
            stay.reason = _REASON_OF.get(stay.service, "group") if stay.service else reason

    def _early(self, index: int, stays: list[Stay], notes: int) -> list[Stay]:
        """Stays that can have a note by now: on a day that still goes on, those who came some time ago."""
        if index < self._plan.today:
            return stays
        before = self._plan.seconds_of_today() - _NOTE_POSSIBLE_AFTER
        early = [stay for stay in stays if stay.arrives < before]
        return early if len(early) >= notes else stays[:notes]

    def _unnoted(self, rng: random.Random, index: int, count: int) -> list[str]:
        to_write = index > self._plan.today - _TO_WRITE_DAYS
        return _draw(rng, _NOTED if to_write else _UNNOTED, count)

    def _spend(self, rng: random.Random, index: int, stay: Stay, shift: "_Shift") -> None:
        if not stay.service:
            low, high = _MINUTES_OF_REASON[stay.reason]
            stay.leaves = min(self._closes, stay.arrives + int(60 * (low + (high - low) * rng.random())))
            return
        wanted = stay.arrives + int(60 + 500 * rng.random())
        stay.peer, stay.handed = shift.take(stay.student, stay.arrives, wanted)
        if stay.noted and index == self._plan.today:  # a note promised for today has begun by now, if only just
            stay.handed = min(stay.handed, self._plan.seconds_of_today())
        length = int(self._limits[stay.service] * (0.4 + 0.7 * rng.random()))
        stay.ended = min(self._closes, stay.handed + length)
        stay.leaves = min(self._closes, stay.ended + int(240 * rng.random()))
        shift.keep(stay.peer, stay.ended)

    def _forget(self, rng: random.Random, index: int, stay: Stay) -> None:
        """About one in eighty leaves without checking out; the closing sweep of older days wrote closing time."""
        if rng.random() > 0.0125 or index == self._plan.today:
            return
        stay.leaves = self._closes
        stay.forgotten = index >= self._plan.today - _FORGOTTEN_DAYS

    def _pool(self, school_year: int) -> tuple[Sequence[int], Sequence[float]]:
        """Who was at the school in that year and how often they come; everybody when nobody was here so early."""
        if school_year not in self._pools:
            here = [one for one, first in enumerate(self._entered) if first <= school_year]
            here = here or list(range(len(self._entered)))
            self._pools[school_year] = here, tuple(accumulate(self._weights[one] for one in here))
        return self._pools[school_year]


class _Crowd:
    """Picks who comes next: mostly regulars, nobody who is still here, for a session nobody who is a peer."""

    def __init__(
        self, rng: random.Random, pool: Sequence[int], weights: Sequence[float],
        peers: AbstractSet[int], absent: AbstractSet[int],
    ) -> None:
        self._rng, self._pool, self._weights, self._peers = rng, pool, weights, peers
        self._here_until = dict.fromkeys(absent, 86_400)

    def pick(self, arrives: int, *, with_peer: bool) -> int:
        def free(student: int) -> bool:
            return self._here_until.get(student, -1) < arrives and not (with_peer and student in self._peers)

        for _ in range(8):
            student = self._rng.choices(self._pool, cum_weights=self._weights)[0]
            if free(student):
                return student
        return self._search(free, with_peer=with_peer)

    def _search(self, free: Callable[[int], bool], *, with_peer: bool) -> int:
        """Whoever is free from a chance place on. A school too small for its visits sees somebody twice at once."""
        start = self._rng.randrange(len(self._pool))
        around = (*self._pool[start:], *self._pool[:start])
        anyone = (student for student in around if not (with_peer and student in self._peers))
        return next(filter(free, around), None) or next(anyone)

    def keep(self, student: int, until: int) -> None:
        self._here_until[student] = until


class _Shift:
    """The peers on duty on a weekday, three days of five each; one student at a time while that is possible."""

    def __init__(self, peers: Sequence[int], weekday: int) -> None:
        self._students = peers
        on_duty = [peer for peer in range(len(peers)) if (peer * 2 + weekday) % 5 < 3]
        self._free_at = dict.fromkeys(on_duty or range(len(peers)), 0)

    def take(self, student: int, arrives: int, wanted: int) -> tuple[int, int]:
        """Who takes the student over, and when; nobody waits much longer than twenty-five minutes."""
        peer = min(self._free_at, key=lambda one: max(wanted, self._free_at[one]))
        return peer, min(max(wanted, self._free_at[peer]), max(wanted, arrives + _LONGEST_WAIT))

    def keep(self, peer: int, until: int) -> None:
        # Whoever had a session goes to the end of the line, so that the work is shared out.
        self._free_at.pop(peer)
        self._free_at[peer] = until


def _draw(rng: random.Random, weights: dict[str, int], count: int) -> list[str]:
    return rng.choices(tuple(weights), tuple(weights.values()), k=count)
