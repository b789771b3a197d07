"""Whatever left before and however it is put together: no small count is found out, and few others are hidden."""

import random
from dataclasses import replace
from itertools import combinations

import pytest

from tests.exchange.disclosure import readers
from tests.exchange.disclosure.chains import days_of, leave
from tests.exchange.disclosure.test_one_bundle import primary_only
from tests.exchange.tables import SEPTEMBER, column, one_way, publish, two_way
from tests.faults.figures import rounds
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.bundles import Counted, Earlier, Period
from wellnessdesk.domain.tables import Cell, PublishedTable
from wellnessdesk.exchange.disclosure import knowledge, solver, together

OCTOBER = Period.month(2026, 10)
MONTHS = {"september": SEPTEMBER, "october": OCTOBER}
AUTUMN = Period.term(SEPTEMBER.first, OCTOBER.last)
CHAINS = rounds(ci=300, full=10_000)
CONTROLS = 20
GROUPS = 10


class Office:
    """A center whose bundles hold one table: the counts of each month; what leaves is kept with what was true then."""

    def __init__(self, **months):
        self.months = {MONTHS[month]: counts for month, counts in months.items()}
        self.earlier = []

    def publish(self, period, earlier=None):
        counted = [
            Counted(days=days, tables=(one_way(self.counts(days)),), told=told) for days, told in together.to_count(
                (period.first, period.last), [(one.period.first, one.period.last) for one in self.earlier])]
        out = together.publish(counted, self.earlier if earlier is None else earlier)
        self.earlier = [*self.earlier, Earlier(
            bundle=str(len(self.earlier)), period=period, version=len(self.earlier), tables=out.tables,
            counted=tuple(counted))]
        return out

    def counts(self, days):
        inside = [counts for month, counts in self.months.items() if days[0] <= month.first and month.last <= days[1]]
        return [sum(counts) for counts in zip(*inside, strict=True)]


def by_proof(counted, earlier):
    return together.publish(counted, earlier).tables


def without_complements(counted, _earlier):
    """The control: counts of 1 to 10 blank, and nothing else."""
    return tuple(_only_small(table) for table in counted[0].tables)


def _only_small(table):
    if table.layout.columns:
        return primary_only(table)
    cells = tuple((Cell(None, "small") if 1 <= count <= 10 else Cell(count),) for (count,) in table.counts)
    total = table.at((None, None))
    return PublishedTable(layout=table.layout, cells=cells,
                          grand_total=Cell(None, "derived") if 1 <= total <= 10 else Cell(total))


def found_out(seeds, suppress):
    """What is found out in the chains of these seeds."""
    chains = ((seed, leave(random.Random(seed), suppress)[0]) for seed in seeds)
    return [(seed, found) for seed, chain in chains if (found := readers.found_out(chain))]


@pytest.mark.timeout(36_000)
@pytest.mark.parametrize("group", range(GROUPS))
def test_no_small_count_is_found_out_in_chains_of_bundles(group):
    assert found_out(range(group, CHAINS, GROUPS), by_proof) == []


def test_the_attacker_finds_small_counts_where_nothing_else_is_blank():
    seeds = range(CONTROLS)
    assert len({seed for seed, *_rest in found_out(seeds, without_complements)}) > CONTROLS // 2


def test_the_attacker_finds_some_where_visits_and_sessions_are_not_held_against_each_other(monkeypatch):
    monkeypatch.setattr(knowledge, "OFTEN_EQUAL", ())
    monkeypatch.setattr(knowledge._World, "_without", lambda *_world: None)
    assert any(found_out([seed], by_proof) for seed in range(CONTROLS))


def test_the_month_that_a_term_would_give_away_keeps_the_term_blank():
    office = Office(september=[5, 80, 30], october=[40, 70, 20])
    office.publish(SEPTEMBER)
    assert not office.publish(OCTOBER).tables[0].blanks()
    assert office.publish(AUTUMN).tables[0].at((0, 0)) == Cell(None, "derived")
    assert not Office(september=[5, 80, 30], october=[40, 70, 20]).publish(AUTUMN).tables[0].blanks()


def test_a_corrected_month_that_did_not_leave_again_is_not_told_by_its_term():
    """October was shown: a term that shows its sum would tell the new count of September, which stands nowhere."""
    office = Office(september=[20, 80, 30], october=[40, 70, 20])
    office.publish(SEPTEMBER)
    office.publish(OCTOBER)
    office.months[SEPTEMBER] = [6, 80, 30]
    assert office.publish(AUTUMN).tables[0].at((0, 0)).why
    office.months[SEPTEMBER] = [20, 80, 30]
    assert not office.publish(AUTUMN, office.earlier[:2]).tables[0].at((1, 0)).why


