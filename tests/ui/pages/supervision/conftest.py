"""A coordinator at the supervision page."""

import pytest

from tests.ui.pages.overview.coordinator import at_page
from wellnessdesk.ui.pages.supervision.page import SupervisionPage


@pytest.fixture
def supervision_page(qtbot, tmp_path):
    """Before anything happened, and with nobody to be asked for a file."""
    with at_page(qtbot, tmp_path / "center", SupervisionPage) as here:
        here.page.choose_file = lambda _proposal: None
        here.view = here.page._view
        yield here
