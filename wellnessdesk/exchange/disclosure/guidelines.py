"""The rule for single lines of a table: CalHHS Data De-Identification Guidelines, section 4.4 (see DOMAIN.md 4).

A rule of thumb leaves gaps (a circle of blanks over several rows and columns, other tables, earlier bundles): what it
blanks is only where the proof begins.
"""

from collections.abc import Callable, Iterator

from wellnessdesk.domain.tables import CountTable, Place

_TINY = 3
_ENOUGH = 11


def complements(table: CountTable, blanks: frozenset[Place], hideable: Callable[[Place], bool]) -> frozenset[Place]:
    """In a line where all blanks are 3 or less, or sum to less than 11, one more: the smallest that can be hidden.

    Once is enough: what is added is over 10, so each line it lies in has what the rule asks for.
    """
    for line in _lines(table):
        hidden = [table.at(place) for place in line if place in blanks]
        spare = [place for place in line if place not in blanks and hideable(place)]
        if hidden and spare and (max(hidden) <= _TINY or sum(hidden) < _ENOUGH):
            blanks |= {min(spare, key=table.at)}
    return blanks


def _lines(table: CountTable) -> Iterator[list[Place]]:
    """The rows and columns that end in a published total, with it, and the totals' own row and column."""
    shown = set(table.places())
    if table.layout.columns is None:
        yield list(table.places())
        return
    rows: list[int | None] = [*range(len(table.layout.row_keys)), None]
    columns: list[int | None] = [*range(len(table.layout.column_keys)), None]
    for row in rows:
        if (row, None) in shown:
            yield [(row, column) for column in columns if (row, column) in shown]
    for column in columns:
        if (None, column) in shown:
            yield [(row, column) for row in rows if (row, column) in shown]
