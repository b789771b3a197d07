"""What a published table says of its blanks, against every table that could be behind it."""

import random
from itertools import product

import pytest

from tests.exchange.tables import one_way, suppress, two_way
from wellnessdesk.domain.bounds import bounds
from wellnessdesk.domain.tables import Cell, PublishedTable


def test_a_table_without_blanks_is_known():
    table = suppress(two_way([[0, 30], [40, 50]]))
    assert all(low == high == table.at(place).value for place, (low, high) in bounds(table).items())


def test_marks_and_totals_bound_a_blank():
    table = suppress(one_way([4, 30, 60, 25]))
    found = bounds(table)
    for place, why in table.blanks().items():
        low, high = found[place]
        assert (low, high) <= (1, 10) if why == "small" else low >= 11
        assert high is not None


@pytest.mark.parametrize("seed", range(25))
def test_the_true_number_is_always_within(seed):
    dice = random.Random(seed)
    true = two_way([[dice.choice((0, dice.randint(1, 12), dice.randint(11, 90))) for _column in range(3)]
                    for _row in range(4)])
    published = suppress(true)
    for place, (low, high) in bounds(published).items():
        assert low <= true.at(place) <= (true.at(place) if high is None else high)


def test_no_world_that_fits_the_table_lies_outside():
    published = suppress(two_way([[4, 12], [12, 9]]))
    cells = [(row, column) for row in range(2) for column in range(2)]
    found = bounds(published)
    choices = [range(1, 11) if published.at(place).why == "small" else range(11, 30)
               if published.at(place).why else [published.at(place).value] for place in cells]
    fitting = 0
    for world in product(*choices):
        true = two_way([list(world[:2]), list(world[2:])])
        if all(published.at(place).value in (None, true.at(place)) for place in published.places()):
            fitting += 1
            assert all(low <= true.at(place) and (high is None or true.at(place) <= high)
                       for place, (low, high) in found.items())
    assert fitting > 1


def test_a_table_that_contradicts_itself_is_taken_at_its_word():
    layout = one_way([1, 30]).layout
    spoiled = PublishedTable(layout=layout, cells=((Cell(None, "small"),), (Cell(30),)), grand_total=Cell(5))
    assert bounds(spoiled) == {(0, 0): (1, 10), (1, 0): (30, 30), (None, None): (5, 5)}
