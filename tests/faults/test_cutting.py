"""Killed in the middle of an export or a migration: the next to open the center finds all of it or nothing."""

import pytest

from tests.faults.figures import drive, rounds

KILLS = rounds(500, 25)


def cut(folder, kills, act, figure, name):
    (folder / "scene").mkdir()
    found = drive("cutting", folder, kills, act)
    figure(name, found["tried"], found["lost"])
    return found


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("act", ["export", "rows", "migration"])
def test_it_is_done_wholly_or_not_at_all_and_can_be_done_then(tmp_path, figure, act):
    found = cut(tmp_path, KILLS, act, figure, f"kill -9 during {act}")
    assert found["lost"] == 0, found["examples"]
    assert found["inside"] > KILLS / 5  # the kills really came in the middle


@pytest.mark.timeout(600)
@pytest.mark.parametrize("act", ["export", "migration"])
def test_the_control_that_takes_no_precautions_is_found_half_done(tmp_path, figure, act):
    found = cut(tmp_path, 12, f"{act} bare", figure, f"control, without precautions: kill -9 during {act}")
    assert found["lost"] > 0
