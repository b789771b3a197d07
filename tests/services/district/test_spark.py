"""The same questions on Spark (local mode) and DuckDB over the exported Parquet. Only `dev.py test --full` runs it."""

import os

import pytest

from tests import districts_figures
from tests.districts import Sender, line, new_district, two_schools, words
from tests.districts_figures import QUESTIONS
from tests.programs import program
from wellnessdesk.domain import rollup_sql
from wellnessdesk.exchange import figures_parquet
from wellnessdesk.exchange.figures_spark import OverSpark
from wellnessdesk.services.district import centers, exports, inbox

pytestmark = [
    pytest.mark.skipif("WELLNESSDESK_SPARK" not in os.environ, reason="needs Java and 450 MB: dev.py test --full"),
    pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession  # noqa: PLC0415 - only this test has it

    session = (SparkSession.builder.master("local[2]").appName("wellnessdesk").config("spark.ui.enabled", "false")
               .config("spark.sql.shuffle.partitions", "4").config("spark.driver.host", "127.0.0.1")
               .config("spark.driver.bindAddress", "127.0.0.1").getOrCreate())
    yield session
    session.stop()


@pytest.mark.parametrize("seed", range(3))
def test_spark_agrees(spark, seed, tmp_path):
    bundles, figures = districts_figures.made_up(seed)
    figures_parquet.write_both(tmp_path, bundles, figures)
    plain, cluster = districts_figures.Plain(bundles, figures), OverSpark(spark, tmp_path)
    duck = figures_parquet.OverParquet(tmp_path)
    for question in QUESTIONS:
        assert cluster.rows(question) == duck.rows(question) == plain.rows(question), question.sql
    duck.close()


def test_spark_agrees_over_what_a_district_exported(spark, tmp_path):
    desk = new_district(tmp_path / "district")
    centers.add(desk, line(), "Wellness Center", words=words())
    center = Sender(desk, tmp_path / "stick")
    center.send(), center.send(), center.send(supersedes=f"{center.center}-2", version=2)
    inbox.take(desk, inbox.look(desk, [center.folder]))
    exports.export(desk, tmp_path / "parquet", [exports.Form.PARQUET])

    duck, cluster = figures_parquet.OverParquet(tmp_path / "parquet"), OverSpark(spark, tmp_path / "parquet")
    for question in QUESTIONS:
        assert cluster.rows(question) == duck.rows(question), question.sql
    assert duck.rows(rollup_sql.everything())
    duck.close()
    desk.close()


def test_the_command_line_says_the_same_with_either(tmp_path):
    """Each a program of its own: Spark in this one is the other tests'."""
    desk = two_schools(tmp_path)
    exports.export(desk, tmp_path / "parquet", [exports.Form.PARQUET])
    desk.close()
    words = ("district", "rollup", "--from", tmp_path / "parquet", "--json", "--engine")

    duck, cluster = program(*words, "duckdb"), program(*words, "spark")

    assert (duck.returncode, cluster.returncode) == (0, 0), cluster.stderr
    assert cluster.stdout == duck.stdout


def test_without_java_it_says_what_spark_needs(tmp_path, monkeypatch):
    desk = two_schools(tmp_path)
    exports.export(desk, tmp_path / "parquet", [exports.Form.PARQUET])
    desk.close()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    told = program("district", "rollup", "--from", tmp_path / "parquet", "--engine", "spark")

    assert told.returncode == 1
    assert "It needs Java" in told.stderr
