"""Charts as data: what is counted over which days, and the same numbers as a table. `chart_shapes` lays them out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.retention import school_year_end

_MONTHS_BACK = 12
_HOURS = range(8, 16)
"""Always shown; earlier and later ones when somebody came then."""
_SCHOOL_DAYS = range(5)


class Kind(StrEnum):
    """How a chart is drawn."""

    COLUMNS = "columns"
    BARS = "bars"
    """Lying, for labels of several words."""
    GRID = "grid"
    """Rows and columns of fields, the darker the more."""


class Unit(StrEnum):
    """What the numbers are."""

    COUNT = "count"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class Row:
    """The numbers of one row, one for each label of the chart; None where there is nothing to tell.

    `highs`, where there are any, are what each number is at most; then `values` are what it is at least. None: nothing
    limits it.
    """

    name: str
    values: tuple[float | None, ...]
    highs: tuple[float | None, ...] = ()

    @property
    def reach(self) -> tuple[float | None, ...]:
        """How far up each number is to be drawn."""
        highs = self.highs or self.values
        return tuple(low if high is None else high for low, high in zip(self.values, highs, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartSpec:
    """One chart, in words of the language in use. `over` names what the labels are, for the table's first column."""

    key: str
    title: str
    kind: Kind
    over: str
    labels: tuple[str, ...]
    rows: tuple[Row, ...]
    unit: Unit = Unit.COUNT
    note: str = ""

    @property
    def most(self) -> float:
        """The largest number."""
        return max((value for row in self.rows for value in row.reach if value is not None), default=0)

    def said(self, value: float | None) -> str:
        """A number as a person reads it; a dash where there is none."""
        if value is None:
            return "–"
        return formats.minutes(round(value)) if self.unit is Unit.MINUTES else formats.number(value)

    def said_at(self, row: Row, place: int) -> str:
        """A number of a row as a person reads it, from and to where it is not known better."""
        low = row.values[place]
        return between(low, row.highs[place], self.said) if row.highs and low is not None else self.said(low)

    def table(self) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """(headings, lines): a line for each label, or for each row of a grid."""
        if self.kind is Kind.GRID:
            return ((self.over, *self.labels), [(row.name, *map(self.said, row.values)) for row in self.rows])
        lines = [(label, *(self.said_at(row, place) for row in self.rows)) for place, label in enumerate(self.labels)]
        return ((self.over, *(row.name for row in self.rows)), lines)

    def tsv(self) -> str:
        """The table for a spreadsheet, with plain numbers."""
        headings, _lines = self.table()
        if self.kind is Kind.GRID:
            lines = [(row.name, *map(_plain, row.values)) for row in self.rows]
        else:
            lines = [(label, *(_plain_at(row, place) for row in self.rows)) for place, label in enumerate(self.labels)]
        return "\n".join("\t".join(cells) for cells in (headings, *lines)) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The days a chart is about. `key` is what the program keeps, for instance `month:2026-11`."""

    key: str
    first: date
    last: date

    @property
    def label(self) -> str:
        """As a person reads it."""
        kind = self.key.partition(":")[0]
        if kind == "month":
            return formats.month(self.first)
        if kind == "year":
            return _("School year {first}–{last}").format(first=self.first.year, last=self.last.year)
        return _("Week of {date}").format(date=formats.date(self.first))


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many came, by weekday (Monday is 0) and hour of the center's own time."""

    counts: Mapping[tuple[int, int], int]


def spans(today: date, first_day: date | None) -> list[Span]:
    """What can be chosen on a day: this week and the last, the months of a year, all school years; newest first."""
    since = min(first_day or today, today)
    monday = today - timedelta(days=today.weekday())
    weeks = [Span(key=f"week:{first.isoformat()}", first=first, last=first + timedelta(days=6))
             for first in (monday, monday - timedelta(days=7))]
    months = [_month(today, back) for back in range(_MONTHS_BACK + 1)]
    years = range(school_year_end(today).year, school_year_end(since).year - 1, -1)
    return [*weeks, *(month for month in months if month.last >= since),
            *(Span(key=f"year:{end - 1}", first=date(end - 1, 7, 1), last=date(end, 6, 30)) for end in years)]


