"""The figures of supervision on paper. They name the people of the center, and nothing of a student."""

from collections.abc import Iterator
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Table, TableStyle

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import supervision_year_words as words
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.charts import ChartSpec
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.supervision_year import Year
from wellnessdesk.domain.supervision_year_words import Figure, TableSpec
from wellnessdesk.reports.charts import drawing, numbers
from wellnessdesk.reports.layout import LINE, MUTED, TEAL, Around, Bookmark, build, style, text, width

_FIRST, _NAMES = 58 * mm, 18 * mm
_FEW_LINES = 12
"""A table of so many lines stays on one page."""


def year_pdf(year: Year, *, center: Center, by: str, head: str, printed_at: datetime,
             paper: Paper = Paper.LETTER) -> bytes:
    """The figures as PDF. `printed_at` is local, `by` the name of who saves it."""
    title = _("Supervision in figures")
    around = Around(
        head=f"{title} · {days_label(year)}", mark=_("Demo center: everybody in it is made up.") if center.demo else "",
        foot=(_("{center} · saved by {name}, {date}, {time}").format(
                  center=center.name, name=by, date=formats.date(printed_at.date()), time=formats.time(printed_at)),
              _("Names the people of the center and nothing of a student. Audit head {head}").format(head=head)))
    return build(list(_story(year, title, center, width(paper))), title=f"{title}, {days_label(year)}",
                 author=center.name, around=around, paper=paper)


def days_label(year: Year) -> str:
    """The days the figures are about."""
    return _("{first} to {last}").format(first=formats.date(year.first), last=formats.date(year.last))


def _story(year: Year, title: str, center: Center, wide: float) -> Iterator[Flowable]:
    yield Bookmark(title)
    yield text(title, style(20, bold=True, color=TEAL, after=3))
    yield text(" · ".join(part for part in (center.name, center.school) if part), style(11, after=1))
    yield text(days_label(year), style(11, color=MUTED, after=10))
    yield _large(words.large(year), wide)
    for spec in words.parts(year):
        if isinstance(spec, ChartSpec):
            yield _chart(spec, wide)
        else:
            yield from _table(spec, wide)


def _large(figures: tuple[Figure, ...], wide: float) -> Table:
    """The large figures beside each other."""
    cells = [[text(one.name, style(8.5, color=MUTED)), text(one.figure, style(17, bold=True, color=TEAL)),
              text(one.detail, style(8.5, color=MUTED))] for one in figures]
    return Table([cells], colWidths=[wide / len(cells)] * len(cells), hAlign="LEFT", spaceAfter=8, style=TableStyle([
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("BOX", (0, 0), (-1, -1), 0.6, LINE),
        ("LINEAFTER", (0, 0), (-2, -1), 0.6, LINE), ("TOPPADDING", (0, 0), (-1, -1), 6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 8), ("LEFTPADDING", (0, 0), (-1, -1), 7),
        ("RIGHTPADDING", (0, 0), (-1, -1), 5)]))


def _chart(spec: ChartSpec, wide: float) -> Flowable:
    """With its numbers below, each under its column."""
    values = [(row.name, *map(spec.said, row.values)) for row in spec.rows]
    each = (wide - _NAMES) / max(1, len(spec.labels))
    widths = [_NAMES, *[each] * len(spec.labels)]
    below = [numbers((spec.over, *spec.labels), values, widths)] if len(spec.rows) > 1 else []
    return KeepTogether([Bookmark(spec.title, 1), text(spec.title, style(13, bold=True, before=8, after=5)),
                         drawing(spec, wide), *below])


def _table(spec: TableSpec, wide: float) -> Iterator[Flowable]:
    parts: list[Flowable] = [Bookmark(spec.title, 1), text(spec.title, style(13, bold=True, before=10, after=2))]
    if spec.note and spec.lines:
        parts.append(text(spec.note, style(9, color=MUTED)))
    if not spec.lines:
        parts.append(text(spec.empty, style(10, color=MUTED, before=3, after=6)))
    else:
        rest = (wide - _FIRST) / (len(spec.headings) - 1)
        few = min(rest, 34 * mm)
        parts.append(numbers(spec.headings, spec.lines, [_FIRST, *[few] * (len(spec.headings) - 1)]))
    if len(spec.lines) <= _FEW_LINES:
        yield KeepTogether(parts)
    else:
        yield from parts
