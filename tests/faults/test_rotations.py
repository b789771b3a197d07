"""Killed in the midst of a change of keys, exactly one generation opens, and everybody else comes in all the same."""

import pytest

from tests.faults.figures import drive, rounds

KILLS = rounds(500, 30)


def killed(folder, kills, mode, figure, name):
    found = drive("rotating", folder, kills, mode)
    figure(name, found["tried"], found["lost"])
    return found


@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("mode", "name"), [
    ("passphrase", "kill -9 while a passphrase is changed"), ("rotation", "kill -9 while somebody is removed")])
def test_exactly_one_generation_of_keys_opens_the_center(tmp_path, figure, mode, name):
    found = killed(tmp_path, KILLS, mode, figure, name)
    assert found["tried"] == KILLS
    assert 0 < found["done"] < KILLS
    assert found["steps"] > 8
    assert (found["lost"], found["both"], found["untidy"]) == (0, 0, 0)


@pytest.mark.timeout(600)
def test_the_control_a_header_put_in_place_before_its_records_shuts_everybody_out(tmp_path, figure):
    name = "control, header before records: kill -9 while somebody is removed"
    found = killed(tmp_path, 60, "careless", figure, name)
    assert found["lost"] > 0
