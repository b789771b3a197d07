"""All that a reader of every bundle so far knows, as sums of whole numbers.

The reader is taken to be the strongest there could reasonably be. They have and know:

- Every aggregate bundle that has left, to any district, and the one about to leave.
- Every number shown. A blank is never zero. A cell marked `small` is 1 to 10, one marked `complement` is more; of one
  marked `derived` nothing but that it is not zero.
- Which numbers were corrected from one bundle to the next, or since the last one, though not by how much: what counts
  the same of the same days is one and the same number for as long as its true value stays the same, and from then on
  another one that has nothing to do with it.
- Totals are sums of their cells, and equal numbers of one bundle are equal: the same counted by the same values.
- Events (visits, sessions, flags) fall on one day each: the months of a term or of a year add up to it, and of
  periods that overlap in part each is the sum of what only it has and what they share. Students counted once a period
  do not add up: those of a month are at most those of its year, which are at most the sum of whatever makes up that
  year (`domain.measures`). All this goes for the figures as they stood when a bundle left, told of or not.
- What stands (a roster, the peers of a center) is one number all school year, for as long as it is the same.
- Some counts are at most others of the same days, value by value, and so in all (`AT_MOST`): students who came are at
  most those on the roster, say. Others are mostly equal; where they are, it is taken for granted (`OFTEN_EQUAL`).
- Every visit is without a Wellness Peer, or began a session. So of any grade or origin at least as many were without as
  there were more visits than sessions, and all where no student gave a name; how many those are is told in all only.

What is not so of the true counts nobody knows: every row here holds for them (`_Making.know`), whatever was corrected.

What must not be found out: any blank that leaves or has left, and any count of 1 to 10 of days that only several
bundles together tell of (`together.to_count`), or that was corrected and has not left again.

Rates and averages leave in no bundle today. One that did would have to depend on counts that are shown.

What is not taken into account:

- Knowledge from elsewhere (who was there, how large a correction is likely to be), and how this program chooses among
  blanks that would do.
- What is nearly so: that all but a few sessions began with a visit, that few students wish for another language than
  their own, that all Wellness Peers are at each meeting. Who takes it for exact is wrong by a little, and cannot tell
  from bundles by how much.
- That no more flags were closed than raised, and no more referrals completed than made, up to any day, where the days
  since the center began are not one period of a bundle. A reader who knows when it began finds out, say, that at least
  eight referrals of a kind were made in a first month if none was made later, and one was completed in each of the
  eight months that follow.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from wellnessdesk.domain.bundles import Counted, Earlier, Period
from wellnessdesk.domain.measures import (
    AT_MOST,
    OFTEN_EQUAL,
    SESSIONS,
    STUDENTS,
    VISITS,
    WITHOUT,
    Kind,
    Some,
    Values,
    kind_of,
)
from wellnessdesk.domain.tables import CountTable, Layout, Place, Why
from wellnessdesk.exchange.disclosure import spans
from wellnessdesk.exchange.disclosure.spans import Days

SMALL = range(1, 11)
NO_LIMIT = 10**7
"""More than any count. What can grow this far is not limited."""
ANY = 10**12
"""The limit of a row that has none."""

Dims = Values
Bounds = tuple[int, int]
Witness = Sequence[int]


@dataclass(frozen=True, slots=True)
class Name:
    """What a number counts: of which days, and by which values."""

    counted: str
    days: tuple[Days, ...]
    dims: Dims

    def alike(self) -> "Name":
        """The name for as long as its value is the same: of what stands, that of all the school year."""
        if kind_of(self.counted) is not Kind.STANDING:
            return self
        begins = self.days[0][0].year - (self.days[0][0].month < 7)
        year = Period.school_year(begins)
        return Name(self.counted, ((year.first, year.last),), self.dims)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing known: `low` <= the signed sum of these numbers <= `high`."""

    terms: tuple[tuple[int, int], ...]
    low: int
    high: int


def holds(witness: Witness, bounds: Sequence[Bounds], rows: Sequence[Row]) -> bool:
    """Whether whole numbers fit all that is known, exactly."""
    return (all(low <= value <= high for value, (low, high) in zip(witness, bounds, strict=True))
            and all(row.low <= sum(sign * witness[one] for one, sign in row.terms) <= row.high for row in rows))


