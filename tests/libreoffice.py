"""LibreOffice, really: what it sees in files that others wrote."""

import subprocess
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


@dataclass(frozen=True)
class Sheet:
    """The first sheet of a file: the texts of its cells, row by row, and the formulas among them."""

    rows: list[list[str]]
    formulas: list[str]


def opened(folder: Path, *paths: Path) -> list[Sheet]:
    """Each file (all with other names) as LibreOffice opens it; its own account and what it makes is in the folder."""
    for options, its in ((["--infilter=CSV:44,34,76"], [path for path in paths if path.suffix == ".csv"]),
                         ([], [path for path in paths if path.suffix != ".csv"])):
        if its:  # 76: as UTF-8
            done = subprocess.run(
                ["soffice", "--headless", f"-env:UserInstallation={(folder / 'account').as_uri()}", *options,
                 "--convert-to", "fods", "--outdir", folder, *its], capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
    return [_sheet(folder / f"{path.stem}.fods") for path in paths]


def _sheet(path: Path) -> Sheet:
    table = next(ET.parse(path).iter(f"{_TABLE}table"))  # noqa: S314 - LibreOffice wrote it a moment ago
    rows = [_row(row) for row in table.iter(f"{_TABLE}table-row")]
    formulas = [cell.get(f"{_TABLE}formula") for cell in table.iter(f"{_TABLE}table-cell")]
    return Sheet([row for row in rows if any(row)], [formula for formula in formulas if formula])


def _row(row: ET.Element) -> list[str]:
    found: list[str] = []
    for cell in row.iter(f"{_TABLE}table-cell"):
        found += ["".join(cell.itertext()).strip("\n ")] * int(cell.get(f"{_TABLE}number-columns-repeated", 1))
    while found and not found[-1]:  # the sheet's empty end
        found.pop()
    return found
