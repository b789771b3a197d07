"""The rows of an Excel workbook (XLSX): a zip of XML that may be meant to harm, so it is measured before."""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain.roster import RosterUnreadable
from wellnessdesk.exchange import archive
from wellnessdesk.exchange.csv_table import MAX_COLUMNS, Record
from wellnessdesk.exchange.xlsx_meter import MeasuredZip

WORKBOOK = "xl/workbook.xml"
AHEAD = 12
"""So many rows of a sheet are looked at: some systems write a title above the header."""
Fit = Callable[[Sequence[Record]], int]
"""How much the first rows of a sheet look like what is sought; 0 for none."""
_MOST_ROWS = 300_000
_BLANK_ROWS = 500
"""After so many empty rows the table is over: some workbooks are formatted down to the last row there can be."""
_TELL_EVERY = 500


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
    hidden. Raises `RosterUnreadable`.
    """
    with archive.said_plainly(path.name), archive.small_reads(path) as file:
        with _told(path.name):
            book = _load(file, path.name)
        try:
            yield _best(book, path.name, fit, progress)
        finally:
            book.close()


def _load(file: io.BufferedReader, name: str) -> Any:
    from openpyxl.reader import excel  # noqa: PLC0415 - only whoever opens a workbook waits for it

    reader = excel.ExcelReader(file, read_only=True, data_only=True, keep_links=False)
    if len(reader.valid_files) > archive.MAX_MEMBERS:
        raise archive.too_many(name)
    reader.archive = MeasuredZip(file, name)
    reader.read()
    return reader.wb


def _best(book: Any, name: str, fit: Fit, progress: Progress) -> Iterator[Record]:
    seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
    begun = [(list(islice(rows, AHEAD)), rows) for rows in (_rows(sheet, name, progress) for sheet in seen)]
    ahead, rest = max(begun, key=lambda one: fit(one[0]), default=([], iter(())))
    return chain(ahead, rest)


def _rows(sheet: Any, name: str, progress: Progress) -> Iterator[Record]:
    """The rows of a sheet that are not empty."""
    blank = 0
    with _told(name):
        sheet.reset_dimensions()  # what a file says of its own size is not always so
        rows = enumerate(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS), 1)
    while True:
        with _told(name):
            number, values = next(rows, (0, ()))
            cells = [_text(value) for value in values]
        if not number or blank > _BLANK_ROWS:
            return
        if number > _MOST_ROWS:
            raise archive.too_large(name)
        if number % _TELL_EVERY == 0:
            progress.report(number, _MOST_ROWS)
            progress.check_cancelled()
        blank = 0 if any(cells) else blank + 1
        if not blank:
            yield Record(number, _trimmed(cells))


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(value: object) -> str:
    """A cell as it would stand in a CSV file; a formula's error is nothing."""
    if value is None or (isinstance(value, str) and value.startswith("#") and value.rstrip("!?/").isupper()):
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Whatever a spoiled workbook does to the library that reads it."""
    try:
        yield
    except (RosterUnreadable, OSError, MemoryError):
        raise
    except Exception as error:  # it raises whatever its XML leads it to
        raise archive.damaged(name) from error
