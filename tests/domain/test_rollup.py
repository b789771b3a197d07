"""Why a district total uncovers no school, tried with every world that fits (`domain.rollup` says it in words)."""

import random
from collections import defaultdict
from itertools import product

import pytest

from tests.exchange.tables import one_way, suppress
from wellnessdesk.domain.bounds import bounds
from wellnessdesk.domain.rollup import School, Total, kind_hint, missing_label

MOST = 24
"""Of a cell in these little schools: all worlds can be tried."""


def school(dice):
    """True counts of three cells."""
    return [dice.choice((0, dice.randint(1, 10), dice.randint(11, 20))) for _cell in range(3)]


def worlds(published):
    """All true tables that a published one can stand for, as far as counts are small."""
    choices = []
    for row in range(3):
        cell = published.at((row, 0))
        if cell.value is not None:
            choices.append((cell.value,))
        else:
            choices.append(range(1, 11) if cell.why == "small" else range(11, MOST))
    total = published.at((None, None)).value
    return [world for world in product(*choices) if total is None or sum(world) == total]


def rolled(tables):
    """The district's total of each place, as the roll-up adds them."""
    known = [bounds(table) for table in tables]
    return {place: (sum(one[place][0] for one in known),
                    None if any(one[place][1] is None for one in known) else sum(one[place][1] for one in known))
            for place in known[0]}


def left_open(found, others, total):
    """What each cell of a school can still be to whoever knows the other schools' true numbers and the totals."""
    cells = defaultdict(set)
    for world in found:
        for row, value in enumerate(world):
            low, high = total[row, 0]
            if low <= value + others[row] and (high is None or value + others[row] <= high):
                cells[row].add(value)
    return cells


@pytest.mark.parametrize("seed", range(8))
def test_totals_from_and_to_leave_each_hidden_count_open_even_to_another_school(seed):
    dice = random.Random(seed)
    true = [school(dice), school(dice)]
    tables = [suppress(one_way(counts)) for counts in true]
    total = rolled(tables)
    for mine, other in ((0, 1), (1, 0)):
        alone = left_open(worlds(tables[mine]), (0, 0, 0), {(row, 0): (0, None) for row in range(3)})
        together = left_open(worlds(tables[mine]), true[other], total)
        for row in range(3):
            assert true[mine][row] in together[row]
            if tables[mine].at((row, 0)).why == "small":
                assert len(together[row]) >= min(5, len(alone[row])), "another school would have found it out"


def test_the_control_true_totals_give_a_school_away():
    true = [[4, 15, 18], [13, 14, 17]]
    tables = [suppress(one_way(counts)) for counts in true]
    exact = {(row, 0): (true[0][row] + true[1][row],) * 2 for row in range(3)}
    assert tables[0].at((0, 0)).why == "small"
    assert left_open(worlds(tables[0]), true[1], exact)[0] == {4}


def test_no_more_missing_schools_are_named_than_there_is_room_for():
    schools = [School(center=name, name=name) for name in "ABC"]

    assert missing_label(schools) == "Nothing for this table and period came from: A, B, C"
    assert missing_label(schools, 2).endswith(": A, B, …")
    assert missing_label([]) == missing_label([], 2) == ""


def test_a_trend_of_terms_says_of_which_schools_it_is():
    assert "same first and last day" in kind_hint("term")
    assert kind_hint("month") == ""


def test_a_total_is_read_as_a_number_an_interval_or_a_floor():
    def said(low, high):
        return Total(low=low, high=high, schools=2, bundles=2, blank=1).said()

    assert said(1234, 1234) == "1,234"
    assert said(120, 138) == "120–138"
    assert said(120, None) == "120 or more"
