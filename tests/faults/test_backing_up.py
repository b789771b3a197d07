"""Killed in the midst of a backup or a restore, nothing half is left; and what is restored is what was there."""

import pytest

from tests.faults.figures import drive, rounds

KILLS = rounds(500, 15)
DRILLS = rounds(200, 5)


@pytest.mark.timeout(3600)
def test_killed_during_a_backup_the_center_opens_and_no_half_file_bears_a_backups_name(tmp_path, figure):
    found = drive("backing_up", tmp_path, KILLS, "backup")
    figure("kill -9 during a backup", found["tried"], found["lost"])
    assert found["lost"] == 0
    assert found["killed"] > KILLS / 2


@pytest.mark.timeout(3600)
def test_killed_during_a_restore_the_center_is_the_old_one_or_the_restored_one(tmp_path, figure):
    found = drive("backing_up", tmp_path, KILLS, "restore")
    figure("kill -9 during a restore", found["tried"], found["lost"])
    assert found["lost"] == 0
    assert found["killed"] > KILLS / 2
    assert found["old"] + found["new"] == found["tried"]


def test_the_control_files_copied_back_one_by_one_leave_centers_that_do_not_open(tmp_path, figure):
    found = drive("backing_up", tmp_path, 12, "by hand")
    figure("control, files copied back by hand: kill -9 during a restore", found["tried"], found["lost"])
    assert found["lost"] > 0


@pytest.mark.timeout(3600)
def test_what_is_restored_is_what_was_there(tmp_path, figure):
    found = drive("drills", tmp_path, DRILLS, "as shipped")
    figure("restore drills", found["tried"], found["lost"])
    assert (found["tried"], found["lost"]) == (DRILLS, 0)
    assert found["rows"] > 30 * DRILLS
    assert found["notes read"] > 0


def test_the_control_an_act_after_the_backup_is_seen(tmp_path, figure):
    found = drive("drills", tmp_path, 2, "careless")
    figure("control, an act between dump and backup: restore drills", found["tried"], found["lost"])
    assert found["lost"] == found["tried"]
