"""The power goes at any call to the disk: what was acknowledged is there, whatever of the rest the disk has kept."""

import pytest

from tests.faults import tracing
from tests.faults.figures import drive, rounds

CUTS = rounds(2_000, 150)


@pytest.fixture(autouse=True)
def _strace():
    if not tracing.available():
        pytest.skip("this account may not trace programs, or there is no strace")


@pytest.mark.timeout(1800)
def test_no_power_cut_takes_what_was_acknowledged(tmp_path, figure):
    found = drive("powerloss", tmp_path, CUTS, "EXTRA")
    figure("the power cut at the front desk", found["tried"], found["lost"])
    assert (found["lost"], found["partial"], found["broken"]) == (0, 0, 0)
    assert found["acknowledged"] > CUTS


@pytest.mark.parametrize("level", ["FULL", "OFF"])
def test_the_control_that_syncs_less_loses(tmp_path, figure, level):
    found = drive("powerloss", tmp_path, 40, level)
    figure(f"control, synchronous={level}: the power cut at the front desk", found["tried"], found["lost"])
    assert found["lost"] > 0
