"""Rows for an evaluation, read slice by slice: first counted, to be looked at, then streamed to where they leave.

Nothing here keeps more than the rows of one week or month, beside a few facts of each student.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from itertools import groupby, islice
from operator import add
from typing import Any, TypeVar

from wellnessdesk.base.at_store import AtStore, here
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress, Share
from wellnessdesk.domain.coarse import Grain, coarse_day
from wellnessdesk.domain.k_anonymity import Alike, alike, withheld
from wellnessdesk.exchange import row_csv
from wellnessdesk.exchange.zip_stream import Part, at_hand
from wellnessdesk.services import evaluation_tables as tables
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.evaluation_tables import Source
from wellnessdesk.store import evaluation
from wellnessdesk.store.errors import StoreAltered
from wellnessdesk.store.evaluation import AND, NEXT, Day, Place
from wellnessdesk.store.transaction import Transaction

T = TypeVar("T")
Said = Mapping[int, tuple[str, str]]
Lines = Sequence[tuple[str, ...]]
Who = Callable[[int], str]
"""The pseudonym of a student."""
_AT_ONCE = 500
_SHOWN = 8
"""Rows of each table that are looked at before they leave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Where the rows come from: whose desk, which days, how coarse, and how the store is reached."""

    desk: Desk
    first: date
    last: date
    grain: Grain
    at_store: AtStore = here
    progress: Progress = NO_PROGRESS

    def slices(self, source: Source) -> Iterator[list[Day]]:
        """The records of a table, a slice at a time. Raises `Cancelled`."""
        place = evaluation.before(self.first)
        while found := self.ask(partial(source.read, after=place, last=self.last)):
            self.progress.check_cancelled()
            yield found
            place = Place(*found[-1][:2])
            self.progress.report((date.fromisoformat(place.day) - self.first).days, (self.last - self.first).days + 1)

    def ask(self, question: Callable[[Transaction], T]) -> T:
        """A short question to the store."""
        return self.at_store(lambda: _asked(self.desk, question))

    def by_day(self, source: Source) -> Iterator["Coarse"]:
        """The same by week or month, in their order; those without a student of the records are left out."""
        coarse = cache(lambda day: coarse_day(date.fromisoformat(day), self.grain))
        days = (day for some in self.slices(source) for day in some if day.students)
        for when, its in groupby(days, key=lambda one: coarse(one.day)):
            yield Coarse(when, tuple(its))


@dataclass(frozen=True, slots=True)
class Coarse:
    """The records of a week or a month."""

    when: str
    days: tuple[Day, ...]

    def whose(self) -> str:
        """Whose each is, with `AND` between them."""
        return AND.join(day.students for day in self.days)

    def facts(self) -> list[str]:
        """What is told of each. Raises `StoreAltered` where a code is none that the program ever wrote."""
        found = NEXT.join(day.facts for day in self.days).split(NEXT)
        if len(found) != sum(day.students.count(AND) + 1 for day in self.days):
            raise StoreAltered
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What would leave: how many rows of each table, what is said of each student, the report, and a hash of it all.

    Of `withheld` students grade or language are known and not said. `first` are some rows of each table, without the
    pseudonyms, which are made as rows are written.
    """

    rows: Mapping[str, int]
    first: Mapping[str, Lines] = field(repr=False)
    said: Said = field(repr=False)
    withheld: int
    report: tuple[Alike, ...]
    hash: str

    @property
    def students(self) -> int:
        """How many students are in it."""
        return len(self.said)


@dataclass(frozen=True, slots=True)
class Sample:
    """A table as it leaves: how many rows it has in all, and some of them, without the pseudonyms."""

    layout: row_csv.RowLayout
    rows: int
    first: Lines


def count(reading: Reading) -> Counted:
    """Read everything once. Raises `Cancelled`."""
    digest, rows, first = hashlib.sha256(), dict[str, int](), dict[str, list[tuple[str, ...]]]()
    seen = dict[str, dict[str, frozenset[int]]]()
    for source, its in _in_turn(reading):
        name, told = source.layout.name, cache(source.told)
        rows[name], first[name], seen[name] = 0, [], {}
        for some in its.by_day(source):
            whose, facts = some.whose(), some.facts()
            digest.update(_bytes(some.when, whose, map(told, facts)))
            rows[name] += len(facts)
            first[name] += ((some.when, *told(one).split(",")) for one in facts[:_SHOWN - len(first[name])])
            seen[name][some.when] = frozenset(map(int, whose.split(AND)))
    known = _known(reading, frozenset[int]().union(*(its for days in seen.values() for its in days.values())))
    said = {one: (its[0], its[1]) for one, its in withheld(known).items()}
    digest.update(json.dumps([reading.grain, sorted(said.items())]).encode())
    first["students"] = list(islice(said.values(), _SHOWN))
    return Counted(rows={**rows, "students": len(said)}, first=first, said=said, hash=digest.hexdigest(),
                   withheld=sum(said[one] != its for one, its in known.items()),
                   report=tuple(_report(reading.grain, seen, said)))


