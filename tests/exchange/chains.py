"""Random centers, the bundles that leave one after the other, and what somebody with all of them can work out.

A center's truth is one count for each piece of time and cell. A bundle is a month, a term (which may begin in the
middle of a month) or the year, in any order; in between, figures are corrected, and a month may leave again. The
attacker is told which counts were corrected and which were not, which no real one is.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.exchange.attacker import FAR, Attacker
from tests.exchange.tables import column
from wellnessdesk.domain.suppression import Earlier
from wellnessdesk.domain.tables import CountTable, Layout

MARKS = {"small": (1, 10), "complement": (11, FAR), "derived": (1, FAR)}
COUNTS = (0, 0, 1, 2, 4, 8, 10, 12, 15, 20, 40)
HALF = 15


@dataclass
class Center:
    """Pieces are half months: (month, half). `visits[piece, reason, grade]`, `origins[piece, origin]`, `came[...]`."""

    chance: object
    months: int
    reasons: int
    grades: int
    visits: Counter = field(default_factory=Counter)
    origins: Counter = field(default_factory=Counter)
    came: dict = field(default_factory=dict)
    roster: dict = field(default_factory=dict)
    era: Counter = field(default_factory=Counter)

    def __post_init__(self):
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
            self.era["visits", piece[0], *key[1:]] += 1
            self._who(piece, grade)
            self._split(piece)
        if self.chance.random() < 0.5:
            grade = self.chance.randrange(self.grades)
            self.roster[grade] = max(0, self.roster[grade] + self.chance.choice((-2, -1, 1)))
            self.era["roster", grade] += 1

    def _who(self, piece, grade):
        """At most one student a visit, and none who is not on the roster."""
        visits = sum(self.visits[piece, reason, grade] for reason in range(self.reasons))
        before = self.came.get((piece, grade))
        many = min(self.roster[grade], visits)
        many = many if many < 2 else self.chance.randint((many + 1) // 2, many)
        self.came[piece, grade] = frozenset(self.chance.sample(range(self.roster[grade]), many))
        if before is not None and before != self.came[piece, grade]:
            self.era["came", piece[0], grade] += 1

    def _split(self, piece):
        total = sum(self.visits[piece, reason, grade] for reason in range(self.reasons) for grade in range(self.grades))
        first = self.chance.choice((0, min(total, 3), total // 2, total))
        for origin, value in enumerate((first, total - first)):
            if self.origins.get((piece, origin), value) != value:
                self.era["origins", piece[0], origin] += 1
            self.origins[piece, origin] = value


@dataclass(frozen=True)
class Period:
    """Months from 0 (September), whole or from the middle of the first."""

    first: int
    last: int
    from_middle: bool = False

    @property
    def pieces(self):
        found = [(month, half) for month in range(self.first, self.last + 1) for half in (0, 1)]
        return found[1:] if self.from_middle else found

    @property
    def days(self):
        start, end = _month(self.first), _month(self.last + 1)
        return (start + timedelta(HALF) if self.from_middle else start), end - timedelta(1)


def periods(center):
    """Every month, terms of which some begin in the middle of a month, the year."""
    found = [Period(month, month) for month in range(center.months)]
    if center.months > 1:
        middle = center.chance.randrange(center.months - 1)
        found += [Period(0, middle), Period(middle, center.months - 1, from_middle=True), Period(0, center.months - 1)]
    return list(dict.fromkeys(found))


def tables(center, period):
    """The true tables of a period."""
    grades, reasons = range(center.grades), range(center.reasons)
    by_grade = column("grade")
    keys = tuple((f"g{grade}",) for grade in grades)
    came = [len(frozenset().union(*(center.came[piece, grade] for piece in period.pieces))) for grade in grades]
    visits = [[sum(center.visits[piece, reason, grade] for piece in period.pieces) for grade in grades]
              for reason in reasons]
    origins = [sum(center.origins[piece, origin] for piece in period.pieces) for origin in (0, 1)]
    return [
        CountTable(layout=_layout("visits_by_reason", "visits", column("reason"), tuple((f"r{one}",) for one in reasons),
                                  columns=by_grade, column_keys=tuple(key for (key,) in keys)),
                   counts=tuple(map(tuple, visits)), row_totals=True, column_totals=True),
        _one_way("visits_by_origin", "visits", column("origin"), (("o0",), ("o1",)), origins),
        _one_way("students_by_grade", "students", by_grade, keys, came),
        _one_way("enrolled_by_grade", "enrolled", by_grade, keys, [center.roster[grade] for grade in grades])]


def leave(chance, suppress, most=5):
    """A center's chain of bundles: [(period, true tables, published tables, what the attacker may know of eras)]."""
    center = Center(chance, chance.randint(1, 3), chance.randint(2, 3), chance.randint(2, 3))
    open_periods, gone, chain = periods(center), [], []
    for _ in range(chance.randint(1, most)):
        again = gone and chance.random() < 0.3
        if again:
            center.correct()
        period = chance.choice(gone if again or not open_periods else open_periods)
        true = tables(center, period)
        earlier = [Earlier(first_day=one.days[0], last_day=one.days[1], tables=out, version=number)
                   for number, (one, _true, out, _era) in enumerate(chain, start=1)]
        chain.append((period, true, tuple(suppress(true, period.days, earlier)), Counter(center.era)))
        gone.append(period)
        open_periods = [one for one in open_periods if one != period]
    return center, chain


