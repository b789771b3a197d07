"""The numbers of bundles' tables as rows, one a number, with what is known of those that are blank.

Every engine of the district's roll-up reads these rows (`domain.rollup_sql`), whether they lie in the district's
store, in a Parquet file or on a cluster.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from wellnessdesk.domain.bounds import bounds
from wellnessdesk.domain.tables import Place, PublishedTable, Why

Line = Literal["cell", "row_total", "column_total", "grand_total"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where in which table a number stands.

    Several dimensions of one row are one text, their names and their values parted by `|`. A key is empty where the
    number is a total over it.
    """

    table_name: str
    counted: str
    row_dimension: str
    row_key: str
    column_dimension: str
    column_key: str
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One published number. `value` is None and `why` says why where it is blank; then it is `low` to `high`
    (None: nothing limits it). Where it is shown both are the number."""

    spot: Spot
    value: int | None
    why: Why
    low: int
    high: int | None


def figures_of(table: PublishedTable) -> Iterator[Figure]:
    """The numbers of a published table, in its order."""
    known = bounds(table)
    for place in table.places():
        cell, (low, high) = table.at(place), known[place]
        yield Figure(spot=_spot(table, place), value=cell.value, why=cell.why, low=low, high=high)


def joined(values: tuple[str, ...]) -> str:
    r"""Several values as one text, so that no two differ in nothing: a `|` inside one is written `\|`."""
    return "|".join(value.replace("\\", r"\\").replace("|", r"\|") for value in values)


def _spot(table: PublishedTable, place: Place) -> Spot:
    layout, (row, column) = table.layout, place
    return Spot(
        table_name=layout.name, counted=layout.counted,
        row_dimension=joined(tuple(one.name for one in layout.rows)),
        row_key="" if row is None else joined(layout.row_keys[row]),
        column_dimension=layout.columns.name if layout.columns else "",
        column_key="" if column is None else layout.column_keys[column], line=_line(place))


def _line(place: Place) -> Line:
    row, column = place
    if row is None:
        return "grand_total" if column is None else "column_total"
    return "row_total" if column is None else "cell"
