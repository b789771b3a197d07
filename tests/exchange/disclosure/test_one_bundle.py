"""In one bundle, before which nothing left, small counts stay hidden, and no more is hidden than that needs."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.exchange.disclosure.adversary import Adversary
from tests.exchange.tables import column, one_way, publish, suppress, tables, two_way
from tests.faults.figures import rounds
from wellnessdesk.domain.tables import Cell, PublishedTable, why_text

ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.timeout(3_600)
many = settings(max_examples=rounds(full=10_000, ci=300), deadline=None)


def shown(published):
    """The cells as numbers and reasons."""
    return [[cell.value if cell.value is not None else cell.why for cell in line] for line in published.cells]


def primary_only(table):
    """The control: small counts and small totals blank, and nothing else."""
    def cell(place):
        small = 1 <= table.at(place) <= 10
        return Cell(None, "derived" if None in place else "small") if small else Cell(table.at(place))

    rows, columns = range(len(table.counts)), range(len(table.counts[0]))
    return PublishedTable(
        layout=table.layout, cells=tuple(tuple(cell((row, column)) for column in columns) for row in rows),
        row_totals=tuple(cell((row, None)) for row in rows),
        column_totals=tuple(cell((None, column)) for column in columns), grand_total=cell((None, None)))


@many
@given(tables())
def test_no_blank_can_be_bounded_to_fewer_than_five_values(table):
    assert Adversary(suppress(table)).broken(table) == []


@many
@given(tables())
def test_counts_of_1_to_10_are_blank_and_zeros_never(table):
    published = suppress(table)
    for place in table.places():
        cell = published.at(place)
        if 1 <= table.at(place) <= 10:
            assert cell.why == ("derived" if None in place else "small")
        elif table.at(place) == 0:
            assert cell == Cell(0)
        else:
            assert cell == Cell(table.at(place)) or cell.why == ("derived" if None in place else "complement")


@many
@given(tables())
def test_the_bounds_are_exactly_what_trial_and_error_finds(table):
    out = publish([table])
    adversary = Adversary(out.tables[0])
    for finding in out.findings:
        near = range(max(0, table.at(finding.place) - 15), table.at(finding.place) + 16)
        assert adversary.values(finding.place, near) == [
            value for value in near if finding.low <= value and (finding.high is None or value <= finding.high)]


@many
@given(tables())
def test_each_row_and_column_follows_the_rule_of_the_guidelines(table):
    published = suppress(table)
    tall, wide = range(len(table.counts)), range(len(table.counts[0]))
    lines = [[(row, place) for place in (*wide, None)] for row in (*tall, None) if table.row_totals]
    lines += [[(row, place) for row in (*tall, None)] for place in (*wide, None) if table.column_totals]
    there = set(table.places())
    for line in (line for line in lines if line[-1] in there):
        blank = [table.at(place) for place in line if place in there and published.at(place).why]
        spare = [place for place in line if place in there and published.at(place).value]
        assert not blank or not spare or (max(blank) > 3 and sum(blank) >= 11)


def test_without_complements_the_attacker_finds_small_counts():
    table = two_way([[4, 30, 25], [20, 18, 40], [33, 12, 9]])
    assert Adversary(primary_only(table)).broken(table) == [(0, 0), (2, 2)]


def test_without_complements_most_random_tables_are_broken():
    chance = random.Random(7)
    made = [two_way([[chance.choice((0, 3, 8, 15, 40)) for _ in range(3)] for _ in range(3)]) for _ in range(60)]
    assert sum(bool(Adversary(primary_only(table)).broken(table)) for table in made) > 30


def test_a_single_small_count_takes_the_smallest_other_count_with_it():
    assert shown(suppress(one_way([5, 80, 20, 0]))) == [["small"], [80], ["complement"], [0]]


def test_of_equal_counts_the_first_goes():
    assert shown(suppress(one_way([20, 5, 20]))) == [["complement"], ["small"], [20]]


def test_two_small_counts_that_hide_each_other_need_no_third():
    assert shown(suppress(one_way([5, 8, 40]))) == [["small"], ["small"], [40]]


def test_counts_of_three_or_less_do_not_hide_each_other():
    published = suppress(one_way([3, 3, 3, 3, 40]))
    assert shown(published) == [["small"]] * 4 + [["complement"]]


def test_a_circle_of_blanks_is_closed():
    """The rule alone leaves (0, 1) and (1, 0) as the only blanks of their column and row."""
    table = two_way([[4, 30, 60], [25, 70, 80], [90, 95, 99]])
    assert shown(suppress(table)) == [["small", "complement", 60], ["complement", "complement", 80], [90, 95, 99]]


def test_many_ones_with_a_small_total_are_not_given_away_by_it():
    """Were the total known to be 1 to 10, each of ten counts would have to be 1."""
    out = publish([two_way([[1] * 10, [50] * 10])])
    assert out.tables[0].row_totals[0] == Cell(None, "derived")
    assert all((finding.low, finding.high) == (1, 10) for finding in out.findings if finding.place[0] == 0
               and finding.place[1] is not None)


def test_an_empty_table_has_no_blank():
    assert suppress(two_way([[0, 0], [0, 0]])).blanks() == {}


def test_the_same_table_gives_the_same_blanks_in_every_process():
    program = ("import random, sys; from tests.exchange.tables import two_way; "
               "from tests.exchange.tables import suppress; chance = random.Random(3); "
               "table = two_way([[chance.choice((0, 3, 8, 15, 15, 40)) for _ in range(6)] for _ in range(12)]); "
               "sys.stdout.write(repr(suppress(table)))")
    outputs = {subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, cwd=ROOT,
                              env={**os.environ, "PYTHONHASHSEED": seed}).stdout for seed in "123"}
    assert len(outputs) == 1
    assert b"complement" in outputs.pop()


def test_a_table_of_months_by_reasons_is_done_while_a_person_waits():
    chance = random.Random(11)
    out = publish([two_way([[chance.choice((0, 2, 9, 14, 60, 200)) for _ in range(10)] for _ in range(12)])])
    assert all(finding.high is None or finding.high - finding.low >= 4 for finding in out.findings)


def test_a_total_blank_in_one_table_is_blank_in_the_other():
    by_reason = two_way([[4, 0], [50, 60]])
    by_grade = two_way([[2, 2, 0], [30, 40, 40]], name="visits_by_grade", columns=column("grade"))
    first, second = publish([by_reason, by_grade]).tables
    assert first.row_totals[0] == second.row_totals[0] == Cell(None, "derived")
    hidden = [index for index in (0, 1, None) if first.at((index, None)).why]
    assert hidden == [index for index in (0, 1, None) if second.at((index, None)).why]
    for table, published in ((by_reason, first), (by_grade, second)):
        assert Adversary(published).broken(table) == []


def test_a_total_that_only_the_other_table_hides_is_hidden_here_too():
    tier = two_way([[40, 35], [20, 60]], name="visits_by_tier", columns=column("tier"))
    reason = two_way([[7, 68, 0], [80, 0, 0]])
    alone, (with_reason, _) = suppress(tier), publish([tier, reason]).tables
    assert not alone.blanks()
    assert with_reason.blanks()


def test_tables_that_count_different_things_do_not_touch_each_other():
    visits, students = one_way([7, 68]), one_way([70, 680], name="students", counted="students")
    assert not publish([visits, students]).tables[1].blanks()


def test_tables_that_contradict_each_other_are_a_bug():
    with pytest.raises(ValueError, match="contradicts"):
        publish([one_way([7, 68]), one_way([7, 69], name="again")])


def test_a_table_whose_cells_are_another_ones_totals_is_a_bug():
    with pytest.raises(ValueError, match="totals of another"):
        publish([one_way([60, 68]), two_way([[30, 30], [34, 34]], name="again")])


@pytest.mark.parametrize("why", ["small", "complement", "derived"])
def test_every_reason_has_a_sentence(why):
    assert why_text(why).endswith(".")
    assert why_text("") == ""
