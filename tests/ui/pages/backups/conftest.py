"""An administrator at the page of backups, in the program's own window."""

import pytest

from tests.centers import worked_center
from tests.support import quick_keys
from tests.windows import windows
from wellnessdesk.domain.people import Role


@pytest.fixture
def center(tmp_path):
    """A center with a morning's work, closed: the program opens it."""
    made = worked_center(tmp_path / "center").center
    made.admin.close()
    return made


@pytest.fixture
def at_page(qapp, center):
    """The program, with the administrator at the page."""
    with quick_keys(), windows(qapp) as start:
        shown = start(center.folder, center.clock)
        shown.sign_in(Role.ADMINISTRATOR)
        shown.drive.click("nav.backups")
        yield shown
