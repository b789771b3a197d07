"""The district's two relations asked through Spark (`wellnessdesk[spark]`): for what outgrows one machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.rollup_sql import Found, Question
from wellnessdesk.exchange.figures_parquet import RELATIONS, Unreadable, require_files

LOCAL = "local[*]"
"""This computer alone, with all its processors."""
_ALONE = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
          "spark.sql.shuffle.partitions": "8"}


class OverSpark:
    """Spark as an engine, over the same Parquet files; `session` is a `SparkSession`, of a cluster or local.

    Raises `Problem` where they are not there, or damaged.
    """

    def __init__(self, session: Any, folder: Path) -> None:
        require_files(folder)
        self._session = session
        with _told():
            for view, (name, columns) in RELATIONS.items():
                session.read.parquet(str(folder / name)).select(*columns).createOrReplaceTempView(view)

    def rows(self, question: Question) -> list[Found]:
        """The answer's rows."""
        with _told():
            found = self._session.sql(question.sql, args=list(question.values)).collect()
        return [tuple(row) for row in found]


@contextmanager
def started(master: str = LOCAL) -> Iterator[Any]:
    """A session at a cluster (`spark://HOST:7077`, `yarn`) or here. Raises `Problem` where there is no Spark, no Java
    or no such cluster."""
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - optional, and large
    except ImportError as error:
        raise Problem(_("This needs Spark. Install WellnessDesk with its part wellnessdesk[spark], and "
                        "Java.")) from error
    asked = SparkSession.builder.master(master).appName("wellnessdesk")
    asked = asked.config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
    for name, value in _ALONE.items() if master == LOCAL else ():
        asked = asked.config(name, value)
    try:
        session = asked.getOrCreate()
    except Exception as error:
        raise Problem(_("Spark did not start. It needs Java 17 or newer, and the cluster has to answer.")) from error
    try:
        yield session
    finally:
        session.stop()


@contextmanager
def _told() -> Iterator[None]:
    from pyspark.errors import PySparkException  # noqa: PLC0415 - see `started`

    try:
        yield
    except PySparkException as error:
        raise Unreadable from error
