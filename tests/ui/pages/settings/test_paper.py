"""The paper of supervision is chosen on the Settings page, by whoever sees the settings."""

import pytest

from wellnessdesk.domain.people import Role
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.services import papers


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
