"""The tables of one bundle as they may leave, against all that has left before.

Counts of 1 to 10 are blank, and what was blank in a bundle of the same days that has left (a correction mostly
changes little: what it shows anew would tell what it was). Then the guidelines' rule for lines, and then as much as the
proof asks for (`proof`). A table that cannot be made safe, because zeros are always shown, does not leave at all.

Without HiGHS (`solver`) more is blank, and tables that share blanks with an earlier bundle do not leave.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain.measures import Kind, kind_of
from wellnessdesk.domain.suppression import Earlier, Finding, in_order
from wellnessdesk.domain.tables import Cell, CountTable, Place, PublishedTable
from wellnessdesk.exchange.disclosure import knowledge, solver
from wellnessdesk.exchange.disclosure.knowledge import NO_LIMIT, SMALL, Days, Knowledge, Name, Row, Witness
from wellnessdesk.exchange.disclosure.proof import Blanks, Part, Unsafe
from wellnessdesk.exchange.suppression import complements, grid, require_fitting

Key = tuple[int, Name]


@dataclass(frozen=True, slots=True)
class Together:
    """What may leave, what is left open about each blank of it, and the tables that may not leave."""

    tables: tuple[PublishedTable, ...]
    findings: tuple[Finding, ...]
    withheld: tuple[CountTable, ...]


def publish(tables: Sequence[CountTable], days: Days, earlier: Sequence[Earlier] = (),
            progress: Progress = NO_PROGRESS) -> Together:
    """The tables of these days as they may leave. The same input gives the same blanks.

    No part of the blanks beyond those that must be could be left out. Raises `ValueError` for tables that contradict
    each other, and `Cancelled`.
    """
    require_fitting(tables)
    known = _that_matters(earlier, days)
    before, leaving = _Before(known, days), list(tables)
    while True:
        try:
            blanks, findings = _proven(leaving, days, known, before, progress)
        except _Withhold as refused:
            leaving = [table for table in leaving if table.layout.counted != refused.counted]
            continue
        out = [_published(table, blanks[which], days) for which, table in enumerate(leaving)]
        return Together(tuple(out), tuple(findings), tuple(table for table in tables if table not in leaving))


class _Withhold(Exception):
    """Tables that count this do not leave."""

    def __init__(self, counted: str) -> None:
        super().__init__(counted)
        self.counted = counted


def _proven(tables: Sequence[CountTable], days: Days, earlier: Sequence[Earlier], before: "_Before",
            progress: Progress) -> tuple[list[set[Place]], list[Finding]]:
    known = knowledge.of(tables, days, earlier)
    needed, parts = _needed(known), list(known.parts())
    blanks: list[set[Place]] = [set() for _ in tables]
    findings: dict[tuple[int, Place], Finding] = {}
    for done, (members, rows) in enumerate(parts):
        progress.report(done, len(parts))
        part = _part(known, members, rows, needed, tables, before, progress)
        if part is None:
            continue
        try:
            found = part.prove()
        except Unsafe as unsafe:
            raise _Withhold(_counted(known, tables, members, members[unsafe.number])) from unsafe
        for one in sorted(found):
            low, high = part.bounds(one)
            for which, place in part.numbers[one].places:
                blanks[which].add(place)
                why = knowledge.mark(tables[which].at(place), place, knowledge.longer_than_a_month(days))
                findings[which, place] = Finding(tables[which].layout.name, place, why, low,
                                                 high if high < NO_LIMIT // 2 else None)
    return blanks, [findings[which, place] for which, table in enumerate(tables) for place in table.places()
                    if (which, place) in findings]


def _part(known: Knowledge, members: Sequence[int], rows: Sequence[Row], needed: Blanks, tables: Sequence[CountTable],
          before: "_Before", progress: Progress) -> Part | None:
    """The part made ready to be proven; none where nothing of it is or must be blank."""
    numbers = [known.numbers[one] for one in members]
    wanted = frozenset(here for here, one in enumerate(members) if one in needed)
    if not wanted and not any(number.left or number.between for number in numbers):
        return None
    made = _solver(known, members, rows)
    if made is None:
        raise _Withhold(_counted(known, tables, members, members[0]))
    return Part(numbers, made, wanted, _rule(numbers, tables), lambda one: before.span(known, members[one]), progress)


def _solver(known: Knowledge, members: Sequence[int], rows: Sequence[Row]) -> solver.Solver | None:
    here = {one: index for index, one in enumerate(members)}
    own = [Row(tuple((here[one], sign) for one, sign in row.terms), row.low, row.high, row.firm) for row in rows]
    numbers = [known.numbers[one] for one in members]
    bounds = [number.bounds if number.value is None else (number.value, number.value) for number in numbers]
    values = [number.value for number in numbers]
    truth: Witness | None = None if None in values else [value or 0 for value in values]
    if truth is None and not solver.installed():
        return None
    return solver.for_part(bounds, solver.not_corrected(bounds, own, truth), truth)


def _needed(known: Knowledge) -> Blanks:
    """Cells of 1 to 10, and totals that must not be marked small either; and what has been blank before."""
    was_blank = {knowledge.same(name) for (_bundle, name), one in known.names.items() if known.numbers[one].left}
    return frozenset(one for (_bundle, name), one in known.names.items() if known.numbers[one].value and (
        known.numbers[one].value in SMALL or knowledge.same(name) in was_blank))


def _counted(known: Knowledge, tables: Sequence[CountTable], members: Sequence[int], unsafe: int) -> str:
    """What the tables count that must not leave for a number to be safe."""
    names = {one: name.counted for (_bundle, name), one in known.names.items()}
    leaving = [table.layout.counted for table in tables]
    found = next((names[one] for one in (unsafe, *members) if names.get(one) in leaving), None)
    if found is None:
        raise ValueError("what has left contradicts itself")
    return found


def _rule(numbers: Sequence[knowledge.Number], tables: Sequence[CountTable]) -> Callable[[Blanks], Blanks]:
    """The guidelines' rule for every line of the tables in a part."""
    at = {place: one for one, number in enumerate(numbers) for place in number.places}
    mine = sorted({which for which, _place in at})

    def closed(blanks: Blanks) -> Blanks:
        while True:
            places = [(which, place) for one in blanks for which, place in numbers[one].places]
            more = blanks | {at[which, place] for which in mine for place in complements(
                tables[which], frozenset(place for other, place in places if other == which))}
            if more == blanks:
                return blanks
            blanks = more

    return closed


