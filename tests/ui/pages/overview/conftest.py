"""A coordinator at the overview."""

import pytest

from tests.ui.pages.overview.coordinator import at_page
from wellnessdesk.ui.pages.overview.page import OverviewPage


@pytest.fixture
def overview(qtbot, tmp_path):
    """Before anything happened."""
    with at_page(qtbot, tmp_path / "center", OverviewPage) as here:
        yield here
