"""Made-up schools whose bundles leave by the real suppression, with what was true of each."""

import random
from dataclasses import dataclass, field

from tests.districts import Sender, line, words
from tests.exchange.tables import one_way, two_way
from wellnessdesk.domain.bundles import Counted, Earlier, Period
from wellnessdesk.exchange.disclosure import together
from wellnessdesk.services.district import centers

MONTHS = tuple(Period.month(2026, month) for month in (9, 10, 11))
YEAR = Period.school_year(2026)
FEW, ANY = tuple(range(1, 11)), (0, 0, 1, 2, 4, 8, 10, 12, 15, 20, 40)
ROWS = range(3)


@dataclass(frozen=True)
class Sent:
    """A bundle: of which versions of which months it tells, and its tables as they left."""

    period: Period
    months: tuple
    tables: tuple


@dataclass
class School:
    """`true[month, version]` has the counts of each table, by cell; `wide` is how many columns its visits have."""

    center: str
    sender: Sender
    dice: random.Random
    counts: tuple = ANY
    wide: int = 2
    true: dict = field(default_factory=dict)
    versions: dict = field(default_factory=lambda: dict.fromkeys(MONTHS, 1))
    sent: list = field(default_factory=list)
    earlier: list = field(default_factory=list)

    def __post_init__(self):
        for month in MONTHS:
            self.true[month, 1] = {
                "visits": {(row, col): self.dice.choice(self.counts) for row in ROWS for col in range(self.wide)},
                "sessions": {(row, 0): self.dice.choice(self.counts) for row in ROWS}}

    def correct(self, month):
        """A count of the month was wrong."""
        version, cell = self.versions[month], (self.dice.choice(ROWS), 0)
        before = self.true[month, version]
        self.versions[month] = version + 1
        self.true[month, version + 1] = {**before, "visits": {
            **before["visits"], cell: max(0, before["visits"][cell] + self.dice.choice((-3, -1, 1, 2, 5)))}}

    def send(self, *periods):
        """A bundle of each, one after the other."""
        for period in periods:
            days = period.first, period.last
            counted = [Counted(days=days, tables=self.tables(days), told=told) for days, told in together.to_count(
                days, [(one.period.first, one.period.last) for one in self.earlier])]
            left = together.publish(counted, self.earlier).tables
            self.earlier.append(Earlier(bundle=str(len(self.earlier)), period=period, version=len(self.earlier),
                                        tables=left, counted=tuple(counted)))
            before = [number for number, one in enumerate(self.sent, 1) if one.period == period]
            self.sender.send(school=self.center, period=period, tables=left, version=len(before) + 1,
                             supersedes=f"{self.center}-{before[-1]}" if before else "")
            self.sent.append(Sent(period, tuple((month, self.versions[month]) for month in self._inside(days)), left))

    def tables(self, days):
        """What is true now of some days."""
        inside = [self.true[month, self.versions[month]] for month in self._inside(days)]

        def grid(name, wide):
            return [[sum(one[name][row, col] for one in inside) for col in range(wide)] for row in ROWS]

        visits = grid("visits", self.wide)
        named = {"name": "visits", "counted": "visits"}
        return (two_way(visits, **named) if self.wide > 1 else one_way([count for count, in visits], **named),
                one_way([count for count, in grid("sessions", 1)], name="sessions", counted="sessions"))

    def in_force(self):
        """The last bundle of each period, by its code."""
        return {one.period.code: one for one in self.sent}

    def cells(self, sent, name, keys):
        """What a number of a bundle is the sum of, by its keys of row and column; nothing where it has none such."""
        table = next((one for one in sent.tables if one.layout.name == name), None)
        place = next((place for place in table.places() if keys_of(table, place) == keys), None) if table else None
        return [] if place is None else self.inside(sent, table, place)

    def inside(self, sent, table, place):
        """The true counts that a number of a bundle is the sum of."""
        name, (row, col) = table.layout.name, place
        return [(month, name, cell) for month in sent.months for cell in self.true[month][name]
                if row in (None, cell[0]) and col in (None, cell[1])]

    def really(self, cells):
        """Their true sum."""
        return sum(self.true[month][name][cell] for month, name, cell in cells)

    @staticmethod
    def _inside(days):
        return [month for month in MONTHS if days[0] <= month.first and month.last <= days[1]]


def keys_of(table, place):
    """How the district calls a place: the keys of its row and its column, empty for the total over it."""
    row, col = place
    return ("" if row is None else f"r{row}", "" if col is None or not table.layout.columns else f"c{col}")


def three(desk, folder, seed):
    """One with a year, one with a correction that counts its visits one way, one with nothing but small counts."""
    made = []
    for number, more in enumerate(({}, {"wide": 1}, {"counts": FEW})):
        center, key = f"{'abc'[number] * 8}-1111-4222-8333-999999999999", bytes([number + 1]) * 32
        centers.add(desk, line(center, key), "Wellness Center", f"School {number}", words=words(key))
        made.append(School(center, Sender(desk, folder / center, center, key), random.Random(f"{seed} {number}"),
                           **more))
    whole, corrected, small = made
    whole.send(*MONTHS[:2], YEAR)
    corrected.send(*MONTHS)
    corrected.correct(MONTHS[1])
    corrected.send(MONTHS[1], YEAR)
    small.send(MONTHS[0], YEAR, MONTHS[2])
    return made
