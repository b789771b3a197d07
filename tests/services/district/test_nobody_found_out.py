"""What a district shows and exports finds nobody out: an attacker over the real path, from true counts to files.

Tables leave by the real suppression and are taken by a real district. Whoever then knows all that it says, and the true
counts of every other school besides, is asked by a solver how far each blank of a school is open: no less than to
somebody who has only that school's bundles. The model is the attacker's own: the counts of a month, cell by cell.
"""

import csv
from collections import Counter
from dataclasses import replace
from math import inf
from unittest import mock

import numpy
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.districts import new_district
from tests.faults.figures import rounds
from tests.services.district.schools import MONTHS, three
from wellnessdesk.domain.figures import figures_of
from wellnessdesk.domain.rollup import WHOLE, At, Chosen
from wellnessdesk.services.district import exports, inbox, rollup

FAR = 100_000
"""A solver needs an end; no made-up count comes near it."""
MARKS = {"small": (1, 10), "complement": (11, inf), "derived": (0, inf)}
SMALL, ROUNDS = 10, rounds(full=60, ci=2)


def said(desk, folder):
    """(centers, codes of periods, table, keys of row and column, least, most) of every number that it says."""
    everybody = tuple(one.center for one in rollup.schools(desk))
    for name in (words.name for words in rollup.tables(desk)):
        for spell in (seen.spell for seen in rollup.spells(desk)):
            yield from in_a_period(desk, name, spell, everybody)
        for who in (everybody, everybody[:2], *((one,) for one in everybody)):
            yield from over_time(desk, name, who)
    exports.export(desk, folder, [exports.Form.CSV])
    yield from in_file(folder / "totals.csv", everybody)
    yield from in_file(folder / "figures.csv", everybody)


def in_a_period(desk, name, spell, everybody):
    for at, total in rollup.table(desk, name, spell).totals.items():
        yield everybody, (spell.code,), name, at, total.low, total.high
        for school, own in rollup.compare(desk, name, spell, at).schools:
            yield (school.center,), (spell.code,), name, at, own.low, own.high


def over_time(desk, name, who):
    for kind in ("month", "year"):
        for spell, total in rollup.trend(desk, name, kind, chosen=Chosen(centers=who)).points:
            yield who, (spell.code,), name, WHOLE, total.low, total.high
    for _spell, total in rollup.trend(desk, name, "month", chosen=Chosen(centers=who), per_year=True).points:
        yield who, tuple(month.code for month in MONTHS), name, WHOLE, total.low, total.high


def in_file(path, everybody):
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for one in csv.DictReader(lines):
            at = At(row_key=one["row_key"], column_key=one["column_key"])
            who = (one["center"],) if "center" in one else everybody
            most = int(one["high"]) if one["high"] else None
            yield who, (one["period"],), one["table_name"], at, int(one["low"]), most


class Attacker:
    """Knows everything but the counts of one school."""

    def __init__(self, school, schools, told):
        self.school, self.index = school, {}
        self.own = self._matrix(list(self._published()))
        self.all = self._matrix([*self._published(), *self._told(schools, told)])

    def narrowed(self):
        """Each end of a blank that moved: (what, its true number, the end by the school's own bundles, and by all)."""
        for sent in self.school.sent:
            for table in sent.tables:
                for place in table.blanks():
                    cells = self.school.inside(sent, table, place)
                    for before, after in self._moved(self._row(cells)):
                        what = self.school.center, sent.period.code, table.layout.name, place
                        yield what, self.school.really(cells), before, after

    def _moved(self, cost):
        for sign in (1, -1):
            free = _best(self.own, sign * cost)
            if not self._fits(free) and (held := _best(self.all, sign * cost)) @ cost != free @ cost:
                yield round(free @ cost), round(held @ cost)

    def _fits(self, found):
        """Whether what is possible by the school's own bundles is so by all that was said: then no more is known."""
        sums = self.all.A @ found
        return ((self.all.lb <= sums) & (sums <= self.all.ub)).all()

    def _published(self):
        for sent in self.school.sent:
            for table in sent.tables:
                for place in table.places():
                    cell = table.at(place)
                    yield self.school.inside(sent, table, place), *(
                        MARKS[cell.why] if cell.why else (cell.value, cell.value))

    def _told(self, schools, told):
        """Of every number that the district says, what the other schools are not."""
        for who, periods, name, at, low, high in told:
            mine, others = [], 0
            for school in (one for one in schools if one.center in who):
                for code in periods:
                    sent = school.in_force().get(code)
                    cells = school.cells(sent, name, (at.row_key, at.column_key)) if sent else []
                    if school is self.school:
                        mine += cells
                    else:
                        others += school.really(cells)
            most = inf if high is None else high
            assert low <= self.school.really(mine) + others <= most, "the district says what is not so"
            if mine:
                yield mine, low - others, most - others

    def _matrix(self, known):
        rows = numpy.zeros((len(known), len(self._names())))
        for which, (cells, _low, _high) in enumerate(known):
            rows[which] = self._row(cells)
        return LinearConstraint(rows, [low for _cells, low, _high in known], [high for _cells, _low, high in known])

    def _names(self):
        for month, tables in self.school.true.items():
            for name, counts in tables.items():
                for cell in counts:
                    self.index.setdefault((month, name, cell), len(self.index))
        return self.index

    def _row(self, cells):
        row = numpy.zeros(len(self.index))
        for cell in cells:
            row[self.index[cell]] += 1
        return row


def _best(known, cost):
    found = milp(cost, integrality=numpy.ones(len(cost)), bounds=Bounds(0, FAR), constraints=known)
    assert found.x is not None, found.message
    return found.x.round()


def found_out(folder, seed, figures=lambda _schools: figures_of, heard=lambda _who: True):
    """What the district narrows, of any school, where it says only what is heard."""
    desk = new_district(folder / "district")
    schools = three(desk, folder, seed)
    with mock.patch.object(inbox, "figures_of", figures(schools)):
        inbox.take(desk, inbox.look(desk, [one.sender.folder for one in schools]))
    told = [one for one in dict.fromkeys(said(desk, folder / "out")) if heard(one[0])]
    desk.close()
    return [found for school in schools for found in Attacker(school, schools, told).narrowed()]


@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("seed", range(ROUNDS))
def test_nothing_a_district_says_narrows_a_blank_of_a_school(tmp_path, seed):
    assert found_out(tmp_path, seed) == []


def test_the_control_totals_of_true_counts_give_small_ones_away(tmp_path):
    moved = found_out(tmp_path, 0, from_the_truth, heard=lambda who: len(who) > 1)
    ends = Counter(what for what, true, _before, after in moved if after == true <= SMALL)
    assert 2 in ends.values(), "nobody was found out"


def from_the_truth(schools):
    """The same figures, were a district to hold true counts: tables are taken in this order."""
    order = iter([(school, sent, table) for school in schools for sent in school.sent for table in sent.tables])

    def figures(published):
        school, sent, table = next(order)
        assert table == published
        for place, one in zip(table.places(), figures_of(table), strict=True):
            true = school.really(school.inside(sent, table, place))
            yield replace(one, low=true, high=true)

    return figures
