"""Store and Transaction: all that services see of the database. One connection, one writer, all or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from wellnessdesk.store import engine as engines
from wellnessdesk.store import migrate
from wellnessdesk.store.errors import meant_by
from wellnessdesk.store.migrate import Kind


class Transaction:
    """What named queries run in. Only modules of `store` look inside."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def flush(self) -> None:
        """Send what was added to the database now, still inside the transaction."""
        self.session.flush()


class Store:
    """An open store."""

    def __init__(self, path: Path, engine: Engine, kind: Kind = migrate.CENTER) -> None:
        self.path = path
        self._kind = kind
        self._use(engine)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """One change: committed whole at the end of the block, or not at all. Raises what `errors.meant_by` tells."""
        with _told(), Session(self._engine, expire_on_commit=False, autoflush=False) as session, session.begin():
            yield Transaction(session)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """One consistent look at the records; takes no write lock."""
        with _told(), Session(self._readers, autoflush=False) as session, session.begin():
            yield Transaction(session)

    def connection(self) -> Connection:
        """For bulk builders and checks inside `store` and the bench."""
        return self._engine.connect()

    @contextmanager
    def raw(self) -> Iterator[Any]:
        """The connection of the driver itself, outside of any transaction: for copies of the whole file."""
        with self._engine.connect() as connection:
            yield connection.connection.driver_connection

    def pragmas(self) -> dict[str, object]:
        """The settings as SQLite reports them."""
        with self.raw() as raw:
            return {name: raw.execute(f"PRAGMA {name}").fetchone()[0] for name in engines.PRAGMAS}

    def state(self) -> tuple[int, int]:
        """Something else as soon as anybody, here or elsewhere, has changed the records."""
        with self.raw() as raw:
            return raw.total_changes, raw.execute("PRAGMA data_version").fetchone()[0]

    def reopen(self, key: bytes) -> None:
        """Go on with the file that has taken the place of this one.

        Raises what `open_store` raises; whatever is done next then tries again to open it.
        """
        self.close()
        self._use(engines.make_engine(lambda: engines.connect(self.path, key)))
        self._use(_engine(self.path, key, create=False, kind=self._kind))

    def close(self) -> None:
        """Close the file. Nothing is left beside it."""
        self._engine.dispose()

    def _use(self, engine: Engine) -> None:
        self._engine = engine
        self._readers = engine.execution_options(begin="BEGIN")


def create_store(path: Path, key: bytes, kind: Kind = migrate.CENTER) -> Store:
    """A new, empty store with the newest schema."""
    return Store(path, _engine(path, key, create=True, kind=kind), kind)


def open_store(path: Path, key: bytes, before_migration: Callable[[Store], object] | None = None,
               kind: Kind = migrate.CENTER) -> Store:
    """An existing store, migrated to the newest schema.

    An older one is handed to `before_migration` first, as it is: what that raises leaves it so. Raises `StoreMissing`,
    `StoreDamaged`, `StoreNewer` or `StoreOfAnotherKind`.
    """
    return Store(path, _engine(path, key, create=False, kind=kind, before_migration=before_migration), kind)


def peek(path: Path, key: bytes) -> Store:
    """An existing store as it is, whatever its schema, for looking only. Raises `StoreMissing` or `StoreDamaged`."""
    raw = engines.connect(path, key)
    return Store(path, engines.make_engine(lambda: raw))


def _engine(path: Path, key: bytes, *, create: bool, kind: Kind,
            before_migration: Callable[[Store], object] | None = None) -> Engine:
    raw = engines.connect(path, key, create=create)
    engine = engines.make_engine(lambda: raw)
    try:
        with _told():
            if before_migration is not None and migrate.behind(engine, kind):
                before_migration(Store(path, engine, kind))
            migrate.to_newest(engine, kind)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def _told() -> Iterator[None]:
    """Turn what the disk does to us into sentences a person can act on."""
    try:
        yield
    except (DBAPIError, dbapi2.Error, OSError) as error:
        problem = meant_by(error)
        if problem is None:
            raise
        raise problem from error
