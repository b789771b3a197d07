"""Killed at any moment, the program has kept everything it said was saved; and a program that lies is found out."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
KILLS = 5_000 if os.environ.get("WELLNESSDESK_FULL") else 40


def killed(folder, kills, mode, capsys):
    done = subprocess.run([sys.executable, "-m", "tests.faults.killing", str(folder), str(kills), mode], cwd=ROOT,
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    with capsys.disabled():
        sys.stdout.write(f"\nkill -9 at the front desk, {mode}: tried {found['tried']}, lost {found['lost']}\n")
    return found


@pytest.mark.timeout(3600)
def test_nothing_that_was_acknowledged_is_lost_and_nothing_is_half_there(tmp_path, capsys):
    found = killed(tmp_path, KILLS, "as shipped", capsys)
    assert found["tried"] == KILLS
    assert found["acknowledged"] > KILLS
    assert (found["lost"], found["partial"], found["broken"]) == (0, 0, 0)
    assert found["audit whole"]


def test_the_control_acknowledging_before_the_commit_loses(tmp_path, capsys):
    found = killed(tmp_path, 20, "early", capsys)
    assert found["lost"] > 0
    assert (found["partial"], found["broken"]) == (0, 0)
