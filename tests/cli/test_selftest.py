"""`wellnessdesk self-test`: all is well here, and each thing that can be missing is noticed."""

import json
import shutil

import pytest

from tests.programs import ROOT, program
from tests.support import quick_keys
from wellnessdesk.base import i18n, paths, process
from wellnessdesk.base.errors import Problem
from wellnessdesk.cli import selftest

CHECKS = ["files of the program", "encrypted store and keys", "check-in and hand-over", "sealed note and red flag",
          "agenda as PDF, audit log", "signed and encrypted bundle", "the window"]
NEEDED = [("fonts", "NotoSans-Regular.ttf"), ("theme", "theme.qss"), ("icons", "heart.svg"),
          ("translations",)]


@pytest.fixture(autouse=True)
def quickly():
    with quick_keys():
        yield


@pytest.fixture
def lacking(monkeypatch, tmp_path):
    """Takes a resource away."""
    real = paths.resource

    def take(*missing):
        monkeypatch.setattr(paths, "resource", lambda *parts: tmp_path / "gone" if parts == missing else real(*parts))

    return take


def test_this_installation_works(call):
    said = call("self-test")

    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [f"  ok      {check}" for check in CHECKS]


def test_for_a_script_and_with_something_missing(call, lacking, monkeypatch):
    lacking("theme", "theme.qss")
    monkeypatch.setattr(process, "program", lambda: ["false"])

    said = call("self-test", "--json")

    assert said.code == 1
    assert said.err.splitlines() == ["This does not work as it should.", "This does not work as it should.",
                                     "This installation does not work. Install WellnessDesk again."]
    assert json.loads(said.out) == {check: check not in (CHECKS[0], CHECKS[-1]) for check in CHECKS}


@pytest.mark.parametrize("missing", NEEDED, ids="/".join)
def test_each_missing_resource_is_noticed(lacking, tmp_path, missing):
    lacking(*missing)
    i18n._catalogue.cache_clear()
    try:
        with pytest.raises((Problem, OSError)):
            selftest.Trial(tmp_path).resources()
    finally:
        i18n._catalogue.cache_clear()


def test_a_broken_installation_says_so(tmp_path):
    """A copy of the program that lacks a catalogue."""
    shutil.copytree(ROOT / "wellnessdesk", tmp_path / "wellnessdesk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "resources", tmp_path / "resources")
    (tmp_path / "resources" / "catalogues" / "bell_times.toml").unlink()

    done = program("self-test", folder=tmp_path, PYTHONPATH=str(tmp_path))

    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == "  FAILED  files of the program"
    assert done.stderr.endswith("This installation does not work. Install WellnessDesk again.\n")
    assert "Traceback" not in done.stderr


def test_a_failed_check_does_not_hide_the_next(call, monkeypatch):
    def fail(_trial):
        raise ValueError("the secret marmalade")

    monkeypatch.setattr(selftest.Trial, "store", fail)
    monkeypatch.setattr(process, "program", lambda: ["true"])

    said = call("self-test")

    assert said.code == 1
    assert said.out.splitlines() == [
        "  ok      files of the program", *(f"  FAILED  {check}" for check in CHECKS[1:-1]), "  ok      the window"]
    assert "An earlier check failed." in said.err
    assert "marmalade" not in said.err
    assert said.err.splitlines()[0].startswith("ValueError /")
