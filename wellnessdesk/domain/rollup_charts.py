"""The district's numbers as charts: a light part at the end of a bar is what hidden counts could add."""

from collections.abc import Sequence

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.charts import ChartSpec, Kind, Row
from wellnessdesk.domain.rollup import At, Comparison, DistrictTable, Total, Trend

MOST_SCHOOLS = 20
MOST_SPELLS = 12
"""What a chart can show; the table beside it has all."""


def by_row(table: DistrictTable) -> ChartSpec:
    """A table's rows, each with its total over all columns."""
    words = table.words
    found = [(label, table.totals[At(row_key=key)]) for key, label in words.rows.items()
             if At(row_key=key) in table.totals]
    return _chart("district_rows", words.title, Kind.BARS, words.rows_title, found)


def by_school(comparison: Comparison) -> ChartSpec:
    """Schools side by side, the largest first."""
    ordered = sorted(comparison.schools, key=lambda one: (-one[1].low, one[0].name))
    found = [(school.name, total) for school, total in ordered[:MOST_SCHOOLS]]
    more = len(ordered) - len(found)
    note = ngettext("{n} more school is in the table.", "{n} more schools are in the table.", more).format(
        n=formats.number(more)) if more else ""
    return _chart("district_schools", comparison.title, Kind.BARS, _("School"), found, note)


def over_time(trend: Trend) -> ChartSpec:
    """The last of its periods, the oldest first."""
    shown = trend.points[-MOST_SPELLS:]
    found = [(f"{spell.short} *" if trend.partial(total) else spell.short, total) for spell, total in shown]
    notes = [_("Earlier periods are in the table.")] if len(found) < len(trend.points) else []
    if any(trend.partial(total) for _spell, total in shown):
        notes.append(_("* Incomplete: months or schools are missing."))
    return _chart("district_trend", trend.title, Kind.COLUMNS, _("Period"), found, " ".join(notes))


def _chart(key: str, title: str, kind: Kind, over: str, found: Sequence[tuple[str, Total]],
           note: str = "") -> ChartSpec:
    totals = [total for _label, total in found]
    unsure = not all(total.exact for total in totals)
    notes = [note] if note else []
    light = any(total.high is not None and not total.exact for total in totals)
    notes += [_("The light part is what hidden counts could add.")] if light else []
    return ChartSpec(key=key, title=title, kind=kind, over=over, labels=tuple(label for label, _total in found),
                     rows=(Row(title, tuple(total.low for total in totals),
                               tuple(total.high for total in totals) if unsure else ()),), note=" ".join(notes))
