"""The paper of supervision is chosen on the Settings page, by whoever sees the settings."""

import pytest

from tests.support import make_center
from tests.windows import windows
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.services import papers


@pytest.fixture
def at_desk(qapp, tmp_path):
    """Signs somebody in and goes to the settings."""
    center = make_center(tmp_path / "center")
    center.admin.close()
    with windows(qapp) as start:
        def open_as(role):
            shown = start(center.folder, center.clock)
            shown.sign_in(role)
            shown.drive.click("nav.settings")
            return shown

        yield open_as


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_it_is_chosen_and_kept(at_desk, role):
    shown = at_desk(role)
    drive = shown.drive
    assert not drive.find("settings.paper.save").isEnabled()
    drive.choose("settings.paper.size", "a4")
    shown.screen.page.refresh()  # what was chosen and not saved stays
    drive.settle()
    assert drive.find("settings.paper.size").value() == "a4"
    drive.click("settings.paper.save")
    assert shown.ask(papers.size) is Paper.A4
    assert not drive.find("settings.paper.save").isEnabled()
