"""Somebody at the audit page, in the program's own window, after a morning's work."""

import pytest

from tests.centers import worked_center
from tests.windows import windows


@pytest.fixture
def day(tmp_path):
    """A center in the middle of a day, closed: the program opens it."""
    made = worked_center(tmp_path / "center")
    made.center.admin.close()
    return made


@pytest.fixture
def begin(qapp, day):
    """Signs somebody of a role in and goes to the page."""
    with windows(qapp) as start:

        def run(role, center=day.center):
            shown = start(center.folder, center.clock)
            shown.sign_in(role)
            shown.drive.click("nav.audit")
            return shown

        yield run
