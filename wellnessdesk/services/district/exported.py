"""Figures that a district exported as Parquet, asked without its store by whoever has the files: DuckDB or Spark."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path

from wellnessdesk.domain.rollup_answers import Figures
from wellnessdesk.domain.rollup_sql import Engine
from wellnessdesk.exchange import figure_words, figures_parquet, figures_spark

LOCAL = figures_spark.LOCAL
"""Spark on this computer alone."""


class With(StrEnum):
    """What answers."""

    DUCKDB = "duckdb"
    SPARK = "spark"


@contextmanager
def opened(folder: Path, engine: With = With.DUCKDB, master: str = LOCAL) -> Iterator[Figures]:
    """All that can be asked of an exported folder; the answers are those of the store that it came from.

    Nothing in it is secret to whoever can read the files, so nobody is asked for a passphrase. `master` is Spark's.
    Raises `Problem` where it is no such folder, or the engine is not installed.
    """
    figures_parquet.require_files(folder)
    district, words = figure_words.read(folder / figure_words.WORDS_FILE)
    with _engine(folder, engine, master) as found:
        yield Figures(engine=found, words=lambda: words, district=district)


@contextmanager
def _engine(folder: Path, engine: With, master: str) -> Iterator[Engine]:
    if engine is With.SPARK:
        with figures_spark.started(master) as session:
            yield figures_spark.OverSpark(session, folder)
        return
    with closing(figures_parquet.OverParquet(folder)) as duck:
        yield duck
