"""All that a reader of every bundle so far knows, as sums of whole numbers.

What the reader is taken to have and to know:

- Every aggregate bundle that has left, to any district, and the one about to leave.
- Every number shown. A blank is never zero. A cell marked `small` is 1 to 10, one marked `complement` is more; of one
  marked `derived` nothing but that it is not zero.
- Totals are sums of their cells, and equal numbers of one bundle are equal: the same counted by the same values.
- Events (visits, sessions, flags) fall on one day each: the months of a term or of a year add up to it, and of
  periods that overlap in part each is at least what lies in both. Students counted once a period do not add up: those
  of a month are at most those of its year, which are at most the sum of its months (`domain.measures`).
- What stands (a roster, the peers of a center) changes little: the reader takes it to be the same all school year.
- Fewer students came than there were visits, and than there are on the roster, value by value (`WITHIN`).
- A bundle that was corrected tells of the same days as the former one, and all of it is the same but what cannot be:
  the least correction that explains every number is looked for, what it touches was corrected by nobody knows how
  much, and everything else was not (`settled`). So a blank that did not change must hold against both versions.
- Rates and averages are not looked at: they leave only where every count they depend on is shown
  (`suppression.dependent`), and say nothing that these do not.

What is not taken into account: knowledge from elsewhere (who was there), and how this program chooses among blanks
that would do.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from wellnessdesk.domain.bundles import Earlier
from wellnessdesk.domain.measures import WITHIN, Kind, kind_of
from wellnessdesk.domain.tables import CountTable, Place, PublishedTable, Why

SMALL = range(1, 11)
NO_LIMIT = 10**7
"""More than any count. What can grow this far is not limited."""
ANY = 10**12
"""The limit of a row that has none."""

_NOWHERE = -1

Dims = frozenset[tuple[str, str]]
Days = tuple[date, date]
Bounds = tuple[int, int]
Witness = Sequence[int]


@dataclass(frozen=True, slots=True)
class Name:
    """What a number counts: of which days, and by which values. The same name in one bundle is the same number."""

    counted: str
    days: Days
    dims: Dims


@dataclass(frozen=True, slots=True)
class Row:
    """One thing known: `low` <= the signed sum of these numbers <= `high`. Not `firm`: true unless it was corrected."""

    terms: tuple[tuple[int, int], ...]
    low: int
    high: int
    firm: bool = True


def holds(witness: Witness, bounds: Sequence[Bounds], rows: Sequence[Row]) -> bool:
    """Whether whole numbers fit all that is known, exactly."""
    return (all(low <= value <= high for value, (low, high) in zip(witness, bounds, strict=False))
            and all(row.low <= sum(sign * witness[one] for one, sign in row.terms) <= row.high for row in rows))


@dataclass(slots=True)
class Number:
    """One number that may be blank: its bounds where it is, and in the new bundle its true value."""

    bounds: Bounds
    value: int | None = None
    left: bool = False
    """Whether it is a blank of a bundle that has left."""
    between: bool = False
    """Whether it is of days that only the difference of two bundles tells of: nobody may find a small count there."""
    shown_before: bool = False
    """Whether a former version shows it: of 11 or more, it is no secret that could be kept."""
    places: list[tuple[int, Place]] = field(default_factory=list)
    """Where it stands in the tables of the new bundle: (which table, place)."""


@dataclass(slots=True)
class Knowledge:
    """Numbers that are not known for certain, or must not be, and what is known of them."""

    numbers: list[Number]
    rows: list[Row]
    names: dict[tuple[int, Name], int]
    """Bundle (0 is the new one) and name of each."""

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


def of(tables: Sequence[CountTable], days: Days, earlier: Sequence[Earlier]) -> Knowledge:
    """What is known of the numbers of these tables, not yet published, and of all blanks of earlier bundles."""
    made = _Making()
    for which, table in enumerate(tables):
        made.counts(which, table, days)
    for bundle, one in enumerate(in_order(earlier), start=1):
        for published in one.tables:
            made.published(bundle, published, (one.period.first, one.period.last))
    made.within()
    made.over_time()
    made.no_secret()
    return Knowledge(made.numbers, made.rows, made.names)


def in_order(earlier: Iterable[Earlier]) -> list[Earlier]:
    """By their days and versions, whatever order they came in; of two districts, by the bundle's own id."""
    return sorted(earlier, key=lambda one: (one.period.first, one.period.last, one.version, one.bundle))


def blank_bounds(value: int, place: Place, longer: bool) -> Bounds:
    """What a reader will know of this number where it is blank: by the mark that `mark` gives it."""
    return marked_bounds(mark(value, place, longer))


