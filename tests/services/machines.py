"""The machines of hypothesis: how many sequences a run takes of each, and the line of figures it prints.

Any number of one alone: `WELLNESSDESK_SEQUENCES=500 .venv/bin/python -m pytest tests/services/test_flag_machine.py`.
"""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.faults.figures import rounds
from wellnessdesk.ui.kit import garbage

_ASKED = int(os.environ.get("WELLNESSDESK_SEQUENCES", "0"))
_SECONDS_EACH = 10
"""On a busy computer; a walk of thousands takes hours."""


def patience(ci):
    """How long pytest waits for a machine."""
    return pytest.mark.timeout(max(300, _sequences(ci) * _SECONDS_EACH))


def walk(machine, name, record_property, *, ci, steps):
    """Take `machine` through 10,000 sequences of acts in full, else `ci`; one that the model did not foresee raises."""
    tried = 0

    def begin():
        nonlocal tried
        tried += 1
        garbage.collect_due()  # the tests switched Python's own collecting off, and thousands of centers are let go
        return machine()

    run_state_machine_as_test(begin, settings=settings(
        max_examples=_sequences(ci), stateful_step_count=steps, deadline=None,
        suppress_health_check=list(HealthCheck)))
    record_property("figure", f"{name}, against a model: tried {tried} sequences, lost 0")


def asked():
    """How many somebody asked for; 0 where nobody did."""
    return _ASKED


def _sequences(ci):
    return _ASKED or rounds(10_000, ci)
