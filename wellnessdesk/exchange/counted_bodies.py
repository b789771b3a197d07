"""True counts of some days as one text, to be kept beside what left of them, and read again.

Only what the proof of a later bundle needs: what is counted, by which values, how many. No titles.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from wellnessdesk.domain.tables import Column, CountTable, Layout


def body(tables: Iterable[CountTable]) -> str:
    """The text; the same counts give the same."""
    return json.dumps([_said(table) for table in tables], ensure_ascii=False, separators=(",", ":"))


def tables(text: str) -> tuple[CountTable, ...]:
    """The counts of such a text; `ValueError`, `KeyError` or `TypeError` for one that somebody spoiled."""
    return tuple(_table(said) for said in json.loads(text))


def _said(table: CountTable) -> dict[str, Any]:
    layout = table.layout
    return {"name": layout.name, "counted": layout.counted, "rows": [column.name for column in layout.rows],
            "row_keys": layout.row_keys, "columns": layout.columns and layout.columns.name,
            "column_keys": layout.column_keys, "counts": table.counts,
            "totals": [table.row_totals, table.column_totals, table.grand_total]}


def _table(said: Mapping[str, Any]) -> CountTable:
    row_totals, column_totals, grand_total = said["totals"]
    layout = Layout(
        name=said["name"], title="", description="", counted=said["counted"], rows=tuple(map(_column, said["rows"])),
        row_keys=tuple(map(tuple, said["row_keys"])), columns=_column(said["columns"]) if said["columns"] else None,
        column_keys=tuple(said["column_keys"]))
    return CountTable(layout=layout, counts=tuple(tuple(map(int, line)) for line in said["counts"]),
                      row_totals=row_totals, column_totals=column_totals, grand_total=grand_total)


def _column(name: str) -> Column:
    return Column(name=name, title="", description="")
