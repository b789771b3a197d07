"""Letters with outlines of their own in a PDF: a Type 3 font, so that they can be selected, copied and searched."""

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObject,
    PDFObjectReference,
    PDFStream,
    PDFZCompress,
)

from wellnessdesk.base.lettering import Letter, Picture

_FIRST, _LAST = 33, 255
"""Numbers of the letters in one font; 32 is what every font has for a space."""
_ROOM = _LAST - _FIRST + 1
_CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <00> <FF> endcodespacerange
{lines}
endcmap CMapName currentdict /CMap defineresource pop end end"""
_AT_ONCE = 100
"""So many lines a block of such a table may have."""


class DrawnLetters:
    """The drawn letters of one document, each once."""

    def __init__(self) -> None:
        self._numbers: dict[Letter, int] = {}

    def place(self, letter: Letter) -> tuple[int, int]:
        """In which of the fonts it is, from 0, and as which number."""
        font, number = divmod(self._numbers.setdefault(letter, len(self._numbers)), _ROOM)
        return font, _FIRST + number

    def add_to(self, document: PDFDocument, name: str) -> None:
        """Put the fonts into the document, called `name` and their number."""
        letters = list(self._numbers)
        for number, begin in enumerate(range(0, len(letters), _ROOM)):
            font = _font(document, f"{name}{number}", letters[begin:begin + _ROOM])
            known = document.idToObject["BasicFonts"]
            known.dict[f"{name}{number}"] = _kept(document, font, f"{name}{number}")  # type: ignore[attr-defined]


def _font(document: PDFDocument, name: str, letters: list[Letter]) -> PDFDictionary:
    glyphs = {f"g{number}": _reference(document, _glyph(letter, f"i{number}"), f"{name}g{number}")
              for number, letter in enumerate(letters)}
    pictures = {f"i{number}": _image(document, letter.picture, f"{name}i{number}")
                for number, letter in enumerate(letters) if letter.picture}
    return PDFDictionary({
        "Type": PDFName("Font"), "Subtype": PDFName("Type3"), "FontBBox": PDFArray([0, 0, 0, 0]),
        "FontMatrix": PDFArray([0.001, 0, 0, 0.001, 0, 0]), "FirstChar": _FIRST, "LastChar": _FIRST + len(letters) - 1,
        "Widths": PDFArray([round(letter.advance) for letter in letters]), "CharProcs": PDFDictionary(glyphs),
        "Encoding": PDFDictionary({"Type": PDFName("Encoding"),
                                   "Differences": PDFArray([_FIRST, *map(PDFName, glyphs)])}),
        "Resources": PDFDictionary({"XObject": PDFDictionary(pictures)}),
        "ToUnicode": _reference(document, _unicode(letters), f"{name}u")})


def _glyph(letter: Letter, picture: str) -> str:
    """How it is drawn: in the color of the text, or in colors of its own."""
    wide = round(letter.advance)
    if letter.picture:
        left, foot, width, height = map(round, letter.picture.box)
        return f"{wide} 0 d0 q {width} 0 0 {height} {left} {foot} cm /{picture} Do Q"
    strokes = [(kind, [part + (x, y)[at % 2] for at, part in enumerate(points)])
               for outline, x, y in letter.signs for kind, points in outline.steps]
    edges = [[part for _kind, points in strokes for part in points[at::2]] or [0.0] for at in (0, 1)]
    box = f"{min(edges[0]):g} {min(edges[1]):g} {max(edges[0]):g} {max(edges[1]):g}"
    drawn = " ".join(f"{' '.join(f'{part:g}' for part in points)} {kind}" for kind, points in strokes)
    return f"{wide} 0 {box} d1 {drawn} {'f' if strokes else ''}"


def _unicode(letters: list[Letter]) -> str:
    """What is copied for each number."""
    lines = [f"<{number:02X}> <{letter.words.encode('utf-16-be').hex().upper()}>"
             for number, letter in enumerate(letters, _FIRST)]
    blocks = [lines[at:at + _AT_ONCE] for at in range(0, len(lines), _AT_ONCE)]
    return _CMAP.format(lines="\n".join(
        "\n".join((f"{len(block)} beginbfchar", *block, "endbfchar")) for block in blocks))


def _image(document: PDFDocument, picture: Picture, name: str) -> PDFObjectReference:
    cover = _reference(document, picture.cover, f"{name}c", _dots(picture, "DeviceGray"))
    return _reference(document, picture.colors, name, _dots(picture, "DeviceRGB") | {"SMask": cover})


def _dots(picture: Picture, space: str) -> dict[str, object]:
    return {"Type": PDFName("XObject"), "Subtype": PDFName("Image"), "Width": picture.wide, "Height": picture.tall,
            "ColorSpace": PDFName(space), "BitsPerComponent": 8}


def _reference(document: PDFDocument, content: str | bytes, name: str,
               facts: dict[str, object] | None = None) -> PDFObjectReference:
    return _kept(document, PDFStream(PDFDictionary(facts or {}), content, [PDFZCompress]), name)


def _kept(document: PDFDocument, made: PDFObject, name: str) -> PDFObjectReference:
    kept: PDFObjectReference = document.Reference(made, name)  # type: ignore[no-untyped-call]
    return kept
