"""The typeface of every PDF: the bundled Noto Sans, and for letters it lacks, whatever the desktop draws them with.

All text of all reports goes through it (paragraphs, charts, edges of pages): measured and written by the same rule.
"""

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from weakref import WeakKeyDictionary

from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.ttfonts import TTFont

from wellnessdesk.base import lettering
from wellnessdesk.base.i18n import _
from wellnessdesk.base.lettering import Letter
from wellnessdesk.reports.drawn_letters import DrawnLetters

_DRAWN = 10_000
"""From here on, numbers of subsets are those of drawn letters."""


class HouseFont(TTFont):
    """A face of the bundled font. What it lacks is drawn; where no font of the computer has it, it is said in words."""

    def __init__(self, name: str, file: Path, *, bold: bool = False) -> None:
        super().__init__(name, str(file), shapable=False)
        self._bold = bold
        self._drawn: WeakKeyDictionary[PDFDocument, DrawnLetters] = WeakKeyDictionary()

    def stringWidth(self, text: str | bytes, size: float, encoding: str = "utf8") -> float:
        """How wide a text is, in points."""
        words = _decoded(text)
        try:  # every word of every report comes by here
            return float(0.001 * size * sum(map(self.face.charWidths.__getitem__, map(ord, words))))
        except KeyError:
            return self._width(words, size, encoding)

    def _width(self, words: str, size: float, encoding: str) -> float:
        """Of what the font has not, or not by its width."""
        if self._has(words):
            return float(super().stringWidth(words, size, encoding))
        return sum(piece.advance * size / 1000 if isinstance(piece, Letter)
                   else float(super(HouseFont, self).stringWidth(piece, size, encoding))
                   for piece in self._pieces(words))

    def splitString(self, text: str | bytes, doc: PDFDocument, encoding: str = "utf-8") -> list[tuple[int, bytes]]:
        """A line of text as numbers of letters, each with the number of its subset, from the left to the right."""
        words = _decoded(text)
        if self._has(words):
            return super().splitString(words, doc, encoding)
        split: list[tuple[int, bytes]] = []
        for piece in self._pieces(words):
            if isinstance(piece, Letter):
                font, number = self._drawn.setdefault(doc, DrawnLetters()).place(piece)
                split.append((_DRAWN + font, bytes([number])))
            else:
                split += super().splitString(piece, doc, encoding)
        return split

    def getSubsetInternalName(self, subset: int, doc: PDFDocument) -> str:
        """What a subset is called on the pages."""
        if subset < _DRAWN:
            return str(super().getSubsetInternalName(subset, doc))
        return f"{self._drawn_name(doc)}{subset - _DRAWN}"

    def addObjects(self, doc: PDFDocument) -> None:
        """Put what was used of it into the document."""
        drawn = self._drawn.pop(doc, DrawnLetters())
        drawn.add_to(doc, self._drawn_name(doc)[1:])
        super().addObjects(doc)

    def _drawn_name(self, doc: PDFDocument) -> str:
        return f"{super().getSubsetInternalName(0, doc)}d"

    def _has(self, words: str) -> bool:
        return words.isascii() or all(ord(letter) in self.face.charToGlyph or letter == "\xa0" for letter in words)

    def _pieces(self, words: str) -> Iterator[str | Letter]:
        """The line from the left to the right: words for the bundled font, and drawn letters."""
        said = ""
        for letter in lettering.line(words, self._bold):
            if self._has(letter.words) and not (letter.turned and any(map(unicodedata.mirrored, letter.words))):
                yield letter.words
                said = ""
            elif letter.known:
                yield from _apart(letter)
                said = ""
            elif (missing := _stand_in(letter.words)) and missing != said:
                yield missing
                said = missing


def _decoded(text: str | bytes) -> str:
    return text if isinstance(text, str) else text.decode()


def _apart(letter: Letter) -> Iterator[Letter]:
    """A letter that is read from the right and has marks, or is two in one, as so many: readers of PDFs take signs in
    the order in which they stand, and would copy what belongs to one sign the wrong way round.
    """
    share = letter.advance / len(letter.words)
    if not letter.turned or len(letter.words) == 1 or letter.picture:
        yield letter
        return
    *others, first = reversed(letter.words)
    yield from (Letter(other, share) for other in others)
    back = -share * len(others)
    yield Letter(first, share, tuple((sign, x + back, y) for sign, x, y in letter.signs))


def _stand_in(words: str) -> str:
    """What is printed for letters that no font of this computer has; for what has no ink, nothing."""
    seen = [letter for letter in words if unicodedata.category(letter) not in ("Cf", "Mn", "Me", "Zs")]
    if not seen:
        return ""
    script = unicodedata.name(seen[0], "?").split()[0]
    names = {"ARABIC": _("Arabic letters"), "CJK": _("Chinese letters"), "HEBREW": _("Hebrew letters"),
             "HANGUL": _("Korean letters"), "HIRAGANA": _("Japanese letters"), "KATAKANA": _("Japanese letters")}
    other = _("letters") if unicodedata.category(seen[0])[0] in "LM" else _("a sign")
    return f"[{names.get(script, other)}]"
