"""The data dictionary of a bundle: tables and what the bundle says about itself, to JSON and strictly back.

Data Package version 2 (datapackage.org). What the standard has no word for stands under `bundle` and
`counts`.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundles import BundleMeta, Kind, Period
from wellnessdesk.domain.tables import BLANK_REASONS, Column, Layout, PublishedTable, Why, why_text
from wellnessdesk.exchange import bundle_csv

FORMAT = 2
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
HASH = re.compile(r"sha256:[0-9a-f]{64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_PATH = re.compile(r"[a-z][a-z0-9_]{0,62}\.csv")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_NO_DAY_OR_DAY = re.compile(f"|{_DAY.pattern}")
_CODE = re.compile(r"[0-9-]{7,22}")

# Nothing that moves a terminal's cursor or turns the direction of what follows, and no half of a character.
TEXT = re.compile("[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]*")

SOME_TEXT = re.compile(rf"(?=\s*\S){TEXT.pattern}")
"""Not only blanks."""

_LARGEST_NUMBER = 2**53 - 1
"""Every reader of JSON keeps it as it is (RFC 7493), and a database holds it."""

FIELD = {
    "name": TEXT, "title": TEXT, "description": TEXT, "escaping?": TEXT,
    "type": re.compile("string|integer|year|yearmonth|date"),
    "categories?": [{"value": TEXT, "label": TEXT}],
    "constraints": {"required?": bool, "enum?": [TEXT], "minimum?": int},
}
RESOURCE = {
    "name": TEXT, "type": re.compile("table"), "title": TEXT, "description": TEXT, "path": _PATH,
    "format": re.compile("csv"), "mediatype": re.compile("text/csv"), "encoding": re.compile("utf-8"),
    "bytes": int, "hash": HASH,
    "dialect": {"delimiter": re.compile(","), "lineTerminator": re.compile("\r\n")},
    "schema": {"fields": [FIELD], "missingValues": [re.compile("")]},
    "counts": {"of": TEXT, "rows": [TEXT], "columns": TEXT, "blank": dict.fromkeys(BLANK_REASONS, int)},
}
_SINCE_1 = {
    "format": int, "kind": re.compile("aggregate"), "sequence": int,
    "previous": re.compile("|[0-9a-f]{64}"), "supersedes": re.compile(f"|{_ID.pattern}"),
    "audit": {"sequence": int, "head": re.compile("[0-9a-f]{0,128}")},
    "period": {"first_day": _DAY, "last_day": _DAY},
    "recipient": {"name": TEXT, "fingerprint": TEXT},
    "center": {"id": _ID, "name": TEXT, "school": TEXT},
    "purpose": TEXT, "authority": TEXT, "program": TEXT, "demo": bool,
    "readme": {"path": re.compile("README.txt"), "bytes": int, "hash": HASH},
}
_BUNDLE_SHAPES = {
    1: _SINCE_1,
    2: {**_SINCE_1, "kind": re.compile("|".join(Kind)), "version": int, "ends_on": _NO_DAY_OR_DAY,
        "period": {"code": _CODE, "first_day": _DAY, "last_day": _DAY},
        "recipient": {"name": TEXT, "fingerprints": [TEXT]}},
}
"""By number of the format. A bundle of every format ever written stays readable."""
FORMATS = frozenset(_BUNDLE_SHAPES)


def manifest_shape(version: int, resource: Any = RESOURCE) -> dict[str, Any]:
    """The shape of a manifest of this format whose resources have that shape; `KeyError` for a format nobody wrote."""
    return {
        "$schema": re.compile(re.escape(_PROFILE)), "name": TEXT, "id": _ID, "title": TEXT, "description": TEXT,
        "created": _MOMENT, "resources": [resource], "bundle": _BUNDLE_SHAPES[version],
    }


def fits(value: Any, shape: Any) -> bool:
    """Whether a JSON value has exactly this shape: the same keys (`?`: may be missing), types, patterns; no more."""
    if isinstance(shape, dict):
        wanted = {key.rstrip("?"): key for key in shape}
        needed = {key for key in shape if not key.endswith("?")}
        return isinstance(value, dict) and needed <= value.keys() <= wanted.keys() and all(
            fits(inner, shape[wanted[key]]) for key, inner in value.items())
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(inner, shape[0]) for inner in value)
    if isinstance(shape, re.Pattern):
        return isinstance(value, str) and shape.fullmatch(value) is not None
    return type(value) is shape and (shape is not int or 0 <= value <= _LARGEST_NUMBER)


def manifest(meta: BundleMeta, resources: Sequence[Mapping[str, Any]], readme: Mapping[str, Any]) -> dict[str, Any]:
    """The whole of `datapackage.json`; `readme` is `{path, bytes, hash}` of README.txt."""
    return {
        "$schema": _PROFILE,
        "name": f"wellnessdesk-bundle-{meta.id}",
        "id": meta.id,
        "title": _title(meta),
        "description": _about(meta.kind),
        "created": meta.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "resources": list(resources),
        "bundle": {
            "format": FORMAT, "kind": meta.kind.value, "version": meta.version, "sequence": meta.sequence,
            "previous": meta.previous, "supersedes": meta.supersedes,
            "audit": {"sequence": meta.audit_sequence, "head": meta.audit_head},
            "period": {"code": meta.period.code, "first_day": meta.first_day.isoformat(),
                       "last_day": meta.last_day.isoformat()},
            "recipient": {"name": meta.recipient, "fingerprints": list(meta.recipient_keys)},
            "center": {"id": meta.center_id, "name": meta.center, "school": meta.school},
            "purpose": meta.purpose, "authority": meta.authority,
            "ends_on": meta.ends_on.isoformat() if meta.ends_on else "",
            "program": meta.program, "demo": meta.demo, "readme": readme,
        },
    }


def meta_of(found: Mapping[str, Any]) -> BundleMeta:
    """What a manifest of the right shape says about its bundle.

    `ValueError` for a day or moment that is none, and for a period whose days are not those of its code.
    """
    bundle = found["bundle"]
    return BundleMeta(
        id=found["id"], sequence=bundle["sequence"], previous=bundle["previous"], supersedes=bundle["supersedes"],
        audit_sequence=bundle["audit"]["sequence"], audit_head=bundle["audit"]["head"], kind=Kind(bundle["kind"]),
        version=bundle.get("version", 2 if bundle["supersedes"] else 1), period=_period(bundle["period"]),
        recipient=bundle["recipient"]["name"], recipient_keys=_fingerprints(bundle["recipient"]),
        center_id=bundle["center"]["id"], center=bundle["center"]["name"], school=bundle["center"]["school"],
        purpose=bundle["purpose"], authority=bundle["authority"],
        ends_on=date.fromisoformat(bundle["ends_on"]) if bundle.get("ends_on") else None,
        created=datetime.fromisoformat(found["created"]), program=bundle["program"], demo=bundle["demo"])


def _title(meta: BundleMeta) -> str:
    first, last = meta.first_day.isoformat(), meta.last_day.isoformat()
    if meta.kind is Kind.PACKET:
        return f"{meta.place}: {last}"
    return _("{center}: {first} to {last}").format(center=meta.place, first=first, last=last)


def _period(found: Mapping[str, str]) -> Period:
    """Format 1 knew months only, and had no codes."""
    period = Period.of(found.get("code", found["first_day"][:7]))
    if (period.first.isoformat(), period.last.isoformat()) != (found["first_day"], found["last_day"]):
        raise ValueError("days that are not those of the period")
    return period


def _fingerprints(recipient: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(recipient.get("fingerprints", (recipient.get("fingerprint"),)))


def _about(kind: Kind) -> str:
    return {
        Kind.AGGREGATE: _("Counts of a school wellness center. Counts of 1 to 10, and those that would give them away, "
                          "are blank. README.txt says how to open, verify and load the tables."),
        Kind.ROWS: _("Rows of a school wellness center for an approved evaluation, under pseudonyms. README.txt says "
                     "how to open, verify and load them, and what must not be done with them."),
        Kind.PACKET: _("Records of one student of a school wellness center. README.txt says how to open and verify "
                       "them. They are confidential."),
    }[kind]


def resource(table: PublishedTable, size: int, digest: str) -> dict[str, Any]:
    """The description of one table's file of `size` bytes with this SHA-256."""
    layout = table.layout
    return {
        "name": layout.name, "type": "table", "title": layout.title, "description": layout.description,
        "path": bundle_csv.file_name(layout.name), "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
        "bytes": size, "hash": digest, "dialect": {"delimiter": ",", "lineTerminator": "\r\n"},
        "schema": {"fields": [_kind_field(), *_dimension_fields(layout), _count_field(), _suppressed_field()],
                   "missingValues": [""]},
        "counts": {"of": layout.counted, "rows": [column.name for column in layout.rows],
                   "columns": layout.columns.name if layout.columns else "",
                   "blank": {reason: list(table.blanks().values()).count(reason) for reason in BLANK_REASONS}},
    }


