"""`wellnessdesk district keygen`: a key pair as age itself makes it, never over another one."""

import re
import stat
import subprocess

import pytest

from tests.limits import no_file_beyond
from wellnessdesk.vault import agefile


@pytest.fixture
def keygen(call, tmp_path):
    """Makes a key pair; what was said."""
    return lambda: call("district", "keygen", "--out", tmp_path / "key.txt")


def test_the_real_age_takes_both_keys(keygen, tmp_path):
    said = keygen()

    public = re.search(r"Public key, to give to the centers: (age1\S+)\n", said.out).group(1)
    key = tmp_path / "key.txt"
    locked = subprocess.run(["age", "-r", public], input=b"hello", capture_output=True, check=True).stdout
    opened = subprocess.run(["age", "-d", "-i", key], input=locked, capture_output=True, check=True).stdout
    derived = subprocess.run(["age-keygen", "-y", key], capture_output=True, text=True, check=True).stdout
    assert (said.code, said.err) == (0, "")
    assert opened == b"hello"
    assert derived.strip() == public


def test_the_secret_stays_in_the_file(keygen, tmp_path):
    said = keygen()

    key = tmp_path / "key.txt"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert "AGE-SECRET-KEY" in key.read_text()
    assert "AGE-SECRET-KEY" not in said.out + said.err


def test_the_fingerprint_is_six_words_of_the_public_key(keygen):
    said = keygen().out

    public = re.search(r"(age1\S+)\n", said).group(1)
    words = re.search(r"Fingerprint, to compare by voice: (.+)\n", said).group(1)
    assert words == agefile.fingerprint(public)
    assert len(words.split()) == 6


def test_a_key_is_never_written_over(keygen, tmp_path):
    keygen()
    before = (tmp_path / "key.txt").read_text()

    said = keygen()

    assert (said.code, said.out) == (1, "")
    assert said.err == "This file is already there. A key is never written over another one.\n"
    assert (tmp_path / "key.txt").read_text() == before


def test_where_nothing_can_be_written(call, tmp_path):
    said = call("district", "keygen", "--out", tmp_path / "nowhere" / "key.txt")

    assert (said.code, said.out, said.err) == (1, "", "The key could not be written there. Choose another folder.\n")


def test_a_full_disk_leaves_no_half_key(keygen, tmp_path):
    with no_file_beyond(20):
        said = keygen()

    assert (said.code, said.out, said.err) == (1, "", "The key could not be written there. Choose another folder.\n")
    assert not (tmp_path / "key.txt").exists()