def mark(value: int, place: Place, longer: bool) -> Why:
    """Why a blank is one. A number over a term or a year is a total of its months: its size is not told."""
    if longer or None in place:
        return "derived"
    return "small" if value in SMALL else "complement"


def marked_bounds(why: Why) -> Bounds:
    """What a mark tells."""
    return {"small": (SMALL[0], SMALL[-1]), "complement": (SMALL[-1] + 1, NO_LIMIT)}.get(why, (1, NO_LIMIT))


def longer_than_a_month(days: Days) -> bool:
    """Whether a period is a term or a year."""
    first, last = days
    return (first.year, first.month) != (last.year, last.month)


@dataclass(slots=True)
class _Making:
    numbers: list[Number] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    names: dict[tuple[int, Name], int] = field(default_factory=dict)
    known: dict[tuple[int, Name], int] = field(default_factory=dict)

    def counts(self, which: int, table: CountTable, days: Days) -> None:
        """A table of the new bundle: zeros are always shown, any other number may be blank."""
        longer = longer_than_a_month(days)
        for place in table.places():
            name, value = (0, named(table, place, days)), table.at(place)
            if not value:
                self.known[name] = 0
                continue
            number = self._add(name, blank_bounds(value, place, longer), value)
            number.places.append((which, place))
        self._sums(0, table, days)

    def published(self, bundle: int, table: PublishedTable, days: Days) -> None:
        """A table that has left. Figures that are no counts (averages) have no totals, and nothing is known of them."""
        for place in table.places():
            name, cell = (bundle, named(table, place, days)), table.at(place)
            if cell.value is not None:
                self.known[name] = cell.value
            elif name not in self.known:
                self._add(name, marked_bounds(cell.why), None).left = True
        self._sums(bundle, table, days)

    def no_secret(self) -> None:
        """Mark what a former version shows."""
        shown = {same(name) for (bundle, name), value in self.known.items() if bundle and value > SMALL[-1]}
        for (bundle, name), one in self.names.items():
            self.numbers[one].shown_before = not bundle and same(name) in shown and (
                self.numbers[one].value or 0) > SMALL[-1]

    def within(self) -> None:
        """Of each bundle: what is at most another number, of it or of the same days in others."""
        counted = {(name.counted, name.dims) for _bundle, name in (*self.names, *self.known)}
        for inner, outer in WITHIN:
            for bundle, name in [key for key in (*self.names, *self.known) if key[1].counted == inner]:
                other = bundle, replace(name, counted=outer)
                if (outer, name.dims) in counted:
                    if other not in self:
                        self._add(other, (0, NO_LIMIT), None)
                    self._row([((bundle, name), 1), (other, -1)], -ANY, 0, firm=False)

    def over_time(self) -> None:
        """What the same number of overlapping periods says of each of them."""
        same: dict[tuple[str, Dims], list[tuple[int, Name]]] = defaultdict(list)
        for key in (*self.names, *self.known):
            same[key[1].counted, key[1].dims].append(key)
        for (counted, _), keys in same.items():
            if any(key in self.names for key in keys):
                {Kind.EVENTS: self._events, Kind.PERSONS: self._persons, Kind.STANDING: self._standing}[
                    kind_of(counted)](keys)

    def _events(self, keys: Sequence[tuple[int, Name]]) -> None:
        """Each is the sum of what falls into it; days that the same periods have in common are one unknown."""
        for group in _overlapping(keys):
            told = [key[1].days for key in group]
            alike: dict[tuple[bool, ...], list[Days]] = defaultdict(list)
            for piece in _pieces(told):
                alike[tuple(_in(piece, days) for days in told)].append(piece)
            unknown = [(inside, self._unknown(replace(group[0][1], days=pieces[0]),
                                              between=len(pieces) > 1 or pieces[0] not in told))
                       for inside, pieces in alike.items() if any(inside)]
            for which, key in enumerate(group):
                self._row([(key, 1)], 0, 0, firm=False, more=[(one, -1) for inside, one in unknown if inside[which]])

    def _persons(self, keys: Sequence[tuple[int, Name]]) -> None:
        """At most those of a longer period, and at most the sum of those that cover it; the same days, the same."""
        for group in _overlapping(keys):
            for key in group:
                first, last = key[1].days
                for other in group:
                    if other != key and _in(other[1].days, key[1].days):
                        self._row([(other, 1), (key, -1)], -ANY, 0, firm=False)
                others = [other for other in group if _in(other[1].days, key[1].days) and other[1].days != key[1].days]
                for longest in (False, True):
                    if cover := _cover(others, first, last, longest):
                        self._row([(key, 1), *((one, -1) for one in cover)], -ANY, 0, firm=False)

    def _standing(self, keys: Sequence[tuple[int, Name]]) -> None:
        """The same all school year."""
        years: dict[int, list[tuple[int, Name]]] = defaultdict(list)
        for key in keys:
            years[school_year(key[1].days)].append(key)
        for group in years.values():
            for one, other in zip(group, group[1:], strict=False):
                self._row([(one, 1), (other, -1)], 0, 0, firm=False)

    def _sums(self, bundle: int, table: CountTable | PublishedTable, days: Days) -> None:
        places = list(table.places())
        for place in places:
            if None in place:
                inside = [one for one in places if None not in one
                          and place[0] in (None, one[0]) and place[1] in (None, one[1])]
                self._row([((bundle, named(table, one, days)), 1) for one in inside]
                          + [((bundle, named(table, place, days)), -1)], 0, 0, firm=bundle == 0)

    def _unknown(self, name: Name, *, between: bool) -> int:
        """A number that no bundle shows nor blanks."""
        self.names[_NOWHERE, name] = len(self.numbers)
        self.numbers.append(Number((0, NO_LIMIT), between=between))
        return len(self.numbers) - 1

    def _add(self, name: tuple[int, Name], bounds: Bounds, value: int | None) -> Number:
        if name not in self.names:
            self.names[name] = len(self.numbers)
            self.numbers.append(Number(bounds, value))
        number = self.numbers[self.names[name]]
        number.bounds = max(number.bounds[0], bounds[0]), min(number.bounds[1], bounds[1])
        return number

    def __contains__(self, key: object) -> bool:
        return key in self.names or key in self.known

    def _row(self, terms: Iterable[tuple[tuple[int, Name], int]], low: int, high: int, *, firm: bool,
             more: Sequence[tuple[int, int]] = ()) -> None:
        """What is known already goes to the other side."""
        loose: list[tuple[int, int]] = list(more)
        for key, sign in terms:
            if key in self.known:
                low, high = low - sign * self.known[key], high - sign * self.known[key]
            else:
                loose.append((self.names[key], sign))
        if loose:
            self.rows.append(Row(tuple(loose), low, high, firm))


