"""How many the room holds is set on the Settings page, by the coordinator too, who sees nothing of the locks there."""

import pytest

from wellnessdesk.domain.people import Role
from wellnessdesk.domain.visits import Limits
from wellnessdesk.services import capacity


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_the_room_is_set_by_who_runs_the_center(at_desk, role):
    shown = at_desk(role)
    drive = shown.drive
    assert not drive.find("settings.room.save").isEnabled()
    assert drive.find("settings.room.students").text() == "no limit"
    assert drive.has("settings.lock.save") is (role is Role.ADMINISTRATOR)

    drive.find("settings.room.students").setValue(20)
    drive.find("settings.room.minutes").setValue(45)
    drive.click("settings.room.save")

    assert shown.ask(capacity.limits) == Limits(20, 45)
    assert not drive.find("settings.room.save").isEnabled()


def test_what_is_typed_and_not_saved_stays_when_the_page_is_asked_again(at_desk):
    shown = at_desk(Role.COORDINATOR)
    shown.drive.find("settings.room.students").setValue(12)
    shown.screen.page.refresh()
    shown.drive.settle()

    assert shown.drive.find("settings.room.students").value() == 12
    assert shown.drive.find("settings.room.save").isEnabled()
