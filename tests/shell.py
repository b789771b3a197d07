"""An SQL shell in the hands of somebody who can sign in: all rows of the file, and whatever their keys make of them."""

import base64
import contextlib
from itertools import product

from tests.store.stores import raw
from wellnessdesk.vault import primitives, sealing
from wellnessdesk.vault.errors import NotForThisKey, Tampered
from wellnessdesk.vault.sealing import Binding

BOX = 112


def rows(desk):
    """table -> its rows, as the shell gets them with the store key."""
    connection = raw(desk.store.path, desk.keys.store_key)
    found = {}
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        cursor = connection.execute(f"SELECT rowid AS row_number, * FROM {table}")  # noqa: S608 - the file's own names
        names = [column[0] for column in cursor.description]
        found[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    connection.close()
    blobs = {(row["kind"], row["record"], row["version"]): row["blob"] for row in found["sealed"]}
    for row in found["sealed"]:  # what chained ones are bound to
        row["before"] = {b"", *_names(blobs.get((row["kind"], row["record"], row["version"] - 1))),
                         *_names(blobs.get(("note", row["record"], 1)))}
    assert {"sealed", "flags", "audit", "students", "visits", "sessions", "meeting_items"} <= set(found)
    return found


def _names(blob):
    """What the next of a chain may name a sealed record by."""
    return () if blob is None else (primitives.digest(blob), sealing.mark(blob))


def held(desk):
    """Every secret this person holds: their own two, those of their role, the store's, the computer's."""
    keys = desk.keys
    return [key for key in (keys.identity.box_private, keys.identity.sign_seed, keys.store_key, keys.device_secret,
                            keys.root_seed, keys.center_seed, keys.index_key(1), *keys.role_privates.values()) if key]


def unsealed(desk, box):
    """Whatever any of their secrets makes of a sealed box."""
    for key in held(desk):
        with contextlib.suppress(NotForThisKey):
            yield primitives.unseal(key, box)


def opened(desk, row, applied=()):
    """Whatever any of their secrets makes of a sealed record, in every place it could belong to.

    `applied` are applications.
    """
    blob = row["blob"]
    boxes = [blob[at:at + BOX] for at in range(7, 7 + blob[6] * BOX, BOX)]
    data_keys = held(desk) + [plain[:32] for box in boxes for plain in unsealed(desk, box)]
    people = [entry.person for entry in desk.keys.directory.entries]
    students = ["", *map(str, range(1, 8)), *applied]
    for key, student, author, before in product(data_keys, students, ["", *people], row["before"]):
        place = Binding(row["kind"], row["record"], row["version"], student, author, before)
        with contextlib.suppress(Tampered):
            yield primitives.decrypt(key, blob[7 + blob[6] * BOX:], sealing._bound(desk.keys, place, 1))


def everything(desk):
    """All bytes that this person can get out of the file."""
    found = []
    tables = rows(desk)
    applied = [row["id"] for row in tables["applications"]]
    for table, its_rows in tables.items():
        for row in its_rows:
            found += [value.encode() if isinstance(value, str) else value for value in row.values()
                      if isinstance(value, str | bytes)]
            if table == "sealed":
                found += opened(desk, row, applied)
            if table == "audit" and not row["actor"]:
                found += [*unsealed(desk, base64.b64decode(row["detail"])), *unsealed(desk, row["signature"])]
    return b"\n".join(found)
