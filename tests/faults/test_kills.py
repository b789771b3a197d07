"""Killed at any moment, the program has kept everything it said was saved; and a program that lies is found out."""

import pytest

from tests.faults.figures import drive, rounds

KILLS = rounds(5_000, 200)


def killed(folder, kills, mode, figure, name):
    found = drive("killing", folder, kills, mode)
    figure(name, found["tried"], found["lost"])
    return found


@pytest.mark.timeout(7200)
def test_nothing_that_was_acknowledged_is_lost_and_nothing_is_half_there(tmp_path, figure):
    found = killed(tmp_path, KILLS, "as shipped", figure, "kill -9 at the front desk")
    assert found["tried"] == KILLS
    assert found["acknowledged"] > KILLS
    assert (found["lost"], found["partial"], found["broken"]) == (0, 0, 0)
    assert found["audit whole"]


def test_the_control_acknowledging_before_the_commit_loses(tmp_path, figure):
    found = killed(tmp_path, 20, "early", figure, "control, said before it was saved: kill -9 at the front desk")
    assert found["lost"] > 0
    assert (found["partial"], found["broken"]) == (0, 0)
