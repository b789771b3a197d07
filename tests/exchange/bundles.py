"""A bundle with every kind of table, and its files, for the tests of the format."""

import io
import json
import zipfile
from datetime import UTC, datetime

from tests.exchange.tables import column, one_way, publish, two_way
from wellnessdesk.domain.bundles import BundleMeta, Period
from wellnessdesk.exchange import datapackage

META = BundleMeta(
    id="3f1c9a52-9a0e-4a53-8b7e-0d8f1a3b2c4d", sequence=7, previous="ab" * 32, audit_sequence=1042,
    audit_head="cd" * 32, period=Period.month(2026, 9), recipient="Ventura County",
    recipient_keys=("album trumpet middle veteran cost crazy",), center_id="c0ffee00-1111-4222-8333-444455556666",
    center="Wellness Center", school="Núñez High", purpose="Yearly evaluation", authority="Board resolution 12",
    created=datetime(2026, 10, 1, 15, 4, 5, tzinfo=UTC), program="WellnessDesk 0.1",
)

FORMULAS = ("=1+1", "+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "=HYPERLINK(\"x\",\"y\")")
TEXTS = (*FORMULAS, "'quoted", "''twice", "a, \"b\"", "José Núñez", "two\nlines", "  ", "NA", "1e5")


def tables():
    return publish([
        two_way([[4, 30, 60], [25, 70, 80], [90, 95, 0]], columns=column("reason", labels=(("c0", "Drop-in"),))),
        two_way([[3, 12], [99, 0]], name="sessions", counted="sessions",
                rows=(column("month", type="yearmonth"), column("tier", type="integer")),
                row_keys=(("2026-09", "1"), ("2026-09", "2")), columns=column("day", type="date"),
                column_keys=("2026-09-01", "2026-09-02")),
        one_way([50] * len(TEXTS), name="texts", counted="texts", rows=(column("text"),),
                row_keys=tuple((text,) for text in TEXTS)),
        one_way([50, 5], name="years", counted="students", rows=(column("year", type="year"),),
                row_keys=(("2025",), ("2026",))),
    ]).tables


def files():
    return datapackage.build(tables(), META)


def unfold(folder, content):
    """The files of a bundle in a folder."""
    for name, data in content.items():
        (folder / name).write_bytes(data)
    return folder


def rewritten(content, change):
    """The files with the manifest changed by `change(manifest)`."""
    manifest = json.loads(content["datapackage.json"])
    change(manifest)
    return {**content, "datapackage.json": json.dumps(manifest).encode()}


def with_csv(content, name, data):
    """The files with another CSV, and size and hash in the manifest that fit it."""
    def change(manifest):
        entry = next(entry for entry in manifest["resources"] if entry["path"] == name)
        entry.update(bytes=len(data), hash=datapackage.sha256(data))

    return {**rewritten(content, change), name: data}


def zipped(content, **more):
    """A zip by hand; `more` sets fields of every entry."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content if isinstance(content, list) else content.items():
            info = zipfile.ZipInfo(name)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o100644 << 16
            for field, value in more.items():
                setattr(info, field, value)
            archive.writestr(info, data)
    return out.getvalue()
