"""Small tables of counts for the tests of suppression and of bundles, and how they would leave."""

from hypothesis import strategies as st

from wellnessdesk.domain.bundles import Counted, Period
from wellnessdesk.domain.tables import Column, CountTable, Layout
from wellnessdesk.exchange.disclosure import together

SEPTEMBER = Period.month(2026, 9)


def publish(tables, period=SEPTEMBER, **more):
    """Tables of a period, before which nothing left, and what is left open of their blanks."""
    return together.publish([Counted(days=(period.first, period.last), tables=tuple(tables))], **more)


def suppress(table):
    """One table by itself, as it would leave."""
    return publish([table]).tables[0]


def column(name, **more):
    return Column(name=name, title=name.title(), description=f"The {name}.", **more)


def layout(tall, wide, **more):
    return Layout(**{
        "name": "visits_by_reason", "title": "Visits by reason", "description": "Visits.", "counted": "visits",
        "rows": (column("month"),), "row_keys": tuple((f"r{row}",) for row in range(tall)),
        "columns": column("reason"), "column_keys": tuple(f"c{place}" for place in range(wide)),
        **more,
    })


def two_way(counts, *, row_totals=True, column_totals=True, grand_total=True, **more):
    return CountTable(layout=layout(len(counts), len(counts[0]), **more), counts=tuple(map(tuple, counts)),
                      row_totals=row_totals, column_totals=column_totals, grand_total=grand_total)


def one_way(counts, **more):
    return CountTable(layout=layout(len(counts), 1, columns=None, column_keys=("",), **more),
                      counts=tuple((count,) for count in counts))


COUNTS = st.one_of(st.just(0), st.integers(1, 10), st.integers(11, 30))


@st.composite
def tables(draw, tall=4, wide=3):
    rows, columns = draw(st.integers(1, tall)), draw(st.integers(1, wide))
    line = st.lists(COUNTS, min_size=columns, max_size=columns)
    flags = {name: draw(st.booleans()) for name in ("row_totals", "column_totals", "grand_total")}
    return two_way(draw(st.lists(line, min_size=rows, max_size=rows)), **flags)
