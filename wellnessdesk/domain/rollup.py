"""Numbers of many schools put together: district totals, schools side by side, and how it went over time.

**Why a district total uncovers no school.** All that is here is worked out from what the centers published; no true
number enters. Whoever reads a total therefore knows no more than somebody who holds every bundle, and to them each
blank still is any of at least five numbers: each center proved that before its bundle left, and since no two centers
count the same thing, holding the bundles of others adds nothing. The same is true for one of the schools: taking its
own true numbers from a total leaves it what it would get from the bundles of the others. A total over blanks is
an interval for that reason: the sum of what the blanks are at least, and at most. (In
`tests/services/district/test_nobody_found_out.py` an attacker who has all that a real district says, and the true
counts of all schools but one, finds no blank of that one narrower.)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.charts import between

ADD_UP = frozenset({
    "visits", "sessions", "flags", "closed_flags", "referrals", "completed_referrals", "meetings",
    "attendances", "training_hours", "asked"})
"""What can be added over time. A student who came in two months is one student of the year, so students are not here;
nor are the roster and the peers, nor what was never heard of. Students are asked about themselves once a year."""

_MONTHS = 12
_YEAR_BEGINS = 7
"""The month (Ed Code 37200)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A number put together from `bundles` published ones of `schools` schools, of which `blank` were blank."""

    low: int
    high: int | None
    schools: int
    bundles: int
    blank: int

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high

    def said(self) -> str:
        """`1,234`, `1,230–1,248`, or `1,230 or more`."""
        return between(self.low, self.high, formats.number)


@dataclass(frozen=True, slots=True, order=True)
class Spell:
    """A period of bundles: `kind` is month, term or year, `code` its own name in every bundle (`2026-09`).

    `first_day` is the earliest day it has in any of them. Kind `months` is a school year put together from its months.
    """

    first_day: date
    kind: str
    code: str

    @property
    def label(self) -> str:
        """As a person reads it."""
        return spell_label(self)

    @property
    def short(self) -> str:
        """For the foot of a column: `2026-09`, `2026–27`, or the first day."""
        if self.kind == "month":
            return self.code
        if self.kind == "term":
            return formats.date(self.first_day)
        return f"{_begins(self)}–{(_begins(self) + 1) % 100:02d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpellSeen:
    """A period for which bundles were received, and from how many schools."""

    spell: Spell
    schools: int


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """One place of a table, in all bundles: the grand total unless keys are given (of a total, only one)."""

    row_key: str = ""
    column_key: str = ""


WHOLE = At()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableWords:
    """A table in words: the codes of its rows and columns with their labels, in order. `columns` is empty for one
    that is counted one way only."""

    name: str
    title: str
    description: str
    counted: str
    rows_title: str
    rows: Mapping[str, str]
    columns_title: str = ""
    columns: Mapping[str, str]

    @property
    def adds_up(self) -> bool:
        """Whether its numbers may be added over time."""
        return self.counted in ADD_UP


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A center as its newest bundle names it."""

    center: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Some of the schools, by their centers' ids, and some of the periods, by their codes; none named: all of them."""

    centers: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()


ALL = Chosen()


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictTable:
    """A table of the whole district in a period. `missing` are known schools of which it has nothing: their
    bundle did not come, or came without this table."""

    words: TableWords
    spell: Spell
    totals: Mapping[At, Total]
    schools: int
    missing: tuple[School, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One place of a table in a period, school by school."""

    words: TableWords
    spell: Spell
    at: At
    schools: tuple[tuple[School, Total], ...]

    @property
    def title(self) -> str:
        """What is compared."""
        return _titled(self.words, self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """One place of a table over time; of one `school` or of several. `per_year`: a school year's months together."""

    words: TableWords
    at: At
    school: School | None
    per_year: bool
    points: tuple[tuple[Spell, Total], ...]

    @property
    def title(self) -> str:
        """What it is a trend of."""
        return _titled(self.words, self.at)

    @property
    def whole(self) -> int:
        """So many bundles make up a period: one of every school that is in any of them, or its twelve months."""
        return (_MONTHS if self.per_year else 1) * max((total.schools for _spell, total in self.points), default=0)

    def partial(self, total: Total) -> bool:
        """Whether bundles are missing in one of its points, so that it cannot be held against a whole one."""
        return total.bundles < self.whole

    def named(self, spell: Spell, total: Total) -> str:
        """The period of a point as a person reads it, with a word where it is not whole."""
        return _("{period} (incomplete)").format(period=spell.label) if self.partial(total) else spell.label

    def months(self, total: Total) -> str:
        """How many months are in one of its school years, of all its schools: `7 of 12`."""
        return _("{n} of {all}").format(n=formats.number(total.bundles), all=formats.number(self.whole))


def spell_label(spell: Spell) -> str:
    """A period as a person reads it."""
    if spell.kind == "month":
        return formats.month(spell.first_day)
    if spell.kind == "term":
        first, last = (date.fromisoformat(day) for day in spell.code.split("--"))
        return _("{first} to {last}").format(first=formats.date(first), last=formats.date(last))
    return _("School year {first}–{last}").format(first=_begins(spell), last=_begins(spell) + 1)


def missing_label(schools: Sequence[School], most: int | None = None) -> str:
    """Of which schools a table has nothing, `most` of them by name; empty where there are none."""
    named = [*(school.name for school in schools[:most]), *(["…"] if len(schools) > len(schools[:most]) else [])]
    return _("Nothing for this table and period came from: {schools}").format(
        schools=", ".join(named)) if named else ""


def kind_hint(kind: str) -> str:
    """What has to be known of a kind of period to read its numbers right; mostly nothing."""
    return _("Only schools whose term has the same first and last day are put together.") if kind == "term" else ""


def place_label(words: TableWords, at: At) -> str:
    """A place of a table as a person reads it; empty for the grand total."""
    parts = [words.rows.get(at.row_key, at.row_key), words.columns.get(at.column_key, at.column_key)]
    return " · ".join(part for part in parts if part)


def _titled(words: TableWords, at: At) -> str:
    return " · ".join(part for part in (words.title, place_label(words, at)) if part)


def _begins(spell: Spell) -> int:
    return spell.first_day.year - (spell.first_day.month < _YEAR_BEGINS)
