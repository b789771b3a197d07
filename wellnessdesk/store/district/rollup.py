"""The district's questions (`domain.rollup_sql`), answered by its own store."""

from wellnessdesk.domain.rollup_sql import Found, Question
from wellnessdesk.store.transaction import Transaction

# Queries in the place of names: the store lets nothing be done on behalf of a view, nor of a WITH.
_BUNDLES = """(SELECT
    id AS bundle, center_id AS center, CASE school WHEN '' THEN center ELSE school END AS school, kind,
    CASE length(period) WHEN 7 THEN 'month' WHEN 9 THEN 'year' ELSE 'term' END AS span, period, first_day, last_day,
    CAST(substr(first_day, 1, 4) AS INTEGER) - (substr(first_day, 6, 2) < '07') AS school_year, version, counts
    FROM received)"""
_FIGURES = """(SELECT
    bundle_id AS bundle, table_name, counted, row_dimension, row_key, column_dimension, column_key, line, value, why,
    low, high FROM figures)"""


class InStore:
    """The store's own SQLite as an engine, while a transaction is open."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def rows(self, question: Question) -> list[Found]:
        """The answer's rows."""
        asked = self._tx.session.connection().exec_driver_sql(question.over(_BUNDLES, _FIGURES), question.values)
        return [tuple(row) for row in asked.fetchall()]
