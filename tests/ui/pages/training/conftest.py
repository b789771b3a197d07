"""A coordinator at the training page."""

import pytest

from tests.centers import fresh_center
from tests.ui.pages.people.at_desk import at_page
from wellnessdesk.ui.pages.training.page import TrainingPage


@pytest.fixture
def center(tmp_path):
    return fresh_center(tmp_path / "center")


@pytest.fixture
def at(qtbot, center):
    """Nobody has learned anything yet."""
    with at_page(qtbot, center, center.coordinator, TrainingPage) as here:
        yield here
