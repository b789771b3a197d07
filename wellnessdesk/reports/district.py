"""The district's report: each table of a period with its chart, what is missing, and how to read it."""

from collections.abc import Sequence
from datetime import datetime

from reportlab.platypus import Flowable, KeepTogether

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.charts import ChartSpec
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.rollup import At, Comparison, DistrictTable, Trend, kind_hint, missing_label
from wellnessdesk.domain.rollup_charts import by_row, by_school, over_time
from wellnessdesk.reports.charts import drawing, numbers
from wellnessdesk.reports.layout import MUTED, TEAL, Around, Bookmark, build, style, text, width

Part = DistrictTable | Comparison | Trend

_MOST_COLUMNS = 6
"""Of numbers side by side; a wider table is cut into several below one another."""


def district_pdf(district: str, period: str, parts: Sequence[Part], *, printed_at: datetime,
                 paper: Paper = Paper.LETTER) -> bytes:
    """These parts as PDF. `printed_at` is local, `district` its name (may be empty), `period` what it is about."""
    title = _("Schools of the district")
    around = Around(
        head=" · ".join(filter(None, (title, district, period))),
        foot=(_("{district} · saved {date}, {time}").format(
            district=district or title, date=formats.date(printed_at.date()), time=formats.time(printed_at)),))
    story: list[Flowable] = [
        Bookmark(title), text(title, style(20, bold=True, color=TEAL, after=3)),
        text(" · ".join(filter(None, (district, period))), style(11, color=MUTED, after=6)),
        text(_("A number such as 120–138 is a total over counts that their schools do not show: it is at least the "
               "first and at most the second. It is worked out from what the schools published, so it gives away "
               "nothing of a school that its own bundle does not."), style(9.5, after=6))]
    for part in parts:
        story += _part(part, width(paper))
    return build(story, title=title, author=district or "WellnessDesk", around=around, paper=paper)


def _part(part: Part, wide: float) -> list[Flowable]:
    heading = part.words.title if isinstance(part, DistrictTable) else part.title
    spec, about = _chart(part)
    head: list[Flowable] = [Bookmark(heading, 1), text(heading, style(13, bold=True, before=10, after=2)),
                            text(about, style(9, color=MUTED, after=5))]
    drawn: list[Flowable] = [drawing(spec, wide)] if spec.labels else []
    drawn += [text(spec.note, style(9, color=MUTED, before=3))] if spec.note else []
    first, *others = _tables(part, wide)
    # A long table is broken over pages; only its chart keeps with the heading.
    return [KeepTogether([*head, *drawn]), first, *others]


def _chart(part: Part) -> tuple[ChartSpec, str]:
    if isinstance(part, DistrictTable):
        return by_row(part), _of_table(part)
    if isinstance(part, Comparison):
        return by_school(part), _("School by school, {period}").format(period=part.spell.label)
    whose = part.school.name if part.school else _("The schools together")
    about = _("{school}, school years from their months") if part.per_year else _("{school}, over time")
    return over_time(part), about.format(school=whose)


def _of_table(table: DistrictTable) -> str:
    schools = ngettext("{n} school", "{n} schools", table.schools).format(n=formats.number(table.schools))
    return " · ".join(filter(None, (table.spell.label, schools, missing_label(table.missing),
                                    kind_hint(table.spell.kind))))


def _tables(part: Part, wide: float) -> list[Flowable]:
    if isinstance(part, DistrictTable):
        return _grid(part, wide)
    if isinstance(part, Comparison):
        beside = [(school.name, total.said()) for school, total in part.schools]
        return [numbers((_("School"), _("Count")), beside, [wide * 0.6, wide * 0.25])]
    return [_over_time(part, wide)]


def _over_time(trend: Trend, wide: float) -> Flowable:
    """A line for each period, with what it is of: schools, and of a school year its months."""
    months = [_("Months")] if trend.per_year else []
    lines = [(trend.named(spell, total), formats.number(total.schools), *([trend.months(total)] if months else []),
              total.said()) for spell, total in trend.points]
    return numbers((_("Period"), _("Schools"), *months, _("Count")), lines,
                   [wide * 0.42, wide * 0.14, *([wide * 0.16] if months else []), wide * 0.25])


def _grid(table: DistrictTable, wide: float) -> list[Flowable]:
    """The cells of a table with its totals, in slices of columns that fit the page."""
    words = table.words
    columns = [*words.columns.items(), ("", _("All") if words.columns else _("Count"))]
    rows = [*words.rows.items(), ("", _("All"))]
    slices = [columns[begin:begin + _MOST_COLUMNS] for begin in range(0, len(columns), _MOST_COLUMNS)]
    first = wide * 0.28
    each = (wide - first) / _MOST_COLUMNS if words.columns else wide * 0.25
    return [numbers((words.rows_title, *(label for _key, label in part)),
                    [(label, *(_said(table, At(row_key=row, column_key=column)) for column, _label in part))
                     for row, label in rows],
                    [first, *[each] * len(part)]) for part in slices]


def _said(table: DistrictTable, at: At) -> str:
    total = table.totals.get(at)
    return total.said() if total else "–"
