"""What a district exports, in the programs that analysts have; its schools are called after formulas."""

import duckdb
import pandas as pd
import pytest

from tests import libreoffice
from tests.districts import Sender, line, new_district, words
from tests.exchange.bundles import FORMULAS
from wellnessdesk.services.district import centers, exports, inbox
from wellnessdesk.services.district.exports import Form

SCHOOLS = [text for text in FORMULAS if text.isprintable()]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A month of as many schools as there are formulas."""
    folder = tmp_path_factory.mktemp("district")
    made = new_district(folder / "district")
    for number, school in enumerate(SCHOOLS, 1):
        seed = bytes([number]) * 32
        centers.add(made, line(f"center-{number}", seed), school, school, words=words(seed))
        Sender(made, folder / "stick", f"center-{number}", seed).send(school=school, center=school)
    inbox.take(made, inbox.look(made, [folder / "stick"]))
    yield made
    made.close()


@pytest.fixture(scope="module")
def exported(desk, tmp_path_factory):
    """The folder with every export."""
    folder = tmp_path_factory.mktemp("exports")
    exports.export(desk, folder, (Form.CSV, Form.XLSX, Form.PARQUET))
    return folder


def sums(frame):
    return [int(frame[name].sum()) for name in ("low", "high")]


def test_libreoffice_sees_no_formula_in_any_sheet(exported, tmp_path):
    sheets = libreoffice.opened(tmp_path, *sorted(exported.glob("*.csv")), *sorted(exported.glob("*.xlsx")))

    assert [sheet.formulas for sheet in sheets] == [[]] * 4
    numbers, totals, workbook, _totals = sheets
    assert numbers.rows[0] == workbook.rows[0]
    assert len(numbers.rows) == len(workbook.rows) > len(totals.rows) > 40
    schools = workbook.rows[0].index("school")
    assert {row[schools] for row in workbook.rows[1:]} == {school.strip() for school in SCHOOLS}


def test_pandas_reads_the_same_from_parquet_and_csv(exported):
    whole = pd.read_parquet(exported / "totals.parquet")
    listed = pd.read_csv(exported / "totals.csv", keep_default_na=False, na_values=[""])

    assert list(whole.columns) == list(listed.columns)
    assert len(whole) == len(listed) > 40
    assert sums(whole) == sums(listed)
    bundles = pd.read_parquet(exported / "bundles.parquet")
    assert sorted(bundles["school"]) == sorted(SCHOOLS)


def test_duckdb_adds_up_what_pandas_does(exported):
    figures = exported / "figures.parquet"

    (found,) = duckdb.sql(f"SELECT SUM(low), SUM(high), COUNT(*) FROM '{figures}'").fetchall()  # noqa: S608

    frame = pd.read_parquet(figures)
    assert list(map(int, found)) == [*sums(frame), len(frame)]
