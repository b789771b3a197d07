"""Applicants and chosen beside the roster, on paper. Small counts are blank, and nobody is named."""

from collections.abc import Sequence
from datetime import date

from reportlab.platypus import Flowable, KeepTogether

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.tables import Cell, PublishedTable, legend
from wellnessdesk.reports.charts import numbers
from wellnessdesk.reports.layout import MUTED, TEAL, Around, Bookmark, build, style, text, width


def representation_pdf(round_title: str, tables: Sequence[PublishedTable], *, center: Center, day: date,
                       paper: Paper = Paper.LETTER) -> bytes:
    """The tables of a round as PDF."""
    title = _("Who applied, and who was chosen")
    around = Around(head=f"{title} · {round_title}",
                    mark=_("Demo center: everybody in it is made up.") if center.demo else "")
    story: list[Flowable] = [
        Bookmark(title), text(title, style(20, bold=True, color=TEAL, after=3)),
        text(" · ".join(part for part in (center.name, round_title, formats.date(day)) if part),
             style(11, color=MUTED, after=10))]
    for table in tables:
        story.append(KeepTogether([Bookmark(table.layout.title, 1),
                                   text(table.layout.title, style(13, bold=True, before=8, after=5)),
                                   _grid(table, width(paper))]))
    story.append(text(legend(), style(9, color=MUTED, before=8)))
    return build(story, title=title, author=center.name, around=around, paper=paper)


def _grid(table: PublishedTable, wide: float) -> Flowable:
    layout = table.layout
    columns = dict(layout.columns.labels) if layout.columns else {}
    labels = dict(layout.rows[0].labels)
    headings = (layout.rows[0].title, *(columns.get(key, key) for key in layout.column_keys), _("All"))
    lines = [(labels.get(key[0], key[0]), *(cell.said() for cell in (*table.cells[row], table.row_totals[row])))
             for row, key in enumerate(layout.row_keys)]
    totals = (*table.column_totals, table.grand_total or Cell(None, "derived"))
    lines.append((_("All"), *(cell.said() for cell in totals)))
    first = wide * 0.28
    return numbers(headings, lines, [first, *[(wide - first) / (len(headings) - 1)] * (len(headings) - 1)])
