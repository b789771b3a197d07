"""Whatever left before and however it is put together: no small count is found out, and few others are hidden."""

import random
from collections import Counter
from itertools import combinations

import pytest

from tests.exchange.chains import attacked, between, leave
from tests.exchange.tables import column, one_way, two_way
from tests.exchange.test_suppression import primary_only
from tests.faults.figures import rounds
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.bundles import Earlier, Period
from wellnessdesk.domain.tables import Cell, PublishedTable
from wellnessdesk.exchange.disclosure import solver, together

SEPTEMBER, OCTOBER = Period.month(2026, 9), Period.month(2026, 10)
AUTUMN = Period.term(SEPTEMBER.first, OCTOBER.last)
CHAINS = rounds(ci=300, full=10_000)
CONTROLS = 20
GROUPS = 10


def publish(tables, period=SEPTEMBER, earlier=(), **more):
    return together.publish(tables, (period.first, period.last), earlier, **more)


def left(period, tables, version=1):
    return Earlier(bundle=f"{period.code}-{version}", period=period, version=version, tables=tuple(tables))


def by_proof(true, days, earlier):
    return together.publish(true, days, earlier).tables


def without_complements(true, _days, _earlier):
    """The control: counts of 1 to 10 blank, and nothing else."""
    return tuple(_only_small(table) for table in true)


def _only_small(table):
    if table.layout.columns:
        return primary_only(table)
    cells = tuple((Cell(None, "small") if 1 <= count <= 10 else Cell(count),) for (count,) in table.counts)
    total = table.at((None, None))
    return PublishedTable(layout=table.layout, cells=cells,
                          grand_total=Cell(None, "derived") if 1 <= total <= 10 else Cell(total))


def found_out(seeds, suppress):
    """Counts of 1 to 10, of which fewer than five values are left, in the chains of these seeds."""
    found = []
    for seed in seeds:
        center, chain = leave(random.Random(seed), suppress)
        told = [*attacked(center, chain), *(between(center, chain) if not chain[-1][3] else ())]
        found += [(seed, *one) for one in told if 1 <= one[1] <= 10 and (one[2] is None or one[3] - one[2] < 4)]
    return found


@pytest.mark.timeout(36_000)
@pytest.mark.parametrize("group", range(GROUPS))
def test_no_small_count_is_found_out_in_chains_of_bundles(group):
    assert found_out(range(group, CHAINS, GROUPS), by_proof) == []


def test_the_attacker_finds_small_counts_where_nothing_else_is_blank():
    seeds = range(CONTROLS)
    assert len({seed for seed, *_rest in found_out(seeds, without_complements)}) > CONTROLS // 2


def test_the_month_that_a_term_would_give_away_keeps_the_term_blank():
    september, october = one_way([5, 80, 30]), one_way([40, 70, 20])
    first = publish([september])
    second = publish([october], OCTOBER, [left(SEPTEMBER, first.tables)])
    before = [left(SEPTEMBER, first.tables), left(OCTOBER, second.tables)]
    assert not second.tables[0].blanks()
    third = publish([one_way([45, 150, 50])], AUTUMN, before).tables[0]
    assert third.at((0, 0)) == Cell(None, "derived")
    assert not publish([one_way([45, 150, 50])], AUTUMN).tables[0].blanks()


def test_what_a_correction_would_uncover_stays_blank():
    first = publish([one_way([5, 20, 80])]).tables
    assert set(first[0].blanks()) == {(0, 0), (1, 0)}
    again = publish([one_way([5, 31, 30])], earlier=[left(SEPTEMBER, first)]).tables[0]
    assert set(again.blanks()) == {(0, 0), (1, 0)}
    assert set(publish([one_way([5, 31, 30])]).tables[0].blanks()) == {(0, 0), (2, 0)}


def test_students_are_not_bounded_by_the_visits_of_their_grade():
    visits = two_way([[12, 40], [0, 60]], columns=column("grade"), column_keys=("g0", "g1"))
    students = one_way([11, 7], name="students", counted="students", rows=(column("grade"),),
                       row_keys=(("g0",), ("g1",)))
    out = publish([visits, students])
    assert all(one.high is None or one.high - one.low >= 4 for one in out.findings)
    assert out.tables[0].column_totals[0].why  # shown, it would leave 11 or 12 students


