"""A bundle of rows as a center would send it, without a center; and the same with anything in it changed."""

import io
import json
from dataclasses import replace
from datetime import date

from nacl.signing import SigningKey

from tests.exchange.bundles import META
from wellnessdesk.domain.bundles import Kind
from wellnessdesk.domain.tables import Column
from wellnessdesk.exchange import row_csv, row_package
from wellnessdesk.exchange.row_csv import RowLayout
from wellnessdesk.exchange.zip_stream import at_hand, zipped
from wellnessdesk.vault import agefile, sshsig

SEED = bytes(range(32))
ABOUT = replace(META, kind=Kind.ROWS, ends_on=date(2027, 8, 31))
SIGNERS = sshsig.allowed_signers_line(META.center_id, bytes(SigningKey(SEED).verify_key))
LAYOUT = RowLayout(
    name="visits", title="Visits", description="Every visit.", optional=frozenset({"waited"}), columns=(
        Column(name="student", title="Student", description="A pseudonym."),
        Column(name="week", title="Week", description="Its Monday.", type="date"),
        Column(name="waited", title="Waited", description="", labels=(("under_5", "Under 5"), ("longer", "Longer"))),
        Column(name="n", title="Number", description="", type="integer")))
ROWS = [("a" * 26, "2026-09-14", "under_5", "1"), ("b" * 26, "2026-09-14", "", "20")]


def signed(manifest):
    return sshsig.sign(manifest, SEED, sshsig.BUNDLE_NAMESPACE).encode()


def files(rows=ROWS, layout=LAYOUT, about=ABOUT, manifest=None):
    """(name, bytes) of each file in its order; `manifest` may change what it says before it is signed."""
    made = []
    tables = [(layout, at_hand(row_csv.head(layout) + row_csv.body(rows)))]
    for name, parts in row_package.files(tables, about, "b.age", signed):
        data = b"".join(part() for part in parts)
        if name == "datapackage.json" and manifest is not None:
            found = json.loads(data)
            manifest(found)
            data = json.dumps(found).encode()
        made.append((name, signed(made[-1][1]) if name.endswith(".sig") else data))
    return made


def zip_of(made):
    return b"".join(zipped((name, at_hand(data)) for name, data in made))


def locked(zip_bytes, public):
    out = io.BytesIO()
    agefile.encrypt_stream((zip_bytes,), out, [public])
    return out.getvalue()