@dataclass(slots=True, eq=False)
class Number:
    """One number for as long as it is the same: its true value, and its bounds where it is blank."""

    counted: str
    value: int
    bounds: Bounds = (0, NO_LIMIT)
    shown: bool = False
    left: bool = False
    """Whether it is a blank of a bundle that has left."""
    stays_blank: bool = False
    """Whether it was blank before it was corrected: a correction mostly changes little."""
    places: list[tuple[int, Place]] = field(default_factory=list)
    """Where it stands in the tables that are to leave, and may be blank: (which table, place)."""

    @property
    def secret(self) -> bool:
        """Whether nobody may find it out though it stands in no bundle, or has been blank in one; what only bounds
        others (`_Making.beside`) anybody may."""
        return self.left or (bool(self.counted) and not self.places and self.value in SMALL)

    @property
    def needed(self) -> bool:
        """Whether it must be blank in what is to leave."""
        return bool(self.places) and (self.left or self.stays_blank or self.value in SMALL)

    def narrow(self, bounds: Bounds) -> None:
        """What is known of it where it is blank."""
        self.bounds = max(self.bounds[0], bounds[0]), min(self.bounds[1], bounds[1])


Terms = Sequence[tuple[Number, int]]
"""Numbers with their signs."""


@dataclass(slots=True)
class Knowledge:
    """Numbers that no bundle has shown, and what is known of them."""

    numbers: list[Number]
    rows: list[Row]

    def parts(self) -> Iterator[tuple[list[int], list[Row]]]:
        """The numbers in groups that know nothing of each other, each with its rows; single ones, too."""
        above = list(range(len(self.numbers)))

        def top(one: int) -> int:
            while above[one] != one:
                above[one] = above[above[one]]
                one = above[one]
            return one

        for row in self.rows:
            first = top(row.terms[0][0])
            for other, _sign in row.terms[1:]:
                above[top(other)] = first
        groups: dict[int, tuple[list[int], list[Row]]] = {}
        for one in range(len(self.numbers)):
            groups.setdefault(top(one), ([], []))[0].append(one)
        for row in self.rows:
            groups[top(row.terms[0][0])][1].append(row)
        yield from groups.values()


def of(leaving: Sequence[CountTable], counted: Sequence[Counted], earlier: Sequence[Earlier]) -> Knowledge:
    """What is known of the numbers of tables that are to leave, of all blanks that have left, and of what lies between.

    `counted` is the truth as it is now, that of the tables' own days first; `earlier` stands in the order in which they
    left. Raises `ValueError` for a bundle that does not say what was counted when it left.
    """
    made = _Making()
    for one in earlier:
        made.has_left(one, made.world(one.counted))
    made.leaves(leaving, counted[0].days, made.world(counted))
    for world in made.worlds:
        world.tell(made)
    return Knowledge(list(made.index), list(made.rows))


def mark(value: int, place: Place, days: Days) -> Why:
    """Why a blank is one. A number over a term or a year is a total of its months: its size is not told."""
    if None in place or (days[0].year, days[0].month) != (days[1].year, days[1].month):
        return "derived"
    return "small" if value in SMALL else "complement"


def require_fitting(tables: Iterable[CountTable]) -> None:
    """Raise `ValueError` for tables that contradict each other, and for one whose cells are another's totals: it would
    mark as small what the other must not (`Cell`), and it is there already."""
    counts: dict[tuple[str, Dims], int] = {}
    cells, totals = set[tuple[str, Dims]](), set[tuple[str, Dims]]()
    for table in tables:
        for place in table.places():
            meaning = table.layout.counted, _dims(table.layout)[place]
            (totals if None in place else cells).add(meaning)
            if counts.setdefault(meaning, table.at(place)) != table.at(place):
                raise ValueError(f"{table.layout.name} contradicts another table")
    if cells & totals:
        raise ValueError("the cells of one table are the totals of another")


def _marked(why: Why) -> Bounds:
    """What a mark tells."""
    return {"small": (SMALL[0], SMALL[-1]), "complement": (SMALL[-1] + 1, NO_LIMIT)}.get(why, (1, NO_LIMIT))


@cache
def _dims(layout: Layout) -> Mapping[Place, Dims]:
    """By which values a number at each place of a table counts."""
    every = layout.places(row_totals=True, column_totals=True, grand_total=True)
    names = [column.name for column in layout.dimensions]
    return {place: frozenset((name, key) for name, key in zip(names, layout.key(place), strict=True) if key is not None)
            for place in every}


def _of(what: Some, name: Name) -> Name:
    """Something else that is counted of the same days by the same values."""
    return replace(name, counted=what.counted)


def _sum(terms: Terms) -> int:
    return sum(sign * number.value for number, sign in terms)


