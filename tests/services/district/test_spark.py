"""The same questions on Spark (local mode) over the exported Parquet. `dev.py test --full` runs it by itself."""

import os

import pytest

from tests import districts_figures
from tests.districts_figures import QUESTIONS
from wellnessdesk.exchange import figures_parquet
from wellnessdesk.exchange.figures_spark import OverSpark

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
    for question in QUESTIONS:
        assert cluster.rows(question) == plain.rows(question), question.sql
