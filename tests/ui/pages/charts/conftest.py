"""Somebody at the charts, in the program's own window, after a morning's work."""

import pytest

from tests.centers import worked_center
from tests.windows import windows


@pytest.fixture
def begin(qapp, tmp_path):
    """Signs somebody of a role in and goes to the page."""
    center = worked_center(tmp_path / "center").center
    center.admin.close()
    with windows(qapp) as start:

        def run(role):
            shown = start(center.folder, center.clock)
            shown.sign_in(role)
            shown.drive.click("nav.charts")
            return shown

        yield run