@dataclass(slots=True)
class _Before:
    """What could be found out about blanks that have left, before the new bundle."""

    earlier: Sequence[Earlier]
    days: Days
    spans: dict[Key, int] = field(default_factory=dict)
    looked: bool = False

    def span(self, known: Knowledge, one: int) -> int:
        """How many whole numbers, less one, are to be left for this blank; four, or as many as there were."""
        if not self.looked:
            self.looked = True
            self.spans = dict(self._all())
        key = next(key for key, number in known.names.items() if number == one)
        return min(self.spans.get(key, 4), 4)

    def _all(self) -> Iterator[tuple[Key, int]]:
        known = knowledge.of((), self.days, self.earlier)
        keys: Mapping[int, Key] = {one: key for key, one in known.names.items()}
        for members, rows in known.parts():
            part = _part(known, members, rows, frozenset(), (), self, NO_PROGRESS)
            for here, one in enumerate(members):
                if part is not None and (known.numbers[one].left or known.numbers[one].between):
                    low, high = part.bounds(here)
                    yield keys[one], high - low


def _that_matters(earlier: Sequence[Earlier], days: Days) -> list[Earlier]:
    """The bundles that overlap with these days, or with one that does; of others of the school year what stands."""
    near, (first, last) = list[Earlier](), days
    far = in_order(earlier)
    while more := [one for one in far if one.overlaps(first, last)]:
        near += more
        far = [one for one in far if not one.overlaps(first, last)]
        first, last = min(one.first_day for one in (*near,)), max(one.last_day for one in near)
        first, last = min(first, days[0]), max(last, days[1])
    year = knowledge.school_year(days)
    standing = [Earlier(first_day=one.first_day, last_day=one.last_day, version=one.version, tables=tuple(
        table for table in one.tables if kind_of(table.layout.counted) is Kind.STANDING))
        for one in far if knowledge.school_year((one.first_day, one.last_day)) == year]
    return in_order([*near, *standing])


def _published(table: CountTable, blanks: set[Place], days: Days) -> PublishedTable:
    longer = knowledge.longer_than_a_month(days)

    def cell(place: Place) -> Cell:
        value = table.at(place)
        return Cell(None, knowledge.mark(value, place, longer)) if place in blanks else Cell(value)

    rows, columns = range(len(table.layout.row_keys)), range(len(table.layout.column_keys))
    return PublishedTable(
        layout=table.layout, cells=grid(table, cell),
        row_totals=tuple(cell((row, None)) for row in rows if table.row_totals),
        column_totals=tuple(cell((None, column)) for column in columns if table.column_totals),
        grand_total=cell((None, None)) if table.grand_total else None)
