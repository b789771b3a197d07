"""Page styles shared by all reports: fonts, colors, what stands around the story, page numbers, drawn checkboxes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Table

from wellnessdesk.base.i18n import _, language
from wellnessdesk.base.paths import resource
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.reports.house_font import HouseFont

INK, MUTED, EDGE, TEAL, LINE, FLAG, FLAG_BACK, FLAG_LINE = (
    HexColor(code)
    for code in ("#1f2933", "#52606d", "#7d8a92", "#2f6f73", "#d5dbdf", "#8a4b00", "#fff4e0", "#efcf9a"))
REGULAR, BOLD = "NotoSans", "NotoSans-Bold"
rl_config.useA85 = 0
"""A PDF need not be one that old mail carries: without that detour it is smaller by a fifth, and sooner there."""

MARGIN = 18 * mm
SIZES = {Paper.LETTER: LETTER, Paper.A4: A4}
WIDTH = LETTER[0] - 2 * MARGIN
"""What a line of the story has on Letter, in points."""
_HEAD = 14 * mm
_FOOT = 12 * mm
_PAGE_NUMBER = 32 * mm
_SPACE = re.compile(r"[^\S\xa0]+")
_LONGEST_HEAD = 150
"""Letters, in two lines: more of them would lie over the story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What stands around the story on its pages.

    `head` is repeated at the top of every page but the first, which has a title of its own; `mark` (a few words)
    stands in a frame at the top of all pages; `foot` are lines at the bottom of all pages, beside the page number.
    Head and foot wrap, so nothing of them is cut off; only a head of a whole paragraph is.
    """

    head: str = ""
    mark: str = ""
    foot: tuple[str, ...] = ()


@cache
def register_fonts() -> None:
    """Make the bundled Noto Sans known to ReportLab; it carries every language of the program."""
    pdfmetrics.registerFont(HouseFont(REGULAR, resource("fonts", "NotoSans-Regular.ttf")))
    pdfmetrics.registerFont(HouseFont(BOLD, resource("fonts", "NotoSans-Bold.ttf"), bold=True))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


@cache
def style(
    size: float, *, bold: bool = False, color: Color = INK, after: float = 0, before: float = 0, right: bool = False,
    middle: bool = False
) -> ParagraphStyle:
    """A paragraph style of the house. Words wider than their line are broken, so nothing leaves the page."""
    register_fonts()
    return ParagraphStyle(
        "house", fontName=BOLD if bold else REGULAR, fontSize=size, leading=size * 1.36, textColor=color,
        spaceAfter=after, spaceBefore=before, splitLongWords=True,
        alignment=TA_RIGHT if right else TA_CENTER if middle else TA_LEFT)


class Lines(Paragraph):
    """A paragraph that is broken into lines once: a table asks how tall it is three times, always for one width."""

    _broken_for: float | None = None

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        if self._broken_for != available_width or not hasattr(self, "blPara"):  # what cannot be split forgets its lines
            super().wrap(available_width, available_height)
            self._broken_for = available_width
        return self.width, self.height


def text(words: str, look: ParagraphStyle) -> Paragraph:
    """A paragraph of plain words: what somebody typed is never read as markup, nor by the reader of markup."""
    line = _SPACE.sub(" ", words).strip(" ")
    return Lines("", look, frags=[_plain(look).clone(text=line)] if line else [])


def runs(*parts: tuple[str, ParagraphStyle]) -> Paragraph:
    """One paragraph of plain words in several styles; it stands as the first of them does."""
    return Lines("", parts[0][1], frags=[_plain(look).clone(text=_SPACE.sub(" ", words)) for words, look in parts])


@cache
def _plain(look: ParagraphStyle) -> Any:
    """What ReportLab makes of a word without markup in this style."""
    return Paragraph("x", look).frags[0]


def width(paper: Paper) -> float:
    """What a line of the story has on this paper, in points."""
    return float(SIZES[paper][0] - 2 * MARGIN)


def build(story: Sequence[Flowable], *, title: str, author: str, around: Around,
          paper: Paper = Paper.LETTER) -> bytes:
    """Lay the story out on pages and return the PDF. Every page is numbered `n of all`."""
    register_fonts()
    out = BytesIO()
    foot_height = max(_FOOT, sum(_line(words, width(paper) - _PAGE_NUMBER)[1] for words in around.foot) + 3 * mm)
    document = BaseDocTemplate(
        out, pagesize=SIZES[paper], title=title, author=author, lang=language(), leftMargin=MARGIN, rightMargin=MARGIN,
        topMargin=MARGIN, bottomMargin=_FOOT + foot_height)
    frame = Frame(document.leftMargin, document.bottomMargin, document.width, document.height, id="page",
                  leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    document.addPageTemplates([PageTemplate(id="page", frames=[frame])])
    document.build(list(story), canvasmaker=partial(_Pages, around=around, foot_height=foot_height))
    return out.getvalue()


class CheckBox(Flowable):
    """A box to tick with a pen, or ticked already. Drawn, because the bundled font has no such sign."""

    SIDE = 3.6 * mm

    def __init__(self, checked: bool) -> None:
        super().__init__()
        self._checked = checked

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return self.SIDE, self.SIDE

    def draw(self) -> None:
        side, pen = self.SIDE, self.canv
        pen.setStrokeColor(TEAL if self._checked else EDGE)
        pen.setFillColor(TEAL if self._checked else white)
        pen.setLineWidth(0.9)
        pen.roundRect(0, 0, side, side, 0.7 * mm, stroke=1, fill=1)
        if self._checked:
            pen.setStrokeColor(white)
            pen.setLineWidth(1.3)
            pen.setLineCap(1)
            pen.lines([(side * 0.22, side * 0.5, side * 0.42, side * 0.28),
                       (side * 0.42, side * 0.28, side * 0.78, side * 0.72)])


class Rows(Table):
    """A table whose rows stay whole: only one that is taller than a whole page is cut."""

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        at_top = getattr(getattr(self, "_frame", None), "_atTop", True)
        self.splitInRow = 0
        parts: list[Flowable] = super().split(available_width, available_height)
        if parts or not at_top:
            return parts
        self.splitInRow = 1
        return list(super().split(available_width, available_height))


class Bookmark(Flowable):
    """Where a chapter begins: it takes no room, and stands among the bookmarks of the PDF under these words.

    `level` is 0 for a chapter, 1 for a part of one; a part comes after its chapter. Before a table it stands in the
    table's heading: kept together with what follows, a long table would begin on a page of its own. There it is drawn
    again on every page, but made once.
    """

    keepWithNext = True

    def __init__(self, words: str, level: int = 0) -> None:
        super().__init__()
        self._words, self._level, self._made = words, level, False

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        if not self._made:
            self._made = True
            self.canv.mark(self._words, self._level)  # type: ignore[attr-defined]  # a page of ours


class _Pages(Canvas):
    """Keeps the pages until their number is known, then writes on each what stands around it."""

    def __init__(self, *args: Any, around: Around, foot_height: float, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._around = around
        self._foot_height = foot_height
        self._width, self._height = self._pagesize  # type: ignore[attr-defined]  # not in the stubs
        self._kept: list[dict[str, Any]] = []
        self._marks: list[tuple[str, int, float]] = []
        """The bookmarks of the page that is being drawn: words, level, how far up."""

    def mark(self, words: str, level: int) -> None:
        """A chapter begins here."""
        _x, top = self.absolutePosition(0, 0)
        self._marks.append((words, level, top))

    def showPage(self) -> None:
        self._kept.append(dict(self.__dict__))
        self._marks = []
        self._startPage()  # type: ignore[attr-defined]  # not in the stubs

    def save(self) -> None:
        kept = self._kept
        for number, page in enumerate(kept, 1):
            self.__dict__.update(page)
            self._keep_marks(number)
            self._draw_top(number)
            self._draw_foot(number, len(kept))
            super().showPage()
        super().save()

    def _keep_marks(self, number: int) -> None:
        """A bookmark points to the page that is open, so it is made when the page really is written."""
        for at, (words, level, top) in enumerate(self._marks):
            self.bookmarkPage(f"{number}.{at}", fit="XYZ", left=0, top=top)
            self.addOutlineEntry(words, f"{number}.{at}", level)

    def _draw_top(self, number: int) -> None:
        base = self._height - _HEAD
        taken = self._draw_mark(base) if self._around.mark else 0.0
        if number > 1 and self._around.head:
            head, height = _line(_clipped(self._around.head), self._width - 2 * MARGIN - taken)
            head.drawOn(self, MARGIN, base + 10 - height)

    def _draw_mark(self, base: float) -> float:
        """The mark in its frame at the right; the width it takes."""
        width = pdfmetrics.stringWidth(self._around.mark, BOLD, 8) + 5 * mm
        left = self._width - MARGIN - width
        self.setFillColor(FLAG_BACK)
        self.setStrokeColor(FLAG_LINE)
        self.setLineWidth(0.6)
        self.roundRect(left, base - 4, width, 14, 7, stroke=1, fill=1)
        self.setFillColor(FLAG)
        self.setFont(BOLD, 8)
        self.drawString(left + 2.5 * mm, base + 0.2, self._around.mark)
        return width + 5 * mm

    def _draw_foot(self, number: int, total: int) -> None:
        top = _FOOT + self._foot_height - 3 * mm
        self.setStrokeColor(LINE)
        self.setLineWidth(0.6)
        self.line(MARGIN, top, self._width - MARGIN, top)
        self.setFillColor(MUTED)
        self.setFont(REGULAR, 8)
        self.drawRightString(self._width - MARGIN, top - 11, _("Page {n} of {all}").format(n=number, all=total))
        top -= 3
        for line in self._around.foot:
            words, height = _line(line, self._width - 2 * MARGIN - _PAGE_NUMBER)
            top -= height
            words.drawOn(self, MARGIN, top)


def _clipped(words: str) -> str:
    return words if len(words) <= _LONGEST_HEAD else words[: _LONGEST_HEAD - 1] + "…"


def _line(words: str, width: float) -> tuple[Paragraph, float]:
    """A text for the edge of a page, wrapped into `width`, and its height."""
    made = text(words, style(8, color=MUTED))
    return made, float(made.wrap(width, LETTER[1])[1])
