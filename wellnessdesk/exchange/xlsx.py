"""The rows of an Excel workbook (XLSX): a zip of XML that may be meant to harm, so it is measured as it is read."""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any

from wellnessdesk.base.progress import NO_PROGRESS, Cancelled, Progress
from wellnessdesk.domain.roster import RosterUnreadable
from wellnessdesk.exchange import archive
from wellnessdesk.exchange.csv_table import Record
from wellnessdesk.exchange.xlsx_meter import STRINGS, MeasuredZip
from wellnessdesk.exchange.xlsx_rows import Rows, Strings
from wellnessdesk.exchange.xlsx_values import Values

WORKBOOK = "xl/workbook.xml"
AHEAD = 12
"""So many rows of a sheet are looked at: some systems write a title above the header."""
Fit = Callable[[Sequence[Record]], int]
"""How much the first rows of a sheet look like what is sought; 0 for none."""
_MOST_ROWS = 300_000
_BLANK_ROWS = 500
"""After so many empty rows the table is over: some workbooks are formatted down to the last row there can be."""


def is_workbook(path: Path) -> bool:
    """Whether a file is a zip with a workbook inside."""
    try:
        with archive.small_reads(path) as file, zipfile.ZipFile(file) as packed:
            return WORKBOOK in packed.namelist()
    except (RosterUnreadable, OSError, *archive.BROKEN_ZIP):
        return False


@contextmanager
def opened(path: Path, fit: Fit, progress: Progress = NO_PROGRESS) -> Iterator[Iterator[Record]]:
    """The rows of the sheet whose first ones `fit` best, numbered as in Excel; of two the first, and none that is
    hidden. Raises `RosterUnreadable`, or `Cancelled` at any moment.
    """
    with archive.said_plainly(path.name), archive.small_reads(path) as file:
        with _told(path.name):
            book = _Book(file, path.name, progress)
        yield _best(book, fit)


class _Book:
    """A workbook of which the small parts (what sheets there are, which numbers are dates) are read already."""

    def __init__(self, file: io.BufferedReader, name: str, progress: Progress) -> None:
        from openpyxl.reader import excel  # noqa: PLC0415 - only whoever opens a workbook waits for it
        from openpyxl.styles.stylesheet import apply_stylesheet  # noqa: PLC0415 - see above

        reader = excel.ExcelReader(file, read_only=True, data_only=True, keep_links=False)
        if len(reader.valid_files) > archive.MAX_MEMBERS:
            raise archive.too_many(name)
        self.name = name
        self._zip = reader.archive = MeasuredZip(file, name, progress)
        reader.read_manifest()
        reader.read_workbook()
        book: Any = reader.wb
        apply_stylesheet(self._zip, book)
        self._values = Values(book.epoch, book._date_formats, self._strings(reader.package))  # noqa: SLF001
        found = [(sheet.state, rel.target) for sheet, rel in reader.parser.find_sheets()
                 if rel.target in reader.valid_files and "chartsheet" not in rel.Type]
        self.sheets = [part for state, part in found if state == "visible"] or [part for _state, part in found]

    def rows(self, part: str) -> Iterator[tuple[int, list[str]]]:
        """The rows of a sheet and their numbers. Raises whatever a spoiled workbook leads it to."""
        rows = Rows(Path(part).name, self.name)
        for _read in self._zip.read_into(part, rows):
            done, rows.done = rows.done, []
            yield from ((number, self._values.row(cells)) for number, cells in done)

    def _strings(self, package: Any) -> list[str]:
        from openpyxl.xml.constants import SHARED_STRINGS  # noqa: PLC0415 - see above

        part = package.find(SHARED_STRINGS)
        strings = Strings(Path(STRINGS).name, self.name)
        for _read in self._zip.read_into(part.PartName[1:], strings) if part is not None else ():
            pass
        return strings.done


def _best(book: _Book, fit: Fit) -> Iterator[Record]:
    begun = [(list(islice(rows, AHEAD)), rows) for rows in (_rows(book, part) for part in book.sheets)]
    ahead, rest = max(begun, key=lambda one: fit(one[0]), default=([], iter(())))
    return chain(ahead, rest)


def _rows(book: _Book, part: str) -> Iterator[Record]:
    """The rows of a sheet that are not empty."""
    rows, last = book.rows(part), 0
    while True:
        with _told(book.name):
            number, cells = next(rows, (0, []))
        if not number or number - last > _BLANK_ROWS + 1:
            return
        if number > _MOST_ROWS:
            raise archive.too_large(book.name)
        if any(cells):
            last = number
            yield Record(number, _trimmed(cells))


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Whatever a spoiled workbook does to the library that reads it."""
    try:
        yield
    except (RosterUnreadable, Cancelled, OSError, MemoryError):
        raise
    except Exception as error:  # it raises whatever its XML leads it to
        raise archive.damaged(name) from error