def named(table: CountTable | PublishedTable, place: Place, days: Days) -> Name:
    """What the number at a place counts."""
    layout = table.layout
    keys = zip((column.name for column in layout.dimensions), layout.key(place), strict=True)
    return Name(layout.counted, days, frozenset((name, key) for name, key in keys if key is not None))


def same(name: Name) -> tuple[str, Dims, Days | int]:
    """What is told again by a corrected bundle; what stands, by every bundle of a school year."""
    standing = kind_of(name.counted) is Kind.STANDING
    return name.counted, name.dims, school_year(name.days) if standing else name.days


def school_year(days: Days) -> int:
    """The year in which the school year of these days began; July begins one."""
    return days[0].year - (days[0].month < 7)


def _overlapping(keys: Sequence[tuple[int, Name]]) -> Iterator[list[tuple[int, Name]]]:
    """The keys in groups whose days overlap; one by itself tells nothing."""
    group: list[tuple[int, Name]] = []
    for key in sorted(keys, key=lambda key: (key[1].days, key[0])):
        if group and key[1].days[0] > max(one[1].days[1] for one in group):
            if len(group) > 1:
                yield group
            group = []
        group.append(key)
    if len(group) > 1:
        yield group


def _pieces(periods: Iterable[Days]) -> list[Days]:
    """The days cut wherever a period begins or ends."""
    ordinals: set[int] = set()
    spans = {(first.toordinal(), last.toordinal() + 1) for first, last in periods}
    for span in spans:
        ordinals.update(span)
    edges = sorted(ordinals)
    return [(date.fromordinal(start), date.fromordinal(end - 1)) for start, end in zip(edges, edges[1:], strict=False)]


def _in(inner: Days, outer: Days) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _cover(keys: Sequence[tuple[int, Name]], first: date, last: date, longest: bool) -> list[tuple[int, Name]]:
    """Periods that follow each other without a gap from the first day to the last; none where there are none."""
    found: list[tuple[int, Name]] = []
    start = first
    while start <= last:
        here = [key for key in keys if key[1].days[0] == start]
        if not here:
            return []
        ends = [key[1].days[1] for key in here]
        end = max(ends) if longest else min(ends)
        found.append(next(key for key in reversed(here) if key[1].days[1] == end))
        start = date.fromordinal(end.toordinal() + 1)
    return found
