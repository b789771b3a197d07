"""The parts of a workbook, each measured before it is read: what reads them lets a row, or what is in none, grow.

A few kilobytes of a mean workbook would otherwise take gigabytes, or minutes.
"""

import zipfile
from pathlib import Path
from pyexpat import ExpatError, ParserCreate
from typing import IO, Any

from wellnessdesk.exchange import archive

_MOST_BYTES = {"xl/worksheets/": archive.MAX_FILE_BYTES, "xl/sharedStrings.xml": 24 * 2**20}
"""What a workbook of 100,000 students takes is a third of these."""
_MOST_OF_OTHERS = 4 * 2**20
_ROW, _ROW_DEPTH, _MOST_ROWS = "row", 3, 2**20
_LONGEST_ROW = 2**20
"""Bytes from one row to the next, or after the last."""
_MOST_BESIDE_ROWS, _SHEET_COUNTS = 200_000, 500
"""Elements and attributes that are in no row: formats, merged cells, links; a sheet costs more than most."""
_AT_ONCE = 64 * 2**10
_BEFORE_XML = b" \t\r\n\0\xef\xbb\xbf\xfe\xff"


class MeasuredZip(zipfile.ZipFile):
    """A workbook's zip. Opening a part raises `RosterUnreadable` when it holds far too much, or a DOCTYPE: that could
    make endless text of a few bytes."""

    def __init__(self, file: IO[bytes], book: str) -> None:
        super().__init__(file)
        self._book = book
        self._measured: set[str] = set()

    def open(self, name: str | zipfile.ZipInfo, *how: Any, **more: Any) -> IO[bytes]:
        """As any zip does, once the part is measured."""
        member = name if isinstance(name, zipfile.ZipInfo) else self.getinfo(name)
        if member.filename not in self._measured:
            self._measure(member)
            self._measured.add(member.filename)
        return super().open(name, *how, **more)

    def _measure(self, member: zipfile.ZipInfo) -> None:
        archive.check_member(member, self._book)
        most = next((most for start, most in _MOST_BYTES.items() if member.filename.startswith(start)),
                    _MOST_OF_OTHERS)
        if member.file_size > most:
            raise archive.too_large(Path(member.filename).name)
        with super().open(member) as content:
            part = content.read(_AT_ONCE)
            if part.lstrip(_BEFORE_XML)[:1] in (b"<", b""):  # pictures are read by nobody
                meter = _Meter(Path(member.filename).name, self._book)
                while part:
                    meter.take(part)
                    part = content.read(_AT_ONCE)


class _Meter:
    """Counts what is beside the rows of a sheet, and how far it is from one to the next."""

    def __init__(self, name: str, book: str) -> None:
        self._name, self._book = name, book
        self._texts = name == "sharedStrings.xml"
        self._depth = self._rows = self._beside = self._row_at = 0
        self._in_row = False
        self._parser = ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype

    def take(self, part: bytes) -> None:
        """The next bytes of it."""
        try:
            self._parser.Parse(part, False)
        except ExpatError as error:
            raise archive.damaged(self._book) from error
        if not self._texts and self._parser.CurrentByteIndex - self._row_at > _LONGEST_ROW:
            self._refuse()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth <= _ROW_DEPTH:
            kind = tag.rpartition(":")[2]
            self._in_row = self._depth == _ROW_DEPTH and kind == _ROW
            if self._in_row:
                self._rows, self._row_at = self._rows + 1, self._parser.CurrentByteIndex
            elif kind == "sheet":
                self._beside += _SHEET_COUNTS
        if not self._in_row and not self._texts:
            self._beside += 1 + len(attributes)
        if self._beside > _MOST_BESIDE_ROWS or self._rows > _MOST_ROWS:
            self._refuse()

    def _end(self, _tag: str) -> None:
        self._depth -= 1

    def _refuse(self) -> None:
        raise archive.too_large(self._name)

    def _refuse_doctype(self, *_what: object) -> None:
        raise archive.damaged(self._book)