def _named(layout: Layout, place: Place, days: Days) -> Name:
    return Name(layout.counted, (days,), _dims(layout)[place])


@dataclass(slots=True)
class _Making:
    worlds: list["_World"] = field(default_factory=list)
    rows: dict[Row, None] = field(default_factory=dict)
    index: dict[Number, int] = field(default_factory=dict)
    now: dict[Name, Number] = field(default_factory=dict)
    blank: set[Name] = field(default_factory=set)

    def world(self, counted: Sequence[Counted]) -> "_World":
        """The figures as they stood when the next bundle left."""
        made = _World(counted)
        for days, tables in made.tables.items():
            for table in tables:
                for place in table.places():
                    made.add(self, _named(table.layout, place, days), table.at(place))
        made.add_apart(self)
        self.worlds.append(made)
        return made

    def number(self, name: Name, value: int) -> Number:
        """The number of this name, another one from when it was corrected."""
        before = self.now.get(name)
        if before is None or before.value != value:
            self.now[name] = Number(name.counted, value)
        return self.now[name]

    def has_left(self, bundle: Earlier, world: "_World") -> None:
        """The tables of a bundle as it left."""
        days = bundle.period.first, bundle.period.last
        for table in bundle.tables:
            for place in table.places():
                name, cell = _named(table.layout, place, days), table.at(place)
                number = world.numbers.get(name)
                low, high = _marked(cell.why) if cell.value is None else (cell.value, cell.value)
                if number is None or not low <= number.value <= high:
                    raise ValueError("a bundle that does not say what was counted when it left")
                if cell.value is not None:
                    number.shown = True
                else:
                    self.blank.add(name.alike())
                    number.left = True
                    number.narrow((low, high))

    def leaves(self, tables: Sequence[CountTable], days: Days, world: "_World") -> None:
        """The tables that are to leave: zeros are always shown, any other number may be blank."""
        for which, table in enumerate(tables):
            for place in table.places():
                name = _named(table.layout, place, days)
                number = world.numbers[name]
                if not number.value:
                    number.shown = True
                elif not number.shown:
                    number.places.append((which, place))
                    number.narrow(_marked(mark(number.value, place, days)))
                    number.stays_blank = name.alike() in self.blank

    def beside(self, name: Name, value: int) -> Number:
        """A number that no table holds: it only bounds others, and counts nothing."""
        number = self.number(name, value)
        self.index.setdefault(number, len(self.index))
        return number

    def know(self, terms: Terms, low: int, high: int) -> None:
        """One thing known, unless it is not so. What is shown goes to the other side."""
        if low <= _sum(terms) <= high:
            known = sum(sign * number.value for number, sign in terms if number.shown)
            loose = tuple((self.index[number], sign) for number, sign in terms if not number.shown)
            if loose:
                self.rows[Row(loose, low - known, high - known)] = None


