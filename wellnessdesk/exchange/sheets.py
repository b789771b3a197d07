"""Any table of students, CSV or Excel: its header found and recognized, its lines as records."""

import difflib
import re
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from wellnessdesk.base.i18n import _
from wellnessdesk.base.paths import resource
from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain.roster import RosterUnreadable
from wellnessdesk.domain.sheet_mapping import FACTS, SheetMapping
from wellnessdesk.exchange import archive, xlsx
from wellnessdesk.exchange.csv_lines import Lines
from wellnessdesk.exchange.csv_table import MAX_COLUMNS, Record, Records, clean, plain
from wellnessdesk.exchange.findings import Findings
from wellnessdesk.exchange.xlsx import AHEAD

LIKENESS = 0.88
"""How alike (`difflib` ratio) a header must be to one we know: "Frist Name" is 0.89 like "First Name"."""
_LONGEST_HEADER = 60
_TABLE_BEFORE = re.compile(r"^(?:\[\d+\]|(?:student|students|stu|con|contacts?)\.)+", re.IGNORECASE)
_MISSPELLED = {"student_number", "given", "middle", "family", "birth_date", "school"}
"""Facts whose headers may be misspelled; of the others one is too like another ("Guardian 1 Name")."""
_CSV = {".csv", ".txt", ".tsv"}


def is_sheet(path: Path) -> bool:
    """Whether a file is any table rather than a OneRoster export, whose users.csv has a column `sourcedId`."""
    if not path.is_file() or path.stat().st_size > archive.MAX_FILE_BYTES:
        return False
    if path.suffix.casefold() in _CSV:
        with _csv(path, Findings(), NO_PROGRESS) as records:
            first = next(iter(records), None)
        return first is not None and not _is_oneroster([plain(cell) for cell in first.cells[:MAX_COLUMNS]])
    return xlsx.is_workbook(path)


def _is_oneroster(header: list[str]) -> bool:
    """Also where somebody misspelled it: only with a `givenName` beside it is "sourceId" that of the standard."""
    return any("sourced" in cell for cell in header) or (
        "givenname" in header and bool(difflib.get_close_matches("sourcedid", header, 1, LIKENESS)))


@contextmanager
def opened(path: Path, findings: Findings, progress: Progress = NO_PROGRESS) -> Iterator["Sheet"]:
    """The table in a file. Raises `RosterUnreadable`."""
    reader = _csv(path, findings, progress) if path.suffix.casefold() in _CSV else xlsx.opened(path, _fit, progress)
    with reader as records:
        yield Sheet(records, path.name)


class Sheet:
    """A table with its header already found. Iterate once for its lines below it; empty ones are left out."""

    def __init__(self, records: Iterator[Record], label: str) -> None:
        self.label = label
        filled = (record for record in records if any(map(clean, record.cells)))
        ahead = list(islice(filled, AHEAD))
        if not ahead:
            raise RosterUnreadable(_("{file} is empty. Export the roster again.").format(file=label))
        place = _header_place(ahead)
        self.header = _named(ahead[place].cells)
        if isinstance(records, Records):
            records.width = len(self.header)
        self._rest, self._below = filled, ahead[place + 1 :]

    def __iter__(self) -> Iterator[Record]:
        yield from self._below
        yield from self._rest


def recognized(header: Sequence[str]) -> SheetMapping:
    """The facts whose columns can be told by their headers, each column at most once."""
    left = {name: _known_as(name) for name in header if name and not _never(name)}
    found: dict[str, str] = {}
    for fact in FACTS:
        aliases = _aliases().get(fact, ())
        exact = next((name for alias in aliases for name, known in left.items() if known == alias), None)
        if exact is None and fact in _MISSPELLED:
            exact = next((name for name, known in left.items() if _close(known, aliases)), None)
        if exact is not None:
            found[fact] = exact
            del left[exact]
    if "given" in found and "family" in found:
        found.pop("full_name", None)
    return SheetMapping(found)


@contextmanager
def _csv(path: Path, findings: Findings, progress: Progress) -> Iterator[Records]:
    with archive.opened(path, {"users.csv"}, progress) as source, source.open("users.csv") as stream:
        yield Records(Lines(stream, path.name, findings))


def _header_place(ahead: Sequence[Record]) -> int:
    """The line in which most columns are recognized; the first where none has two of them."""
    counts = _known_columns(ahead)
    return counts.index(max(counts)) if max(counts) >= 2 else 0


def _known_columns(ahead: Sequence[Record]) -> list[int]:
    """How many columns are recognized in each of these lines."""
    return [len(recognized(_named(record.cells)).columns) for record in ahead]


def _fit(ahead: Sequence[Record]) -> int:
    """How well the first lines of a sheet are those of a table of students; something is better than nothing."""
    return max(_known_columns(ahead)) + 1 if ahead else 0


def _named(cells: Sequence[str]) -> tuple[str, ...]:
    """Headers that differ: a second one of a name is numbered, one without a name is known by its place."""
    names: list[str] = []
    for place, cell in enumerate(cells[:MAX_COLUMNS], 1):
        name = clean(cell)[:_LONGEST_HEADER] or _("Column {n}").format(n=place)
        again = sum(1 for other in names if other == name or other.startswith(f"{name} ("))
        names.append(f"{name} ({again + 1})" if again else name)
    return tuple(names)


def _known_as(header: str) -> str:
    return plain(_TABLE_BEFORE.sub("", header))


def _close(known: str, aliases: Sequence[str]) -> bool:
    return len(known) > 5 and bool(difflib.get_close_matches(known, aliases, 1, LIKENESS))


def _never(header: str) -> bool:
    words = f" {' '.join(re.split(r'[^a-z]+', header.casefold()))} "
    return any(f" {word} " in words for word in _known()["never"]["words"])


@cache
def _aliases() -> dict[str, tuple[str, ...]]:
    return {fact: tuple(dict.fromkeys(form for name in names for form in (plain(name), _known_as(name))))
            for fact, names in _known()["columns"].items()}


@cache
def _known() -> dict[str, Any]:
    with resource("roster", "headers.toml").open("rb") as file:
        return tomllib.load(file)
