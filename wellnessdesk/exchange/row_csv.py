"""A table of rows as CSV, written and checked as it goes by: every value is a code, a day, a number or a pseudonym.

Nothing in it needs quotes or could be taken for a formula. UTF-8, lines end in CR LF (RFC 4180).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wellnessdesk.domain import pseudonyms
from wellnessdesk.domain.tables import Column
from wellnessdesk.exchange.bundle_problems import BundleMalformed

PSEUDONYM = f"[a-z2-7]{{{pseudonyms.LENGTH}}}"
LONGEST_LINE = 4096
_END = "\r\n"

_PATTERNS = {
    "integer": r"(?:0|[1-9][0-9]{0,14})",
    "yearmonth": r"[0-9]{4}-(?:0[1-9]|1[0-2])",
    "date": r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowLayout:
    """A table of rows without them. A `string` column with labels holds one of their codes, one without a pseudonym.

    `optional` are the names of the columns that may be empty in a row.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    optional: frozenset[str] = frozenset()

    @property
    def file_name(self) -> str:
        """The name of its file."""
        return f"{self.name}.csv"


def head(layout: RowLayout) -> bytes:
    """The first line."""
    return joined([",".join(column.name for column in layout.columns)])


def body(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows in the order of their bytes: what came first, nobody can tell."""
    return joined([",".join(row) for row in rows])


def joined(lines: list[str]) -> bytes:
    """The same of lines that are made already, without their ends, for whoever has a million of them."""
    return _END.join([*sorted(lines), ""]).encode()


class Checking:
    """Is written a table's file in parts, and raises `BundleMalformed` as soon as one is not of this layout, or not of
    so many rows."""

    def __init__(self, layout: RowLayout, rows: int) -> None:
        self._layout, self._left, self._pattern = layout, rows, _pattern(layout)
        self._first, self._rest = head(layout), b""

    def write(self, part: bytes, /) -> None:
        """The next part."""
        *lines, self._rest = (self._rest + part).split(b"\r\n")
        if self._first and lines:
            if lines.pop(0) + b"\r\n" != self._first:
                raise BundleMalformed(self._layout.file_name)
            self._first = b""
        self._left -= len(lines)
        if len(self._rest) > LONGEST_LINE or self._left < 0 or not all(map(self._pattern.fullmatch, lines)):
            raise BundleMalformed(self._layout.file_name)

    def close(self) -> None:
        """Nothing follows."""
        if self._rest or self._first or self._left:
            raise BundleMalformed(self._layout.file_name)


def _pattern(layout: RowLayout) -> re.Pattern[bytes]:
    return re.compile(",".join(_value(column, column.name in layout.optional) for column in layout.columns).encode())


def _value(column: Column, optional: bool) -> str:
    pattern = _PATTERNS.get(column.type) or "|".join(re.escape(code) for code, _label in column.labels) or PSEUDONYM
    return f"(?:{pattern}){'?' if optional else ''}"
