"""Tables of texts and numbers for spreadsheets: CSV and XLSX in which no text is ever taken for a formula."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from wellnessdesk.exchange.bundle_csv import escaped

Line = Sequence[str | int | None]
MOST_LINES = 1_000_000
"""Excel has 1,048,576 rows."""


class TooManyLines(ValueError):
    """More lines than a sheet can hold."""


def write_csv(path: Path, headings: Sequence[str], lines: Iterable[Line]) -> None:
    """UTF-8 with a mark (Excel asks for one); texts that a spreadsheet could take for a formula are escaped."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(headings)
        writer.writerows([escaped(value) if isinstance(value, str) else value for value in line] for line in lines)


def write_xlsx(path: Path, title: str, headings: Sequence[str], lines: Iterable[Line]) -> None:
    """One sheet, written as it comes; numbers are numbers, and every text is a text. Raises `TooManyLines`."""
    from openpyxl import Workbook  # noqa: PLC0415 - only whoever writes a workbook waits for it

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    try:
        sheet.append([_text(sheet, heading) for heading in headings])
        for number, line in enumerate(lines):
            if number >= MOST_LINES:
                raise TooManyLines
            sheet.append([_text(sheet, value) if isinstance(value, str) else value for value in line])
    finally:
        sheet.close()  # its own draft, which would stay open where the lines end early
    book.save(path)


def _text(sheet: Any, words: str) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - see above
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415 - see above

    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", words))
    cell.data_type = "s"  # a text that begins with = would be a formula
    return cell
