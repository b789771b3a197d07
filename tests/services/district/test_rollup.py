"""Schools together, from the bundles that a district really took; and its figures as files for other programs."""

import csv
from datetime import date

import openpyxl
import pytest

from tests.districts import Sender, line, new_district, words
from tests.exchange.bundles import FORMULAS, META
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.rollup import At
from wellnessdesk.domain.rollup_charts import by_row, by_school, over_time
from wellnessdesk.domain.rollup_sql import everything
from wellnessdesk.exchange import figures_parquet
from wellnessdesk.services.district import centers, exports, inbox, rollup

OTHER = "c0ffee00-1111-4222-8333-999999999999"
TABLE = "visits_by_reason"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Two schools: one sent two months, the other the first of them, and a correction."""
    folder = tmp_path_factory.mktemp("district")
    made = new_district(folder / "district")
    for center, school, months in ((META.center_id, "Núñez High", 2), (OTHER, "Harbor High", 1)):
        seed = bytes([len(school)]) * 32
        centers.add(made, line(center, seed), "Wellness Center", school, words=words(seed))
        sender = Sender(made, folder / school, center, seed)
        for _month in range(months):
            sender.send(school=school)
    inbox.take(made, inbox.look(made, [folder / "Núñez High", folder / "Harbor High"]))
    sender.send(school="Harbor High", period=sender.meta().period.before(), version=2, supersedes=f"{OTHER}-1")
    inbox.take(made, inbox.look(made, sorted((folder / "Harbor High").iterdir())[-1:]))
    yield made
    made.close()


@pytest.fixture
def spell(desk):
    """The older of the two months."""
    return rollup.spells(desk)[-1].spell


def test_the_periods_tell_how_many_schools_they_have(desk):
    assert [(one.spell.code, one.spell.kind, one.schools) for one in rollup.spells(desk)] == [
        ("2024-03", "month", 1), ("2024-02", "month", 2)]


def test_a_table_of_the_district_adds_what_is_in_force(desk, spell):
    found = rollup.table(desk, TABLE, spell)
    whole = found.totals[At()]
    assert (found.schools, found.missing, whole.schools, whole.bundles) == (2, (), 2, 2)
    assert whole.low == whole.high == 2 * 454
    assert found.totals[At(row_key="r0", column_key="c0")].said() != found.totals[At()].said()
    assert found.words.title == "Visits by reason"
    assert found.words.columns["c0"] == "Drop-in"
    assert list(found.words.rows) == ["r0", "r1", "r2"]


def test_who_sent_nothing_is_named(desk):
    newest = rollup.spells(desk)[0].spell
    assert [one.name for one in rollup.table(desk, TABLE, newest).missing] == ["Harbor High"]


def test_schools_stand_side_by_side_in_the_order_of_their_names(desk, spell):
    found = rollup.compare(desk, TABLE, spell, At(row_key="r0", column_key="c0"))
    assert [school.name for school, _total in found.schools] == ["Harbor High", "Núñez High"]
    assert all((total.low, total.blank) == (1, 1) for _school, total in found.schools)


def test_a_trend_is_of_all_or_of_one_and_students_are_not_added_over_time(desk):
    assert [total.low for _spell, total in rollup.trend(desk, TABLE, "month").points] == [908, 454]
    one = rollup.trend(desk, TABLE, "month", center=OTHER)
    assert (one.school.name, [total.low for _spell, total in one.points]) == ("Harbor High", [454])
    assert [total.low for _spell, total in rollup.trend(desk, TABLE, "month", per_year=True).points] == [3 * 454]
    assert rollup.trend(desk, "years", "month", per_year=True).points == ()
    assert rollup.trend(desk, "no_such_table", "month").points == ()


def test_charts_say_from_and_to(desk, spell):
    rows = by_row(rollup.table(desk, TABLE, spell))
    assert rows.labels == ("r0", "r1", "r2")
    schools = by_school(rollup.compare(desk, TABLE, spell, At(row_key="r0", column_key="c0")))
    assert "light part" in schools.note
    assert schools.table()[1][0][1].startswith("1–")
    assert over_time(rollup.trend(desk, TABLE, "month")).labels == ("2024-02", "2024-03")


@pytest.mark.parametrize("asked", [exports.totals, exports.numbers])
def test_csv_and_workbook_hold_the_same_and_no_formula(desk, asked, tmp_path):
    asked(desk, tmp_path / "one.csv", exports.Form.CSV)
    asked(desk, tmp_path / "one.xlsx", exports.Form.XLSX)

    with (tmp_path / "one.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    sheet = openpyxl.load_workbook(tmp_path / "one.xlsx").worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert len(lines) == sheet.max_row > 50
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert set(FORMULAS[:4]) <= {cell.value for cell in cells}
    assert not [text for row in lines for text in row if text.startswith(("=", "+", "-", "@"))]


def test_parquet_answers_as_the_store_does(desk, tmp_path):
    exports.numbers(desk, tmp_path / "all", exports.Form.PARQUET)
    exports.totals(desk, tmp_path / "totals.parquet", exports.Form.PARQUET)

    engine = figures_parquet.OverParquet(tmp_path / "all")
    with desk.reading() as tx:
        assert engine.rows(everything()) == exports.InStore(tx).rows(everything())
    engine.close()


def test_what_cannot_be_written_is_said_and_so_is_a_missing_part(desk, tmp_path, monkeypatch):
    with pytest.raises(Problem, match="cannot be written"):
        exports.totals(desk, tmp_path / "no" / "where.csv", exports.Form.CSV)
    monkeypatch.setitem(__import__("sys").modules, "duckdb", None)
    assert not figures_parquet.there()
    with pytest.raises(Problem, match=r"wellnessdesk\[district\]"):
        exports.totals(desk, tmp_path / "t.parquet", exports.Form.PARQUET)
    with pytest.raises(Problem, match=r"figures|DuckDB"):
        figures_parquet.OverParquet(tmp_path)


def test_a_period_is_read_in_words(desk, spell):
    assert spell.first_day == date(2024, 2, 1)
    assert (spell.label, spell.short) == ("February 2024", "2024-02")
