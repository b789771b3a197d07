"""What is counted is part of something else that is counted: closed flags of flags, say, by the same urgency.

Month by month, and the two months together, which may leave in any order. What was closed may have been raised before:
the attacker knows that it was not wherever that is so, as of a center's first months.
"""

import random
from dataclasses import dataclass

import pytest

from tests.exchange.disclosure.attacker import FAR, Attacker
from tests.exchange.disclosure.test_represented import MARKS, MONTHS, OF, TERM
from tests.exchange.disclosure.test_together import by_proof
from tests.exchange.tables import column, one_way, two_way
from tests.faults.figures import rounds
from wellnessdesk.domain.bundles import Counted, Earlier
from wellnessdesk.domain.measures import Kind, kind_of
from wellnessdesk.exchange.disclosure import knowledge, together

PAIRS = {"closed_flags": ("flags", "urgency", 2), "completed_referrals": ("referrals", "kind_of_help", 1),
         "peers": ("enrolled", "grade", 1)}
"""What is part of what, by which values; and by how many others each of them is counted, too."""
VALUES = 3
COUNTS = (0, 0, 1, 2, 4, 8, 12, 20)
CENTERS = rounds(ci=20, full=1_000)


@dataclass
class Center:
    """`counts[what, month, value, other]`."""

    part: str
    whole: str
    by: str
    others: int
    counts: dict

    def truth(self, name):
        return self.counts[name]

    def names(self, what, period, values=range(VALUES), others=None):
        """The smallest counts that a number is the sum of; what stands is the same all the time."""
        standing = kind_of(what) is Kind.STANDING
        months = [month.code for month in MONTHS if period in (month, TERM)][:1 if standing else None]
        return [((what, MONTHS[0].code if standing else month, value, other), 1) for month in months for value in values
                for other in (range(self.others) if others is None else others)]

    def sum(self, *where):
        return sum(self.counts[name] for name, _sign in self.names(*where))

    def tables(self, period):
        return [self._table(what, period) for what in (self.part, self.whole)]

    def _table(self, what, period):
        more = {"name": what, "counted": what, "rows": (column(self.by),),
                "row_keys": tuple((str(value),) for value in range(VALUES))}
        if self.others == 1:
            return one_way([self.sum(what, period, [value]) for value in range(VALUES)], **more)
        return two_way([[self.sum(what, period, [value], [other]) for other in range(self.others)]
                        for value in range(VALUES)], columns=column(f"{what}_time"),
                       column_keys=tuple(map(str, range(self.others))), **more)


def a_center(chance, part):
    whole, by, others = PAIRS[part]
    made = Center(part, whole, by, others, {
        (whole, month.code, value, other): chance.choice(COUNTS)
        for month in MONTHS for value in range(VALUES) for other in range(others)})
    for month in MONTHS:
        for value in range(VALUES):
            left = max(0, made.sum(whole, month, [value]) - chance.choice((0, 0, 1, 3, -2)))
            for other in range(others):
                made.counts[part, month.code, value, other] = many = chance.choice((left, chance.randint(0, left)))
                left -= many
    return made


def found_out(seed, part):
    """Counts of 1 to 10 of which fewer than five values are left."""
    chance, chain = random.Random(seed), []
    center = a_center(chance, part)
    for period in chance.sample((*MONTHS, TERM), chance.randint(1, 3)):
        told = [(one.period.first, one.period.last) for one in chain]
        counted = tuple(Counted(days=days, told=whole, tables=tuple(center.tables(OF[days])))
                        for days, whole in together.to_count((period.first, period.last), told, OF))
        out = tuple(by_proof(counted, chain))
        chain.append(Earlier(bundle=str(len(chain)), period=period, version=1, tables=out, counted=counted))
    attacker, secret = Attacker(center.truth), {}
    for one in chain:
        for table in one.tables:
            for place in table.places():
                cell, names = table.at(place), _meant(center, one.period, table, place)
                attacker.sum_is(names, *(MARKS[cell.why] if cell.why else (cell.value,) * 2))
                if cell.why and sum(center.truth(name) for name, _sign in names) <= 10:
                    secret[seed, one.period.code, table.layout.name, place] = names
    for period in {*(one.period for one in chain), *(MONTHS if len(chain) > 1 else ())}:
        _part_of(center, attacker, period)
    return attacker.narrowed(secret)


def _meant(center, period, table, place):
    value, other = place
    return center.names(table.layout.counted, period, range(VALUES) if value is None else [value],
                        None if other is None or center.others == 1 else [other])


def _part_of(center, attacker, period):
    """Value by value, where it is so."""
    rows = [[*center.names(center.part, period, [value]),
             *((name, -1) for name, _sign in center.names(center.whole, period, [value]))] for value in range(VALUES)]
    for row in rows:
        if sum(sign * center.truth(name) for name, sign in row) <= 0:
            attacker.sum_is(row, -FAR, 0)


@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("part", PAIRS)
def test_no_small_count_is_found_out_by_what_it_is_part_of(part):
    assert [found for seed in range(CENTERS) if (found := found_out(seed, part))] == []


def test_the_attacker_finds_some_where_the_proof_does_not_know_it(monkeypatch):
    monkeypatch.setattr(knowledge, "AT_MOST", ())
    assert any(found_out(seed, part) for part in PAIRS for seed in range(CENTERS))
