"""Tables of counts, before and after small counts are blanked.

A place in a table is `(row, column)`: two indices. `None` for one of them is the total over it, so that
`(2, None)` is the total of the third row, `(None, 0)` the total of the first column and `(None, None)`
the grand total.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _

ColumnType = Literal["string", "integer", "year", "yearmonth", "date"]
Why = Literal["", "small", "complement", "derived"]
Place = tuple[int | None, int | None]
Key = tuple[str, ...]

BLANK_REASONS: tuple[Why, ...] = ("small", "complement", "derived")
MARKS: dict[Why, str] = {"small": "a", "complement": "b", "derived": "c"}
"""The letter that stands in a blank, as statistical tables do, so that the reason is never told by color alone."""
BUNDLE_NAMESPACE = "bundle@wellnessdesk.org"
"""What the signature of a bundle is made for, so that it counts for nothing else (SSHSIG)."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_TYPES = {
    "integer": re.compile(r"0|[1-9][0-9]{0,14}"),
    "year": re.compile(r"[0-9]{4}"),
    "yearmonth": re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])"),
    "date": re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"),
}


def why_text(why: Why) -> str:
    """The sentence that says why a number is blank; nothing for one that is not."""
    return {
        "": "",
        "small": _("A count of 1 to 10. It is not shown, so that nobody can be found out."),
        "complement": _("A count over 10. It is not shown, because a small count could be found from it."),
        "derived": _("A total or an average of counts that are not shown. It may be of any size."),
    }[why]


