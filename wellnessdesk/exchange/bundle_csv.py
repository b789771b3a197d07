"""One published table as CSV, in long form (one number a line), and strictly back.

Columns: `kind` (what the line is), the dimensions (blank where the number is a total over them), `count`,
and `suppressed` (why the count is blank). UTF-8 without a mark, lines end in CR LF (RFC 4180).
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from wellnessdesk.domain.tables import BLANK_REASONS, Cell, Column, Layout, Place, PublishedTable
from wellnessdesk.exchange.bundle_problems import BundleMalformed

KINDS = ("cell", "row_total", "column_total", "grand_total")
FIRST, LAST = ("kind",), ("count", "suppressed")

_NUMBER = re.compile(r"0|[1-9][0-9]{0,14}")
_FORMULA = "=+-@＝＋－＠"
_FIRST_CHARACTERS = "'\t\r\n"


def encode(table: PublishedTable) -> bytes:
    """The table's file. The same table gives the same bytes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow((*FIRST, *(column.name for column in table.layout.dimensions), *LAST))
    writer.writerows(_line(table, place) for place in table.places())
    return text.getvalue().encode()


def decode(data: bytes, layout: Layout) -> PublishedTable:
    """The table in a file that `encode` wrote for a table of this layout; raises `BundleMalformed` for any other."""
    lines = _lines(data, layout.name)[1:]
    kinds = [line[0] for line in lines]
    cells = [_cell(line, layout.name) for line in lines]
    tall, wide = len(layout.row_keys), len(layout.column_keys)
    rows, columns, grand = (kinds.count(kind) for kind in KINDS[1:])
    body = tall * wide
    try:
        table = PublishedTable(
            layout=layout,
            cells=tuple(tuple(cells[row * wide:(row + 1) * wide]) for row in range(tall)),
            row_totals=tuple(cells[body:body + rows]),
            column_totals=tuple(cells[body + rows:body + rows + columns]),
            grand_total=cells[body + rows + columns] if grand else None,
        )
    except (ValueError, IndexError) as error:
        raise BundleMalformed(file_name(layout.name)) from error
    if encode(table) != data:
        raise BundleMalformed(file_name(layout.name))
    return table


def keys(data: bytes, name: str, rows: int, two_way: bool) -> tuple[list[tuple[str, ...]], list[str]]:
    """The keys of the rows and of the columns in a file, in their order, when `rows` dimensions are the rows'."""
    found = [tuple(map(plain, line[1:-2])) for line in _lines(data, name)[1:] if line[0] == "cell"]
    wanted = rows + two_way
    if not found or any(len(key) != wanted for key in found):
        raise BundleMalformed(file_name(name))
    return list(dict.fromkeys(key[:rows] for key in found)), list(dict.fromkeys("".join(key[rows:]) for key in found))


def file_name(table: str) -> str:
    """The name of a table's file."""
    return f"{table}.csv"


def escaped(text: str) -> str:
    """The text as it stands in a file: what a spreadsheet would take for a formula gets an apostrophe before it."""
    dangerous = text[:1] in _FIRST_CHARACTERS or text.lstrip()[:1] in _FORMULA
    return f"'{text}" if text and dangerous else text


def plain(text: str) -> str:
    """The text without the apostrophe of `escaped`."""
    return text.removeprefix("'")


def written(column: Column, value: str | None) -> str:
    """A dimension's value as it stands in a file."""
    if value is None:
        return ""
    return escaped(value) if column.type == "string" else value


def _line(table: PublishedTable, place: Place) -> Sequence[str | int]:
    cell, layout = table.at(place), table.layout
    values = map(written, layout.dimensions, layout.key(place))
    return (_kind(place), *values, "" if cell.value is None else cell.value, cell.why)


def _kind(place: Place) -> str:
    return KINDS[(place[1] is None) + 2 * (place[0] is None)]


def _lines(data: bytes, name: str) -> list[list[str]]:
    try:
        return list(_long_enough(csv.reader(io.StringIO(data.decode(), newline=""), strict=True)))
    except (ValueError, csv.Error) as error:
        raise BundleMalformed(file_name(name)) from error


def _long_enough(lines: Iterator[list[str]]) -> Iterator[list[str]]:
    for line in lines:
        if len(line) < len(FIRST) + len(LAST):
            raise ValueError("a short line")
        yield line


def _cell(line: list[str], name: str) -> Cell:
    count, why = line[-2:]
    if not count and why in BLANK_REASONS:
        return Cell(None, next(reason for reason in BLANK_REASONS if reason == why))
    if why or not _NUMBER.fullmatch(count):
        raise BundleMalformed(file_name(name))
    return Cell(int(count))
