"""Which numbers of a table are left blank so that no small count can be found out, and the proof that it holds.

Rules: CalHHS Data De-Identification Guidelines, section 4.4 (see DOMAIN.md 4). Then, because a rule of
thumb leaves gaps (a circle of blanks over several rows and columns, a blank that is the only one in its
line), every blank is bounded exactly from all that stays visible (`exchange.flows`), and more is blanked
until each could be any of five whole numbers.

What the attacker is taken to know: every number shown; that a cell marked `small` is 1 to 10; that any
other blank cell is over 10 (zeros are never blanked, and every cell of 1 to 10 is marked small); that a
total marked `derived` is a sum.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from wellnessdesk.domain.tables import Cell, CountTable, Place, PublishedTable, Why
from wellnessdesk.exchange.flows import SMALL, Pipes, Range, Reader

_TINY = 3
_ENOUGH = 11

_Meaning = tuple[str, frozenset[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One blank: where, why, and all that a reader of this table can find out about it."""

    place: Place
    why: Why
    left: Range


def suppress(table: CountTable, also: Collection[Place] = ()) -> PublishedTable:
    """The table as it may leave: counts of 1 to 10 blank, and what would give them away. Zeros stay.

    The same table always gives the same blanks, and no part of those beyond the small ones could be left
    out.

    `also` are places that have to be blank although nothing in this table asks for it: `suppress_together`
    hands the blanks of a shared margin from one table to the other in it.
    """
    pipes = Pipes(table)
    needed = frozenset(place for place in table.places() if table.at(place) in SMALL)
    needed |= {place for place in also if table.at(place)}
    blanks = _proven(table, pipes, complements(table, needed))
    return _published(table, _without_needless(table, pipes, needed, blanks))


def suppress_together(tables: Sequence[CountTable]) -> tuple[PublishedTable, ...]:
    """`suppress` for the tables of one bundle: a number blank in one is blank in all that would show it.

    Two numbers are the same when they count the same (`Layout.counted`) for the same values of the same
    dimensions. Raises `ValueError` for tables that contradict each other, and for one whose cells are
    another's totals: it would mark as small what the other must not (`Cell`), and it is there already.

    Tables whose shared numbers are all shown cannot help against each other: the proof of each is the proof of
    all. Where a shared total is blank, each table by itself bounds it, and an attacker may put these bounds
    together: that, and earlier bundles, needs the joint solver of a later version. So let tables of one bundle
    share little: best only the grand total.
    """
    require_fitting(tables)
    blank = frozenset[_Meaning]()
    while True:
        also = [[place for place in table.places() if _meaning(table, place) in blank] for table in tables]
        published = tuple(map(suppress, tables, also))
        pairs = zip(tables, published, strict=True)
        found = {_meaning(table, place) for table, out in pairs for place in out.blanks()}
        if found <= blank:
            return published
        blank |= found


def findings(table: CountTable, published: PublishedTable) -> tuple[Finding, ...]:
    """Every blank with its reason and what an attacker who has this table could still bound it to."""
    blanks = published.blanks()
    reader = Reader(Pipes(table), blanks)
    return tuple(Finding(place, why, reader.range(place)) for place, why in blanks.items())


def dependent(counts: PublishedTable, figures: CountTable) -> PublishedTable:
    """Figures that depend on counts of the same layout (rates, averages): blank wherever their count is.

    Only the cells: a total of averages is no total, and one of sums could be subtracted from.
    """
    def cell(place: Place) -> Cell:
        return Cell(None, "derived") if counts.at(place).why else Cell(figures.at(place))

    return PublishedTable(layout=figures.layout, cells=grid(figures, cell))


def complements(table: CountTable, blanks: frozenset[Place]) -> frozenset[Place]:
    """DOMAIN.md 4: in a line where all blanks are 3 or less, or sum to less than 11, one more: the smallest.

    Once is enough: what is added is over 10, so each line it lies in has what the rule asks for.
    """
    for line in _lines(table):
        hidden = [table.at(place) for place in line if place in blanks]
        spare = [place for place in line if place not in blanks and table.at(place)]
        if hidden and spare and _too_little(hidden):
            blanks |= {min(spare, key=table.at)}
    return blanks


