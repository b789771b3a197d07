"""An administrator at the people page."""

import pytest

from tests.centers import fresh_center
from tests.support import quick_keys
from tests.ui.pages.people.at_desk import at_page
from wellnessdesk.ui.pages.people.page import PeoplePage


@pytest.fixture
def people_page(qtbot, tmp_path):
    """A new center with one person a role and a second peer."""
    center = fresh_center(tmp_path / "center")
    with quick_keys(), at_page(qtbot, center, center.admin, PeoplePage) as here:
        yield here
