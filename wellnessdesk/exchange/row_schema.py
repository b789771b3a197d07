"""The data dictionary of a table of rows: its layout to JSON and strictly back."""

import re
from collections.abc import Mapping
from typing import Any

from wellnessdesk.domain.tables import Column
from wellnessdesk.exchange import bundle_schema
from wellnessdesk.exchange.row_csv import PSEUDONYM, RowLayout

_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""Nothing that could stand for two columns: a stranger's codes become a pattern that every line is held against."""
_FIELD = {**bundle_schema.FIELD, "categories?": [{"value": _CODE, "label": bundle_schema.TEXT}],
          "constraints": {"required": bool, "enum?": [_CODE], "minimum?": int,
                          "pattern?": re.compile(re.escape(PSEUDONYM))}}
RESOURCE: dict[str, Any] = {
    **{name: shape for name, shape in bundle_schema.RESOURCE.items() if name != "counts"},
    "schema": {"fields": [_FIELD], "missingValues": [re.compile("")]}, "rows": int}
"""The shape of a table's description."""


def resource(layout: RowLayout, size: int, digest: str, rows: int) -> dict[str, Any]:
    """The description of a table's file of `size` bytes with this SHA-256 and so many rows."""
    return {
        "name": layout.name, "type": "table", "title": layout.title, "description": layout.description,
        "path": layout.file_name, "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
        "bytes": size, "hash": digest, "dialect": {"delimiter": ",", "lineTerminator": "\r\n"},
        "schema": {"fields": [_field(column, column.name in layout.optional) for column in layout.columns],
                   "missingValues": [""]},
        "rows": rows,
    }


def layout_of(found: Mapping[str, Any]) -> RowLayout:
    """The layout of a table from its description (of the right shape); `ValueError` for one that is not ours."""
    fields = found["schema"]["fields"]
    layout = RowLayout(
        name=found["name"], title=found["title"], description=found["description"],
        columns=tuple(map(_column, fields)),
        optional=frozenset(field["name"] for field in fields if not field["constraints"]["required"]))
    if _twice(layout) or resource(layout, found["bytes"], found["hash"], found["rows"]) != found:
        raise ValueError("a description that we would not write")
    return layout


def _twice(layout: RowLayout) -> bool:
    """Whether a column or a code is there twice: a pattern of such codes can take a line apart in endless ways."""
    names = [[column.name for column in layout.columns],
             *([code for code, _label in column.labels] for column in layout.columns)]
    return any(len(set(line)) != len(line) for line in names)


def _field(column: Column, optional: bool) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": not optional}
    described: dict[str, Any] = {"name": column.name, "title": column.title, "description": column.description,
                                 "type": column.type, "constraints": constraints}
    if column.labels:
        described["categories"] = [{"value": code, "label": label} for code, label in column.labels]
        constraints["enum"] = [code for code, _label in column.labels]
    elif column.type == "integer":
        constraints["minimum"] = 0
    elif column.type == "string":
        constraints["pattern"] = PSEUDONYM
    return described


def _column(field: Mapping[str, Any]) -> Column:
    return Column(name=field["name"], title=field["title"], description=field["description"], type=field["type"],
                  labels=tuple((entry["value"], entry["label"]) for entry in field.get("categories", [])))
