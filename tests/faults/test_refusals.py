"""A disk full or broken at any write of any act: all of it or nothing, a plain sentence, and the next try works."""

import pytest

from tests.faults import tracing
from tests.faults.figures import drive, rounds
from tests.faults.scene import ACTS

TRIALS = rounds(0, 30)
"""0: all there are."""


@pytest.fixture(autouse=True)
def _strace():
    if not tracing.available():
        pytest.skip("this account may not trace programs, or there is no strace")


@pytest.mark.timeout(7200)
def test_no_act_is_done_by_halves(tmp_path, figure):
    found = drive("refusing", tmp_path, TRIALS, "as shipped")
    figure("ENOSPC and EIO at a write of each act", found["tried"], found["lost"])
    assert found["lost"] == 0, found["examples"]
    assert found["acts"] == len(ACTS)
    assert found["tried"] >= 30


@pytest.mark.timeout(600)
def test_the_control_with_a_transaction_for_each_statement_does_halves(tmp_path, figure):
    found = drive("refusing", tmp_path, 20, "halves")
    figure("control, every statement by itself: ENOSPC and EIO at a write", found["tried"], found["lost"])
    assert found["half"] > 0
