"""A bundle's tables in the programs that analysts have: LibreOffice, R, pandas, DuckDB; by the README's own lines."""

import json
import subprocess

import duckdb
import pandas as pd
import pytest

from tests import libreoffice
from tests.exchange.bundles import FORMULAS, TEXTS, files, tables, unfold


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    """A bundle's files in a folder; its table `texts` has labels that would be formulas."""
    return unfold(tmp_path_factory.mktemp("bundle"), files())


def readme_line(bundle, start):
    """A command of README.txt, word for word."""
    (line,) = [line.strip() for line in (bundle / "README.txt").read_text().splitlines()
               if line.strip().startswith(start)]
    return line


def counts():
    """(value, blank) of each line of the first table, in the order of the file."""
    table = tables()[0]
    return [(table.at(place).value, table.at(place).why) for place in table.places()]


def test_libreoffice_sees_no_formula_and_every_number(bundle, tmp_path):
    bare = tmp_path / "bare.csv"
    bare.write_bytes((bundle / "texts.csv").read_bytes().replace(b"'=1+1", b"=1+1"))

    texts, numbers, control = libreoffice.opened(
        tmp_path, bundle / "texts.csv", bundle / "visits_by_reason.csv", bare)

    assert texts.formulas == numbers.formulas == []
    assert len([row for row in texts.rows if row[0] == "cell"]) == len(TEXTS) > len(FORMULAS)
    assert [row[3] for row in numbers.rows[1:]] == ["" if value is None else str(value) for value, _why in counts()]
    assert control.formulas == ["of:=1+1"], "a label without its apostrophe would have been one"


def test_pandas_loads_it_by_the_line_in_the_readme(bundle, monkeypatch):
    monkeypatch.chdir(bundle)

    found = eval(readme_line(bundle, "pandas."), {"pandas": pd})  # noqa: S307 - our own README

    assert [(None if pd.isna(value) else int(value), "" if pd.isna(why) else why)
            for value, why in zip(found["count"], found["suppressed"], strict=True)] == counts()


def test_r_loads_it_by_the_line_in_the_readme(bundle):
    tell = f'd <- {readme_line(bundle, "read.csv")}; cat(sum(d$count, na.rm = TRUE), sum(is.na(d$count)), nrow(d))'

    done = subprocess.run(["Rscript", "-e", tell], cwd=bundle, capture_output=True, text=True, check=False)

    values = [value for value, _why in counts()]
    assert done.returncode == 0, done.stderr
    assert list(map(int, done.stdout.split())) == [sum(filter(None, values)), values.count(None), len(values)]


def test_duckdb_reads_it_as_the_dictionary_says(bundle):
    manifest = json.loads((bundle / "datapackage.json").read_text())
    for entry in manifest["resources"]:
        found = duckdb.read_csv(str(bundle / entry["path"]), header=True, all_varchar=True)
        assert found.columns == [field["name"] for field in entry["schema"]["fields"]]
        blank = found.filter("suppressed IS NOT NULL AND suppressed <> ''").fetchall()
        assert len(blank) == sum(entry["counts"]["blank"].values())
