"""The rows of an Excel workbook (XLSX): a zip of XML that may be meant to harm, so it is measured before."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain.roster import RosterUnreadable
from wellnessdesk.exchange import archive
from wellnessdesk.exchange.csv_table import MAX_COLUMNS, Record

WORKBOOK = "xl/workbook.xml"
# What a workbook of 100,000 students takes is a third of these.
_MOST_BYTES = {"xl/worksheets/": archive.MAX_FILE_BYTES, "xl/sharedStrings.xml": 24 * 2**20}
_MOST_OF_OTHERS = 4 * 2**20
_NEVER_READ = ("xl/media/", "xl/charts/", "xl/drawings/", "xl/printerSettings/", "xl/embeddings/", "xl/pivot")
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
def opened(path: Path, progress: Progress = NO_PROGRESS) -> Iterator[Iterator[Record]]:
    """The rows of the first sheet with something in it, numbered as in Excel. Raises `RosterUnreadable`."""
    with archive.said_plainly(path.name), archive.small_reads(path) as file:
        _measure(file, path.name)
        file.seek(0)
        with _told(path.name):
            book = _load(file)
        try:
            yield _records(book, path.name, progress)
        finally:
            book.close()


def _load(file: io.BufferedReader) -> Any:
    import openpyxl  # noqa: PLC0415 - only whoever opens a workbook waits for it

    return openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)


def _measure(file: io.BufferedReader, name: str) -> None:
    with zipfile.ZipFile(file) as packed:
        members = packed.infolist()
        if len(members) > archive.MAX_MEMBERS:
            raise archive.too_many(name)
        for member in members:
            if member.filename.startswith(_NEVER_READ):
                continue
            archive.check_member(member, name)
            most = next((most for start, most in _MOST_BYTES.items() if member.filename.startswith(start)),
                        _MOST_OF_OTHERS)
            if member.file_size > most:
                raise archive.too_large(name)
            with packed.open(member) as content:
                if b"<!DOCTYPE" in content.read(1024):  # it could make endless text of a few bytes
                    raise archive.damaged(name)


def _records(book: Any, name: str, progress: Progress) -> Iterator[Record]:
    for sheet in book.worksheets:
        found = False
        for record in _rows(sheet, name, progress):
            found = True
            yield record
        if found:
            return


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
