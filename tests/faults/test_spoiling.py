"""Flipped bits and cut files: refused in a sentence, read from the other copy, or without any effect; nothing else."""

import pytest

from tests.faults.figures import drive, rounds

ROUNDS = rounds(10_000, 400)


@pytest.mark.timeout(3600)
def test_no_flipped_bit_and_no_cut_shows_anybody_a_wrong_row(tmp_path, figure):
    found = drive("spoiling", tmp_path, ROUNDS, "as shipped")
    figure("bits flipped and ends cut off, of records, key file, backup and bundle", found["tried"], found["lost"])
    assert found["lost"] == 0, found["examples"]
    assert found["tried"] == ROUNDS
    assert found["records: refused"] > ROUNDS / 10
    assert found["both copies: refused"] > ROUNDS / 10
    assert found["backup: refused"] > ROUNDS / 10
    assert found["one copy of the key file: as before"] > ROUNDS / 10  # the other copy serves


def test_the_control_without_a_seal_on_each_page_shows_other_rows(tmp_path, figure):
    found = drive("spoiling", tmp_path, 80, "unsealed")
    figure("control, pages without a seal: bits flipped and ends cut off", found["tried"], found["lost"])
    assert found["lost"] > 0