def _too_little(hidden: list[int]) -> bool:
    return max(hidden) <= _TINY or sum(hidden) < _ENOUGH


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


def _proven(table: CountTable, pipes: Pipes, blanks: frozenset[Place]) -> frozenset[Place]:
    """More blanks until each of them is safe. It ends: with every number but the zeros blank, all are."""
    reader, waiting = Reader(pipes, blanks), [place for place in table.places() if place in blanks]
    for place in waiting:  # grows while it is read
        if not reader.safe(place):
            more = reader.cover(place)
            blanks |= more
            waiting += [one for one in table.places() if one in more]
            reader = Reader(pipes, blanks)
    return blanks


def _without_needless(table: CountTable, pipes: Pipes, needed: frozenset[Place],
                      blanks: frozenset[Place]) -> frozenset[Place]:
    """The blanks without those that the rules hold without: the largest numbers are given back first."""
    spare = [place for place in table.places() if place in blanks - needed]
    for place in sorted(spare, key=table.at, reverse=True):
        if place in blanks:
            blanks = _largest_safe(table, pipes, needed, blanks, place) or blanks
    return blanks


def _largest_safe(table: CountTable, pipes: Pipes, needed: frozenset[Place], blanks: frozenset[Place],
                  given_back: Place) -> frozenset[Place]:
    """The largest part of the blanks without this one that is safe in itself; empty if a needed one is not.

    Fewer blanks never make a blank safer. So whatever is unsafe here is in no safe part and can be dropped,
    and when a needed one is unsafe there is none. Hence one pass of `_without_needless` leaves no safe
    pattern within its result.
    """
    dropped: Place | None = given_back
    while dropped is not None:
        blanks -= {dropped}
        if dropped in needed or complements(table, blanks) != blanks:
            return frozenset()
        # What lies in the same row or column is the likeliest to be given away: looked at first, for speed.
        row, column = dropped
        likely = sorted(blanks, key=lambda place: (place[0] != row, place[1] != column))
        reader = Reader(pipes, blanks)
        dropped = next((place for place in likely if not reader.safe(place)), None)
    return blanks


def _published(table: CountTable, blanks: frozenset[Place]) -> PublishedTable:
    def cell(place: Place) -> Cell:
        if place not in blanks:
            return Cell(table.at(place))
        if None in place:
            return Cell(None, "derived")
        return Cell(None, "small" if table.at(place) in SMALL else "complement")

    rows, columns = range(len(table.layout.row_keys)), range(len(table.layout.column_keys))
    return PublishedTable(
        layout=table.layout,
        cells=grid(table, cell),
        row_totals=tuple(cell((row, None)) for row in rows if table.row_totals),
        column_totals=tuple(cell((None, column)) for column in columns if table.column_totals),
        grand_total=cell((None, None)) if table.grand_total else None,
    )


def grid(table: CountTable, cell: Callable[[Place], Cell]) -> tuple[tuple[Cell, ...], ...]:
    rows, columns = range(len(table.layout.row_keys)), range(len(table.layout.column_keys))
    return tuple(tuple(cell((row, column)) for column in columns) for row in rows)


def _meaning(table: CountTable, place: Place) -> _Meaning:
    names = (column.name for column in table.layout.dimensions)
    named = zip(names, table.layout.key(place), strict=True)
    return table.layout.counted, frozenset((name, value) for name, value in named if value is not None)


def require_fitting(tables: Sequence[CountTable]) -> None:
    counts: dict[_Meaning, int] = {}
    cells, totals = set[_Meaning](), set[_Meaning]()
    for table in tables:
        for place in table.places():
            meaning = _meaning(table, place)
            (totals if None in place else cells).add(meaning)
            if counts.setdefault(meaning, table.at(place)) != table.at(place):
                raise ValueError(f"{table.layout.name} contradicts another table")
    if cells & totals:
        raise ValueError("the cells of one table are the totals of another")
