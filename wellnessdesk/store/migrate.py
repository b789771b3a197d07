"""Migrations on the keyed connection: a released store always opens in a newer version, never the other way round."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from wellnessdesk.store import schema
from wellnessdesk.store.errors import StoreNewer, StoreOfAnotherKind


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of store: its migrations, how those of the other kind are called, the digest of its newest schema."""

    folder: Path
    foreign: str
    digest: str


CENTER = Kind(Path(__file__).parent / "migrations", "d[0-9]{4}", schema.DIGEST)


def newest(kind: Kind = CENTER) -> str:
    """The revision this program writes."""
    head = _scripts(kind.folder).get_current_head()
    if head is None:
        raise LookupError("no migrations")
    return head


def current(connection: Connection) -> str | None:
    """The revision of a store; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found else None


def behind(engine: Engine, kind: Kind = CENTER) -> bool:
    """Whether `to_newest` would change a store that has something in it; raises `StoreAltered`."""
    with engine.connect() as connection:
        schema.check_nothing_acts(connection)
        found = current(connection)
    return found is not None and found in _known(kind) and found != newest(kind)


def is_known(revision: str) -> bool:
    """Whether a store of this revision can be opened; else it is of a newer program."""
    return revision in _known(CENTER)


def to_newest(engine: Engine, kind: Kind = CENTER) -> None:
    """Bring a store up to date in one transaction; raises `StoreNewer` for a revision nobody here knows.

    Raises `StoreOfAnotherKind` for a district's where a center's is opened, or the other way round, and `StoreAltered`
    when its structure is not what this program makes.
    """
    with engine.begin() as connection:
        schema.check_nothing_acts(connection)
        found = current(connection)
        if found is not None and found not in _known(kind):
            raise StoreOfAnotherKind if re.fullmatch(kind.foreign, found) else StoreNewer
        if found != newest(kind):
            command.upgrade(config(connection, kind), "head")
        schema.check(connection, kind.digest)


def config(connection: Connection, kind: Kind = CENTER) -> Config:
    """Alembic's configuration for a connection that is already open and keyed."""
    settings = Config()
    settings.set_main_option("script_location", str(kind.folder))
    settings.attributes["connection"] = connection
    return settings


def _known(kind: Kind) -> set[str]:
    return {script.revision for script in _scripts(kind.folder).walk_revisions()}


@cache
def _scripts(folder: Path) -> ScriptDirectory:
    """The migrations of this program, read once: an opening asks for them four times."""
    return ScriptDirectory(str(folder))
