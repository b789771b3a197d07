"""Letters of every script, drawn by Qt with the fonts of this computer, joined and in the order of their script."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QFont,
    QGlyphRun,
    QImage,
    QPainter,
    QPainterPath,
    QRawFont,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from wellnessdesk.base.lettering import Letter, Outline, Picture, Step
from wellnessdesk.ui.kit.theme import FONT

_EM = 1000
_DOTS = 128
"""Of an em that is a picture: sharp on paper up to the size of a title."""
_FAR = 1e7
_MOST_KEPT = 4096
_outlines: dict[tuple[str, str, int, int], Outline] = {}
"""Of signs drawn before; what belongs to Qt and a thread is not kept."""
_KINDS = {QPainterPath.ElementType.MoveToElement: "m", QPainterPath.ElementType.LineToElement: "l"}


class DesktopLetters:
    """Gives the letters of a line, from any thread. Needs a running application."""

    def line(self, words: str, bold: bool) -> tuple[Letter, ...]:
        """The letters from the left to the right, as a window would show them in a line that begins at the left."""
        return _line(words, bold)


@lru_cache(maxsize=256)
def _line(words: str, bold: bool) -> tuple[Letter, ...]:
    layout, line = _laid(words, bold, _EM)
    placed = sorted(_placed(layout, line, bold), key=lambda one: one[0])
    ends = [*(left for left, _letter in placed[1:]), line.naturalTextWidth()]
    return tuple(letter if letter.picture else replace(letter, advance=end - left)
                 for (left, letter), end in zip(placed, ends, strict=True))


def _laid(words: str, bold: bool, size: int) -> tuple[QTextLayout, QTextLine]:
    font = QFont(FONT)
    font.setPixelSize(size)
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.LeftToRight)  # a name in a list, beside words of ours
    option.setUseDesignMetrics(True)
    layout = QTextLayout(words, font)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(_FAR)
    layout.endLayout()
    return layout, line


def _placed(layout: QTextLayout, line: QTextLine, bold: bool) -> Iterator[tuple[float, Letter]]:
    """Each letter and where it begins."""
    for words, runs in _letters(layout):
        left = min(point.x() for run in runs for point in run.positions())
        glyphs = [glyph for run in runs for glyph in run.glyphIndexes()]
        letter = Letter(words, known=all(glyphs), turned=runs[0].isRightToLeft())
        if not letter.known or words.isspace():
            yield left, letter
            continue
        signs = () if _has_colors(runs[0].rawFont()) else tuple(_signs(runs, left, line.ascent()))
        yield left, replace(letter, signs=signs) if signs else _picture(letter, bold)


def _letters(layout: QTextLayout) -> Iterator[tuple[str, list[QGlyphRun]]]:
    """The letters in the order in which they are said; two that are drawn as one sign are one."""
    said = layout.text().encode("utf-16-le")  # Qt counts so
    kept: tuple[str, list[QGlyphRun]] | None = None
    for begin, end in pairwise(_stops(layout, len(said) // 2)):
        words = said[2 * begin:2 * end].decode("utf-16-le", "replace")
        runs = [run for run in layout.glyphRuns(begin, end - begin) if run.positions()]
        if kept and (not runs or _points(runs) <= _points(kept[1])):
            kept = kept[0] + words, kept[1]
            continue
        if kept:
            yield kept
        kept = (words, runs) if runs else None
    if kept:
        yield kept


def _stops(layout: QTextLayout, length: int) -> Iterator[int]:
    at = 0
    while at < length:
        yield at
        at = max(layout.nextCursorPosition(at), at + 1)
    yield length


def _points(runs: list[QGlyphRun]) -> set[tuple[int, float, float]]:
    return {(glyph, point.x(), point.y()) for run in runs
            for glyph, point in zip(run.glyphIndexes(), run.positions(), strict=True)}


def _has_colors(font: QRawFont) -> bool:
    """Whether its letters are pictures. Asked for an outline of one, Qt on Linux no longer draws the picture."""
    return any(font.fontTable(table).size() for table in ("CBLC", "COLR"))


def _signs(runs: list[QGlyphRun], left: float, base: float) -> Iterator[tuple[Outline, float, float]]:
    for run in runs:
        font = run.rawFont()
        for glyph, point in zip(run.glyphIndexes(), run.positions(), strict=True):
            outline = _outline(font, glyph)
            if outline.steps:
                yield outline, round(point.x() - left), round(base - point.y())


def _outline(font: QRawFont, glyph: int) -> Outline:
    key = font.familyName(), font.styleName(), font.weight(), glyph
    if key not in _outlines:
        if len(_outlines) >= _MOST_KEPT:
            _outlines.clear()
        _outlines[key] = Outline(tuple(_steps(font.pathForGlyph(glyph))))
    return _outlines[key]


def _steps(path: QPainterPath) -> Iterator[Step]:
    """The strokes of a path; Qt tells a curve as three elements, and counts downwards."""
    points: list[float] = []
    for number in range(path.elementCount()):
        element = path.elementAt(number)
        points += (round(element.x), round(-element.y))
        kind = _KINDS.get(element.type, "c")
        if kind != "c" or len(points) == 6:
            yield kind, tuple(points)
            points = []


def _picture(letter: Letter, bold: bool) -> Letter:
    """A letter that has no outline, as a picture; unknown where there is nothing to be seen."""
    layout, line = _laid(letter.words, bold, _DOTS)
    wide, tall = max(1, round(line.naturalTextWidth())), max(1, round(line.height()))
    image = QImage(wide, tall, QImage.Format.Format_RGBA8888)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    layout.draw(painter, QPointF(0, 0))
    painter.end()
    dots = bytes(image.constBits())
    if not any(dots[3::4]):
        return replace(letter, known=False)
    colors = bytes(part for at in range(0, len(dots), 4) for part in dots[at:at + 3])
    scale = _EM / _DOTS
    return replace(letter, advance=wide * scale, picture=Picture(
        wide, tall, colors, dots[3::4], (0.0, (line.ascent() - tall) * scale, wide * scale, tall * scale)))