def between(low: float, high: float | None, said: Callable[[float], str]) -> str:
    """`1,234`; `1,230–1,248` for what is only known from and to; `1,230 or more` where nothing limits it."""
    if high is None:
        return _("{n} or more").format(n=said(low))
    return said(low) if low == high else _("{low}–{high}").format(low=said(low), high=said(high))


def by_hour(arrivals: Arrivals, uncounted: int) -> ChartSpec:
    """Visits by weekday and hour; `uncounted` are those of which only the month is still known."""
    days = _seen({day for day, _hour in arrivals.counts}, _SCHOOL_DAYS)
    hours = _seen({hour for _day, hour in arrivals.counts}, _HOURS)
    note = _("Visits whose records were destroyed ({n}) are counted by reason only: of these, no hour is kept.").format(
        n=formats.number(uncounted)) if uncounted else ""
    return ChartSpec(
        key="hours", title=_("Visits by weekday and hour"), kind=Kind.GRID, over=_("Weekday"), note=note,
        labels=tuple(formats.hour(hour) for hour in hours),
        rows=tuple(Row(_weekday(day), tuple(arrivals.counts.get((day, hour), 0) for hour in hours)) for day in days))


def by_weekday(arrivals: Arrivals) -> ChartSpec:
    """Visits by weekday."""
    days = _seen({day for day, _hour in arrivals.counts}, _SCHOOL_DAYS)
    totals = tuple(sum(number for (on, _hour), number in arrivals.counts.items() if on == day) for day in days)
    return ChartSpec(key="weekdays", title=_("Visits by weekday"), kind=Kind.COLUMNS, over=_("Weekday"),
                     labels=tuple(_weekday(day) for day in days), rows=(Row(_("Visits"), totals),))


def by_reason(counts: Sequence[tuple[str, int]]) -> ChartSpec:
    """Visits by reason; (label, how many), the most frequent first."""
    ordered = sorted(counts, key=lambda pair: (-pair[1], pair[0]))
    return ChartSpec(key="reasons", title=_("Visits by reason"), kind=Kind.BARS, over=_("Reason"),
                     labels=tuple(label for label, _number in ordered),
                     rows=(Row(_("Visits"), tuple(number for _label, number in ordered)),))


def waiting(waits: Mapping[int, Mapping[int, int]]) -> ChartSpec:
    """Minutes until a peer took somebody over, by the hour of their arrival: {hour: {minutes: how many}}."""
    hours = _seen(set(waits), _HOURS)
    half = tuple(quantile(waits.get(hour, {}), 0.5) for hour in hours)
    most = tuple(quantile(waits.get(hour, {}), 0.9) for hour in hours)
    return ChartSpec(
        key="waiting", title=_("Waiting for a Wellness Peer, by hour of arrival"), kind=Kind.COLUMNS, over=_("Hour"),
        labels=tuple(formats.hour(hour) for hour in hours), unit=Unit.MINUTES,
        rows=(Row(_("Half within"), half), Row(_("9 of 10 within"), most)))


def quantile(counts: Mapping[int, int], share: float) -> float | None:
    """The smallest number that so large a share does not exceed."""
    total, reached = sum(counts.values()), 0
    for number in sorted(counts):
        reached += counts[number]
        if reached >= share * total:
            return number
    return None


def _month(today: date, back: int) -> Span:
    months = today.year * 12 + today.month - 1 - back
    first = date(months // 12, months % 12 + 1, 1)
    last = date((months + 1) // 12, (months + 1) % 12 + 1, 1) - timedelta(days=1)
    return Span(key=f"month:{first:%Y-%m}", first=first, last=last)


def _seen(found: set[int], always: range) -> range:
    """What is always shown, made longer to what was found."""
    return range(min({*found, *always}), max({*found, *always}) + 1)


def _weekday(day: int) -> str:
    return formats.weekday(date(2026, 11, 23) + timedelta(days=day))  # a Monday


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _plain_at(row: Row, place: int) -> str:
    low = row.values[place]
    return between(low, row.highs[place], _plain) if row.highs and low is not None else _plain(low)
