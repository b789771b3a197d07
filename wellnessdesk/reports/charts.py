"""Charts on paper: each as it stands in the window, with its table below."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color, linearlyInterpolatedColor, white
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, KeepTogether, Table

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import chart_shapes
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.chart_shapes import Box, Rule, Shape, Words
from wellnessdesk.domain.charts import ChartSpec, Kind, Span
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.reports.layout import (
    INK,
    LINE,
    MUTED,
    REGULAR,
    TEAL,
    Around,
    build,
    register_fonts,
    style,
    text,
    width,
)

_SIZE = 7.5
_LINE = 11.0
_FIRST, _NUMBER = 62 * mm, 34 * mm
_ANCHORS = {"left": ("start", 0.0), "center": ("middle", 0.5), "right": ("end", 1.0)}


def charts_pdf(specs: Sequence[ChartSpec], span: Span, visits: int, *, center: Center, by: str, head: str,
               printed_at: datetime, paper: Paper = Paper.LETTER) -> bytes:
    """These charts as PDF. `printed_at` is local, `by` the name of who saves it."""
    register_fonts()
    title = _("Figures of the center")
    around = Around(
        head=f"{title} · {span.label}", mark=_("Demo center: everybody in it is made up.") if center.demo else "",
        foot=(_("{center} · saved by {name}, {date}, {time}").format(
                  center=center.name, name=by, date=formats.date(printed_at.date()), time=formats.time(printed_at)),
              _("Inside the center only: small numbers are not hidden here. Audit head {head}").format(head=head)))
    return build(list(_story(specs, span, visits, title, center, paper)), title=title, author=center.name,
                 around=around, paper=paper)


def drawing(spec: ChartSpec, wide: float) -> Drawing:
    """The chart, so many points wide."""
    register_fonts()
    tall = chart_shapes.height(spec, _LINE)
    made = Drawing(wide, tall)
    for shape in chart_shapes.shapes(spec, wide, _LINE):
        made.add(_drawn(shape, tall))
    return made


def _drawn(shape: Shape, tall: float) -> Any:
    """Paper counts from its lower edge."""
    if isinstance(shape, Box):
        made: Any = Rect(shape.x, tall - shape.y - shape.height, shape.width, shape.height)
        made.fillColor, made.strokeColor = _shade(shape.shade), None
    elif isinstance(shape, Rule):
        made = Line(shape.x, tall - shape.y, shape.x + shape.width, tall - shape.y, strokeColor=LINE, strokeWidth=0.5)
    else:
        anchor, part = _ANCHORS[shape.align]
        made = String(shape.x + shape.width * part, tall - shape.y - _LINE * 0.75, _shortened(shape))
        made.textAnchor, made.fontName, made.fontSize = anchor, REGULAR, _SIZE
        made.fillColor = INK
    return made


def _shade(shade: float) -> Color:
    return linearlyInterpolatedColor(white, TEAL, 0, 1, shade)


def _shortened(words: Words) -> str:
    shown = words.text
    while len(shown) > 1 and stringWidth(shown, REGULAR, _SIZE) > words.width + 1:
        shown = shown[:-2].rstrip() + "…"
    return shown


def _story(specs: Sequence[ChartSpec], span: Span, visits: int, title: str, center: Center,
           paper: Paper) -> Iterator[Flowable]:
    wide = width(paper)
    yield text(title, style(20, bold=True, color=TEAL, after=3))
    yield text(" · ".join(part for part in (center.name, center.school) if part), style(11, after=1))
    total = ngettext("{n} visit", "{n} visits", visits).format(n=formats.number(visits))
    yield text(f"{span.label} · {total}", style(11, color=MUTED, after=10))
    for spec in specs:
        parts: list[Flowable] = [text(spec.title, style(13, bold=True, before=8, after=5)), drawing(spec, wide)]
        parts += [text(spec.note, style(9, color=MUTED, before=3))] if spec.note else []
        yield KeepTogether([*parts, _table(spec, wide)])


def _table(spec: ChartSpec, wide: float) -> Table:
    headings, lines = spec.table()
    grid = spec.kind is Kind.GRID
    first = wide * 0.18 if grid else _FIRST
    rest = (wide - first) / max(1, len(headings) - 1) if grid else _NUMBER
    return numbers(headings, lines, [first, *[rest] * (len(headings) - 1)])


def numbers(headings: Sequence[str], lines: Sequence[Sequence[str]], widths: Sequence[float]) -> Table:
    """A table of numbers, each line with its name before them; the headings are repeated on every page."""
    small = style(8, color=MUTED), style(8, color=MUTED, right=True)
    plain = style(8.5), style(8.5, right=True)
    cells = [[text(words, looks[place > 0]) for place, words in enumerate(row)]
             for row, looks in ((headings, small), *((line, plain) for line in lines))]
    return Table(cells, colWidths=list(widths), hAlign="LEFT", spaceBefore=5, spaceAfter=8, repeatRows=1,
                 style=[("LINEBELOW", (0, 0), (-1, 0), 0.8, TEAL), ("LINEBELOW", (0, 1), (-1, -1), 0.4, LINE),
                        ("TOPPADDING", (0, 0), (-1, -1), 1.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
                        ("LEFTPADDING", (0, 0), (0, -1), 0), ("RIGHTPADDING", (-1, 0), (-1, -1), 0)])
