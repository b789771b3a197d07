"""The district's two relations asked through Spark (`wellnessdesk[spark]`): for what outgrows one machine."""

from pathlib import Path
from typing import Any

from wellnessdesk.domain.rollup_sql import Found, Question
from wellnessdesk.exchange.figures_parquet import BUNDLES_FILE, FIGURES_FILE


class OverSpark:
    """Spark as an engine, over the same Parquet files; `session` is a `SparkSession`, of a cluster or local."""

    def __init__(self, session: Any, folder: Path) -> None:
        self._session = session
        for view, name in (("bundles", BUNDLES_FILE), ("figures", FIGURES_FILE)):
            session.read.parquet(str(folder / name)).createOrReplaceTempView(view)

    def rows(self, question: Question) -> list[Found]:
        """The answer's rows."""
        found = self._session.sql(question.sql, args=list(question.values)).collect()
        return [tuple(row) for row in found]
