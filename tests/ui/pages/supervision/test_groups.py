"""Groups are made and changed on the page; a mistake keeps what was entered."""

from datetime import date

import pytest

from wellnessdesk.domain.meetings import Attendance, meeting_id
from wellnessdesk.services import meetings, minutes, supervision, supervision_groups
from wellnessdesk.ui.kit import messages

NOW = meeting_id(1, date(2026, 9, 14))


@pytest.fixture
def at(supervision_page):
    supervision_page.click("supervision.tab.groups")
    return supervision_page


def kept(at):
    at.settle()
    return supervision_groups.groups(at.desk)


def test_the_first_group_is_proposed_whole_and_kept_as_it_was_changed(at):
    assert "No group meets yet" in at.texts()
    at.click("groups.add")
    assert at.find("group.name").text() == "Supervision"
    at.find("group.every").set_value("2")
    at.find("group.starts").setText("12:15")
    at.click("group.go")
    (made,) = kept(at)
    assert (made.every, made.starts, made.starts_on) == (2, 735, date(2026, 9, 14))
    assert {one.name for one in made.members} == {"Cora Coordinator", "Pia Peer", "Otto Other"}
    at.click("supervision.tab.agenda")
    at.refresh()
    assert "12:15 PM" in at.texts("supervision.meeting.detail")[0]


def test_what_cannot_be_is_said_in_the_dialog_and_stays_there(at):
    at.click("groups.add")
    at.find("group.members").set_values([at.desk.person.id])
    at.click("group.go")
    assert any("at least one Wellness Peer" in text for text in at.texts("group.go") + [
        label.text() for label in at.find("group.go").window().findChildren(type(at.page._title))])
    assert at.find("group.name").text() == "Supervision"
    at.find("group.starts").setText("noon-ish")
    at.click("group.go")
    assert kept(at) == []


def test_a_group_is_changed_and_who_is_left_out_is_named(at):
    at.click("supervision.tab.agenda")
    at.click("supervision.build")
    at.click("supervision.tab.groups")
    at.page.groups.table.select(1)
    at.click("groups.change")
    otto = at.center.desks["Otto Other"].person
    members = [key for key in at.find("group.members").values() if key != otto.id]
    at.find("group.members").set_values(members)
    at.click("group.go")
    assert "1 Wellness Peer is in no group" in at.texts()
    assert "Otto Other" in at.texts()


def test_a_group_is_ended_after_a_question(at):
    at.click("supervision.tab.agenda")
    at.click("supervision.build")
    at.click("supervision.tab.groups")
    at.page.groups.table.select(1)
    with messages.answering(False):
        at.click("groups.end")
    assert len(kept(at)) == 1
    with messages.answering() as shown:
        at.click("groups.end")
    assert "Its meetings and minutes stay" in shown[0]
    assert kept(at) == []


def test_all_agendas_of_the_group_stay_reachable(at):
    at.click("supervision.tab.agenda")
    at.click("supervision.build")
    at.page.show_meeting(meeting_id(1, date(2026, 9, 21)))
    at.settle()
    assert at.texts("supervision.meeting.text") == ["Monday, Sep 21, 2026"]


def test_who_missed_which_meeting_is_shown_for_each(at):
    supervision.build(at.desk)
    meetings.begin(at.desk, NOW)
    for seat in meetings.look(at.desk, NOW).seats:
        state = Attendance.EXCUSED if seat.name == "Pia Peer" else Attendance.PRESENT
        meetings.attend(at.desk, NOW, seat.person, state)
    minutes.sign(at.desk, NOW)
    at.refresh()
    table = at.find("groups.attended")
    table.opened.emit(next(one for one in supervision_groups.attended(at.desk, 1) if one.name == "Pia Peer"))
    at.settle()
    assert "0 of 1 meeting" in at.texts_of_dialogs()
    assert at.find("attended.meetings").model().index(0, 1).data() == "Excused"
    at.click("attended.close")