def test_what_was_blank_stays_blank_in_a_correction():
    office = Office(september=[5, 20, 80])
    assert set(office.publish(SEPTEMBER).tables[0].blanks()) == {(0, 0), (1, 0)}
    office.months[SEPTEMBER] = [5, 31, 30]
    assert set(office.publish(SEPTEMBER).tables[0].blanks()) == {(0, 0), (1, 0)}
    assert set(publish([one_way([5, 31, 30])]).tables[0].blanks()) == {(0, 0), (2, 0)}


def test_a_count_that_was_not_corrected_must_hold_against_both_versions():
    """Of 2 and 3, known to be 5 together, the second was corrected to 12: to show that the sum is now 14 would tell."""
    office = Office(september=[2, 13, 9, 50])
    before = office.publish(SEPTEMBER).tables[0].blanks()
    office.months[SEPTEMBER] = [2, 13, 0, 50]
    after = office.publish(SEPTEMBER)
    assert set(before) - {(2, 0)} <= set(after.tables[0].blanks())
    assert all(one.high is None or one.high - one.low >= 4 for one in after.findings)


def test_students_are_not_bounded_by_the_visits_of_their_grade():
    visits = two_way([[12, 40], [0, 60]], columns=column("grade"), column_keys=("g0", "g1"))
    students = one_way([11, 7], name="students", counted="students", rows=(column("grade"),),
                       row_keys=(("g0",), ("g1",)))
    out = publish([visits, students])
    assert all(one.high is None or one.high - one.low >= 4 for one in out.findings)
    assert out.tables[0].column_totals[0].why  # shown, it would leave 11 or 12 students


def test_flags_that_no_adult_had_on_their_day_are_not_bounded_by_those_closed_on_it():
    """Of 14 flags, 12 closed on the day on which they were raised leave at most 2 that waited until later."""
    raised = two_way([[6, 6, 2]], name="flags_by_urgency", counted="flags", columns=column("time_to_acknowledge"),
                     column_keys=("in_1_hour", "same_day", "later"))
    closed = two_way([[12, 20]], name="flags_closed", counted="closed_flags", columns=column("time_to_close"),
                     column_keys=("same_day", "in_7_days"))
    out = publish([raised, closed])
    assert all(one.high is None or one.high - one.low >= 4 for one in out.findings)
    assert out.tables[1].at((0, 0)).why or out.tables[0].at((0, None)).why
    assert not publish([closed]).tables[0].blanks()


def test_a_table_that_only_zeros_could_hide_does_not_leave():
    """Months of one each in a year of which 12 were told: that there was any is all there is to know."""
    months = [Period.month(2026 + (6 + one) // 12, (6 + one) % 12 + 1) for one in range(12)]
    office = Office()
    office.months = {month: [1] for month in months}
    office.publish(Period.school_year(2026))
    withheld = [len(office.publish(month).withheld) for month in months]
    assert 0 < sum(withheld) < 12


def test_a_bundle_that_does_not_say_what_was_counted_is_not_believed():
    office = Office(september=[20, 80, 30], october=[40, 70, 20])
    office.publish(SEPTEMBER)
    (one,) = office.earlier
    other = Counted(days=one.counted[0].days, tables=(one_way([21, 80, 30]),))
    for counted in ((), (other,)):
        with pytest.raises(ValueError, match="does not say"):
            office.publish(OCTOBER, [replace(one, counted=counted)])


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
    counted = [Counted(days=(SEPTEMBER.first, SEPTEMBER.last), tables=(table,))]
    known = knowledge.of([table], counted, ())
    for members, rows in known.parts():
        part = together._part(known, members, rows, [table], together.NO_PROGRESS)
        wanted = frozenset(here for here, number in enumerate(part.numbers) if {
            place for _which, place in number.places} & blanks)
        part._blank(wanted)
        if part.rule(wanted) != wanted or not all(part._safe(one) for one in wanted):
            return False
    return True


def test_the_same_tables_give_the_same_blanks():
    office = Office(september=[5, 80, 30], october=[40, 7, 20])
    office.publish(SEPTEMBER)
    office.publish(OCTOBER)
    before = office.earlier
    assert office.publish(AUTUMN, before) == office.publish(AUTUMN, before)


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

    def test_a_term_of_months_that_have_left_leaves_with_more_blanks(self):
        office = Office(september=[5, 80, 30], october=[40, 70, 20])
        office.publish(SEPTEMBER)
        office.publish(OCTOBER)
        assert office.publish(AUTUMN).tables[0].at((0, 0)).why


def test_a_chain_has_corrections_and_overlaps():
    """So that the chains are worth attacking."""
    cut, corrected = 0, 0
    for seed in range(40):
        chain, changed = leave(random.Random(seed), without_complements)
        cut += any(days_of(one.pieces)[0].day > 1 for one in chain)
        corrected += changed
    assert cut > 5
    assert corrected > 10
