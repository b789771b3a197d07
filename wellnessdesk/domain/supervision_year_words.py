"""The figures of supervision as they are read: few large ones, charts and tables; the same in window and on paper."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.charts import ChartSpec, Kind, Row
from wellnessdesk.domain.meetings import Attendance, Missed, attendance_label, missed_label
from wellnessdesk.domain.supervision import Section, section_title
from wellnessdesk.domain.supervision_year import OFTEN, Fate, PersonYear, Year, fate_label

K = TypeVar("K")
_ALWAYS = (Fate.HELD, Fate.MISSED)
_MOST_MONTHS = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One large figure, with its name and a line below."""

    key: str
    name: str
    figure: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSpec:
    """A table: the first cell of a line is its name, the others are numbers. `empty` stands where there is no line."""

    key: str
    title: str
    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    empty: str
    note: str = ""


def large(year: Year) -> tuple[Figure, ...]:
    """What an hour of supervision a week comes to, at a glance."""
    fates, talked = year.fates, sum(one.talked for one in year.sections)
    due = sum(fates.values()) - fates.get(Fate.COMING, 0)
    return (
        Figure(key="held", name=_("Meetings held"), figure=formats.number(fates.get(Fate.HELD, 0)),
               detail=_("of {n} that were due").format(n=formats.number(due))),
        Figure(key="weekly", name=_("Supervised weeks"),
               figure=formats.percent(year.weekly / year.weeks) if year.weeks else "–",
               detail=_("{n} of {all} school weeks").format(n=formats.number(year.weekly),
                                                            all=formats.number(year.weeks))),
        Figure(key="talked", name=_("Items discussed"), figure=formats.number(talked),
               detail=_("of {n} on the agendas").format(n=formats.number(sum(one.all for one in year.sections)))),
        Figure(key="close", name=_("Time to close"), figure=days(year.days),
               detail=_("Half within that") if year.days is not None else _("None is closed yet")),
        Figure(key="actions", name=_("Taken on and done"), figure=formats.number(year.actions.done),
               detail=_actions(year)),
    )


def parts(year: Year) -> Iterator[ChartSpec | TableSpec]:
    """Charts and tables, in the order in which they are read; a chart of nothing is left out."""
    months, carried = _by_month(year), _carried(year)
    if months.most:
        yield months
    yield from (_groups(year), _why(year), _people(year), _sections(year))
    if carried.most:
        yield carried


def days(count: float | None) -> str:
    """A number of days in words; a dash where there is none."""
    if count is None:
        return "–"
    return ngettext("{n} day", "{n} days", int(count) if count == int(count) else 2).format(n=formats.number(count))


def _by_month(year: Year) -> ChartSpec:
    over = _over(year.months)
    return ChartSpec(
        key="supervision_months", title=_("Meetings by month"), kind=Kind.COLUMNS, over=_("Month"),
        labels=tuple(over), rows=tuple(Row(fate_label(fate), tuple(fates.get(fate, 0) for fates in over.values()))
                                       for fate in _ALWAYS))


def _carried(year: Year) -> ChartSpec:
    labels = [_("Never"), *(ngettext("{n} time", "{n} times", times).format(n=times) for times in range(1, OFTEN)),
              _("{n} times or more").format(n=OFTEN)]
    return ChartSpec(
        key="supervision_carried", title=_("How often items were carried over"), kind=Kind.COLUMNS,
        over=_("Carried over"), labels=tuple(labels),
        rows=(Row(_("Items"), tuple(year.carried.get(times, 0) for times in range(OFTEN + 1))),))


def _over(months: Iterable[tuple[date, Mapping[Fate, int]]]) -> dict[str, Counter[Fate]]:
    """By month, as long as there is room for them; else by year."""
    over = [(month, fates) for month, fates in months if set(fates) != {Fate.COMING}]
    found: dict[str, Counter[Fate]] = {}
    for month, fates in over:
        name = formats.month_short(month) if len(over) <= _MOST_MONTHS else str(month.year)
        found.setdefault(name, Counter()).update(fates)
    return found


def _groups(year: Year) -> TableSpec:
    total = year.fates
    shown = [fate for fate in Fate if fate in _ALWAYS or total.get(fate)]
    lines = tuple((group.name, formats.number(group.planned), *_numbers(group.fates, shown)) for group in year.groups)
    return TableSpec(
        key="groups", title=_("Meetings of each group"), empty=_("No group met in these days."),
        headings=(_("Group"), _("Planned"), *map(fate_label, shown)), lines=lines)


def _why(year: Year) -> TableSpec:
    lines = tuple((missed_label(why), formats.number(year.why[why])) for why in Missed if year.why.get(why))
    return TableSpec(key="why", title=_("Why meetings were not held"), headings=(_("Reason"), _("Meetings")),
                     lines=lines, empty=_("Every meeting was held."))


def _people(year: Year) -> TableSpec:
    return TableSpec(
        key="people", title=_("Who attended"), empty=_("No minutes are signed yet."),
        headings=(_("Name"), _("Weeks"), *map(attendance_label, Attendance), _("Time")),
        lines=tuple(map(_person, sorted(year.people, key=lambda one: not one.leads))),
        note=_("Weeks: those with a meeting at which they were, of all school weeks."))


def _person(one: PersonYear) -> tuple[str, ...]:
    weeks = _("{n} of {all}").format(n=formats.number(one.supervised), all=formats.number(one.weeks))
    name = f"{one.name} ({_('leads')})" if one.leads else one.name
    return (name, weeks, *_numbers(one.states, Attendance), formats.minutes(one.minutes) if one.minutes else "–")


def _sections(year: Year) -> TableSpec:
    lines = tuple((_section(one.section), *map(formats.number, (one.all, one.talked, one.deferred, one.left)),
                   days(one.days)) for one in year.sections)
    return TableSpec(
        key="sections", title=_("What was on the agendas"), empty=_("No meeting was held in these days."),
        headings=(_("Section"), _("Items"), _("Discussed"), _("Put off"), _("Left open"), _("Half within")),
        lines=lines, note=_("An item counts at every meeting it was on. Half were closed within so many days from the "
                            "first of them."))


def _actions(year: Year) -> str:
    found = [_("of {n}").format(n=formats.number(year.actions.taken))]
    if year.actions.days is not None:
        found.append(_("half within {days}").format(days=days(year.actions.days)))
    if year.actions.overdue:
        found.append(ngettext("{n} overdue", "{n} overdue", year.actions.overdue).format(
            n=formats.number(year.actions.overdue)))
    return ", ".join(found)


def _section(value: str) -> str:
    return section_title(Section(value)) if value in set(Section) else value


def _numbers(counts: Mapping[K, int], keys: Iterable[K]) -> Iterator[str]:
    return (formats.number(counts.get(key, 0)) for key in keys)
