"""Measures the parts of a workbook bit by bit, just before what reads them may see them: a few kilobytes of a mean
workbook would otherwise take gigabytes, or minutes.
"""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from pyexpat import ExpatError, ParserCreate
from typing import IO, Any, Protocol

from wellnessdesk.base.progress import Progress
from wellnessdesk.exchange import archive

STRINGS = "xl/sharedStrings.xml"
_TABLES = "xl/worksheets/"
_MOST_BYTES = {_TABLES: archive.MAX_FILE_BYTES, STRINGS: 24 * 2**20}
"""What a workbook of 100,000 students takes is a third of these."""
_MOST_OF_OTHERS = 4 * 2**20
_ROW, ROW_DEPTH, _MOST_ROWS = "row", 3, 2**20
_LONGEST_ROW = 2**20
"""Bytes from one row to the next, or after the last."""
_MOST_BESIDE_ROWS, _SHEET_COUNTS = 200_000, 500
"""Elements and attributes that are in no row: formats, merged cells, links; a sheet costs more than most."""
_AT_ONCE = 64 * 2**10
_BEFORE_XML = b" \t\r\n\0\xef\xbb\xbf\xfe\xff"


class Taking(Protocol):
    """What is given the bytes of a part, and may refuse them."""

    def take(self, part: bytes) -> None:
        """The next bytes."""


class MeasuredZip(zipfile.ZipFile):
    """A workbook's zip. Opening a part raises `RosterUnreadable` when it holds far too much, or a DOCTYPE: that could
    make endless text of a few bytes. Reading tells how far it is, and raises `Cancelled`.
    """

    def __init__(self, file: IO[bytes], book: str, progress: Progress) -> None:
        super().__init__(file)
        self._book = book
        self._progress = progress
        self._whole = sum(member.file_size for member in self.infolist() if _is_long(member.filename))
        self._done = 0

    def open(self, name: str | zipfile.ZipInfo, *how: Any, **more: Any) -> IO[bytes]:
        """A small part, measured."""
        member = name if isinstance(name, zipfile.ZipInfo) else self.getinfo(name)
        label = Path(member.filename).name
        content = io.BytesIO()
        for part in self._bits(member):
            content.write(part)
        if content.getvalue().lstrip(_BEFORE_XML)[:1] == b"<":  # pictures are read by nobody
            Meter(label, self._book).take(content.getvalue())
        content.seek(0)
        return content

    def read_into(self, name: str, taking: Taking) -> Iterator[None]:
        """A long part bit by bit: each was taken when this goes on."""
        for part in self._bits(self.getinfo(name)):
            taking.take(part)
            self._done += len(part)
            self._progress.report(min(self._done * 100 // max(self._whole, 1), 100), 100)
            yield

    def _bits(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        archive.check_member(member, self._book)
        most = next((most for start, most in _MOST_BYTES.items() if member.filename.startswith(start)),
                    _MOST_OF_OTHERS)
        if member.file_size > most:
            raise archive.too_large(Path(member.filename).name)
        with super().open(member) as content:
            while part := content.read(_AT_ONCE):
                self._progress.check_cancelled()
                yield part


def _is_long(part: str) -> bool:
    return part.startswith(tuple(_MOST_BYTES))


class Meter:
    """Counts what is beside the rows of a sheet, and how far it is from one to the next."""

    def __init__(self, name: str, book: str) -> None:
        self._name, self._book = name, book
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
        if self._parser.CurrentByteIndex - self._row_at > _LONGEST_ROW:
            self._refuse()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth <= ROW_DEPTH:
            kind = tag.rpartition(":")[2]
            self._in_row = self._depth == ROW_DEPTH and kind == _ROW
            if self._in_row:
                self._rows, self._row_at = self._rows + 1, self._parser.CurrentByteIndex
            elif kind == "sheet":
                self._beside += _SHEET_COUNTS
        if not self._in_row:
            self._beside += 1 + len(attributes)
        if self._beside > _MOST_BESIDE_ROWS or self._rows > _MOST_ROWS:
            self._refuse()

    def _end(self, _tag: str) -> None:
        self._depth -= 1

    def _refuse(self) -> None:
        raise archive.too_large(self._name)

    def _refuse_doctype(self, *_what: object) -> None:
        raise archive.damaged(self._book)
