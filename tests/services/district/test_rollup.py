"""Schools together, from the bundles that a district really took; and its figures as files for other programs."""

import csv
import subprocess
from datetime import date

import openpyxl
import pytest

from tests.districts import OTHER, Sender, known_district, new_district, send_of_two_schools
from tests.exchange.bundles import FORMULAS
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.bundles import Period
from wellnessdesk.domain.rollup import At, Chosen
from wellnessdesk.domain.rollup_answers import NoFigures
from wellnessdesk.domain.rollup_charts import by_row, by_school, over_time
from wellnessdesk.domain.rollup_sql import everything
from wellnessdesk.exchange import figures_parquet
from wellnessdesk.services.district import exports, inbox, rollup
from wellnessdesk.store.district.rollup import InStore

TABLE = "visits_by_reason"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Two schools: one sent two months, the other the first of them, and a correction."""
    folder = tmp_path_factory.mktemp("district")
    made = new_district(folder / "district")
    sender = send_of_two_schools(made, folder)
    inbox.take(made, inbox.look(made, [folder / "Núñez High", folder / "Harbor High"]))
    sender.send(school="Harbor High", period=sender.meta().period.before(), version=2, supersedes=f"{OTHER}-1")
    inbox.take(made, inbox.look(made, sorted((folder / "Harbor High").iterdir())[-1:]))
    yield made
    made.close()


@pytest.fixture(scope="module")
def exported(desk, tmp_path_factory):
    """A folder with everything in every form."""
    folder = tmp_path_factory.mktemp("exported")
    exports.export(desk, folder, exports.Form)
    return folder


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
    one = rollup.trend(desk, TABLE, "month", chosen=Chosen(centers=(OTHER,)))
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


def test_a_period_without_every_month_and_school_is_not_drawn_as_if_it_were_whole(desk):
    months, years = rollup.trend(desk, TABLE, "month"), rollup.trend(desk, TABLE, "month", per_year=True)
    own = rollup.trend(desk, TABLE, "month", chosen=Chosen(centers=(OTHER,)))
    spell, total = years.points[0]

    assert over_time(months).labels == ("2024-02", "2024-03 *")
    assert over_time(months).note == over_time(years).note == "* Incomplete: months or schools are missing."
    assert (years.named(spell, total), years.months(total)) == ("School year 2023–2024 (incomplete)", "3 of 24")
    assert [months.named(*point) for point in months.points] == ["February 2024", "March 2024 (incomplete)"]
    assert (over_time(own).labels, over_time(own).note) == (("2024-02",), "")


def sheet(path):
    return openpyxl.load_workbook(path).worksheets[0]


def lines(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", ["totals", "figures"])
def test_csv_and_workbook_hold_the_same_and_no_formula(exported, name):
    found = lines(exported / f"{name}.csv")
    cells = [cell for row in sheet(exported / f"{name}.xlsx").iter_rows() for cell in row]
    assert len(found) + 1 == sheet(exported / f"{name}.xlsx").max_row > 50
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert set(FORMULAS[:4]) <= {cell.value for cell in cells}
    assert not [text for row in found for text in row.values() if text.startswith(("=", "+", "-", "@"))]


def test_parquet_answers_as_the_store_does(desk, exported):
    engine = figures_parquet.OverParquet(exported)
    with desk.reading() as tx:
        assert engine.rows(everything()) == InStore(tx).rows(everything())
    engine.close()


def test_only_the_chosen_schools_and_periods_are_exported(desk, spell, tmp_path):
    chosen = Chosen(centers=(OTHER,), periods=(spell.code,))
    exports.export(desk, tmp_path, [exports.Form.CSV], chosen)

    assert {(one["school"], one["period"]) for one in lines(tmp_path / "figures.csv")} == {("Harbor High", "2024-02")}
    assert [(one["low"], one["schools"]) for one in lines(tmp_path / "totals.csv")
            if (one["table_name"], one["line"]) == (TABLE, "grand_total")] == [("454", "1")]
    with pytest.raises(NoFigures):
        exports.export(desk, tmp_path / "none", [exports.Form.CSV], Chosen(centers=(OTHER,), periods=("2024-03",)))
    assert not (tmp_path / "none").exists()


def test_nothing_is_written_over_unless_it_is_meant(desk, tmp_path):
    (tmp_path / "totals.csv").write_text("mine")
    with pytest.raises(exports.AlreadyThere, match=r"totals\.csv"):
        exports.export(desk, tmp_path, [exports.Form.CSV])
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("totals.csv", "mine")]

    written = exports.export(desk, tmp_path, [exports.Form.CSV], replace=True)
    assert [one.name for one in written] == ["totals.csv", "figures.csv"]
    assert lines(tmp_path / "totals.csv")


@pytest.mark.parametrize("form", exports.Form)
def test_stopped_half_way_nothing_is_there(desk, form, tmp_path, monkeypatch):
    monkeypatch.setattr(exports, "_AT_ONCE", 1)

    class Stopped:
        turns = 0

        def report(self, _done, _total):
            self.turns += 1

        def check_cancelled(self):
            if self.turns == 2:
                raise Cancelled

    with pytest.raises(Cancelled):
        exports.export(desk, tmp_path, [form], progress=Stopped())
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_is_said_and_so_is_a_missing_part(desk, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    with pytest.raises(Problem, match="cannot be written"):
        exports.export(desk, tmp_path / "file" / "folder", [exports.Form.CSV])
    monkeypatch.setattr(exports.number_tables, "MOST_LINES", 5)
    with pytest.raises(Problem, match="Excel sheet"):
        exports.export(desk, tmp_path, [exports.Form.XLSX])
    monkeypatch.setitem(__import__("sys").modules, "duckdb", None)
    assert not figures_parquet.there()
    with pytest.raises(Problem, match=r"wellnessdesk\[district\]"):
        exports.export(desk, tmp_path, [exports.Form.CSV, exports.Form.PARQUET])
    with pytest.raises(Problem, match=r"figures|DuckDB"):
        figures_parquet.OverParquet(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_a_period_is_read_in_words(desk, spell):
    assert spell.first_day == date(2024, 2, 1)
    assert (spell.label, spell.short) == ("February 2024", "2024-02")


def test_the_report_is_a_pdf_of_what_was_chosen(desk, exported, tmp_path):
    whole = read(exported / "report.pdf", tmp_path)
    assert "March 2024" in whole
    assert "Nothing for this table and period came from: Harbor High" in whole
    assert "Over time" not in whole
    (tmp_path / "one.pdf").write_bytes(exports.report(desk, Chosen(centers=(OTHER,))))
    one = read(tmp_path / "one.pdf", tmp_path)
    assert "February 2024 · Harbor High" in one
    assert "Núñez High" not in one


def test_the_report_holds_school_years_against_each_other_with_the_months_they_have(tmp_path):
    desk = known_district(tmp_path / "district")
    center = Sender(desk, tmp_path / "stick")
    for month in (5, 6, 7):
        center.send(period=Period.month(2024, month))
    inbox.take(desk, inbox.look(desk, [center.folder]))
    (tmp_path / "report.pdf").write_bytes(exports.report(desk))
    desk.close()

    told = read(tmp_path / "report.pdf", tmp_path)
    assert "The schools together, school years from their months" in told
    assert "School year 2023–2024 (incomplete) 1 2 of 12 908" in told
    assert "School year 2024–2025 (incomplete) 1 1 of 12 454" in told


def read(path, folder):
    subprocess.run(["pdftotext", "-layout", path, folder / "read.txt"], check=True)
    return " ".join((folder / "read.txt").read_text().split())
