"""One question, one answer: SQLite, DuckDB and (with `dev.py test --full`) Spark say the same of random figures."""

import os

import pytest

from tests import districts_figures
from wellnessdesk.domain import rollup_sql
from wellnessdesk.domain.rollup import WHOLE, At
from wellnessdesk.exchange import figures_parquet
from wellnessdesk.exchange.figures_spark import OverSpark

FULL = bool(os.environ.get("WELLNESSDESK_FULL"))
SOME = At(row_key="r1", column_key="c1")
QUESTIONS = [
    rollup_sql.spells(), rollup_sql.schools(), rollup_sql.everything(), rollup_sql.bundles(), rollup_sql.figures(),
    rollup_sql.table("visits_by_reason", "2026-09"), rollup_sql.compare("students", "2025-10", WHOLE),
    rollup_sql.compare("visits_by_reason", "2025-10", SOME), rollup_sql.trend("visits_by_reason", "month", SOME),
    rollup_sql.trend("students", "month", WHOLE, "c3"), rollup_sql.yearly("visits_by_reason", "month", WHOLE),
    rollup_sql.yearly("students", "month", WHOLE), rollup_sql.trend("x' OR '1'='1", "month", WHOLE),
]


@pytest.fixture(scope="module", params=range(3))
def data(request, tmp_path_factory):
    bundles, figures = districts_figures.made_up(request.param)
    folder = tmp_path_factory.mktemp("parquet")
    figures_parquet.write_both(folder, bundles, figures)
    return bundles, figures, folder


def test_sqlite_and_duckdb_agree(data):
    bundles, figures, folder = data
    plain, duck = districts_figures.Plain(bundles, figures), figures_parquet.OverParquet(folder)
    for question in QUESTIONS:
        assert duck.rows(question) == plain.rows(question), question.sql
    assert plain.rows(rollup_sql.yearly("students", "month", WHOLE)) == [], "students cannot be added over time"
    duck.close()


def test_what_is_superseded_is_in_no_total(data):
    bundles, figures, _folder = data
    current = {row[0] for row in bundles if row[-1]}
    want = sum(row[10] for row in figures
               if row[0] in current and (row[1], row[7]) == ("visits_by_reason", "grand_total"))
    assert len(current) < len(bundles)
    found = districts_figures.Plain(bundles, figures).rows(rollup_sql.trend("visits_by_reason", "month", WHOLE))
    assert sum(low for _period, _begins, low, *_rest in found) == want


@pytest.mark.skipif(not FULL, reason="Spark needs Java and 450 MB: dev.py test --full")
@pytest.mark.timeout(600)
def test_spark_agrees(data, spark):
    bundles, figures, folder = data
    plain, cluster = districts_figures.Plain(bundles, figures), OverSpark(spark, folder)
    for question in QUESTIONS:
        assert cluster.rows(question) == plain.rows(question), question.sql


@pytest.fixture(scope="module")
def spark():
    sql = pytest.importorskip("pyspark.sql")
    session = (sql.SparkSession.builder.master("local[2]").appName("wellnessdesk").config("spark.ui.enabled", "false")
               .config("spark.sql.shuffle.partitions", "4").config("spark.driver.host", "127.0.0.1")
               .config("spark.driver.bindAddress", "127.0.0.1").getOrCreate())
    yield session
    session.stop()
