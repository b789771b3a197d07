"""Every total of a county from bundles' tables in Parquet, as their number grows; the numbers are made up."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

from tests.bench.measure import Figure, figure, in_turns, note
from tests.bench.stores import BenchStore
from wellnessdesk.domain import rollup_sql
from wellnessdesk.exchange.figures_parquet import BUNDLES_FILE, FIGURES_FILE, OverParquet

MONTHS = 120
"""Ten years of monthly bundles, of as many schools as there are thousands of visits: 120,000 bundles at a million."""
_SPOTS = 250
"""Numbers a bundle has: 10 tables of 25."""

_BUNDLES = """CREATE TABLE bundles AS SELECT
    uuid()::VARCHAR AS bundle, 'c' || school AS center, 'School ' || school AS school, 'aggregate' AS kind,
    'month' AS span, strftime(DATE '2016-08-01' + to_months(m::INT), '%Y-%m') AS period,
    strftime(DATE '2016-08-01' + to_months(m::INT), '%Y-%m-%d') AS first_day,
    strftime(DATE '2016-08-28' + to_months(m::INT), '%Y-%m-%d') AS last_day,
    2016 + (m::INT + 1) // 12 AS school_year, version::BIGINT AS version,
    CASE WHEN version = 2 OR (school + m) % 20 <> 0 THEN 1 ELSE 0 END::BIGINT AS counts
    FROM range(?) s(school), range(?) t(m), range(1, 3) v(version) WHERE version = 1 OR (school + m) % 20 = 0"""
_FIGURES = """CREATE VIEW figures AS SELECT
    bundle, 'table_' || (spot // 25) AS table_name, 'visits' AS counted, 'reason' AS row_dimension,
    CASE WHEN spot % 5 = 0 THEN '' ELSE 'r' || spot % 5 END AS row_key, 'grade' AS column_dimension,
    CASE WHEN spot // 5 % 5 = 0 THEN '' ELSE 'g' || spot // 5 % 5 END AS column_key, 'cell' AS line,
    CASE WHEN n BETWEEN 1 AND 10 THEN NULL ELSE n END AS value, CASE WHEN n BETWEEN 1 AND 10 THEN 'small' ELSE '' END
    AS why, CASE WHEN n BETWEEN 1 AND 10 THEN 1 ELSE n END AS low,
    CASE WHEN n BETWEEN 1 AND 10 THEN 10 ELSE n END AS high
    FROM (SELECT bundle, spot, (hash(bundle, spot) % 60)::BIGINT AS n FROM bundles, range(?) p(spot)) made"""


def district_rollup(store: BenchStore) -> Iterator[Figure]:
    """Every total of every period; floor: DuckDB reading the same numbers and adding them up once."""
    with tempfile.TemporaryDirectory() as folder:
        bundles = simulated(Path(folder), max(1, store.visits // 1_000), MONTHS)
        engine, plain = OverParquet(Path(folder)), _duck()
        read = f"SELECT SUM(low), SUM(high), COUNT(bundle) FROM '{folder}/{FIGURES_FILE}'"  # noqa: S608
        begun = time.process_time()
        ones, floors = in_turns(3, lambda: engine.rows(rollup_sql.everything()), lambda: plain.execute(read).fetchall())
        note(f"{bundles} bundles, {bundles * _SPOTS} numbers; processor time {time.process_time() - begun:.1f} s "
             "for three of each")
        yield figure("district.rollup", store.visits, ones, floors)
        engine.close()


def simulated(folder: Path, schools: int, months: int) -> int:
    """Fill a folder as the export does; how many bundles."""
    made = _duck()
    made.execute(_BUNDLES, [schools, months])
    made.execute(_FIGURES.replace("?", str(_SPOTS)))
    made.sql("FROM bundles").write_parquet(str(folder / BUNDLES_FILE), compression="zstd")
    made.sql("FROM figures").write_parquet(str(folder / FIGURES_FILE), compression="zstd")
    return int(made.execute("SELECT COUNT(*) FROM bundles").fetchall()[0][0])


def _duck() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    made.execute("SET enable_progress_bar = false")
    return made