def legend() -> str:
    """What the letters in blanks mean."""
    return "   ".join(f"{MARKS[why]}  {why_text(why)}" for why in BLANK_REASONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One dimension of a table, as the data dictionary describes it.

    `name` is the column's name in the file, `title` and `description` are for people, already translated.
    `labels` says in words what the codes of a `string` column mean.
    """

    name: str
    title: str
    description: str
    type: ColumnType = "string"
    labels: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        _require(bool(_NAME.fullmatch(self.name)), "a column's name is lower-case letters, digits and _")
        _require(self.type == "string" or not self.labels, "only a string column has labels")

    def holds(self, value: str) -> bool:
        """Whether the text can stand in this column. Blank never can: a blank dimension marks a total."""
        pattern = _TYPES.get(self.type)
        return bool(pattern.fullmatch(value)) if pattern else bool(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A table without its numbers: what is counted, and by what.

    `counted` names what a count is of (`visits`, `students`): two tables of a bundle that count the same
    by the same dimension share that margin. A row is keyed by one value for each of `rows`. A one-way
    table has no `columns`. Every thing counted falls into exactly one row and one column, so that the
    totals are sums.
    """

    name: str
    title: str
    description: str
    counted: str
    rows: tuple[Column, ...]
    row_keys: tuple[Key, ...]
    columns: Column | None = None
    column_keys: tuple[str, ...] = ("",)

    def __post_init__(self) -> None:
        _require(bool(_NAME.fullmatch(self.name) and _NAME.fullmatch(self.counted)), "names of a table")
        names = [column.name for column in self.dimensions]
        _require(len(set(names)) == len(names), "two dimensions of one name")
        _require(bool(self.rows and self.row_keys and self.column_keys), "a table has a row and a column")
        _require(len(set(self.row_keys)) == len(self.row_keys), "two rows of one key")
        _require(len(set(self.column_keys)) == len(self.column_keys), "two columns of one key")
        for key in self.row_keys:
            _require(len(key) == len(self.rows), "a row's key has one value for each dimension")
            _require(all(map(Column.holds, self.rows, key)), "a row's key fits its dimensions")
        if self.columns is None:
            _require(self.column_keys == ("",), "a one-way table has one unnamed column")
        else:
            _require(all(map(self.columns.holds, self.column_keys)), "a column's key fits its dimension")

    @property
    def dimensions(self) -> tuple[Column, ...]:
        """All its dimensions, those of the rows first."""
        return self.rows if self.columns is None else (*self.rows, self.columns)

    def key(self, place: Place) -> tuple[str | None, ...]:
        """The values of the dimensions at a place, `None` where it is a total over them."""
        row, column = place
        keys: tuple[str | None, ...] = (None,) * len(self.rows) if row is None else self.row_keys[row]
        if self.columns is None:
            return keys
        return (*keys, None if column is None else self.column_keys[column])

    def places(self, *, row_totals: bool, column_totals: bool, grand_total: bool) -> Iterator[Place]:
        """Every place of a table with these totals: cells, totals of rows, of columns, grand total."""
        rows, columns = range(len(self.row_keys)), range(len(self.column_keys))
        yield from ((row, column) for row in rows for column in columns)
        yield from ((row, None) for row in rows if row_totals)
        yield from ((None, column) for column in columns if column_totals)
        if grand_total:
            yield (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountTable:
    """True counts, nothing blanked yet: `counts[row][column]`, and which totals are to be published."""

    layout: Layout
    counts: tuple[tuple[int, ...], ...]
    row_totals: bool = False
    column_totals: bool = False
    grand_total: bool = True

    def __post_init__(self) -> None:
        wide = len(self.layout.column_keys)
        _require(len(self.counts) == len(self.layout.row_keys), "one line of counts a row")
        _require(all(len(line) == wide for line in self.counts), "one count a column")
        _require(all(count >= 0 for line in self.counts for count in line), "counts are 0 or more")
        _require(self.layout.columns is not None or not (self.row_totals or self.column_totals),
                 "a one-way table has no total but the grand total")

    @classmethod
    def of(cls, layout: Layout, counts: Mapping[tuple[Key, str], int]) -> "CountTable":
        """A table with all its totals from `{(row key, column key): count}`, where what is missing is 0.

        The column key of a one-way table is "". A key that the layout does not have is a bug
        (`ValueError`).
        """
        known = {(row, column) for row in layout.row_keys for column in layout.column_keys}
        _require(counts.keys() <= known, "a count for a row or column that the table does not have")
        grid = tuple(tuple(counts.get((row, column), 0) for column in layout.column_keys)
                     for row in layout.row_keys)
        two_way = layout.columns is not None
        return cls(layout=layout, counts=grid, row_totals=two_way, column_totals=two_way)

    def at(self, place: Place) -> int:
        """The count or total at a place."""
        row, column = place
        lines = self.counts if row is None else (self.counts[row],)
        return sum(sum(line) if column is None else line[column] for line in lines)

    def places(self) -> Iterator[Place]:
        """Every place that is to be published."""
        return self.layout.places(row_totals=self.row_totals, column_totals=self.column_totals,
                                  grand_total=self.grand_total)


@dataclass(frozen=True, slots=True)
class Cell:
    """A published number, or a blank with the reason for it (`why_text`).

    `small`: a cell of 1 to 10. `complement`: a cell over 10. `derived`: a total, or a figure that depends
    on a blank; it says nothing of its size. A total is never marked `small`: eight counts of at least 1
    whose total is known to be at most 10 would be as good as printed.
    """

    value: int | None
    why: Why = ""

    def said(self) -> str:
        """The number, or the letter that stands for why there is none."""
        return MARKS[self.why] if self.value is None else formats.number(self.value)

    def __post_init__(self) -> None:
        _require((self.value is None) == bool(self.why), "a blank has a reason, a number has none")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedTable:
    """What leaves: cells and totals; `()` or `None` where totals are not published."""

    layout: Layout
    cells: tuple[tuple[Cell, ...], ...]
    row_totals: tuple[Cell, ...] = ()
    column_totals: tuple[Cell, ...] = ()
    grand_total: Cell | None = None

    def __post_init__(self) -> None:
        tall, wide = len(self.layout.row_keys), len(self.layout.column_keys)
        _require(len(self.cells) == tall, "one line of cells a row")
        _require(all(len(line) == wide for line in self.cells), "one cell a column")
        _require(len(self.row_totals) in (0, tall), "a total for each row, or for none")
        _require(len(self.column_totals) in (0, wide), "a total for each column, or for none")

    def at(self, place: Place) -> Cell:
        """The cell or total at a place; `KeyError` for a total that is not published."""
        row, column = place
        if row is not None and column is not None:
            return self.cells[row][column]
        line = self.row_totals if row is not None else self.column_totals if column is not None else ()
        index = row if row is not None else column
        found = self.grand_total if index is None else line[index] if line else None
        if found is None:
            raise KeyError(place)
        return found

    def places(self) -> Iterator[Place]:
        """Every place that is published, blank or not."""
        return self.layout.places(row_totals=bool(self.row_totals), column_totals=bool(self.column_totals),
                                  grand_total=self.grand_total is not None)

    def blanks(self) -> dict[Place, Why]:
        """Every blank and why."""
        return {place: self.at(place).why for place in self.places() if self.at(place).why}


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise ValueError(what)
