"""The directory of who can help as a CSV file: written for spreadsheets, read back as people change it there.

UTF-8 with a mark, so that a spreadsheet shows accents. What a spreadsheet would take for a formula gets an apostrophe.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.names import fold
from wellnessdesk.domain.resources import FileLine, NotTaken, Resource
from wellnessdesk.domain.roster import RosterUnreadable
from wellnessdesk.exchange.bundle_csv import escaped
from wellnessdesk.exchange.csv_lines import Lines
from wellnessdesk.exchange.csv_table import Record, Records, clean, plain
from wellnessdesk.exchange.findings import Findings

MOST_BYTES = 4_000_000
MOST_LINES = 5_000
COLUMNS = ("name", "kind", "about", "for_whom", "languages", "cost", "cost_note", "contact", "phone", "email", "web",
           "address", "hours", "supports", "verified", "retired")
_ALSO = {
    "nombre": "name", "agency": "name", "organization": "name", "organizacion": "name", "type": "kind", "tipo": "kind",
    "kindofhelp": "kind", "services": "about", "description": "about", "quehacen": "about", "paraquien": "for_whom",
    "idiomas": "languages", "language": "languages", "costo": "cost", "notadecosto": "cost_note", "contacto": "contact",
    "telephone": "phone", "tel": "phone", "telefono": "phone", "correo": "email", "website": "web", "url": "web",
    "sitioweb": "web", "direccion": "address", "horario": "hours", "apoyos": "supports", "lastverified": "verified",
    "lastchecked": "verified", "verificado": "verified", "retirado": "retired"}
_LISTED = {"kind": "resource_kinds", "cost": "resource_costs"}
_YES = frozenset({"yes", "si", "true", "1", "x"})


class UnreadableDirectory(Problem):
    """The file is no directory, or cannot be read."""


def text(directory: Iterable[Resource]) -> bytes:
    """The directory as a file; the same directory gives the same bytes."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([escaped(cell) for cell in _cells(one).values()] for one in directory)
    return out.getvalue().encode("utf-8-sig")


def read(path: Path) -> tuple[list[FileLine], list[NotTaken]]:
    """The entries of a file, and the lines that are none. Raises `UnreadableDirectory` for what is no such file."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableDirectory(_("The file is larger than any directory. Check that it is the right one."))
        return _read(io.BufferedReader(io.BytesIO(path.read_bytes())))
    except (OSError, RosterUnreadable) as error:
        raise UnreadableDirectory(_("The file cannot be read.")) from error


def _read(stream: io.BufferedReader) -> tuple[list[FileLine], list[NotTaken]]:
    records = Records(Lines(stream, "", Findings()))
    header = next((record for record in records if any(map(clean, record.cells))), None)
    places = _places(header) if header else {}
    if header is None or "name" not in places:
        raise UnreadableDirectory(_("The first line must name the columns; one of them is “name”. "
                                    "Export the directory once to see all of them."))
    records.width = len(header.cells)
    taken: list[FileLine] = []
    refused: list[NotTaken] = []
    for record in records:
        if record.closed and not any(map(clean, record.cells)):
            continue
        if len(taken) + len(refused) >= MOST_LINES:
            raise UnreadableDirectory(_("The file has more than {n} lines. Check that it is the right one.").format(
                n=formats.number(MOST_LINES)))
        try:
            taken.append(_line(record, places))
        except ValueError as reason:
            refused.append(NotTaken(record.line, str(reason)))
    return taken, refused


def _places(header: Record) -> dict[str, int]:
    known = {plain(name): name for name in COLUMNS} | _ALSO
    found: dict[str, int] = {}
    for place, cell in enumerate(header.cells):
        name = known.get(plain(fold(cell)))
        if name is not None:
            found.setdefault(name, place)
    return found


def _line(record: Record, places: Mapping[str, int]) -> FileLine:
    if not record.closed:
        raise ValueError(_("A quotation mark is opened and never closed."))
    cells = {name: _unescaped(clean(record.cells[place])) for name, place in places.items()
             if place < len(record.cells)}
    if not cells.get("name"):
        raise ValueError(_("It has no name."))
    values = {_FIELDS.get(name, name): _value(name, cell) for name, cell in cells.items()}
    return FileLine(record.line, Resource(**values), frozenset(values))  # type: ignore[arg-type]


_FIELDS = {"retired": "active"}


def _value(name: str, cell: str) -> object:
    if name in _LISTED:
        return _one_of(_LISTED[name], cell) if cell else {"kind": "other"}.get(name, "")
    if name == "supports":
        return tuple(_one_of("identity_supports", one) for one in _parts(cell))
    if name == "languages":
        return tuple(formats.language_code(one) or one for one in _parts(cell))
    if name == "verified":
        return _day(cell) if cell else None
    return fold(cell) not in _YES if name == "retired" else cell


def _parts(cell: str) -> Iterator[str]:
    return (part.strip() for part in cell.split(";" if ";" in cell else ",") if part.strip())


def _one_of(catalogue: str, word: str) -> str:
    """The id of an entry, by itself or by what it is called in English or Spanish."""
    for entry in catalogues.load(catalogue):
        if fold(word) in (fold(entry.id), fold(entry.label.en), fold(entry.label.es)):
            return entry.id
    raise ValueError(_("“{word}” is not in the list of this column.").format(word=word[:40]))


def _day(cell: str) -> date:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        month, _slash, rest = cell.partition("/")
        day, _slash, year = rest.partition("/")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError(_("“{word}” is no date. Write it as 2026-11-26.").format(word=cell[:40])) from None


def _unescaped(cell: str) -> str:
    """Without the apostrophe of `escaped`; one that belongs to a name stays."""
    return cell[1:] if cell[:1] == "'" and escaped(cell[1:]) == cell else cell


def _cells(one: Resource) -> dict[str, str]:
    """In the words of a reader, not in ids: whoever keeps the list in a spreadsheet knows no ids."""
    lists = {"languages": "; ".join(formats.language_name(code) for code in one.languages),
             "supports": "; ".join(catalogues.label("identity_supports", each) for each in one.supports),
             "kind": catalogues.label("resource_kinds", one.kind),
             "cost": catalogues.label("resource_costs", one.cost) if one.cost else "",
             "verified": one.verified.isoformat() if one.verified else "", "retired": "" if one.active else _("yes")}
    return {name: lists[name] if name in lists else str(getattr(one, name)) for name in COLUMNS}
