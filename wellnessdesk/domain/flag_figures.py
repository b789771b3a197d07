"""Figures of red flags as charts: how soon an adult had them, how long until they closed, and which were late."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.charts import ChartSpec, Kind, Row, Unit, quantile
from wellnessdesk.domain.flags import FlagMark, FlagStatus, Urgency, urgency_label

_DAY = 24 * 60 * 60
IN_TIME, LATE, WAITING, WITHDRAWN, DESTROYED = "in_time", "late", "waiting", "withdrawn", "destroyed"


def came_to(mark: FlagMark, now: datetime) -> str:
    """How it went with an adult: one that still waits is late as soon as somebody should have had it."""
    if mark.status is FlagStatus.WITHDRAWN:
        return WITHDRAWN
    if mark.overdue(now):
        return LATE
    return WAITING if mark.acknowledged_at is None else IN_TIME


def specs(marks: Sequence[FlagMark], destroyed: Mapping[str, int], now: datetime) -> tuple[ChartSpec, ...]:
    """All charts of these flags; of `destroyed` ones only how many there were is known, by urgency."""
    return (_by_urgency(marks, destroyed, now), _acknowledged(marks), _closed(marks))


def _by_urgency(marks: Iterable[FlagMark], destroyed: Mapping[str, int], now: datetime) -> ChartSpec:
    counts = Counter((mark.urgency, came_to(mark, now)) for mark in marks)
    counts.update({(urgency, DESTROYED): destroyed.get(urgency, 0) for urgency in Urgency})
    names = {IN_TIME: _("In time"), LATE: _("Late"), WAITING: _("Waiting"),
             WITHDRAWN: _("Withdrawn"), DESTROYED: _("Destroyed")}
    rows = [Row(name, tuple(counts[urgency, key] for urgency in Urgency)) for key, name in names.items()]
    always = {names[IN_TIME], names[LATE]}
    shown = [row for row in rows if row.name in always or any(row.values)]
    return replace(_spec("flags", _("Red flags by urgency"), shown), kind=Kind.GRID, over=_("With an adult"))


def _acknowledged(marks: Iterable[FlagMark]) -> ChartSpec:
    taken = [mark for mark in marks if mark.acknowledged_at is not None and mark.status is not FlagStatus.WITHDRAWN]
    return _spec("flags_acknowledged", _("Time until an adult had a flag"),
                 _shares(taken, lambda mark: mark.minutes_to_acknowledge(mark.raised_at)), Unit.MINUTES)


def _closed(marks: Iterable[FlagMark]) -> ChartSpec:
    closed = [mark for mark in marks if mark.status is FlagStatus.CLOSED and mark.closed_at is not None]
    return _spec("flags_closed", _("Days until a flag was closed"), _shares(closed, _days))


def _days(mark: FlagMark) -> int:
    """Begun days; none when the clock was set back in between."""
    length = ((mark.closed_at or mark.raised_at) - mark.raised_at).total_seconds()
    return max(0, -int(-length // _DAY))


def _shares(marks: Sequence[FlagMark], length: Callable[[FlagMark], int]) -> list[Row]:
    of = {urgency: Counter(length(mark) for mark in marks if mark.urgency is urgency) for urgency in Urgency}
    return [Row(name, tuple(quantile(of[urgency], share) for urgency in Urgency))
            for name, share in ((_("Half within"), 0.5), (_("9 of 10 within"), 0.9))]


def _spec(key: str, title: str, rows: Sequence[Row], unit: Unit = Unit.COUNT) -> ChartSpec:
    return ChartSpec(key=key, title=title, kind=Kind.COLUMNS, over=_("Urgency"), unit=unit, rows=tuple(rows),
                     labels=tuple(urgency_label(urgency) for urgency in Urgency))
