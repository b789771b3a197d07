"""The district's two relations as Parquet files, written and asked through DuckDB (`wellnessdesk[district]`).

DuckDB is kept from the network (it would fetch extensions) and from the disk but for the files it is given.
"""

import glob
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.rollup_sql import BUNDLES, FIGURES, Found, Question

BUNDLES_FILE, FIGURES_FILE = "bundles.parquet", "figures.parquet"
RELATIONS = {"bundles": (BUNDLES_FILE, BUNDLES), "figures": (FIGURES_FILE, FIGURES)}
_PART = 20_000
_MEMORY = "256MB"
_TYPES = {str: "VARCHAR", int: "BIGINT"}


class DuckMissing(Problem):
    """DuckDB is not installed."""


class Unreadable(Problem):
    """The files do not hold what an export writes."""

    def __init__(self) -> None:
        super().__init__(_("The Parquet files are damaged, or they are not from an export. Export the figures as "
                           "Parquet again."))


class OverParquet:
    """DuckDB as an engine, over the files of a folder that `write_both` filled. Raises `Problem` where they are not
    there or damaged, or `DuckMissing`."""

    def __init__(self, folder: Path) -> None:
        require_files(folder)
        self._connection = _connected()
        with _faults_as(Unreadable):
            for view, (name, columns) in RELATIONS.items():
                file = self._connection.read_parquet(glob.escape(str(folder / name)))
                file.project(", ".join(columns)).create_view(view)

    def rows(self, question: Question) -> list[Found]:
        """The answer's rows."""
        with _faults_as(Unreadable):
            return list(self._connection.execute(question.sql, list(question.values)).fetchall())

    def close(self) -> None:
        """Let go of the files."""
        self._connection.close()


def require_files(folder: Path) -> None:
    """Raises `Problem` for a folder without the relations."""
    for name, _columns in RELATIONS.values():
        if not (folder / name).is_file():
            raise Problem(_("This folder does not hold the file {name}. Export the figures as Parquet first.").format(
                name=name))


def there() -> bool:
    """Whether DuckDB is installed."""
    try:
        _connected().close()
    except DuckMissing:
        return False
    return True


def write(path: Path, columns: dict[str, type], rows: Iterable[Sequence[Any]]) -> None:
    """One relation as a Parquet file. Raises `DuckMissing`, or `OSError`.

    Parts are written beside it and then put together, so that memory holds one part however many rows there are.
    """
    with _faults_as(OSError), TemporaryDirectory(dir=path.parent, prefix=".parts-") as parts, \
            closing(_connected()) as connection:
        connection.execute(f"SET memory_limit = '{_MEMORY}'")
        connection.execute("SET threads = 2")  # each holds rows of its own while it writes
        # As JSON, for DuckDB reads a text several times as fast as it takes over as many objects of Python.
        of_part = ", ".join(f"""unnest(from_json(?, '["{_TYPES[kind]}"]')) AS {name}"""
                            for name, kind in columns.items())
        for number, part in enumerate(_parts(rows)):
            across = [json.dumps(column) for column in zip(*part, strict=True)] or ["[]"] * len(columns)
            _put(connection.sql(f"SELECT {of_part}", params=across), Path(parts) / f"{number:09}.parquet")
        _put(connection.read_parquet(f"{glob.escape(parts)}/*.parquet"), path)


def write_both(folder: Path, bundles: Iterable[Found], figures: Iterable[Found]) -> None:
    """Both relations into a folder."""
    write(folder / BUNDLES_FILE, BUNDLES, bundles)
    write(folder / FIGURES_FILE, FIGURES, figures)


def _parts(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    """The first is empty: it says what the columns are, where there are no rows."""
    left = iter(rows)
    yield []
    while part := list(islice(left, _PART)):
        yield part


def _put(relation: Any, path: Path) -> None:
    relation.write_parquet(str(path), compression="zstd")


def _connected() -> Any:
    connection = _duckdb().connect(":memory:", config={
        "autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
    connection.execute("SET temp_directory = ''")
    connection.execute("SET enable_progress_bar = false")  # it would write over what the program says
    return connection


@contextmanager
def _faults_as(kind: Callable[[], Exception]) -> Iterator[None]:
    """What DuckDB cannot do, by the name that it has here."""
    try:
        yield
    except _duckdb().Error as error:
        raise kind() from error


def _duckdb() -> Any:
    try:
        import duckdb  # noqa: PLC0415 - optional, and 66 MB to load: only whoever asks for it waits
    except ImportError as error:
        raise DuckMissing(_("Parquet needs the program DuckDB. Install WellnessDesk with its part "
                            "wellnessdesk[district], or export as CSV or Excel.")) from error
    return duckdb
