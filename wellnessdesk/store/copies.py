"""Copies of a whole store under another key, and what is in one: for backups, restores and rotations.

Every file made here is encrypted, scratch ones too. Copying is SQLite's backup API between two keyed connections
(SQLCipher 4 encrypts each page anew): a copy is page for page the same, so its rows stand in the same order.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, cast

from sqlcipher3 import dbapi2

from wellnessdesk.base import files
from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain.audit import GENESIS, Head
from wellnessdesk.domain.backups import Content
from wellnessdesk.store import engine
from wellnessdesk.store.errors import StoreDamaged, meant_by
from wellnessdesk.store.transaction import Store

_PAGES = 500
"""A step of the backup API: 2 MB, some 20 ms."""
_ROWS = 200
_SLICE = 4 * 1024 * 1024
"""Bytes of a file copied while the store waits: about 10 ms."""
_MOST_STARTS = 3


def copy(store: Store, path: Path, key: bytes, progress: Progress = NO_PROGRESS) -> None:
    """Copy an open store into a new file under another raw key (32 bytes); it is on the disk when this returns.

    Holds the store until it is done (100 MB: about a second). Reports pages. Raises `DiskFull`, `StoreDamaged` or
    `Cancelled`, and then leaves no file; raises `FileExistsError` where there is one.
    """
    with store.raw() as source:
        _copy(source, path, key, progress)


def copy_file(source: Path, source_key: bytes, path: Path, key: bytes, progress: Progress = NO_PROGRESS) -> None:
    """The same, of a store that nobody has open."""
    with closing(_read_once(source, source_key)) as connection:
        _copy(connection, path, key, progress)


def content(path: Path, key: bytes, progress: Progress = NO_PROGRESS) -> Content:
    """What is in a store that nobody writes to: its revision, the head of its audit log, and every table's digest.

    Two stores of equal content hold the same rows in the same order, to the bit. Raises `StoreDamaged`, `StoreAltered`
    or `Cancelled`.
    """
    with _told(), closing(_read_once(path, key)) as connection:
        connection.text_factory = bytearray  # text that is no UTF-8 is still text, and no blob (those are bytes)
        names = [name.decode() for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        tables = tuple((name, *_digest(connection, name, progress)) for name in ["sqlite_master", *names])
        return Content(revision=_revision(connection), head=_head(connection), tables=tables)


def check(path: Path, key: bytes) -> None:
    """Every page of a store is as it was written, and fits the others. Raises `StoreDamaged`."""
    with _told(), closing(_read_once(path, key)) as connection:
        changed = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        if changed or connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise StoreDamaged


def _read_once(path: Path, key: bytes) -> Any:
    """A connection for reading everything once: the pages it remembered would be wiped at the end, which takes time."""
    connection = engine.connect(path, key)
    connection.execute("PRAGMA cache_size = -2000")
    return connection


class Snapshot:
    """A copy of an open store's file as it was at one moment, made in slices between other work on the same thread.

    It bears the store's own key; what takes long is then done with it, on any thread, while the store is free. A change
    between two slices starts it anew; the third time it is copied in one go.
    """

    def __init__(self, store: Store, target: Path) -> None:
        self._store = store
        self._target = target
        self._done, self._starts = 0, 1
        self._seen: object = None

    def step(self) -> bool:
        """Copy the next slice; true when the copy is whole. Raises `DiskFull`."""
        with _told():
            state = (*self._store.state(), self._store.path.stat().st_ino)  # a rotation puts another file there
            if self._seen not in (None, state):
                self._done, self._starts = 0, self._starts + 1
            self._seen = state
            return self._slice(whole=self._starts >= _MOST_STARTS)

    def _slice(self, *, whole: bool) -> bool:
        size = self._store.path.stat().st_size
        with self._opened() as target, self._store.path.open("rb") as source:
            source.seek(self._done)
            target.seek(self._done)
            while self._done < size and (data := source.read(_SLICE)):
                self._done += target.write(data)
                if not whole:
                    break
        return self._done >= size

    def _opened(self) -> Any:
        if self._done:
            return self._target.open("r+b")
        self._target.unlink(missing_ok=True)
        return os.fdopen(files.create(self._target), "wb")


def _copy(source: Any, path: Path, key: bytes, progress: Progress) -> None:
    def step(_status: int, left: int, total: int) -> None:
        progress.check_cancelled()
        progress.report(total - left, total)

    if path.exists():
        raise FileExistsError(path)
    with _told():
        try:
            with closing(engine.connect(path, key, create=True)) as target:
                source.backup(target, pages=_PAGES, progress=step)
                engine.read_back(target)
        except BaseException:
            for left in (path, path.with_name(f"{path.name}-journal")):
                left.unlink(missing_ok=True)
            raise


def _digest(connection: Any, table: str, progress: Progress) -> tuple[int, str]:
    """How many rows a table has, and the SHA-256 of them all. Where its pages begin is the copier's matter."""
    columns = "type, name, tbl_name, sql" if table == "sqlite_master" else "*"
    quoted = '"' + table.replace('"', '""') + '"'
    cursor = connection.execute(f"SELECT {columns} FROM {quoted} ORDER BY rowid")  # noqa: S608 - quoted above
    count, digest = 0, hashlib.sha256()
    while rows := cursor.fetchmany(_ROWS):
        progress.check_cancelled()
        count += len(rows)
        for column in zip(*rows, strict=True):
            for part in _written(column):
                digest.update(part)
    return count, digest.hexdigest()


def _written(column: tuple[object, ...]) -> Iterator[bytes]:
    """Some values of a column, so that no two different ones look alike, on any version of Python: text and blobs as
    they are, after their lengths; anything else as Python writes it (`(1, None, 0.5)`)."""
    kinds = set(map(type, column))
    if kinds in ({bytes}, {bytearray}):
        sized = cast("tuple[bytes, ...]", column)
        yield f"{kinds.pop().__name__} {list(map(len, sized))} ".encode()
        yield b"".join(sized)
    else:
        yield repr(column).encode()


def _revision(connection: Any) -> str:
    found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(found[0].decode("ascii", "replace")) if found and isinstance(found[0], bytearray) else ""


def _head(connection: Any) -> Head:
    found = connection.execute(
        "SELECT sequence, CAST(hash AS BLOB) FROM audit ORDER BY sequence DESC LIMIT 1").fetchone()
    return Head(found[0], found[1] or b"") if found else Head(0, GENESIS)


@contextmanager
def _told() -> Iterator[None]:
    """What the disk or the file does to us, as `store.errors` says it."""
    try:
        yield
    except FileExistsError:
        raise
    except (dbapi2.Error, OSError) as error:
        problem = meant_by(error)
        if problem is None:
            raise
        raise problem from error
