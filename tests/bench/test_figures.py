"""Every figure of the benchmark can be measured, on a small center: what it says of time is not judged here."""

import json
import tempfile
from pathlib import Path
from unittest import mock

import pytest

from tests.bench import __main__ as bench
from tests.bench import (
    disclosing,
    figures,
    note_figures,
    receiving,
    rolling_up,
    roster_figures,
    searching,
    stores,
    supervising,
)
from tests.support import quick_keys
from wellnessdesk.services import demo

VISITS = 600


@pytest.fixture(scope="module")
def built():
    """The folder of the benchmark's centers, and in it one whose people have keys of the least cost."""
    small = demo.Size(students=1_500, visits=VISITS, notes=60, seed=11)
    with (tempfile.TemporaryDirectory(prefix="wellnessdesk-bench-") as folder, quick_keys(),
          mock.patch.object(stores, "ROOT", Path(folder)), mock.patch.object(stores, "size", return_value=small)):
        stores.prepared(VISITS)
        yield Path(folder)


@pytest.fixture(autouse=True)
def few_turns(monkeypatch):
    monkeypatch.setattr(roster_figures, "USUAL", 200)
    monkeypatch.setattr(roster_figures, "LARGE", 500)
    monkeypatch.setattr(note_figures, "SECONDS", 1)
    monkeypatch.setattr(note_figures, "SIGNED", 3)
    monkeypatch.setattr(rolling_up, "MONTHS", 3)
    monkeypatch.setattr(disclosing, "BUNDLES", 2)
    monkeypatch.setattr(receiving, "CENTERS", 2)
    monkeypatch.setattr(receiving, "MONTHS", 2)
    monkeypatch.setattr(supervising, "TURNS", 1)
    monkeypatch.setattr(supervising, "WEEKS", 2)
    monkeypatch.setattr(figures, "PROGRAMS", 1)
    real = figures.in_turns
    monkeypatch.setattr(searching, "ROSTER", 2_000)
    monkeypatch.setattr(figures, "in_turns", lambda n, *calls: real(n if n >= 200 else 1, *calls))  # 200 are counted


@pytest.mark.parametrize("name", sorted(figures.FIGURES))
def test_a_figure_is_one_json_line_with_its_floor(name, monkeypatch, capsys, built):
    monkeypatch.setattr("sys.argv", ["bench", "--visits", str(VISITS), "--only", name])

    assert bench.main() == 0

    (line,) = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    assert list(told) == ["name", "visits", "median", "p95", "unit", "n", "floor", "ratio"]
    assert (told["name"], told["visits"]) == (name, VISITS)
    assert told["median"] > 0
    assert told["n"] >= 1
    assert (told["floor"] is None) == (told["ratio"] is None)
    assert not list((built / "copy").glob("*")), "no copy is left"
