"""A published table as one text: its entry in the manifest and its CSV, to be kept exactly as it left, and read again.
"""

import json

from wellnessdesk.domain.tables import PublishedTable
from wellnessdesk.exchange import bundle_csv, bundle_schema, datapackage


def body(table: PublishedTable) -> str:
    """The text; the same table gives the same."""
    data = bundle_csv.encode(table)
    entry = bundle_schema.resource(table, len(data), datapackage.sha256(data))
    return json.dumps({"entry": entry, "csv": data.decode()}, ensure_ascii=False, separators=(",", ":"))


def table(text: str) -> PublishedTable:
    """The table of such a text; `ValueError` or `BundleMalformed` for a text that somebody spoiled."""
    found = json.loads(text)
    data = found["csv"].encode()
    return bundle_csv.decode(data, bundle_schema.layout_of(found["entry"], data))
