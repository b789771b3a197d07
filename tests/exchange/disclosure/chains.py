"""Random centers and the bundles that leave one after the other.

A center's truth is one count for each piece of time and cell. A bundle is a month, a term (which may begin in the
middle of a month) or the year, in any order and to several districts; in between, figures are corrected, and a period
may leave again.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.exchange.tables import column
from wellnessdesk.domain import bundles
from wellnessdesk.domain.tables import CountTable, Layout
from wellnessdesk.exchange.disclosure import together

COUNTS = (0, 0, 1, 2, 4, 8, 10, 12, 15, 20, 40)
HALF = 15


@dataclass
class Center:
    """Pieces are half months: (month, half). `visits[piece, reason, grade]`, `origins[piece, origin]`, `came[...]`.

    By (piece, origin), too: visits `without` a Wellness Peer, and sessions `beside` those that began with a visit.
    """

    chance: object
    months: int
    reasons: int
    grades: int
    visits: Counter = field(default_factory=Counter)
    origins: Counter = field(default_factory=Counter)
    without: Counter = field(default_factory=Counter)
    beside: Counter = field(default_factory=Counter)
    came: dict = field(default_factory=dict)
    roster: dict = field(default_factory=dict)

    def __post_init__(self):
        self.apart = random.Random(str(self.chance.getstate()[1][:2]))  # so that what is known of seeds stays known
        self.most_beside = self.apart.choice((0, 0, 2, 20))
        for grade in range(self.grades):
            self.roster[grade] = self.chance.choice((5, 12, 30, 80))
        for piece in self.pieces():
            for grade in range(self.grades):
                for reason in range(self.reasons):
                    self.visits[piece, reason, grade] = self.chance.choice(COUNTS)
                self._who(piece, grade)
            self._split(piece)

    def pieces(self):
        return [(month, half) for month in range(self.months) for half in (0, 1)]

    def correct(self):
        """A count or two was wrong by a little."""
        for _ in range(self.chance.choice((1, 1, 2))):
            piece = self.chance.choice(self.pieces())
            grade = self.chance.randrange(self.grades)
            key = piece, self.chance.randrange(self.reasons), grade
            self.visits[key] = max(0, self.visits[key] + self.chance.choice((-3, -1, 1, 1, 2, 5)))
            self._who(piece, grade)
            self._split(piece)
        if self.chance.random() < 0.5:
            grade = self.chance.randrange(self.grades)
            self.roster[grade] = max(0, self.roster[grade] + self.chance.choice((-2, -1, 1)))

    def _who(self, piece, grade):
        """At most one student a visit, and none who is not on the roster."""
        visits = sum(self.visits[piece, reason, grade] for reason in range(self.reasons))
        many = min(self.roster[grade], visits)
        many = many if many < 2 else self.chance.randint((many + 1) // 2, many)
        self.came[piece, grade] = frozenset(self.chance.sample(range(self.roster[grade]), many))

    def _split(self, piece):
        total = sum(self.visits[piece, reason, grade] for reason in range(self.reasons) for grade in range(self.grades))
        first = self.chance.choice((0, min(total, 3), total // 2, total))
        for origin, value in enumerate((first, total - first)):
            self.origins[piece, origin] = value
            self.without[piece, origin] = min(value, self.apart.choice((0, 0, 1, 3, 8, value)))
            self.beside[piece, origin] = self.apart.randint(0, self.most_beside)


@dataclass(frozen=True)
class Then:
    """What was true when a bundle left, of which pieces it and those before it tell, and which periods there are."""

    visits: Counter
    origins: Counter
    without: Counter
    beside: Counter
    came: dict
    roster: dict
    told: list
    periods: list


@dataclass(frozen=True)
class Left:
    """A bundle: its pieces, its tables as they left, what was true then."""

    pieces: frozenset
    tables: tuple
    then: Then


def periods(center):
    """Every month, terms of which one begins in the middle of a month, the year: each as its pieces."""
    every = center.pieces()
    found = [every[2 * month:2 * month + 2] for month in range(center.months)]
    if center.months > 1:
        middle = center.chance.randrange(center.months - 1)
        found += [every[:2 * middle + 2], every[2 * middle + 1:], every]
    return list(dict.fromkeys(map(frozenset, found)))


def leave(chance, suppress, most=5):
    """A center's chain of bundles, and whether anything was corrected in it."""
    center = Center(chance, chance.randint(1, 3), chance.randint(2, 3), chance.randint(2, 3))
    every = periods(center)
    open_periods, gone, earlier, chain, corrected = every, [], [], [], False
    for number in range(chance.randint(1, most)):
        if gone and chance.random() < 0.35:
            center.correct()
            corrected = True
        again = gone and (not open_periods or chance.random() < 0.35)
        period = chance.choice(gone if again else open_periods)
        gone.append(period)
        open_periods = [one for one in open_periods if one != period]
        told = list(dict.fromkeys(gone))
        counted = [bundles.Counted(days=days, tables=tuple(tables(center, days)), told=whole)
                   for days, whole in together.to_count(
                       days_of(period), map(days_of, told), map(days_of, every))]
        out = tuple(suppress(counted, earlier))
        earlier = [*earlier, bundles.Earlier(
            bundle=f"{number:02d}", period=bundles.Period.term(*days_of(period)), version=number, tables=out,
            counted=tuple(counted))]
        chain.append(Left(period, out, Then(
            Counter(center.visits), Counter(center.origins), Counter(center.without), Counter(center.beside),
            dict(center.came), dict(center.roster), told, every)))
    return chain, corrected


