"""The kit under test wears the real theme."""

import pytest

from wellnessdesk.ui.kit import messages, theme
from wellnessdesk.ui.kit.tasks import Tasks


@pytest.fixture(autouse=True)
def themed(qapp):
    """Light, with the bundled typeface; and no bug was shown before."""
    if qapp.property("theme") != "light":
        theme.apply(qapp, "light")
    messages._bugs_shown.clear()
    return qapp


@pytest.fixture
def tasks(qtbot):
    """A worker that is gone after the test."""
    made = Tasks()
    yield made
    assert made.shutdown(timeout=5)
