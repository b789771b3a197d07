"""The shape of the records: exactly the tables and indexes this program makes, and nothing that acts by itself.

Every person of a center can open its file with an SQL shell. A trigger or a view planted there would run inside
everybody's session, with everybody's rights: it could swallow a red flag while its author is told that it was raised.
"""

import hashlib
import json

from sqlalchemy import Connection, text

from wellnessdesk.store.errors import StoreAltered

DIGEST = "df63d4d96311521ffe7ea5f536106567854554ead583b0389d54d9482cc8a098"
"""Of the newest schema, as `digest` gives it; a test recomputes it from the migrations."""

_MADE = {"table", "index"}


def check_nothing_acts(connection: Connection) -> None:
    """Before a migration touches it: raises `StoreAltered` when there is a trigger or a view."""
    if any(kind not in _MADE for kind, _name, _sql in _objects(connection)):
        raise StoreAltered


def check(connection: Connection, newest: str = DIGEST) -> None:
    """Raises `StoreAltered` when the schema is not, to the letter, the newest one."""
    if digest(connection) != newest:
        raise StoreAltered


def digest(connection: Connection) -> str:
    """The SHA-256 of all names and definitions, however they are spaced."""
    return hashlib.sha256(json.dumps(sorted(_objects(connection))).encode()).hexdigest()


def _objects(connection: Connection) -> list[tuple[str, str, str]]:
    rows = connection.execute(text("SELECT type, name, sql FROM sqlite_master"))
    return [(str(row.type), str(row.name), " ".join(str(row.sql or "").split())) for row in rows]

