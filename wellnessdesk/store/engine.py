"""The keyed connection: SQLCipher with a raw key, every PRAGMA read back, ATTACH refused.

SECURITY.md E gives the settings with their measurements. The key never stands in a URL and never in an error.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from wellnessdesk.base import files
from wellnessdesk.store.errors import (
    DiskFull,
    EngineTooOld,
    StoreClosedOff,
    StoreDamaged,
    StoreMissing,
    meant_by,
)

OLDEST_SQLITE = (3, 51, 3)
CACHE_KIB = 65_536
KEPT_STATEMENTS = 5
"""How many prepared statements the driver keeps, and it keeps no fewer. Each holds some of the few small blocks of
memory a connection has at hand; with the usual 128 none is left, and every small value is a piece of its own, which
`cipher_memory_security` locks and unlocks by two calls of the system: a row written then took 20 to 90 µs instead of
4."""
_RAW_KEY = re.compile(r"[0-9a-f]{64}")
_REFUSED = {dbapi2.SQLITE_ATTACH, dbapi2.SQLITE_DETACH, dbapi2.SQLITE_CREATE_TRIGGER, dbapi2.SQLITE_CREATE_VIEW,
            dbapi2.SQLITE_CREATE_TEMP_TRIGGER, dbapi2.SQLITE_CREATE_TEMP_VIEW}
_SMALLEST = 512
"""The smallest page SQLite has: an emptied file would be taken for a new one, and filled."""

PRAGMAS: dict[str, tuple[str, object]] = {
    "cipher_memory_security": ("ON", "1"),
    "foreign_keys": ("ON", 1),
    "trusted_schema": ("OFF", 0),
    "cell_size_check": ("ON", 1),
    "cache_size": (f"-{CACHE_KIB}", -CACHE_KIB),
    "journal_mode": ("DELETE", "delete"),
    "synchronous": ("EXTRA", 3),
    "temp_store": ("MEMORY", 2),
    "secure_delete": ("ON", 1),
}
"""What is set on every connection, and what SQLite must say it is afterwards."""


def connect(path: Path, key: bytes, *, create: bool = False) -> Any:
    """A keyed DBAPI connection.

    Raises `StoreMissing`, `StoreDamaged` (also for a wrong key), `StoreBusy`, `StoreClosedOff` or `EngineTooOld`.
    """
    if dbapi2.sqlite_version_info < OLDEST_SQLITE:
        raise EngineTooOld(dbapi2.sqlite_version)
    if not create:
        _check_file(path)
    connection = _opened(path, create=create)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # else SQLCipher tells standard error what we tell better
        set_key(connection, key)
        read_back(connection)
    except (dbapi2.DatabaseError, MemoryError) as error:  # a damaged first page can ask for absurd memory
        connection.close()
        raise meant_by(error) or StoreDamaged() from error
    _keep_beginning(connection)
    connection.set_authorizer(_authorize)
    return connection


def _keep_beginning(connection: Any) -> None:
    """Have the driver keep BEGIN prepared: it gives up what it took up last, unless that was used twice on end.

    Otherwise each BEGIN takes the place of the statement before it, which often is the next one again: the slices of
    a long table, a list that is refreshed.
    """
    for _time in range(2):
        connection.execute("BEGIN")
        connection.rollback()


def _check_file(path: Path) -> None:
    try:
        if not path.exists():
            raise StoreMissing
        if not path.is_file():  # a pipe would keep us waiting for ever
            raise StoreClosedOff
        if path.stat().st_size < _SMALLEST:
            raise StoreDamaged
    except OSError as error:
        raise StoreClosedOff from error


def _opened(path: Path, *, create: bool) -> Any:
    try:
        if create:  # only then: closing a file anew would let go of the locks this process has on it
            os.close(files.create(path))
        return _driver(str(path))
    except (OSError, dbapi2.OperationalError) as error:
        raise (DiskFull if create else StoreClosedOff) from error


def _driver(name: str) -> Any:
    return dbapi2.connect(name, isolation_level=None, check_same_thread=False, cached_statements=KEPT_STATEMENTS)


def in_memory() -> Any:
    """A connection to an empty database that never touches the disk: gone when the last reference to it is."""
    connection = _driver(":memory:")
    connection.execute("PRAGMA temp_store = MEMORY")  # what it sorts stays in memory too
    connection.execute("PRAGMA journal_mode = OFF")  # nothing in it is ever rolled back
    connection.set_authorizer(_authorize)
    return connection


def set_key(connection: Any, key: bytes) -> None:
    """Give SQLCipher a raw 256-bit key (64 hex digits: fewer are silently taken for a passphrase)."""
    digits = key.hex()
    if not _RAW_KEY.fullmatch(digits):
        raise ValueError("a store key has 32 bytes")
    connection.execute(f"PRAGMA key = \"x'{digits}'\"")


def read_back(connection: Any) -> dict[str, object]:
    """Set every PRAGMA and return what SQLite says it is now; a difference is an error, not a wish."""
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    found = {}
    for name, (value, expected) in PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}")
        found[name] = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if found[name] != expected:
            raise dbapi2.DatabaseError(f"PRAGMA {name} is {found[name]}")
    return found


def make_engine(open_connection: Callable[[], Any]) -> Engine:
    """One SQLAlchemy engine over one connection, whose transactions begin as the execution option `begin` says."""
    engine = create_engine("sqlite://", module=dbapi2, creator=open_connection, poolclass=StaticPool,
                           hide_parameters=True)

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN IMMEDIATE"))

    return engine


def _authorize(action: int, _one: object, _other: object, _database: object, on_behalf_of: object) -> int:
    """Nothing is done on behalf of a trigger or a view: this program makes none."""
    return int(dbapi2.SQLITE_DENY if action in _REFUSED or on_behalf_of else dbapi2.SQLITE_OK)
