"""A passphrase's key depends on everything it should, and a header cannot ask for absurd work."""

import pytest
from nacl.pwhash import argon2id

from wellnessdesk.vault import primitives
from wellnessdesk.vault.passphrase import SALT_BYTES, Cost, kek

MIB = 1024 * 1024
CHEAP = Cost(64 * MIB, 1)
SALT = b"s" * SALT_BYTES


@pytest.mark.parametrize(
    ("asked", "done"),
    [
        (Cost(1, 0), Cost(64 * MIB, 1)),
        (Cost(256 * MIB, 3), Cost(256 * MIB, 3)),
        (Cost(2**60, 10**9), Cost(512 * MIB, 10)),
        (Cost(-5, -5), Cost(64 * MIB, 1)),
    ],
)
def test_whatever_a_header_says_the_cost_stays_within_limits(asked, done):
    assert asked.clamped() == done


def test_a_new_slot_costs_256_mib_and_three_passes():
    assert Cost() == Cost(256 * MIB, 3)


def test_the_key_is_hkdf_of_argon2id():
    stretched = argon2id.kdf(32, b"passphrase", SALT, opslimit=1, memlimit=64 * MIB)
    assert kek("passphrase", SALT, CHEAP, b"device", "context") == primitives.derive(stretched, b"device", "context")


def test_every_part_changes_the_key():
    made = {
        kek("passphrase", SALT, CHEAP, b"", "context"),
        kek("passphrasf", SALT, CHEAP, b"", "context"),
        kek("passphrase", b"t" * SALT_BYTES, CHEAP, b"", "context"),
        kek("passphrase", SALT, Cost(64 * MIB, 2), b"", "context"),
        kek("passphrase", SALT, CHEAP, b"device", "context"),
        kek("passphrase", SALT, CHEAP, b"", "another"),
    }
    assert len(made) == 6


def test_two_ways_of_writing_one_letter_are_one_passphrase():
    assert kek("contrase\u00f1a", SALT, CHEAP, b"", "") == kek("contrasen\u0303a", SALT, CHEAP, b"", "")
