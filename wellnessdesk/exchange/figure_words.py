"""How the tables of exported figures are called, as JSON beside their Parquet files."""

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from wellnessdesk.base import files
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.rollup import TableWords

WORDS_FILE = "tables.json"
_LARGEST = 2**24
_TEXTS = [one.name for one in fields(TableWords) if one.name not in ("rows", "columns")]


def write(path: Path, district: str, words: Sequence[TableWords]) -> None:
    """The district's name and its tables in words. Raises `OSError`."""
    told = {"district": district, "tables": [asdict(one) for one in words]}
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def read(path: Path) -> tuple[str, list[TableWords]]:
    """The same; raises `Problem` for a file that is not there or that nobody exported so."""
    try:
        told = json.loads(files.read(path, _LARGEST))
        return _text(told["district"]), [_words(one) for one in told["tables"]]
    except FileNotFoundError as error:
        raise Problem(_("This folder does not hold the file {name}. Export the figures as Parquet first.").format(
            name=path.name)) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Problem(_("The file {name} is damaged, or it is not from an export. Export the figures as Parquet "
                        "again.").format(name=path.name)) from error


def _words(told: dict[str, Any]) -> TableWords:
    texts = {name: _text(told[name]) for name in _TEXTS}
    return TableWords(**texts, rows=_labels(told["rows"]), columns=_labels(told["columns"]))


def _labels(told: dict[str, Any]) -> dict[str, str]:
    return {key: _text(label) for key, label in told.items()}


def _text(told: object) -> str:
    if not isinstance(told, str):
        raise TypeError
    return told
