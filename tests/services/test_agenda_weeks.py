"""Whatever happens in a center, no open flag and nothing overdue is missing from the next agenda, and nothing leaks."""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.faults.figures import rounds
from tests.services.machines import asked
from tests.services.weeks import Life, Template
from wellnessdesk.store import engine
from wellnessdesk.ui.kit import garbage

WEEKS_OF_A_LIFE = 20
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it


@dataclass(frozen=True)
class Plan:
    """One week: what happens, and how its meetings go."""

    acts: tuple
    meeting: str
    clara: bool
    talked: int
    put_off: int
    own: bool
    task: bool


SMALL = st.integers(0, 11)
OFTEN = ("note", "note", "flag", "finish", "refer", "do", "take_on")
SELDOM = ("withdraw", "revoke", "new_group", "other_members", "end_group", "leave", "clock_back")
ACTS = st.tuples(st.sampled_from(OFTEN + SELDOM), SMALL, SMALL)
PLANS = st.builds(
    Plan, acts=st.lists(ACTS, max_size=3).map(tuple), clara=st.booleans(), talked=SMALL, put_off=SMALL,
    own=st.sampled_from([True, False, False, False]), task=st.booleans(),
    meeting=st.sampled_from(["held", "held", "missed", "prepared", "begun"]))


@pytest.fixture(scope="module")
def template():
    """What is proven is no matter of the disk: it is left out, and weeks go by."""
    where = _MEMORY if _MEMORY.is_dir() else None
    with (tempfile.TemporaryDirectory(prefix="wellnessdesk-weeks-", dir=where) as folder,
          mock.patch.dict(engine.PRAGMAS, synchronous=("OFF", 0)),
          mock.patch.object(engine, "KEPT_STATEMENTS", 128)):
        yield Template(Path(folder))


@pytest.mark.timeout(4 * 3600)
def test_no_open_flag_and_nothing_overdue_is_missing_from_the_next_agenda(template, record_property):
    lives = max(1, (asked() or rounds(10_000, 60)) // WEEKS_OF_A_LIFE)
    weeks, built, begun = 0, 0, time.process_time()

    @settings(max_examples=lives, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(st.lists(PLANS, min_size=WEEKS_OF_A_LIFE, max_size=WEEKS_OF_A_LIFE))
    def live(plans):
        nonlocal weeks, built
        garbage.collect_due()
        life = Life(template.copy())
        try:
            life.new_group(plans[0].talked, plans[0].put_off)
            for plan in plans:
                life.week(plan)
            life.nobody_else_reads()
        finally:
            life.end()
        weeks, built = weeks + len(plans), built + life.built

    live()
    record_property("figure", f"agendas of generated weeks: tried {weeks} weeks with {built} agendas, missing 0, "
                              f"leaked 0, {weeks / (time.process_time() - begun):.0f} weeks a second of processor time")