def tables(center, days):
    """The true tables of some days."""
    pieces = [piece for piece in center.pieces() if days[0] <= _days(piece)[0] and _days(piece)[1] <= days[1]]
    grades, reasons = range(center.grades), range(center.reasons)
    by_grade = column("grade")
    keys = tuple((f"g{grade}",) for grade in grades)
    came = [len(frozenset().union(*(center.came[piece, grade] for piece in pieces))) for grade in grades]
    visits = [[sum(center.visits[piece, reason, grade] for piece in pieces) for grade in grades] for reason in reasons]
    origins, without, beside = ([sum(counts[piece, origin] for piece in pieces) for origin in (0, 1)]
                                for counts in (center.origins, center.without, center.beside))
    sessions = [came - left + more for came, left, more in zip(origins, without, beside, strict=True)]
    return [
        CountTable(layout=_layout("visits_by_reason", "visits", column("reason"),
                                  tuple((f"r{one}",) for one in reasons),
                                  columns=by_grade, column_keys=tuple(key for (key,) in keys)),
                   counts=tuple(map(tuple, visits)), row_totals=True, column_totals=True),
        _one_way("visits_by_origin", "visits", column("origin"), (("o0",), ("o1",)), origins),
        _one_way("visits_by_wait", "visits", column("waited"), (("some",), ("not_recorded",)),
                 [sum(origins) - sum(without), sum(without)]),
        _one_way("sessions_by_origin", "sessions", column("origin"), (("o0",), ("o1",)), sessions),
        _one_way("students_by_grade", "students", by_grade, keys, came),
        _one_way("enrolled_by_grade", "enrolled", by_grade, keys, [center.roster[grade] for grade in grades])]


def days_of(pieces):
    return min(map(_days, pieces))[0], max(map(_days, pieces))[1]


def _days(piece):
    month, half = piece
    start, end = _month(month), _month(month + 1) - timedelta(1)
    return (start + timedelta(HALF), end) if half else (start, start + timedelta(HALF - 1))


def _month(number):
    return date(2026 + (8 + number) // 12, (8 + number) % 12 + 1, 1)


def _layout(name, counted, rows, row_keys, **more):
    return Layout(name=name, title=name, description=name, counted=counted, rows=(rows,), row_keys=row_keys, **more)


def _one_way(name, counted, rows, keys, counts):
    return CountTable(layout=_layout(name, counted, rows, keys), counts=tuple((count,) for count in counts))
