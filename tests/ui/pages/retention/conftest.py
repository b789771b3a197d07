"""Somebody at the retention page, in the program's own window, at a center with records past their period."""

import pytest

from tests.retained import old_center
from tests.windows import windows


@pytest.fixture
def old(tmp_path):
    """A center all of whose records are due, closed: the program opens it."""
    made = old_center(tmp_path / "center")
    made.center.admin.close()
    return made


@pytest.fixture
def begin(qapp, old):
    """Signs somebody of a role in and goes to the page."""
    with windows(qapp) as start:

        def run(role):
            shown = start(old.center.folder, old.center.clock)
            shown.sign_in(role)
            shown.drive.click("nav.retention")
            return shown

        yield run