def samples(counted: Counted, grain: Grain) -> tuple[Sample, ...]:
    """The tables of visits, sessions and students as they leave; who is alike is told by the report."""
    layouts = [*(source.layout for source in tables.sources(grain)), tables.students(counted.said)]
    return tuple(Sample(one, counted.rows[one.name], counted.first[one.name]) for one in layouts)


class Changed(Problem):
    """The records are not those that were counted."""


def bodies(reading: Reading, counted: Counted, who: Who) -> Iterator[tuple[row_csv.RowLayout, Iterable[Part]]]:
    """The tables with their files' bytes in parts, each to be used up before the next is asked for.

    Raises `Cancelled`, and `Changed` at the end of the last one when not exactly what was counted was read.
    """
    digest, once = hashlib.sha256(), cache(who)
    for source, its in _in_turn(reading):
        yield source.layout, _events(its, source, once, digest)
    digest.update(json.dumps([reading.grain, sorted(counted.said.items())]).encode())
    if digest.hexdigest() != counted.hash:
        raise Changed(_("The records have changed since you looked. Look at them again before you write the bundle."))
    layout = tables.students(counted.said)
    yield layout, at_hand(row_csv.head(layout) + row_csv.body((once(one), *its) for one, its in counted.said.items()))
    layout = tables.report(reading.grain)
    yield layout, at_hand(row_csv.head(layout) + row_csv.body(map(tables.report_row, counted.report)))


def _in_turn(reading: Reading) -> Iterator[tuple[Source, Reading]]:
    """Each table, and its stretch of the whole work."""
    found = tables.sources(reading.grain)
    for turn, source in enumerate(found):
        share = Share(reading.progress, 100 * turn // len(found), 100 * (turn + 1) // len(found))
        yield source, replace(reading, progress=share)


def _events(reading: Reading, source: Source, who: Who, digest: Any) -> Iterator[Part]:
    told = cache(source.told)  # the facts of a million events are a few hundred different ones
    yield partial(row_csv.head, source.layout)
    for some in reading.by_day(source):
        yield partial(_lines, some, told, who, digest)


def _lines(some: Coarse, told: Callable[[str], str], who: Who, digest: Any) -> bytes:
    whose, facts = some.whose(), list(map(told, some.facts()))
    digest.update(_bytes(some.when, whose, facts))
    begins = cache(lambda one: f"{who(int(one))},{some.when},")
    return row_csv.joined(list(map(add, map(begins, whose.split(AND)), facts)))


def _asked(desk: Desk, question: Callable[[Transaction], T]) -> T:
    with desk.reading() as tx:
        return question(tx)


def _bytes(when: str, whose: str, told: Iterable[str]) -> bytes:
    """What a hash of what leaves is made of: whose the events are, and each as coarse as it leaves."""
    return "\n".join((when, f"[{whose}]", *told)).encode()


def _known(reading: Reading, everybody: frozenset[int]) -> dict[int, tuple[str, str]]:
    found = dict[int, tuple[str, str]]()
    order = sorted(everybody)
    for start in range(0, len(order), _AT_ONCE):
        its = reading.ask(partial(evaluation.traits, students=order[start:start + _AT_ONCE]))
        found.update((one, tables.coarse(traits)) for one, traits in its.items())
    return found


def _report(grain: Grain, seen: Mapping[str, Mapping[str, frozenset[int]]], said: Said) -> Iterator[Alike]:
    for name, days in seen.items():
        yield alike(name, (grain.value,), days.values())
        yield alike(name, (grain.value, "grade"), (
            its for there in days.values() for its in _classes(there, lambda one: said[one][0])))
        times = defaultdict[int, list[str]](list)
        for day, there in days.items():
            for one in there:
                times[one].append(day)
        yield alike(name, (tables.EVERY,), _classes(times, lambda one: tuple(times[one])))  # noqa: B023 - used up at once
    yield alike("students", ("grade",), _classes(said, lambda one: said[one][0]))
    yield alike("students", ("grade", "language"), _classes(said, lambda one: said[one]))


def _classes(students: Any, known: Callable[[int], object]) -> list[frozenset[int]]:
    classes = defaultdict[object, set[int]](set)
    for one in students:
        classes[known(one)].add(one)
    return [frozenset(its) for its in classes.values()]
