"""The district's key file: its passphrase opens it here and in age itself; whatever is wrong with it is said."""

import os
import pty
import subprocess
import time
from datetime import date
from unittest import mock

import pytest

from tests.districts import PASSPHRASE, quick_lock, quickly
from wellnessdesk.vault import agefile, district_keys
from wellnessdesk.vault.district_keys import DistrictKeyDamaged, DistrictKeyTooHard, WrongDistrictPassphrase

DAY = date(2026, 11, 27)
KEYS = district_keys.generate(DAY)


@pytest.fixture(scope="module")
def locked():
    with quickly():
        return district_keys.lock(KEYS, PASSPHRASE)


def test_the_passphrase_opens_it(locked):
    assert district_keys.unlock(locked, PASSPHRASE) == KEYS
    assert KEYS.pairs[0].made == DAY


def test_what_the_program_itself_writes_opens_too():
    """With the work that age measures out."""
    assert district_keys.unlock(district_keys.lock(KEYS, PASSPHRASE), PASSPHRASE) == KEYS


def test_the_same_letters_typed_otherwise_open_it():
    with quickly():
        data = district_keys.lock(KEYS, "mañana mañana")
    assert district_keys.unlock(data, "man\u0303ana man\u0303ana") == KEYS


def test_another_passphrase_does_not(locked):
    with pytest.raises(WrongDistrictPassphrase, match="does not open this district"):
        district_keys.unlock(locked, PASSPHRASE + " ")


def test_a_new_pair_comes_first_and_the_old_one_still_opens():
    later = KEYS.rotated(date(2027, 1, 1))

    old = agefile.encrypt(b"old", [KEYS.pairs[0].public])
    new = agefile.encrypt(b"new", [later.pairs[0].public])
    assert later.pairs[1:] == KEYS.pairs
    assert later.store_key == KEYS.store_key
    assert [agefile.decrypt(data, later.secrets) for data in (old, new)] == [b"old", b"new"]


def test_no_secret_is_shown():
    assert "AGE-SECRET-KEY" not in repr(KEYS)
    assert KEYS.store_key.hex() not in repr(KEYS)
    assert str(KEYS.store_key) not in repr(KEYS)


@pytest.mark.parametrize("data", [b"", b"hello", agefile.encrypt(b"x", [KEYS.pairs[0].public]), b"a" * 100_000])
def test_what_is_no_key_file(data):
    with pytest.raises(DistrictKeyDamaged, match="district.key is damaged"):
        district_keys.unlock(data, PASSPHRASE)


def test_one_that_was_cut_off_or_changed(locked):
    for data in (locked[:-1], locked[:-1] + bytes([locked[-1] ^ 1])):
        with pytest.raises(DistrictKeyDamaged):
            district_keys.unlock(data, PASSPHRASE)


def test_one_that_would_keep_the_computer_busy(locked):
    with pytest.raises(DistrictKeyTooHard, match="far more work"):
        district_keys.unlock(locked.replace(b" 10\n", b" 21\n", 1), PASSPHRASE)


def test_a_file_that_came_out_too_hard_is_made_again():
    hard = quick_lock(b"", "x").replace(b" 10\n", b" 22\n", 1)
    with mock.patch.object(district_keys.scrypt, "encrypt", side_effect=[hard, quick_lock(b"", "x")]):
        assert b" 10\n" in district_keys.lock(KEYS, PASSPHRASE)
    with mock.patch.object(district_keys.scrypt, "encrypt", return_value=hard), pytest.raises(DistrictKeyTooHard):
        district_keys.lock(KEYS, PASSPHRASE)


def plain():
    return district_keys._written(KEYS.store_key, KEYS.pairs)


@pytest.mark.parametrize("change", [
    lambda text: b"",
    lambda text: text.replace(b"format 1", b"format 2"),
    lambda text: text.replace(b"# store key: ", b"# store key: 0"),
    lambda text: text[:text.index(b"# made")],
    lambda text: text + b"# more\n",
    lambda text: text.replace(b"2026-11-27", b"2026-11-99"),
    lambda text: text.replace(KEYS.pairs[0].public.encode(), agefile.generate()[1].encode()),
    lambda text: text.replace(KEYS.pairs[0].secret.encode(), b"AGE-SECRET-KEY-1AAAA"),
    lambda text: text + b"\xff",
])
def test_what_it_holds_must_be_exactly_what_is_written(change):
    with pytest.raises(DistrictKeyDamaged):
        district_keys.unlock(quick_lock(change(plain()), PASSPHRASE), PASSPHRASE)


def test_age_itself_asks_for_the_passphrase_and_opens_a_bundle(locked, tmp_path):
    (tmp_path / "district.key").write_bytes(locked)
    (tmp_path / "bundle.age").write_bytes(agefile.encrypt(b"what was inside", [KEYS.pairs[0].public]))

    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp("age", ["age", "-d", "-o", str(tmp_path / "out"), "-i", str(tmp_path / "district.key"),  # noqa: S606
                          str(tmp_path / "bundle.age")])
    asked = b""
    while b"passphrase" not in asked.lower():
        asked += os.read(terminal, 1000)
    time.sleep(0.1)  # it throws away what was typed before it listens
    os.write(terminal, PASSPHRASE.encode() + b"\n")
    _pid, status = os.waitpid(pid, 0)
    os.close(terminal)

    assert os.waitstatus_to_exitcode(status) == 0
    assert (tmp_path / "out").read_bytes() == b"what was inside"


def test_age_keygen_shows_the_public_keys(tmp_path):
    (tmp_path / "plain").write_bytes(district_keys._written(KEYS.store_key, KEYS.rotated(DAY).pairs[-1:]))
    told = subprocess.run(["age-keygen", "-y", tmp_path / "plain"], capture_output=True, text=True, check=True)
    assert told.stdout.split() == [KEYS.pairs[0].public]