def layout_of(found: Mapping[str, Any], data: bytes) -> Layout:
    """The layout of a table from its description (of the right shape) and its file.

    `ValueError` or `BundleMalformed` when the two do not go together.
    """
    kind, *dimensions, count, suppressed = found["schema"]["fields"]
    if (kind["name"], count["name"], suppressed["name"]) != ("kind", "count", "suppressed"):
        raise ValueError("columns of another format")
    rows, across = found["counts"]["rows"], found["counts"]["columns"]
    columns = [_column(field) for field in dimensions]
    if [column.name for column in columns] != [*rows, *([across] if across else [])]:
        raise ValueError("dimensions that are not the table's")
    if found["path"] != bundle_csv.file_name(found["name"]):
        raise ValueError("a file that is not called after its table")
    row_keys, column_keys = bundle_csv.keys(data, found["name"], len(rows), bool(across))
    layout = Layout(
        name=found["name"], title=found["title"], description=found["description"], counted=found["counts"]["of"],
        rows=tuple(columns[:len(rows)]), row_keys=tuple(row_keys), columns=columns[-1] if across else None,
        column_keys=tuple(column_keys))
    if [field["constraints"] for field in _dimension_fields(layout)] != [field["constraints"] for field in dimensions]:
        raise ValueError("values that are not in the table, or the other way round")
    return layout


