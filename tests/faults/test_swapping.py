"""Pages and records put back from another time or place: somebody always notices."""

import pytest

from tests.faults.figures import drive, rounds

ROUNDS = rounds(4_000, 100)
"""A quarter each: pages, records exchanged, given away, of another version."""


@pytest.mark.timeout(3600)
def test_whatever_is_put_back_or_exchanged_is_noticed(tmp_path, figure):
    found = drive("swapping", tmp_path, ROUNDS, "as shipped")
    figure("pages spliced, records exchanged, given to others, put back", found["tried"], found["lost"])
    assert found["lost"] == 0, found["examples"]
    assert found["pages: log"] + found["pages: reading"] > ROUNDS / 20  # the pages that only the log tells on


@pytest.mark.timeout(600)
def test_the_control_that_binds_and_verifies_nothing_does_not_notice(tmp_path, figure):
    found = drive("swapping", tmp_path, 40, "unread")
    figure("control, nothing bound and nothing verified: records exchanged", found["tried"], found["lost"])
    assert found["lost"] > 0


@pytest.mark.timeout(3600)
def test_a_whole_older_copy_is_noticed_by_the_next_to_sign_in(tmp_path, figure):
    found = drive("aging", tmp_path, rounds(1_000, 60), "as shipped")
    figure("older copies of the records, the key file or both put back", found["tried"], found["lost"])
    assert found["lost"] == 0
    assert sum(number for name, number in found.items() if "refused" in name) == 0  # each is told what it is


def test_the_control_that_remembers_nothing_lets_people_in(tmp_path, figure):
    found = drive("aging", tmp_path, 12, "forgotten")
    figure("control, nothing remembered: older copies put back", found["tried"], found["lost"])
    assert found["lost"] > 0
