"""Shift coverage of a week: how many peers are there at each hour, who speaks what, and where nobody is there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.appointments import Shift
from wellnessdesk.domain.charts import ChartSpec, Kind, Row

USUAL = "en"
"""The language in which the center is run: everybody there speaks it."""
_SHORTEST = 10
"""Minutes: between two shifts somebody changes seats, and that is no gap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCover:
    """A weekday: why there are no classes, or from when to when the school is open and who has a shift then."""

    day: date
    closed: str = ""
    opens: int = 0
    closes: int = 0
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A stretch of a day with nobody there; with a `language`, with nobody there who speaks it."""

    day: date
    starts: int
    ends: int
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A language of the students on the roster or their families: how many, which peers speak it, and for how many
    minutes of the week one of them is there."""

    language: str
    students: int
    peers: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A week from its Monday. `speaks`: the languages of each peer by id; `students`: how many students of each."""

    days: tuple[DayCover, ...]
    speaks: dict[str, frozenset[str]]
    students: dict[str, int]

    @property
    def monday(self) -> date:
        """The first day."""
        return self.days[0].day

    @property
    def open_minutes(self) -> int:
        """For how long the school is open that week."""
        return sum(one.closes - one.opens for one in self.days if not one.closed)

    def there(self, one: DayCover, language: str = "") -> Iterator[Shift]:
        """The shifts of a day of those who speak a language; of all without one."""
        return (shift for shift in one.shifts if not language or language in self.speaks.get(shift.peer_id, ()))

    def gaps(self, language: str = "") -> list[Gap]:
        """Where nobody is there, or nobody who speaks this language, day by day."""
        return [Gap(day=one.day, starts=starts, ends=ends, language=language) for one in self.days if not one.closed
                for starts, ends in _uncovered(one.opens, one.closes, self.there(one, language))]

    def spoken(self) -> list[Spoken]:
        """The languages beside the usual one that students speak, the most spoken first."""
        return [Spoken(language=one, students=number, minutes=self.open_minutes - sum(
            gap.ends - gap.starts for gap in self.gaps(one)),
            peers=sum(one in theirs for theirs in self.speaks.values()))
            for one, number in sorted(self.students.items(), key=lambda pair: (-pair[1], pair[0])) if one != USUAL]


def week(coverage: Coverage, language: str = "") -> ChartSpec:
    """How many are there at the middle of each hour. A day without classes has no numbers."""
    hours = _hours(coverage)
    title = _("Peers who speak {language}, by weekday and hour").format(
        language=language_label(language)) if language else _("Peers by weekday and hour")
    closed = "; ".join(f"{formats.weekday(one.day)}: {one.closed}" for one in coverage.days if one.closed)
    return ChartSpec(key="coverage", title=title, kind=Kind.GRID, over=_("Weekday"), note=closed,
                     labels=tuple(formats.hour(hour) for hour in hours),
                     rows=tuple(Row(formats.weekday(one.day), tuple(_at(coverage, one, hour, language)
                                                                    for hour in hours)) for one in coverage.days))


def language_label(language: str) -> str:
    """By its name; a language that no catalogue knows is called what it was called."""
    known = catalogues.load("languages").get(language)
    return str(known.label) if known is not None else formats.language_name(language)


def _at(coverage: Coverage, one: DayCover, hour: int, language: str) -> float | None:
    middle = 60 * hour + 30
    if one.closed or not one.opens <= middle < one.closes:
        return None
    return len({shift.peer_id for shift in coverage.there(one, language) if shift.starts <= middle < shift.ends})


def _hours(coverage: Coverage) -> range:
    is_open = [one for one in coverage.days if not one.closed]
    return range(min((one.opens // 60 for one in is_open), default=8),
                 max((-(-one.closes // 60) for one in is_open), default=16))


def _uncovered(opens: int, closes: int, shifts: Iterable[Shift]) -> Iterator[tuple[int, int]]:
    reached = opens
    for shift in sorted(shifts, key=lambda one: one.starts):
        if shift.starts - reached >= _SHORTEST:
            yield reached, min(shift.starts, closes)
        reached = max(reached, shift.ends)
        if reached >= closes:
            return
    if closes - reached >= _SHORTEST:
        yield reached, closes
