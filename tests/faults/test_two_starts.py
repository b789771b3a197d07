"""Two starts in the same instant: one of them has the center, and the other says so."""

import pytest

from tests.faults.figures import drive, rounds


@pytest.mark.timeout(3600)
def test_of_two_that_take_the_lock_at_once_one_has_it(tmp_path, figure):
    found = drive("two_starts", tmp_path, rounds(1_000, 150), "as shipped")
    figure("two starts in the same instant", found["tried"], found["lost"])
    assert (found["two owners"], found["no owner"]) == (0, 0)
    assert found["median gap in ms"] < 20  # they really came at once


@pytest.mark.timeout(1800)
def test_of_two_whole_programs_one_stays(tmp_path, figure):
    found = drive("two_starts", tmp_path, rounds(60, 4), "programs")
    figure("two whole programs started at once", found["tried"], found["lost"])
    assert found["lost"] == 0


def test_the_control_without_a_lock_has_two_owners(tmp_path, figure):
    found = drive("two_starts", tmp_path, 20, "no lock")
    figure("control, no lock: two starts in the same instant", found["tried"], found["lost"])
    assert found["two owners"] > 0