def _dimension_fields(layout: Layout) -> list[dict[str, Any]]:
    values = [list(dict.fromkeys(line)) for line in zip(*layout.row_keys, strict=True)]
    values += [list(layout.column_keys)] if layout.columns else []
    return [_dimension_field(column, its) for column, its in zip(layout.dimensions, values, strict=True)]


def _dimension_field(column: Column, values: list[str]) -> dict[str, Any]:
    described: dict[str, Any] = {"name": column.name, "title": column.title, "description": column.description,
                                 "type": column.type}
    if column.type == "string":
        described["escaping"] = _("A text that a spreadsheet could take for a formula has an apostrophe before it.")
    if column.labels:
        described["categories"] = [{"value": bundle_csv.escaped(value), "label": label}
                                   for value, label in column.labels]
    return {**described, "constraints": {"enum": [bundle_csv.written(column, value) for value in values]}}


def _column(field: Mapping[str, Any]) -> Column:
    labels = tuple((bundle_csv.plain(entry["value"]), entry["label"]) for entry in field.get("categories", []))
    return Column(name=field["name"], title=field["title"], description=field["description"], type=field["type"],
                  labels=labels)


def _kind_field() -> dict[str, Any]:
    return _coded("kind", _("Kind of line"), _("Choose the lines of kind “cell” before you add up."), {
        "cell": _("One count"), "row_total": _("Total of a row"), "column_total": _("Total of a column"),
        "grand_total": _("Total of the table"),
    }, required=True)


def _count_field() -> dict[str, Any]:
    return {"name": "count", "title": _("Count"), "type": "integer", "constraints": {"minimum": 0},
            "description": _("How many. Blank where it is suppressed; 0 means none.")}


def _suppressed_field() -> dict[str, Any]:
    reasons: dict[Why, str] = {reason: why_text(reason) for reason in BLANK_REASONS}
    return _coded("suppressed", _("Why the count is blank"), _("Blank where the count is shown."), reasons)


def _coded(name: str, title: str, description: str, codes: Mapping[Any, str],
           **more: bool) -> dict[str, Any]:
    return {"name": name, "title": title, "description": description, "type": "string",
            "categories": [{"value": code, "label": label} for code, label in codes.items()],
            "constraints": {**more, "enum": list(codes)}}
