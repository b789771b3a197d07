"""Reads one CSV table as real exports write it: any case of header, any encoding, broken lines among good."""

import csv
import difflib
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from sys import intern

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.roster import RosterUnreadable
from wellnessdesk.exchange.csv_lines import MAX_LINES, Lines, NeverClosed, too_many_lines
from wellnessdesk.exchange.findings import Findings

MAX_COLUMNS = 200
# How alike (`difflib` ratio) a misspelled header must be: "sourceId" is 0.94 like "sourcedId".
LIKENESS = 0.8

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]+")
# Signs that turn the direction of all text after them: a name must not rearrange the screen around it.
# So must not those that nobody sees: with one of them two equal names would be two.
_DIRECTION = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
"""How Excel is kept from taking a number's leading zeros: ="00123"."""
_NOT_IN_HEADER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Table:
    """What we know of one file of the standard. `others` are its columns that are never read.

    They are listed so that none of them is taken for a misspelling of one we want. `also` are further names of columns
    we want, as extensions of the standard call them. `most` are the lines that a roster of any honest size has.
    """

    name: str
    wanted: tuple[str, ...]
    needed: tuple[str, ...]
    others: tuple[str, ...] = ()
    also: Mapping[str, str] = field(default_factory=dict)
    most: int = MAX_LINES


@dataclass(frozen=True, slots=True)
class Row:
    """The wanted cells of one record, by standard name; a cell the line is too short for is absent.

    `line` is the physical line on which the record begins. `trouble` says why the row cannot be taken.
    """

    line: int
    cells: Mapping[str, str]
    short: bool = False
    trouble: str = ""

    def get(self, column: str) -> str:
        """The cell, or "" where there is none."""
        return self.cells.get(column, "")


class UnusableTable(RosterUnreadable):
    """A table without the columns it needs, or without anything."""


class CsvTable:
    """One table, its header already read. Iterate once for its rows; blank lines are left out.

    Cells of columns not asked for (a password, say) are dropped here, before anybody else sees them.
    Raises `UnusableTable` when a needed column is missing, `RosterUnreadable` past the table's `most` lines.
    """

    def __init__(self, stream: io.BufferedReader, table: Table, label: str, findings: Findings) -> None:
        lines = Lines(stream, label, findings)
        self._label, self._most = label, table.most
        self._findings = findings
        self._records = Records(lines)
        header = next((record for record in self._records if any(map(clean, record.cells))), None)
        if header is None:
            raise UnusableTable(_("{file} is empty. Export the roster again.").format(file=label))
        self._width = self._records.width = len(header.cells)
        self._places = self._find_columns(header, table)
        missing = [name for name in table.needed if name not in self._places]
        if missing:
            raise UnusableTable(_no_columns(label, missing))

    @property
    def columns(self) -> frozenset[str]:
        """The wanted columns that are there."""
        return frozenset(self._places)

    def __iter__(self) -> Iterator[Row]:
        for number, record in enumerate(self._records):
            if number >= self._most:
                raise too_many_lines(self._label)
            if record.closed and not any(map(clean, record.cells)):
                continue
            # Interned: ids stand in several files, and many people have one name; each is held in memory once.
            cells = {
                name: intern(clean(record.cells[place]))
                for name, place in self._places.items()
                if place < len(record.cells)
            }
            yield Row(record.line, cells, len(record.cells) < self._width, self._trouble(record))

    def _trouble(self, record: "Record") -> str:
        if not record.closed:
            return _("A quotation mark is opened and never closed.")
        if any(map(str.strip, record.cells[self._width :])):
            return _("The line has more cells than the header, perhaps from a comma without quotation marks.")
        return ""

    def _find_columns(self, header: "Record", table: Table) -> dict[str, int]:
        found: dict[str, int] = {}
        unknown: dict[str, int] = {}
        standard = {plain(name): name for name in (*table.wanted, *table.others)}
        standard |= {plain(alias): name for alias, name in table.also.items()}
        for place, cell in enumerate(header.cells[:MAX_COLUMNS]):
            bare = plain(cell)
            name = standard.get(bare)
            (found if name else unknown).setdefault(name or bare[:40], place)
        for name in table.wanted:
            if name in found or not (close := difflib.get_close_matches(plain(name), unknown, 1, LIKENESS)):
                continue
            found[name] = unknown.pop(close[0])
            self._note_misspelling(header, found[name], name)
        return {name: place for name, place in found.items() if name in table.wanted}

    def _note_misspelling(self, header: "Record", place: int, name: str) -> None:
        text = _("The column “{found}” was read as “{column}”.")
        self._findings.note(self._label, header.line, text.format(found=clean(header.cells[place])[:40], column=name))


def clean(cell: str) -> str:
    """The cell in one line, trimmed, without signs nobody sees, composed (NFC) so that equal names are equal."""
    if cell.startswith('="') and (text := _AS_TEXT.fullmatch(cell.strip())):
        cell = text[1]
    if not cell.isascii():
        cell = unicodedata.normalize("NFC", cell)
    if not cell.isprintable():
        cell = _DIRECTION.sub("", _CONTROL.sub(" ", cell))
        if not any(map(str.isprintable, cell.replace(" ", ""))):  # joiners with nothing to join
            return ""
    elif " " not in cell:
        return cell
    return " ".join(cell.split())


def plain(header: str) -> str:
    """A header without case, spaces and signs."""
    return _NOT_IN_HEADER.sub("", header.casefold())


def _no_columns(label: str, missing: list[str]) -> str:
    names = ", ".join(missing)
    return _("{file} lacks what a roster needs in its first line: {columns}.").format(file=label, columns=names)


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one record, and the line on which it begins; not `closed` where a quotation mark stays open."""

    line: int
    cells: list[str]
    closed: bool = True


class Records:
    """The records of a file. After a quotation mark that is never closed, only its own line is lost."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._delimiter = lines.delimiter()
        self._reader = csv.reader(lines, delimiter=self._delimiter, skipinitialspace=True)
        self.width = 0

    def __iter__(self) -> Iterator[Record]:
        return self

    def __next__(self) -> Record:
        self._lines.begin_record()
        line = self._lines.number + 1
        try:
            cells = next(self._reader)
        except (NeverClosed, csv.Error):
            return self._broken(line)
        # A stray quotation mark can also run on to the next and swallow whole lines between: the count shows it.
        if self._lines.in_record > 1 and self.width and len(cells) != self.width:
            return self._broken(line)
        return Record(line, cells)

    def _broken(self, line: int) -> Record:
        text = self._lines.give_back_all_but_first().replace('"', "")
        return Record(line, text.split(self._delimiter), closed=False)
