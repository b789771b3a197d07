"""The rows and texts of a workbook, as fast as its XML can be read, a stretch at a time.

openpyxl takes two to three times as long (23 to 32 s for 100,000 students), and a first look waits for most of it.
python-calamine takes 1 s, but cannot be stopped, and makes room for every cell between two far corners.
"""

from functools import lru_cache
from typing import NamedTuple

from wellnessdesk.exchange.csv_table import MAX_COLUMNS
from wellnessdesk.exchange.xlsx_meter import ROW_DEPTH, Meter

_TEXT_DEPTH = 2
_FURTHEST = "XFD"
"""The last column there can be."""


class Cell(NamedTuple):
    """What a cell says, of which type (`t`), in which style."""

    place: int
    said: str
    type: str
    style: str


class _Hearing(Meter):
    """A meter that hears what the parts say; how words are pronounced (Japanese names) is no part of them."""

    def __init__(self, name: str, book: str) -> None:
        super().__init__(name, book)
        self._said: list[str] = []
        self._pronounced = 0
        self._parser.buffer_text = True

    def _hear(self, tag: str) -> None:
        kind = tag.rpartition(":")[2]
        if kind == "rPh":
            self._pronounced = self._depth
        elif kind in ("v", "t") and not self._pronounced:
            self._parser.CharacterDataHandler = self._said.append

    def _heard(self) -> None:
        self._parser.CharacterDataHandler = None
        if self._depth < self._pronounced:
            self._pronounced = 0


class Rows(_Hearing):
    """Keeps the rows it measures in `done`, each with its number, until whoever reads them takes them out."""

    def __init__(self, name: str, book: str) -> None:
        super().__init__(name, book)
        self.done: list[tuple[int, list[Cell]]] = []
        self._number = self._place = 0
        self._cells: list[Cell] = []
        self._cell: dict[str, str] = {}

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if not self._in_row:
            super()._start(tag, attributes)
            self._begin(attributes)
            return
        self._depth += 1
        if self._depth == ROW_DEPTH + 1:
            self._cell, self._said = attributes, []
        else:
            self._hear(tag)

    def _begin(self, attributes: dict[str, str]) -> None:
        if self._in_row:
            self._cells, self._place = [], 0
            self._number = _counted(attributes["r"]) if "r" in attributes else self._number + 1

    def _end(self, tag: str) -> None:
        super()._end(tag)
        if not self._in_row:
            return
        self._heard()
        if self._depth == ROW_DEPTH:
            self._keep(self._cell)
        elif self._depth < ROW_DEPTH:
            self._in_row = False
            self.done.append((self._number, self._cells))

    def _keep(self, cell: dict[str, str]) -> None:
        place = self._place = _place(cell["r"].rstrip("0123456789")) if "r" in cell else self._place + 1
        if self._said and place <= MAX_COLUMNS:
            self._cells.append(Cell(place, "".join(self._said), cell.get("t", "n"), cell.get("s", "0")))


class Strings(_Hearing):
    """Keeps the texts that cells name by their number."""

    def __init__(self, name: str, book: str) -> None:
        super().__init__(name, book)
        self.done: list[str] = []

    def _start(self, tag: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == _TEXT_DEPTH:
            self._said = []
        self._hear(tag)

    def _end(self, tag: str) -> None:
        super()._end(tag)
        self._heard()
        if self._depth == _TEXT_DEPTH - 1:
            self._row_at = self._parser.CurrentByteIndex
            self.done.append("".join(self._said).replace("x005F_", ""))


def _counted(number: str) -> int:
    if not number.isascii() or not number.isdigit():
        raise ValueError(number)
    return int(number)


@lru_cache(maxsize=1000)
def _place(letters: str) -> int:
    """The number of a column from its letters. Raises `ValueError` for what is none."""
    if not letters.isascii() or not letters.isalpha() or len(letters) > len(_FURTHEST):
        raise ValueError(letters)
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
