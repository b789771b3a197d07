"""No test reaches the account of the person who runs it, nor leans on what another test left."""

import os
import subprocess
import sys
from pathlib import Path

import keyring
import pytest
from keyring.errors import KeyringError

from tests.environment import environment_kept
from wellnessdesk.base import i18n, log, paths


def test_home_settings_and_stores_lie_in_the_tests_own_account(account):
    places = [Path.home(), paths.profile(), paths.log_file(), paths.default_store()]

    assert all(place.is_relative_to(account) for place in places)


def test_a_program_started_by_a_test_lives_in_the_same_account(account):
    code = "from wellnessdesk.base import paths; print(paths.profile())"

    profile = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert Path(profile.strip()).is_relative_to(account)


def test_the_keyring_fails_unless_a_test_asks_for_one():
    with pytest.raises(KeyringError):
        keyring.set_password("wellnessdesk", "anybody", "secret")


def test_a_keyring_that_was_asked_for_keeps_what_it_is_given(memory_keyring):
    keyring.set_password("wellnessdesk", "anybody", "secret")

    assert keyring.get_password("wellnessdesk", "anybody") == "secret"


@pytest.mark.parametrize("_run", [1, 2])
def test_language_and_log_start_afresh_each_time(account, _run):
    assert i18n.language() == "en"
    i18n.set_language("es")
    log.start()
    log.event("a test ran")

    assert paths.log_file().read_text(encoding="utf-8").count("a test ran") == 1


def test_what_a_test_puts_into_the_environment_ends_with_it(monkeypatch):
    monkeypatch.setenv("WELLNESSDESK_KEPT", "before")
    with environment_kept():
        os.environ |= {"WELLNESSDESK_KEPT": "after", "WELLNESSDESK_NEW": "1"}
    assert os.environ["WELLNESSDESK_KEPT"] == "before"
    assert "WELLNESSDESK_NEW" not in os.environ
