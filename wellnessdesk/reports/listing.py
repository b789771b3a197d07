"""A long list as one table: headings that are repeated on every page, thin lines between the rows."""

from collections.abc import Iterable, Sequence

from reportlab.platypus import LongTable, TableStyle

from wellnessdesk.reports.layout import LINE, MUTED, TEAL, style, text

_LOOK = TableStyle([
    ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, 0), 1.1, TEAL),
    ("LINEBELOW", (0, 1), (-1, -1), 0.5, LINE), ("LEFTPADDING", (0, 0), (0, -1), 0),
    ("RIGHTPADDING", (-1, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 3),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 5)])


def listing(headings: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float],
            *, right: int | None = None, strong: int | None = None) -> LongTable:
    """The table. `widths` in points, all of them together a line; `right` is a column of numbers, `strong` of names.

    No row may be taller than a page: whoever takes the texts in keeps them short.
    """
    head = [text(words, style(9, bold=True, color=MUTED, right=number == right))
            for number, words in enumerate(headings)]
    looks = [style(9.5, bold=number == strong, right=number == right) for number in range(len(headings))]
    body = [[text(words, look) for words, look in zip(row, looks, strict=True)] for row in rows]
    return LongTable([head, *body], colWidths=widths, repeatRows=1, hAlign="LEFT", style=_LOOK)