@dataclass(slots=True)
class _World:
    """The figures as they stood when a bundle left: of its days, and of all days that it hangs together with."""

    counted: Sequence[Counted]
    numbers: dict[Name, Number] = field(default_factory=dict)
    of: dict[Days, list[Name]] = field(default_factory=lambda: defaultdict(list))

    @property
    def tables(self) -> dict[Days, Sequence[CountTable]]:
        """All that was counted then."""
        return {one.days: one.tables for one in self.counted}

    def add(self, made: _Making, name: Name, value: int) -> None:
        """A number as it was then."""
        if name not in self.numbers:
            self.of[name.days[0]].append(name)
            self.numbers[name] = made.number(name.alike(), value)

    def add_apart(self, made: _Making) -> None:
        """Pieces that nobody can tell apart are one more number."""
        for group in spans.alike([one.days for one in self.counted if one.told]):
            sums = Counter[tuple[str, Dims]]()
            for piece in group:
                for name in self._kind(Kind.EVENTS, piece):
                    sums[name.counted, name.dims] += self.numbers[name].value
            for (counted, dims), value in sums.items():
                name = Name(counted, group, dims)
                self.numbers[name] = made.number(name, value)

    def tell(self, made: _Making) -> None:
        """All that was so then."""
        for number in self.numbers.values():
            if not number.shown:
                made.index.setdefault(number, len(made.index))
        for one in self.counted:
            for table in one.tables:
                self._totals(made, table, one.days)
            self._together(made, one)
            self._without(made, one)
            self._persons(made, one.days)
        self._events(made)

    def _totals(self, made: _Making, table: CountTable, days: Days) -> None:
        at = {place: self.numbers[_named(table.layout, place, days)] for place in table.places()}
        for (row, column), number in at.items():
            if row is None or column is None:
                cells = [(one, 1) for place, one in at.items() if None not in place
                         and row in (None, place[0]) and column in (None, place[1])]
                made.know([*cells, (number, -1)], 0, 0)

    def _together(self, made: _Making, one: Counted) -> None:
        """What is at most another number; a sum only where all that it is the sum of is, else it is so by chance.

        Only of periods that bundles tell of does anybody take for granted that the two are equal.
        """
        for inner, outer in (*AT_MOST, *OFTEN_EQUAL):
            found = {name.dims - inner[0].values: self._terms(name, inner, outer) for name in self.of[one.days]
                     if name.counted == inner[0].counted and inner[0].values <= name.dims}
            more = [dims for dims, terms in found.items() if _sum(terms) > 0]
            for dims, terms in found.items():
                if not any(dims <= finer for finer in more):
                    made.know(terms, -ANY, 0)
                if one.told and (inner, outer) in OFTEN_EQUAL:
                    made.know(terms, 0, 0)

    def _terms(self, name: Name, inner: Sequence[Some], outer: Sequence[Some]) -> Terms:
        """The one less the other, by the further values of a number; nothing where one of them was not counted."""
        by = name.dims - inner[0].values
        named = [(Name(one.counted, name.days, by | one.values), sign)
                 for several, sign in ((inner, 1), (outer, -1)) for one in several]
        counted = all(one in self.numbers for one, _sign in named)
        return [(self.numbers[one], sign) for one, sign in named] if counted else []

    def _without(self, made: _Making, one: Counted) -> None:
        """Visits that began no session are counted in all; of each grade or origin, say, at least some (`_least`)."""
        without = self.numbers.get(Name(WITHOUT.counted, (one.days,), WITHOUT.values))
        if without is None:
            return
        columns: dict[str, list[Name]] = defaultdict(list)
        for name in self.of[one.days]:
            if name.counted == VISITS.counted and len(name.dims) == 1 and _of(SESSIONS, name) in self.numbers:
                columns[min(name.dims)[0]].append(name)
        for names in columns.values():
            made.know([*((self._least(made, name), 1) for name in names), (without, -1)], -ANY, 0)
            if one.told:
                seen = [term for name in names for term in self._terms(name, (VISITS,), (SESSIONS,))]
                made.know([*seen, (without, -1)], 0, 0)

    def _least(self, made: _Making, name: Name) -> Number:
        """A number of no table: so many more visits of a grade than sessions; all, where none of its students came."""
        students = self.numbers.get(_of(STUDENTS, name))
        sessions = () if students is not None and not students.value else (SESSIONS,)
        more = self._terms(name, (VISITS,), sessions)
        least = made.beside(_of(Some(""), name), max(0, _sum(more)))
        made.know([*more, (least, -1)], -ANY, 0)
        return least

    def _persons(self, made: _Making, days: Days) -> None:
        """At least those of any days within, at most the sum of days that cover it."""
        parts = [part for part in self.of if part != days and spans.inside(part, days)]
        covers = spans.covers(days, parts)
        for name in self._kind(Kind.PERSONS, days):
            for part in parts:
                self._at_most(made, Name(name.counted, (part,), name.dims), [name])
            for cover in covers:
                self._at_most(made, name, [Name(name.counted, (part,), name.dims) for part in cover])

    def _at_most(self, made: _Making, one: Name, others: Sequence[Name]) -> None:
        """Nothing is known where one of them was not counted."""
        if all(name in self.numbers for name in (one, *others)):
            made.know([(self.numbers[one], 1), *((self.numbers[other], -1) for other in others)], -ANY, 0)

    def _events(self, made: _Making) -> None:
        """Each period is the sum of what it was cut into, and so are pieces that lie apart."""
        pieces = spans.pieces(self.of)
        for name, number in self.numbers.items():
            if kind_of(name.counted) is Kind.EVENTS and not (len(name.days) == 1 and name.days[0] in pieces):
                inside = [Name(name.counted, (piece,), name.dims) for piece in pieces
                          if any(spans.inside(piece, days) for days in name.days)]
                made.know([(number, -1), *((self.numbers[one], 1) for one in inside if one in self.numbers)], 0, 0)

    def _kind(self, kind: Kind, days: Days) -> list[Name]:
        return [name for name in self.of.get(days, ()) if kind_of(name.counted) is kind]
