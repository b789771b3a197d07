"""A coordinator at the page of applications."""

import pytest

from tests.centers import fresh_center
from tests.ui.pages.people.at_desk import at_page
from wellnessdesk.ui.pages.applications.page import ApplicationsPage


@pytest.fixture
def center(tmp_path):
    return fresh_center(tmp_path / "center")


@pytest.fixture
def at(qtbot, center):
    """No round was made yet."""
    with at_page(qtbot, center, center.coordinator, ApplicationsPage) as here:
        yield here
