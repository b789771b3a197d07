"""The district's two relations as Parquet files, written and asked through DuckDB (`wellnessdesk[district]`).

DuckDB is kept from the network (it would fetch extensions) and from the disk but for the files it is given.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.rollup_sql import BUNDLES, FIGURES, Found, Question

BUNDLES_FILE, FIGURES_FILE = "bundles.parquet", "figures.parquet"
_BATCH = 50_000
_TYPES = {str: "VARCHAR", int: "BIGINT"}


class DuckMissing(Problem):
    """DuckDB is not installed."""


class OverParquet:
    """DuckDB as an engine, over the files of a folder that `write` filled."""

    def __init__(self, folder: Path) -> None:
        self._connection = _connected()
        for view, name in (("bundles", BUNDLES_FILE), ("figures", FIGURES_FILE)):
            if not (folder / name).is_file():
                raise Problem(_("This folder does not hold the file {name}. Export the figures as Parquet first.")
                              .format(name=name))
            self._connection.read_parquet(str(folder / name)).create_view(view)

    def rows(self, question: Question) -> list[Found]:
        """The answer's rows."""
        return list(self._connection.execute(question.sql, list(question.values)).fetchall())

    def close(self) -> None:
        """Let go of the files."""
        self._connection.close()


def there() -> bool:
    """Whether DuckDB is installed."""
    try:
        _connected().close()
    except DuckMissing:
        return False
    return True


def write(path: Path, columns: dict[str, type], rows: Iterable[Sequence[Any]]) -> None:
    """One relation as a Parquet file. Raises `DuckMissing`, or `OSError`."""
    connection = _connected()
    try:
        typed = {name: _TYPES[kind] for name, kind in columns.items()}
        connection.execute(f"CREATE TABLE made ({', '.join(f'{name} {kind}' for name, kind in typed.items())})")
        filled = ", ".join(f"unnest(?::{kind}[])" for kind in typed.values())
        for batch in _batches(rows):
            across = [list(column) for column in zip(*batch, strict=True)]
            connection.execute(f"INSERT INTO made SELECT {filled}", across)
        connection.table("made").write_parquet(str(path), compression="zstd")
    finally:
        connection.close()


def write_both(folder: Path, bundles: Iterable[Found], figures: Iterable[Found]) -> None:
    """Both relations into a folder."""
    write(folder / BUNDLES_FILE, BUNDLES, bundles)
    write(folder / FIGURES_FILE, FIGURES, figures)


def _batches(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    left = iter(rows)
    while batch := list(islice(left, _BATCH)):
        yield batch


def _connected() -> Any:
    try:
        import duckdb  # noqa: PLC0415 - optional, and 66 MB to load: only whoever asks for it waits
    except ImportError as error:
        raise DuckMissing(_("Parquet needs the program DuckDB. Install WellnessDesk with its part "
                            "wellnessdesk[district], or export as CSV or Excel.")) from error
    connection = duckdb.connect(":memory:", config={
        "autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
    connection.execute("SET temp_directory = ''")
    connection.execute("SET enable_progress_bar = false")  # it would write over what the program says
    return connection
