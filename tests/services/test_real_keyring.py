"""A real gnome-keyring: used, its entry missing, replaced, locked, silent; none is taken for another."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="gnome-keyring is a keyring of Linux")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keyring")
    (folder / "run").mkdir(mode=0o700)
    environment = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder / "data"),
                   "XDG_RUNTIME_DIR": str(folder / "run"), "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHON_KEYRING_BACKEND", None)
    driver = [sys.executable, "-m", "tests.services.keyring_driver", str(folder)]
    done = subprocess.run(["dbus-run-session", "--", *driver], cwd=ROOT, env=environment, capture_output=True,
                          text=True, timeout=90, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_center_is_made_on_the_real_keyring(told):
    assert told["backend"][0] == "keyring.backends.SecretService"
    assert told["created"][0] == "True"


def test_with_its_secret_there_the_window_shows_names_and_lets_people_in(told):
    assert told["used"] == ["", "['Ada Admin', 'Cora Coordinator']"]
    assert told["signed in"] == ["", "Cora Coordinator"]
    assert told["put back"] == ["", "Cora Coordinator"]


def test_an_older_copy_of_the_records_is_noticed_and_the_newest_is_not(told):
    kind, sentence = told["an older copy"]
    assert kind == "OlderCopy"
    assert "the last 2 entries of the audit log" in sentence
    assert told["the newest copy"] == ["", "Cora Coordinator"]


@pytest.mark.parametrize(("case", "kind"), [
    ("missing", "KeyringMissing"), ("missing, signing in", "KeyringMissing"), ("replaced", "KeyringReplaced"),
    ("locked", "KeyringUnavailable"), ("silent", "KeyringUnavailable")])
def test_what_is_wrong_with_the_keyring_is_told(told, case, kind):
    assert told[case][0] == kind


def test_missing_replaced_and_unavailable_are_three_sentences(told):
    assert len({told[case][1] for case in ("missing", "replaced", "locked")}) == 3


def test_a_locked_keyring_is_not_built_upon(told):
    assert told["a locked keyring is not taken for one that works"] == ["", "False"]
