"""What somebody took on stands on their first page until they tick it."""

from datetime import timedelta

import pytest

from tests.ui.pages.overview.coordinator import at_page
from wellnessdesk.domain.meetings import Attendance
from wellnessdesk.domain.supervision import ItemKind
from wellnessdesk.services import meetings, supervision, supervision_actions
from wellnessdesk.ui.pages.overview.page import OverviewPage


@pytest.fixture
def at(qtbot, tmp_path):
    with at_page(qtbot, tmp_path / "center", OverviewPage) as here:
        agenda = supervision.build(here.desk)
        here.meeting = agenda.meeting.id
        here.own = supervision.add_own(here.desk, here.meeting, "Room").items[-1].ref
        meetings.begin(here.desk, here.meeting)
        meetings.attend(here.desk, here.meeting, here.desk.person.id, Attendance.PRESENT)
        yield here


def take_on(at, text, days=None):
    due = at.desk.today() + timedelta(days=days) if days is not None else None
    supervision_actions.add(at.desk, at.meeting, ItemKind.OWN, at.own, at.desk.person.id, text, due)
    at.refresh()


def test_nothing_taken_on_takes_no_room(at):
    at.refresh()
    assert not any("You took this on" in text for text in at.texts())


def test_it_stands_there_until_it_is_ticked_and_that_can_be_taken_back(at):
    take_on(at, "Call the district", 3)
    assert "Call the district" in at.texts()
    at.click("taken_on.tick")
    assert supervision_actions.mine(at.desk) == []
    at.refresh()
    assert "Call the district" not in at.texts()


def test_of_many_the_first_are_shown_and_how_many_follow(at):
    for days in range(6):
        take_on(at, f"Task {days}", days)
    shown = at.texts()
    assert [f"Task {days}" in shown for days in range(6)] == [True] * 4 + [False] * 2
    assert "and 2 more, which are not due as soon" in shown
