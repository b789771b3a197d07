"""Migrations on the keyed connection: a released store always opens in a newer version, never the other way round."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from wellnessdesk.store import schema
from wellnessdesk.store.errors import StoreNewer

_FOLDER = Path(__file__).parent / "migrations"


def newest() -> str:
    """The revision this program writes."""
    head = _scripts(_FOLDER).get_current_head()
    if head is None:
        raise LookupError("no migrations")
    return head


def current(connection: Connection) -> str | None:
    """The revision of a store; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found else None


def behind(engine: Engine) -> bool:
    """Whether `to_newest` would change a store that has something in it; raises `StoreAltered`."""
    with engine.connect() as connection:
        schema.check_nothing_acts(connection)
        found = current(connection)
    return found is not None and found in _known() and found != newest()


def is_known(revision: str) -> bool:
    """Whether a store of this revision can be opened; else it is of a newer program."""
    return revision in _known()


def to_newest(engine: Engine) -> None:
    """Bring a store up to date in one transaction; raises `StoreNewer` for a revision nobody here knows.

    Raises `StoreAltered` when its structure is not what this program makes.
    """
    with engine.begin() as connection:
        schema.check_nothing_acts(connection)
        found = current(connection)
        if found is not None and found not in _known():
            raise StoreNewer
        if found != newest():
            command.upgrade(config(connection), "head")
        schema.check(connection)


def config(connection: Connection) -> Config:
    """Alembic's configuration for a connection that is already open and keyed."""
    settings = Config()
    settings.set_main_option("script_location", str(_FOLDER))
    settings.attributes["connection"] = connection
    return settings


def _known() -> set[str]:
    return {script.revision for script in _scripts(_FOLDER).walk_revisions()}


@cache
def _scripts(folder: Path) -> ScriptDirectory:
    """The migrations of this program, read once: an opening asks for them four times."""
    return ScriptDirectory(str(folder))
