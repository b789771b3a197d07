"""One question, one answer: SQLite and DuckDB say the same of random figures; Spark: test_spark."""

import glob

import duckdb
import pytest

from tests import districts_figures
from tests.districts_figures import QUESTIONS
from tests.exchange.tables import one_way, suppress, two_way
from wellnessdesk.domain import rollup_sql
from wellnessdesk.domain.rollup import WHOLE
from wellnessdesk.exchange import figures_parquet


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


def test_a_place_has_one_line_though_schools_count_one_way_or_two(tmp_path):
    one = suppress(one_way([20, 30], name="asked"))
    two = suppress(two_way([[20, 30], [40, 50]], name="asked"))
    bundles = [(f"b{school}", f"c{school}", "", "aggregate", "month", "2026-09", "2026-09-01", "2026-09-30", 2026, 1, 1)
               for school in range(2)]
    figures = [row for school, table in enumerate((one, two)) for row in districts_figures.rows(f"b{school}", table)]
    figures_parquet.write_both(tmp_path, bundles, figures)
    plain, duck = districts_figures.Plain(bundles, figures), figures_parquet.OverParquet(tmp_path)
    found = plain.rows(rollup_sql.everything())

    assert duck.rows(rollup_sql.everything()) == found
    assert [(row[3:6], row[6]) for row in found if row[4] == ""] == [
        (("", "", "grand_total"), 190), (("r0", "", "row_total"), 70), (("r1", "", "row_total"), 120)]
    duck.close()


def test_what_is_superseded_is_in_no_total(data):
    bundles, figures, _folder = data
    current = {row[0] for row in bundles if row[-1]}
    want = sum(row[10] for row in figures
               if row[0] in current and (row[1], row[7]) == ("visits_by_reason", "grand_total"))
    assert len(current) < len(bundles)
    found = districts_figures.Plain(bundles, figures).rows(rollup_sql.trend("visits_by_reason", "month", WHOLE))
    assert sum(low for _period, _begins, low, *_rest in found) == want


@pytest.mark.parametrize("rows", [0, 1, 25])
def test_a_relation_is_the_same_in_however_many_parts_it_was_written(rows, tmp_path, monkeypatch):
    monkeypatch.setattr(figures_parquet, "_PART", 10)
    folder = tmp_path / "[a] *?"  # a name that reads as a pattern
    folder.mkdir()
    told = [(f"b{number}", 2016, None if number % 2 else "a \"'\n\0|\u00f1") for number in range(rows)]

    figures_parquet.write(folder / "made.parquet", {"bundle": str, "year": int, "school": str}, told)

    assert [one.name for one in folder.iterdir()] == ["made.parquet"], "no part is left"
    found = duckdb.read_parquet(glob.escape(str(folder / "made.parquet")))
    assert (found.columns, found.fetchall()) == (["bundle", "year", "school"], told)


def test_what_duckdb_cannot_write_is_an_error_of_the_system(tmp_path):
    (tmp_path / "made.parquet").mkdir()
    with pytest.raises(OSError) as told:  # noqa: PT011 - its cause is what says more
        figures_parquet.write(tmp_path / "made.parquet", {"bundle": str}, [("b",)])
    assert isinstance(told.value.__cause__, duckdb.Error)
    assert [one.name for one in tmp_path.iterdir()] == ["made.parquet"]
