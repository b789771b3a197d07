"""A pseudonym is what OpenSSL says it is, the same each time, and says nothing of the student or the key."""

import base64
import subprocess
from datetime import date

import pytest

from wellnessdesk.domain.pseudonyms import LENGTH, pseudonym, school_year
from wellnessdesk.vault import primitives

KEY = bytes(range(32))
KNOWN = {1: "mzts64t7f4fsrnrmop2c7dbl2m", 4711: "bbrzqkdpzm5xxl6lc4tozjlfxe", 2**40: "l6nhq6nkszvxdwkbnin2vd4toa"}
"""Kept for ever: a recipient joins the bundles of a year by them."""


@pytest.mark.parametrize("student", KNOWN)
def test_known_answers_stay(student):
    assert pseudonym(KEY, student) == KNOWN[student]


@pytest.mark.parametrize("student", KNOWN)
def test_openssl_finds_the_same(student):
    done = subprocess.run(
        ["openssl", "dgst", "-sha256", "-mac", "hmac", "-macopt", f"hexkey:{KEY.hex()}", "-binary"],
        input=b"wellnessdesk student pseudonym 1\x00" + str(student).encode(), capture_output=True, check=True)
    assert pseudonym(KEY, student) == base64.b32encode(done.stdout[:16]).decode().rstrip("=").lower()


def test_another_key_gives_another_pseudonym_to_everybody():
    here, there = ({pseudonym(key, student) for student in range(5_000)} for key in (KEY, primitives.new_key()))
    assert len(here) == len(there) == 5_000
    assert not here & there
    assert {len(one) for one in here | there} == {LENGTH}


@pytest.mark.parametrize(("day", "year"), [(date(2026, 6, 30), 2025), (date(2026, 7, 1), 2026),
                                           (date(2027, 1, 1), 2026)])
def test_a_school_year_begins_in_july(day, year):
    assert school_year(day) == year
