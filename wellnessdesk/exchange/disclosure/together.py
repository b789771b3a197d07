"""The tables of one bundle as they may leave, against all that has left before.

Counts of 1 to 10 are blank, and what was blank in a bundle of the same days that has left (a correction mostly
changes little: what it shows anew would tell what it was). Then the guidelines' rule for lines, and then as much as the
proof asks for (`proof`). A table that cannot be made safe, because zeros are always shown, does not leave at all.

Without HiGHS (`solver`) more is blank.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain.bundles import Counted, Earlier
from wellnessdesk.domain.suppression import Finding
from wellnessdesk.domain.tables import Cell, CountTable, Place, PublishedTable
from wellnessdesk.exchange.disclosure import knowledge, solver, spans
from wellnessdesk.exchange.disclosure.guidelines import complements
from wellnessdesk.exchange.disclosure.knowledge import NO_LIMIT, Knowledge, Number, Row
from wellnessdesk.exchange.disclosure.proof import Blanks, Part, Unsafe
from wellnessdesk.exchange.disclosure.spans import Days


@dataclass(frozen=True, slots=True)
class Together:
    """What may leave, what is left open about each blank of it, and the tables that may not leave."""

    tables: tuple[PublishedTable, ...]
    findings: tuple[Finding, ...]
    withheld: tuple[CountTable, ...]


def to_count(own: Days, told: Iterable[Days], periods: Iterable[Days] = ()) -> list[tuple[Days, bool]]:
    """Of which days the truth is needed for a bundle of some days, where others are told of (in all or part the same
    days, or hanging together by others), and all these periods there are.

    Its own, theirs, and what nobody told of (`False`): the pieces into which they cut each other, and each period that
    is made up of such pieces and may be told of one day.
    """
    whole = dict.fromkeys([own, *told])
    pieces = spans.pieces(whole)
    between = dict.fromkeys([*(period for period in periods if spans.made_up(period, pieces)), *pieces])
    return [*((days, True) for days in whole), *((days, False) for days in between if days not in whole)]


def publish(counted: Sequence[Counted], earlier: Sequence[Earlier] = (), progress: Progress = NO_PROGRESS) -> Together:
    """The tables of the first of these days as they may leave. The same input gives the same blanks.

    `counted` is the truth as it is now of all days of `to_count`; `earlier` stands in the order in which they left. No
    part of the blanks beyond those that must be could be left out. Raises `ValueError` for tables that contradict each
    other, and for a bundle that does not say what was counted when it left; `Cancelled`.
    """
    tables, days = counted[0].tables, counted[0].days
    knowledge.require_fitting(tables)
    leaving = list(tables)
    while True:
        try:
            blanks, findings = _proven(leaving, counted, earlier, progress)
        except _Withhold as refused:
            leaving = [table for table in leaving if table not in refused.tables]
            continue
        out = [_published(table, blanks[which], days) for which, table in enumerate(leaving)]
        return Together(tuple(out), tuple(findings), tuple(table for table in tables if table not in leaving))


class _Withhold(Exception):
    """These tables do not leave."""

    def __init__(self, tables: Sequence[CountTable]) -> None:
        super().__init__()
        self.tables = tables


def _proven(tables: Sequence[CountTable], counted: Sequence[Counted], earlier: Sequence[Earlier],
            progress: Progress) -> tuple[list[set[Place]], list[Finding]]:
    known = knowledge.of(tables, counted, earlier)
    parts = list(known.parts())
    blanks: list[set[Place]] = [set() for _ in tables]
    findings: dict[tuple[int, Place], Finding] = {}
    for done, (members, rows) in enumerate(parts):
        progress.report(done, len(parts))
        part = _part(known, members, rows, tables, progress)
        if not part.needed | part.secret:
            continue
        try:
            found = part.prove()
        except Unsafe as unsafe:
            if withheld := _giving_away(part.numbers, unsafe.number, tables):
                raise _Withhold(withheld) from unsafe
            continue
        for one in sorted(found):
            low, high = part.bounds(one)
            for which, place in part.numbers[one].places:
                blanks[which].add(place)
                why = knowledge.mark(tables[which].at(place), place, counted[0].days)
                findings[which, place] = Finding(tables[which].layout.name, place, why, low,
                                                 high if high < NO_LIMIT // 2 else None)
    return blanks, [findings[which, place] for which, table in enumerate(tables) for place in table.places()
                    if (which, place) in findings]


def _part(known: Knowledge, members: Sequence[int], rows: Sequence[Row], tables: Sequence[CountTable],
          progress: Progress) -> Part:
    """The part made ready to be proven: what may be shown is."""
    here = {one: index for index, one in enumerate(members)}
    numbers = [known.numbers[one] for one in members]
    own = [Row(tuple((here[one], sign) for one, sign in row.terms), row.low, row.high) for row in rows]
    bounds = [(number.value, number.value) if number.places and not number.left else number.bounds
              for number in numbers]
    made = solver.for_part(bounds, own, [number.value for number in numbers])
    return Part(numbers, made, _rule(numbers, tables), progress)


def _giving_away(numbers: Sequence[Number], unsafe: int, tables: Sequence[CountTable]) -> list[CountTable]:
    """The tables that must not leave for the numbers of a part to be safe; none where none of them leaves.

    Those that count the same by the same values, where there are any: their zeros tell most. Else all that count it.
    """
    leaving = {table.layout.counted for table in tables}
    told = next((number for number in (numbers[unsafe], *numbers) if number.counted in leaving), None)
    if told is None:
        return []
    its = [table for table in tables if table.layout.counted == told.counted]
    nearest = [table for table in its if told.by and told.by <= {one.name for one in table.layout.dimensions}]
    return nearest or its


def _rule(numbers: Sequence[Number], tables: Sequence[CountTable]) -> Callable[[Blanks], Blanks]:
    """The guidelines' rule for every line of the tables in a part."""
    at = {place: one for one, number in enumerate(numbers) for place in number.places}
    mine = sorted({which for which, _place in at})

    def closed(blanks: Blanks) -> Blanks:
        while True:
            places = [(which, place) for one in blanks for which, place in numbers[one].places]
            more = blanks | {at[which, place] for which in mine for place in complements(
                tables[which], frozenset(place for other, place in places if other == which),
                lambda place, which=which: (which, place) in at)}  # type: ignore[misc]
            if more == blanks:
                return blanks
            blanks = more

    return closed


def _published(table: CountTable, blanks: set[Place], days: Days) -> PublishedTable:
    def cell(place: Place) -> Cell:
        value = table.at(place)
        return Cell(None, knowledge.mark(value, place, days)) if place in blanks else Cell(value)

    rows, columns = range(len(table.layout.row_keys)), range(len(table.layout.column_keys))
    return PublishedTable(
        layout=table.layout, cells=tuple(tuple(cell((row, column)) for column in columns) for row in rows),
        row_totals=tuple(cell((row, None)) for row in rows if table.row_totals),
        column_totals=tuple(cell((None, column)) for column in columns if table.column_totals),
        grand_total=cell((None, None)) if table.grand_total else None)
