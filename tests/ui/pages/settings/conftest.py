"""Somebody at the Settings page of a center."""

import pytest

from tests.support import make_center
from tests.windows import windows


@pytest.fixture
def at_desk(qapp, tmp_path):
    """Signs somebody in and goes to the settings."""
    center = make_center(tmp_path / "center")
    center.admin.close()
    with windows(qapp) as start:
        def open_as(role):
            shown = start(center.folder, center.clock)
            shown.sign_in(role)
            shown.screen.go_to("settings")
            shown.drive.settle()
            return shown

        yield open_as