def test_a_table_that_only_zeros_could_hide_does_not_leave():
    """Months of one each in a year of which 12 were told: that there was any is all there is to know."""
    year = Period.school_year(2026)
    known = [left(year, publish([one_way([12])], year).tables)]
    months = [Period.month(2026 + (6 + one) // 12, (6 + one) % 12 + 1) for one in range(12)]
    withheld = []
    for month in months:
        out = publish([one_way([1])], month, known)
        withheld += [table.layout.name for table in out.withheld]
        known.append(left(month, out.tables))
    assert 0 < len(withheld) < 12


def test_no_smaller_pattern_of_blanks_is_safe():
    chance = random.Random(5)
    for _ in range(6):
        table = two_way([[chance.choice((0, 3, 8, 15, 40)) for _ in range(3)] for _ in range(3)])
        blanks = set(publish([table]).tables[0].blanks())
        extra = [place for place in blanks if table.at(place) > 10]
        for size in range(len(extra)):
            for fewer in combinations(extra, size):
                kept = {*(blanks - set(extra)), *fewer}
                assert not _stands(table, kept)


def _stands(table, blanks):
    """Whether the production's own part accepts these blanks as they are."""
    known = together.knowledge.of([table], (SEPTEMBER.first, SEPTEMBER.last), ())
    for members, rows in known.parts():
        part = together._part(known, members, rows, frozenset(), [table], None, together.NO_PROGRESS)
        wanted = frozenset(here for here, one in enumerate(members) if {
            place for _which, place in known.numbers[one].places} & blanks)
        if part is None and wanted:
            part = together._part(known, members, rows, frozenset(members), [table], None, together.NO_PROGRESS)
        if part is not None and wanted:
            part._blank(wanted)
            if part.rule(wanted) != wanted or not all(part._safe(one) for one in wanted):
                return False
    return True


def test_the_same_tables_give_the_same_blanks_whatever_order_the_others_come_in():
    first = publish([one_way([5, 80, 30])]).tables
    second = publish([one_way([40, 7, 20])], OCTOBER).tables
    before = [left(SEPTEMBER, first), left(OCTOBER, second)]
    once = publish([one_way([45, 87, 50])], AUTUMN, before)
    assert once == publish([one_way([45, 87, 50])], AUTUMN, before[::-1])


def test_it_stops_when_asked():
    class Stopped:
        def report(self, done, total):
            """Nothing."""

        def check_cancelled(self):
            raise Cancelled

    with pytest.raises(Cancelled):
        publish([one_way([5, 80])], progress=Stopped())


class TestWithoutTheSolver:
    @pytest.fixture(autouse=True)
    def without(self, monkeypatch):
        monkeypatch.setattr(solver, "installed", lambda: False)

    def test_no_small_count_is_found_out_either(self):
        assert found_out(range(CONTROLS), by_proof) == []

    def test_one_bundle_by_itself_leaves_whole(self):
        out = publish([two_way([[4, 30, 60], [25, 70, 80], [90, 95, 99]])])
        assert not out.withheld
        assert all(one.high is None or one.high - one.low >= 4 for one in out.findings)

    def test_what_shares_blanks_with_an_earlier_one_does_not_leave(self):
        first = publish([one_way([5, 80, 30])]).tables
        out = publish([one_way([45, 150, 50])], AUTUMN, [left(SEPTEMBER, first)])
        assert [table.layout.name for table in out.withheld] == ["visits_by_reason"]


def test_a_chain_has_corrections_and_overlaps():
    """So that the chains are worth attacking."""
    spans, corrected = Counter(), 0
    for seed in range(40):
        _center, chain = leave(random.Random(seed), without_complements)
        spans.update(period.from_middle for period, *_rest in chain)
        corrected += bool(chain[-1][3])
    assert spans[True] > 5
    assert corrected > 5
