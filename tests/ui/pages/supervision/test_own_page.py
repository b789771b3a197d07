"""A peer at their supervision: when it is, what they bring and take back, what they attended."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.ui.pages.overview.coordinator import at_page
from wellnessdesk.domain.meetings import Attendance, meeting_id
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.supervision import ItemKind
from wellnessdesk.services import (
    meetings,
    minutes,
    own_items,
    supervision,
    supervision_attended,
    supervision_groups,
)
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.pages.supervision.own_page import OwnSupervisionPage

MONDAY = date(2026, 9, 14)
NOW, NEXT = (meeting_id(1, MONDAY + timedelta(weeks=weeks)) for weeks in (0, 1))


@pytest.fixture
def at(qtbot, tmp_path):
    """A peer in a group that meets on Mondays."""
    with at_page(qtbot, tmp_path / "center", OwnSupervisionPage, Role.PEER) as here:
        here.cora, here.pia = here.center.coordinator, here.center.peer
        supervision_groups.add(here.cora, replace(supervision_groups.proposed(here.cora), room="Library"))
        here.refresh()
        yield here


def bring(at, about, words):
    at.find("bring.about").set_value(about)
    at.write("bring.own", words)
    at.click("bring.add")


def hold(at, **states):
    """The meeting is held with these states, by given name; all others are there."""
    supervision.build(at.cora, NOW)
    meetings.begin(at.cora, NOW)
    for seat in meetings.look(at.cora, NOW).seats:
        state = states.get(seat.name.split()[0], Attendance.PRESENT)
        meetings.attend(at.cora, NOW, seat.person, state)
    minutes.sign(at.cora, NOW)
    at.refresh()


def test_the_next_meeting_is_told_with_its_place(at):
    assert "Monday, Sep 14, 2026 · " in " ".join(at.texts())
    assert "Library" in " ".join(at.texts())
    assert not at.shows("bring.meeting")  # there is but one


def test_what_is_brought_is_kept_shown_and_on_the_agenda(at):
    bring(at, "good_news", "Anna passed")
    assert "Anna passed" in at.texts()
    assert "Good news · Sep 14, 2026" in at.texts()
    assert at.find("bring.own").text() == ""
    built = supervision.build(at.cora, NOW)
    assert [item.title for item in built.items if item.kind is ItemKind.OWN] == ["Anna passed"]


def test_of_a_concern_it_says_who_reads_it(at):
    assert "the group sees it" in " ".join(at.texts())
    at.find("bring.about").set_value("concern")
    assert "Only coordinators read this" in " ".join(at.texts())


def test_it_is_taken_back_before_the_meeting(at):
    bring(at, "topic", "Room for October")
    at.click("bring.take_back")
    assert "Room for October" not in at.texts()
    assert own_items.brought(at.pia) == []


def test_what_cannot_be_brought_any_more_says_so_and_stays_typed(at):
    supervision.build(at.cora, NOW)
    meetings.begin(at.cora, NOW)  # the peer still sees the page of before
    with messages.answering() as shown:
        bring(at, "topic", "Room for October")
    assert "not your next meeting any more" in shown[0]
    assert at.find("bring.own").text() == "Room for October"


def test_of_two_groups_one_chooses_the_meeting(at):
    alone = replace(supervision_groups.proposed(at.cora), name="One to one", one_to_one=True,
                    starts_on=date(2026, 9, 15))
    members = tuple(one for one in alone.members if one.leads or one.person == at.pia.person.id)
    supervision_groups.add(at.cora, replace(alone, members=members))
    at.refresh()
    at.find("bring.meeting").set_value(meeting_id(2, date(2026, 9, 15)))
    bring(at, "topic", "About me")
    assert own_items.brought(at.pia)[0].meeting == meeting_id(2, date(2026, 9, 15))


def test_what_was_attended_and_missed_is_counted_from_signed_minutes(at):
    assert "No minutes are signed yet" in at.texts()
    hold(at, Pia=Attendance.LATE, Otto=Attendance.EXCUSED)
    assert "1 of 1 meeting · 1 h" in at.texts()
    assert [one.state for one in supervision_attended.own(at.pia)] == [Attendance.LATE]
    assert at.find("attended.own").model().rowCount() == 1


def test_who_is_in_no_group_is_told_whom_to_ask(qtbot, tmp_path):
    with at_page(qtbot, tmp_path / "center", OwnSupervisionPage, Role.PEER) as at:
        assert "You are in no supervision group yet. Ask your coordinator." in at.texts()
        assert not at.find("bring.add").isEnabled()
