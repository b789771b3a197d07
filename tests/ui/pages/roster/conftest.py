"""A coordinator at the roster page of a center that has its students already, and one with none."""

import pytest

from tests.support import make_center
from tests.ui.pages.people.at_desk import at_page
from wellnessdesk.ui.pages.roster.page import RosterPage


@pytest.fixture
def roster_page(qtbot, tmp_path):
    """No student on the roster yet."""
    center = make_center(tmp_path / "center", with_students=False)
    with at_page(qtbot, center, center.coordinator, RosterPage) as here:
        yield here