def attacked(center, chain):
    """Every blank of the chain with its true value and what the attacker is left with: (where, truth, low, high)."""
    attacker = Attacker()
    for which, (period, true, out, era) in enumerate(chain):
        by_name = {table.layout.name: table for table in true}
        for published in out:
            for place in published.places():
                cell = published.at(place)
                low, high = MARKS[cell.why] if cell.why else (cell.value, cell.value)
                attacker.sum_is(_meant(center, period, published, place, era), low, high)
        _within(attacker, center, period, era)
        _people(attacker, center, chain[:which + 1], era)
        assert by_name
    for period, true, out, era in chain:
        by_name = {table.layout.name: table for table in true}
        for published in out:
            for place in published.blanks():
                low, high = attacker.left(_meant(center, period, published, place, era))
                yield (period, published.layout.name, place), by_name[published.layout.name].at(place), low, high


def between(center, chain):
    """Where no figure was corrected: small counts of days that only two bundles together tell of, as `attacked`."""
    attacker = Attacker()
    era = Counter()
    for period, _true, out, _era in chain:
        for table in out:
            for place in table.places():
                cell = table.at(place)
                low, high = MARKS[cell.why] if cell.why else (cell.value, cell.value)
                attacker.sum_is(_meant(center, period, table, place, era), low, high)
        _within(attacker, center, period, era)
    alike = {}
    for piece in center.pieces():
        alike.setdefault(frozenset(period for period, *_rest in chain if piece in period.pieces), []).append(piece)
    for inside, pieces in alike.items():
        if inside and not any(set(pieces) == set(period.pieces) for period in inside):
            for reasons in (*([one] for one in range(center.reasons)), range(center.reasons)):
                for grades in (*([one] for one in range(center.grades)), range(center.grades)):
                    cells = [(piece, reason, grade) for piece in pieces for reason in reasons for grade in grades]
                    truth = sum(center.visits[cell] for cell in cells)
                    if 1 <= truth <= 10:
                        low, high = attacker.left([(_visit(*cell, era), 1) for cell in cells])
                        yield (tuple(pieces), tuple(reasons), tuple(grades)), truth, low, high


def _meant(center, period, table, place, era):
    """The smallest counts that a number of a table is the sum of."""
    grades, reasons = range(center.grades), range(center.reasons)
    row, col = place

    def of(index, every):
        return every if index is None else [index]

    name = table.layout.name
    if name == "visits_by_reason":
        return [(_visit(piece, reason, grade, era), 1) for piece in period.pieces for reason in of(row, reasons)
                for grade in of(col, grades)]
    if name == "visits_by_origin":
        return [(("origins", piece, origin, era["origins", piece[0], origin]), 1)
                for piece in period.pieces for origin in of(row, (0, 1))]
    if name == "students_by_grade":
        return [(_came(period, grade, era), 1) for grade in of(row, grades)]
    return [(("roster", grade, era["roster", grade]), 1) for grade in of(row, grades)]


def _visit(piece, reason, grade, era):
    return "visits", piece, reason, grade, era["visits", piece[0], reason, grade]


def _came(period, grade, era):
    return "came", period, grade, tuple(era["came", piece[0], grade] for piece in period.pieces)


def _within(attacker, center, period, era):
    """Origins and reasons tell of the same visits; students are no more than visits, nor than the roster."""
    for piece in period.pieces:
        attacker.sum_is(
            [(("origins", piece, origin, era["origins", piece[0], origin]), 1) for origin in (0, 1)]
            + [(_visit(piece, reason, grade, era), -1) for reason in range(center.reasons)
               for grade in range(center.grades)], 0, 0)
    for grade in range(center.grades):
        visits = [(_visit(piece, reason, grade, era), -1) for piece in period.pieces
                  for reason in range(center.reasons)]
        attacker.sum_is([(_came(period, grade, era), 1), *visits], -FAR, 0)
        if len({student for piece in period.pieces for student in center.came[piece, grade]}) <= center.roster[grade]:
            attacker.sum_is([(_came(period, grade, era), 1), (("roster", grade, era["roster", grade]), -1)], -FAR, 0)


def _people(attacker, center, chain, era):
    """Who came in a month came in its year; who came in the year came in one of its months."""
    period = chain[-1][0]
    for grade in range(center.grades):
        now = _came(period, grade, era)
        for other, _true, _out, then in chain[:-1]:
            before = _came(other, grade, then)
            for inner, outer in ((other, period), (period, other)):
                if set(inner.pieces) <= set(outer.pieces) and all(
                        era["came", piece[0], grade] == then["came", piece[0], grade] for piece in inner.pieces):
                    pair = (before, now) if inner == other else (now, before)
                    whole = all(era["came", piece[0], grade] == then["came", piece[0], grade] for piece in outer.pieces)
                    if whole:
                        attacker.sum_is([(pair[0], 1), (pair[1], -1)], -FAR, 0)
        months = [Period(month, month) for month in range(period.first, period.last + 1)]
        if not period.from_middle and len(months) > 1:
            attacker.sum_is([(now, 1), *((_came(month, grade, era), -1) for month in months)], -FAR, 0)
    if len(chain) > 1:
        attacker.unknown(now)


def _month(number):
    return date(2026 + (8 + number) // 12, (8 + number) % 12 + 1, 1)


def _layout(name, counted, rows, row_keys, **more):
    return Layout(name=name, title=name, description=name, counted=counted, rows=(rows,), row_keys=row_keys, **more)


def _one_way(name, counted, rows, keys, counts):
    return CountTable(layout=_layout(name, counted, rows, keys), counts=tuple((count,) for count in counts))
