"""True counts are kept as one text, and read again as they were."""

import pytest
from hypothesis import given

from tests.exchange.tables import column, one_way, tables
from wellnessdesk.exchange import counted_bodies

SPOILED = ('{', '[{}]', '[7]', counted_bodies.body([one_way([1, 2])]).replace("[1]", "[-1]"),
           counted_bodies.body([one_way([1, 2])]).replace("[1]", "[null]"))


def what_counts(table):
    layout = table.layout
    return (layout.name, layout.counted, [one.name for one in layout.dimensions], layout.row_keys, layout.column_keys,
            {place: table.at(place) for place in table.places()})


@given(tables())
def test_counts_and_what_they_count_are_read_as_they_were(table):
    single = one_way([3, 40], name="years", rows=(column("year", type="year"),), row_keys=(("2025",), ("2026",)))
    found = counted_bodies.tables(counted_bodies.body([table, single]))
    assert list(map(what_counts, found)) == [what_counts(table), what_counts(single)]
    assert counted_bodies.body(found) == counted_bodies.body([table, single])


@pytest.mark.parametrize("text", SPOILED)
def test_a_spoiled_text_is_refused(text):
    with pytest.raises((ValueError, KeyError, TypeError)):
        counted_bodies.tables(text)
