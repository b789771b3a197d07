"""A real gnome-keyring: used, missing, locked, emptied, replaced, silent; none is taken for another."""

import sys

import pytest

from tests.faults.figures import driven

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="gnome-keyring is a keyring of Linux")

TROUBLES = {"missing": "KeyringMissing", "locked": "KeyringLocked", "emptied": "KeyringEmptied",
            "replaced": "KeyringReplaced", "silent": "KeyringUnavailable"}
STEPS = {"missing": "Sign in to the computer's desktop", "locked": "Unlock it", "emptied": "recovery kit A",
         "replaced": "Use recovery kit A", "silent": "try again"}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keyring")
    (folder / "run").mkdir(mode=0o700)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
        return driven(["dbus-run-session", "--", sys.executable, "-m", "tests.faults.keyring_driver", str(folder)],
                      HOME=str(folder), XDG_DATA_HOME=str(folder / "data"), XDG_RUNTIME_DIR=str(folder / "run"))


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


@pytest.mark.parametrize("case", TROUBLES)
def test_what_is_wrong_with_the_keyring_is_told_in_a_sentence_of_its_own(told, case):
    assert told[case][0] == TROUBLES[case]
    assert STEPS[case] in told[case][1]
    assert [other for other in TROUBLES if told[other][1] == told[case][1]] == [case]


@pytest.mark.parametrize("case", ["missing", "locked", "emptied", "replaced"])
def test_who_signs_in_is_told_the_same(told, case):
    assert told[f"{case}, signing in"] == told[case]


def test_the_figures(told, figure):
    wrong = [case for case, kind in TROUBLES.items() if told[case][0] != kind]
    figure("a real gnome-keyring missing, locked, emptied, replaced, silent", len(TROUBLES), len(wrong))
    assert wrong == []


def test_kit_a_brings_the_secret_back_into_the_keyring(told):
    assert told["brought back with kit A"][0] == ""
    assert told["brought back, signing in"] == ["", "Cora Coordinator"]
    assert told["the same secret"] == ["True", ""]


def test_kit_a_alone_puts_the_right_secret_in_the_place_of_another(told):
    assert told["brought back without a backup"] == ["", "False"]  # not in a file
    assert told["the same secret again"] == ["True", ""]
    assert told["put back"] == ["", "Cora Coordinator"]


def test_a_locked_keyring_is_not_built_upon(told):
    assert told["a locked keyring is not taken for one that works"] == ["", "False"]
