"""Tables refuse to be crooked, know their totals, and name their places."""

import pytest

from tests.exchange.tables import column, layout, one_way, two_way
from wellnessdesk.domain.tables import Cell, Column, CountTable, PublishedTable


def test_totals_are_sums():
    table = two_way([[1, 2], [30, 40]])
    assert [table.at(place) for place in table.places()] == [1, 2, 30, 40, 3, 70, 31, 42, 73]


def test_only_the_totals_asked_for_are_published():
    table = two_way([[1, 2], [30, 40]], row_totals=False, grand_total=False)
    assert [place for place in table.places() if None in place] == [(None, 0), (None, 1)]


def test_what_was_never_counted_is_zero():
    table = CountTable.of(layout(2, 2), {(("r1",), "c0"): 7})
    assert table.counts == ((0, 0), (7, 0))
    assert (table.row_totals, table.column_totals, table.grand_total) == (True, True, True)


def test_a_one_way_table_has_only_a_grand_total():
    table = CountTable.of(layout(2, 1, columns=None, column_keys=("",)), {(("r1",), ""): 7})
    assert list(table.places()) == [(0, 0), (1, 0), (None, None)]


def test_a_place_is_named_by_its_dimensions():
    both = two_way([[1, 2], [30, 40]]).layout
    assert [both.key(place) for place in ((1, 0), (1, None), (None, 0), (None, None))] == [
        ("r1", "c0"), ("r1", None), (None, "c0"), (None, None)]
    assert one_way([1, 2]).layout.key((1, 0)) == ("r1",)


def test_rows_may_be_keyed_by_two_dimensions():
    made = layout(2, 1, rows=(column("month", type="yearmonth"), column("tier", type="integer")),
                  row_keys=(("2026-09", "1"), ("2026-09", "2")))
    assert made.key((1, None)) == ("2026-09", "2", None)


@pytest.mark.parametrize(("kind", "good", "bad"), [
    ("string", "=x", ""), ("integer", "10", "-1"), ("integer", "0", "01"), ("year", "2026", "26"),
    ("yearmonth", "2026-12", "2026-13"), ("date", "2026-09-30", "2026-09-32"),
])
def test_a_column_holds_only_its_type(kind, good, bad):
    made = Column(name="one", title="", description="", type=kind)
    assert made.holds(good)
    assert not made.holds(bad)


def crooked():
    table = two_way([[1, 2], [3, 4]])
    cell, row = Cell(5), (Cell(5), Cell(5))
    yield lambda: column("Month")
    yield lambda: column("month", type="yearmonth", labels=(("2026-09", "September"),))
    yield lambda: layout(2, 2, name="a-b")
    yield lambda: layout(2, 2, columns=column("month"))
    yield lambda: layout(0, 2)
    yield lambda: layout(2, 2, row_keys=(("a",), ("a",)))
    yield lambda: layout(2, 2, column_keys=("a", "a"))
    yield lambda: layout(2, 2, row_keys=(("a",), ("b", "c")))
    yield lambda: layout(2, 2, row_keys=(("a",), ("",)))
    yield lambda: layout(2, 2, column_keys=("a", ""))
    yield lambda: layout(2, 2, columns=None)
    yield lambda: two_way([[1, 2], [3, -4]])
    yield lambda: CountTable(layout=layout(1, 2), counts=((1,),))
    yield lambda: CountTable(layout=layout(2, 2), counts=((1, 2),))
    yield lambda: CountTable(layout=one_way([1]).layout, counts=((1,),), row_totals=True)
    yield lambda: CountTable.of(table.layout, {(("r9",), "c0"): 1})
    yield lambda: Cell(None)
    yield lambda: Cell(3, "small")
    yield lambda: PublishedTable(layout=table.layout, cells=(row,))
    yield lambda: PublishedTable(layout=table.layout, cells=(row, (cell,)))
    yield lambda: PublishedTable(layout=table.layout, cells=(row, row), row_totals=(cell,))
    yield lambda: PublishedTable(layout=table.layout, cells=(row, row), column_totals=(cell,))


@pytest.mark.parametrize("make", list(crooked()))
def test_a_crooked_table_cannot_be_made(make):
    with pytest.raises(ValueError):  # noqa: PT011
        make()


def test_a_published_table_finds_its_numbers_and_blanks():
    table = PublishedTable(layout=layout(1, 2), cells=((Cell(None, "small"), Cell(50)),),
                           row_totals=(Cell(None, "derived"),), grand_total=Cell(99))
    assert [table.at(place).value for place in table.places()] == [None, 50, None, 99]
    assert table.blanks() == {(0, 0): "small", (0, None): "derived"}


def test_a_total_that_is_not_published_is_not_there():
    table = PublishedTable(layout=layout(1, 2), cells=((Cell(5), Cell(50)),))
    for place in ((0, None), (None, 1), (None, None)):
        with pytest.raises(KeyError):
            table.at(place)
