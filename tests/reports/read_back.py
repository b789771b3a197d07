"""PDFs read back by poppler: their words, their bookmarks, and their pages as pictures."""

import html
import re
import subprocess
from pathlib import Path


def words(file: Path) -> str:
    """All that stands in it, with single spaces."""
    told = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(told.split())


def bookmarks(file: Path) -> list[tuple[str, int]]:
    """(words, page) of every bookmark, in their order."""
    told = subprocess.run(["pdftohtml", "-xml", "-i", "-stdout", file], capture_output=True, text=True,
                          check=True).stdout
    return [(html.unescape(said), int(page)) for page, said in re.findall(r'<item page="(\d+)">(.*?)</item>', told)]


def pages(file: Path) -> int:
    """How many there are."""
    told = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    return int(re.findall(r"^Pages:\s+(\d+)", told, re.MULTILINE)[0])


def paper(file: Path) -> str:
    """`letter` or `A4`."""
    told = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    return re.findall(r"^Page size:.*\((letter|A4)\)", told, re.MULTILINE)[0]


def pictures(file: Path, folder: Path) -> list[Path]:
    """Its pages, drawn."""
    subprocess.run(["pdftoppm", "-r", "60", "-png", file, folder / file.stem], check=True)
    return sorted(folder.glob(f"{file.stem}-*.png"))
