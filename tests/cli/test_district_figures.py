"""`wellnessdesk district rollup|export|report`: the figures of two schools on the terminal and as files."""

import io
import json
import re
import shutil
import subprocess
import sys
from contextlib import closing

import duckdb
import openpyxl
import pytest

from tests.districts import PASSPHRASE, two_schools
from wellnessdesk.exchange import figure_words, figures_parquet
from wellnessdesk.services.district import exports
from wellnessdesk.services.district.desk import DistrictDesk


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A district that took two months of one school and the first of them of another; closed."""
    folder = tmp_path_factory.mktemp("figures")
    two_schools(folder).close()
    return folder / "district"


@pytest.fixture
def at(call, monkeypatch, folder):
    """Calls a verb with the passphrase on standard input."""

    def run(verb, *rest):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n"))
        return call("district", verb, "--district", folder, *rest)

    return run


def test_tables_stand_on_the_terminal_with_what_is_only_known_from_and_to(at):
    said = at("rollup", "--period", "2024-02", "--table", "visits_by_reason")

    assert (said.code, said.err) == (0, "")
    head, *lines = said.out.splitlines()
    assert head == "Visits by reason (visits_by_reason) · February 2024 · 2 schools"
    assert lines[0].split()[-1] == "All"
    whole = next(line for line in lines if line.startswith("  All "))
    assert whole.split()[-1] == "908"
    assert any("–" in line for line in lines[1:4])
    assert said.out.rstrip().endswith("The true number lies between the two.")


def test_a_wide_table_goes_on_below_by_whole_columns(at, monkeypatch):
    monkeypatch.setenv("COLUMNS", "36")
    narrow = at("rollup", "--period", "2024-02", "--table", "Visits by reason").out.splitlines()
    monkeypatch.setenv("COLUMNS", "300")
    wide = at("rollup", "--period", "2024-02", "--table", "Visits by reason").out.splitlines()

    assert len(narrow) > len(wide)
    table = [line for line in narrow if line.startswith("  ")]
    assert max(map(len, table)) <= 36
    assert sorted(set(" ".join(table).split())) == sorted(set(" ".join(
        line for line in wide if line.startswith("  ")).split()))


def test_the_newest_period_says_who_is_missing_and_a_school_stands_alone(at):
    newest = json.loads(at("rollup", "--json").out)["tables"]
    one = json.loads(at("rollup", "--json", "--school", "harbor high").out)["tables"]

    assert {(table["period"], table["schools"], *table["missing"]) for table in newest} == {
        ("2024-03", 1, "Harbor High")}
    assert {(table["period"], table["schools"], *table["missing"]) for table in one} == {("2024-02", 1)}
    whole = [total for table in one if table["table"] == "visits_by_reason" for total in table["totals"]
             if (total["row"], total["column"]) == ("", "")]
    assert [(total["low"], total["high"], total["schools"], total["blank"]) for total in whole] == [(454, 454, 1, 0)]
    assert "Nothing for this table and period came from: Harbor High" in at("rollup").out


@pytest.mark.parametrize(("words", "told"), [
    (("--period", "2030-01"), "There is no period 2030-01. There is: 2024-03, 2024-02."),
    (("--school", "Nowhere"), "There is no school Nowhere. There is: Harbor High, Núñez High."),
    (("--table", "x"), "There is no table x."),
    (("--school", "Harbor High", "--period", "2024-03"), "There are no figures of these schools and periods."),
])
def test_what_is_not_there_is_told(at, words, told):
    said = at("rollup", *words)

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(told)


def test_all_formats_are_written_once_and_again_only_when_meant(at, tmp_path):
    words = ("export", "--out", tmp_path / "out", "--format", "csv", "--format", "xlsx", "--format", "parquet")

    first, again, meant = at(*words, "--json"), at(*words), at(*words, "--replace")

    files = ["totals.xlsx", "figures.xlsx", "totals.csv", "figures.csv", "totals.parquet", figures_parquet.BUNDLES_FILE,
             figures_parquet.FIGURES_FILE, figure_words.WORDS_FILE]
    assert json.loads(first.out) == {"good": True, "code": 0, "files": [str(tmp_path / "out" / one) for one in files]}
    assert (again.code, again.out) == (1, "")
    assert "already in this folder" in again.err
    assert (meant.code, meant.out.count("Written: ")) == (0, len(files))
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == sorted(files)


@pytest.fixture(scope="module")
def exported(folder, tmp_path_factory):
    """What it exported as Parquet."""
    out = tmp_path_factory.mktemp("exported") / "of [2024] *"  # a name that reads as a pattern
    with closing(DistrictDesk.open(folder, PASSPHRASE)) as desk:
        exports.export(desk, out, [exports.Form.PARQUET])
    return out


@pytest.mark.parametrize("words", [
    (), ("--json",), ("--json", "--period", "2024-02"), ("--school", "Harbor High"), ("--table", "x"),
    ("--period", "2030-01"), ("--school", "Harbor High", "--period", "2024-03")], ids=" ".join)
def test_what_was_exported_says_what_the_store_says(at, call, exported, words):
    of_store, of_files = at("rollup", *words), call("district", "rollup", "--from", exported, *words)

    assert (of_files.code, of_files.out, of_files.err) == (of_store.code, of_store.out, of_store.err)


def test_what_was_exported_makes_the_same_files(at, call, exported, tmp_path):
    words = ("--format", "csv", "--format", "xlsx", "--format", "parquet", "--out")
    made = [at("export", *words, tmp_path / "store"),
            call("district", "export", "--from", exported, "--engine", "duckdb", *words, tmp_path / "files"),
            at("report", "--out", tmp_path / "store" / "report.pdf"),
            call("district", "report", "--from", exported, "--out", tmp_path / "files" / "report.pdf")]

    assert [(one.code, one.err) for one in made] == [(0, "")] * 4
    names = sorted(one.name for one in (tmp_path / "store").iterdir())
    assert names == sorted(one.name for one in (tmp_path / "files").iterdir())
    of_store, of_files = ({name: read(tmp_path / which / name) for name in names} for which in ("store", "files"))
    assert of_store == of_files


def read(path):
    """What a file holds, without when and by whom it was written."""
    if path.suffix == ".parquet":
        return duckdb.read_parquet(str(path)).fetchall()
    if path.suffix == ".xlsx":
        return [[cell.value for cell in row] for row in openpyxl.load_workbook(path).worksheets[0].iter_rows()]
    if path.suffix == ".pdf":
        told = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout
        return re.sub(r"saved .*", "", told)
    return path.read_bytes()


def test_a_folder_that_nobody_exported_so_is_told(call, exported, tmp_path):
    def told(folder):
        said = call("district", "rollup", "--from", folder)
        assert (said.code, said.out) == (1, "")
        return said.err

    assert "does not hold the file bundles.parquet" in told(tmp_path / "nowhere")
    for name, bad, words in (
            ("figures.parquet", b"PAR1", "damaged"), ("figures.parquet", (exported / "bundles.parquet").read_bytes(),
                                                      "not from an export"),
            ("tables.json", b"[", "tables.json is damaged"), ("tables.json", b'{"district": 1}', "is damaged"),
            ("tables.json", b'{"district": "", "tables": [{"name": "x"}]}', "is damaged"),
            ("tables.json", b'{"district": "", "tables": [3]}', "is damaged"), ("tables.json", None, "does not hold")):
        folder = tmp_path / "copy"
        shutil.copytree(exported, folder)
        (folder / name).unlink()
        if bad is not None:
            (folder / name).write_bytes(bad)
        assert words in told(folder), (name, bad)
        shutil.rmtree(folder)


def test_an_engine_that_is_not_installed_is_told(call, exported, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)

    duck = call("district", "rollup", "--from", exported)
    spark = call("district", "rollup", "--from", exported, "--engine", "spark", "--json")

    assert (duck.code, "wellnessdesk[district]" in duck.err) == (1, True)
    assert (spark.code, "wellnessdesk[spark]" in spark.err, json.loads(spark.out)["good"]) == (1, True, False)


def test_the_report_is_a_new_file(at, tmp_path):
    report = tmp_path / "report.pdf"
    first, again = at("report", "--out", report), at("report", "--out", report)
    nowhere = at("report", "--out", tmp_path / "no" / "report.pdf")

    assert (first.code, first.out) == (0, f"Written: {report}\n")
    assert report.read_bytes().startswith(b"%PDF-")
    assert (again.code, again.err) == (1, "This file is already there. Nothing was written.\n")
    assert (nowhere.code, "cannot be written" in nowhere.err) == (1, True)
