"""A meeting is held through the window: typed words are kept, the wall shows no name, the minutes are signed."""

from datetime import date

import pytest
from PySide6.QtWidgets import QLabel

from wellnessdesk.domain.meetings import Attendance, MeetingState, meeting_id
from wellnessdesk.domain.supervision import ItemKind, ItemState
from wellnessdesk.services import meetings, minutes, supervision_actions, supervision_groups
from wellnessdesk.store import people
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.tour.driver import pause

NOW = meeting_id(1, date(2026, 9, 14))


@pytest.fixture
def at(supervision_page):
    """A flag and a note to review on the agenda, and the meeting begun, on a screen that only the coordinator sees."""
    here = supervision_page
    here.flag("nun")
    here.note("woj")
    here.click("supervision.build")
    here.click("supervision.hold")
    here.hold = here.page.acts.held
    here.find("hold.wall").setChecked(False)
    return here


def kept(at, place=0):
    at.settle()
    return meetings.look(at.desk, NOW).items[place]


def seen(at):
    """Every text of the meeting that can be read."""
    at.settle()
    labels = " ".join(label.text() for label in at.hold.findChildren(QLabel) if label.isVisible())
    items = at.find("hold.items")
    return labels + " ".join(items.item(row).text() for row in range(items.count()))


def everybody_is_here(at):
    at.click("hold.everybody")
    at.settle()


def test_it_begins_as_it_may_stand_on_a_wall(supervision_page):
    at = supervision_page
    at.flag("nun")
    at.click("supervision.build")
    at.click("supervision.hold")
    assert at.find("hold.wall").isChecked()


def test_the_wall_shows_initials_and_no_remark_until_that_is_wanted(at):
    at.find("hold.items").setCurrentRow(2)
    at.click("hold.wall")
    assert "Ł. W. · S-" in seen(at)
    assert "Wójcik" not in seen(at)
    assert not at.shows("hold.remark")
    at.click("hold.wall")
    assert "Łukasz Wójcik" in seen(at)
    assert at.shows("hold.remark")


def test_of_a_flag_the_wall_shows_that_it_is_one_and_its_id(at):
    at.write("hold.outcome", "We talked.")
    at.click("hold.wall")
    assert "A red flag" in seen(at)
    assert "F-" in seen(at)
    for word in ("J. N. · F-", "Self-harm", "Raised", "Núñez"):
        assert word not in seen(at)
    assert not at.shows("hold.outcome")
    at.click("hold.shown")
    assert at.find("hold.outcome").value() == "We talked."


def test_a_concern_does_not_stand_on_the_wall(supervision_page):
    at = supervision_page
    at.click("supervision.build")
    at.find("supervision.about").set_value("concern")
    at.write("supervision.own", "A friend asks me to lie")
    at.click("supervision.add")
    at.click("supervision.hold")
    at.hold = at.page.acts.held
    assert "A concern about boundaries or scope" in seen(at)
    assert "asks me to lie" not in seen(at)


def test_what_is_typed_is_kept_without_a_button(at):
    at.write("hold.outcome", "We talked.")
    pause(2_200)
    assert kept(at).words.outcome == "We talked."


def test_going_to_another_item_keeps_what_was_typed_and_its_time(at):
    at.write("hold.decision", "Call home.")
    at.hold._seconds = 70
    at.find("hold.items").setCurrentRow(1)
    at.settle()
    assert (kept(at).words.decision, kept(at).item.seconds) == ("Call home.", 70)
    assert at.find("hold.decision").value() == ""
    at.find("hold.items").setCurrentRow(0)
    assert at.find("hold.decision").value() == "Call home."


def test_leaving_keeps_everything_and_one_goes_on_where_one_was(at):
    at.write("hold.outcome", "Half a")
    at.click("hold.leave")
    assert kept(at).words.outcome == "Half a"
    assert at.find("supervision.hold").text() == "Go on with the meeting"
    at.click("supervision.hold")
    at.click("hold.shown")
    assert at.find("hold.outcome").value() == "Half a"


def test_the_program_locks_and_nothing_is_lost(at):
    at.write("hold.outcome", "Half a")
    at.page.leave()
    assert kept(at).words.outcome == "Half a"
    assert not at.shows("hold")


def test_what_is_half_typed_outlives_another_look(at):
    at.write("hold.outcome", "Half a")
    at.hold.refresh()
    at.settle()
    assert at.find("hold.outcome").value() == "Half a"


def test_an_action_is_given_to_somebody_and_lands_with_them(at):
    pia = at.center.peer
    at.find("hold.who").set_value(pia.person.id)
    at.write("hold.what", "Ask the teacher")
    at.click("hold.add")
    assert [one.text for one in supervision_actions.mine(pia)] == ["Ask the teacher"]
    assert at.find("hold.what").text() == ""
    assert "Pia Peer · Ask the teacher" in seen(at)


def test_an_action_without_anybody_says_so_and_keeps_the_words(at):
    at.write("hold.what", "Ask the teacher")
    with messages.answering() as shown:
        at.click("hold.add")
    assert "Choose a coordinator or a Wellness Peer" in shown[0]
    assert at.find("hold.what").text() == "Ask the teacher"


def test_talked_about_and_put_off_are_kept(at):
    at.click("hold.talked")
    assert kept(at).item.state is ItemState.TALKED
    at.find("hold.items").setCurrentRow(1)
    at.write("hold.put_off", "No time")
    at.click("hold.defer")
    assert kept(at, 1).item.state is ItemState.DEFERRED
    assert kept(at, 1).words.put_off == "No time"


def test_the_minutes_are_signed_when_everybody_was_looked_for(at):
    at.write("hold.outcome", "We talked.")
    with messages.answering() as shown:
        at.click("hold.sign")
    assert "Say of everybody" in shown[1]
    everybody_is_here(at)
    with messages.answering() as shown:
        at.click("hold.sign")
    assert "open items are carried over" in shown[0]
    signed = minutes.read(at.desk, NOW)
    assert {seat.state for seat in signed.seats} == {Attendance.PRESENT}
    assert signed.items[0].words.outcome == "We talked."
    at.page.show_meeting(NOW)
    at.settle()
    assert "Outcome: We talked." in at.texts()
    assert not at.shows("supervision.hold")


@pytest.mark.parametrize("left", ["hold.leave", "hold.sign"])
def test_once_it_is_left_the_clock_stands_still(at, left):
    everybody_is_here(at)
    with messages.answering():
        at.click(left)
    assert not at.hold._second.isActive()
    assert not at.hold._save_soon.isActive()


def test_minutes_that_could_not_be_signed_leave_the_clock_going(at):
    with messages.answering():
        at.click("hold.sign")
    assert at.hold._second.isActive()


def test_what_is_added_to_signed_minutes_stands_below(at):
    everybody_is_here(at)
    with messages.answering():
        at.click("hold.sign")
    at.page.show_meeting(NOW)
    at.settle()
    at.write("minutes.more", "It was Tuesday.")
    at.click("minutes.add")
    assert "It was Tuesday." in at.texts()
    assert "Present · 1 h: Cora Coordinator, Otto Other, Pia Peer" in at.texts()
    assert at.find("minutes.more").value() == ""


def test_a_meeting_is_not_held_and_is_taken_up_again(supervision_page):
    at = supervision_page
    at.click("supervision.build")
    at.click("supervision.miss")
    at.find("meeting.why").set_value("too_few")
    at.click("meeting.go")
    at.page.show_meeting(NOW)
    at.settle()
    assert "Not held: Too few could come" in at.texts("supervision.meeting.detail")[0]
    at.click("supervision.restore")
    state = supervision_groups.meetings(at.desk, at.desk.today(), at.desk.today())[0].state
    assert state is MeetingState.PREPARED


def test_a_meeting_is_moved_to_another_day(supervision_page):
    at = supervision_page
    at.click("supervision.build")
    at.click("supervision.move")
    at.find("meeting.starts").setText("soon")
    at.click("meeting.go")
    at.find("meeting.starts").setText("9:00")
    at.find("meeting.day").set_value(at.desk.today().replace(day=16))
    at.click("meeting.go")
    assert at.texts("supervision.meeting.text") == ["Wednesday, Sep 16, 2026"]
    assert kept_kinds(at) == set()


def kept_kinds(at) -> set[ItemKind]:
    return {one.item.kind for one in meetings.look(at.desk, NOW).items}


def test_who_came_late_has_the_minutes_that_count(at):
    pia = at.center.peer.person.id
    at.find(f"hold.seat.{pia}").set_value("late")
    at.settle()
    field = at.find(f"hold.minutes.{pia}")
    field.setValue(40)
    field.editingFinished.emit()
    at.settle()
    seat = next(one for one in meetings.look(at.desk, NOW).seats if one.person == pia)
    assert (seat.state, seat.minutes) == (Attendance.LATE, 40)


def test_an_action_that_was_taken_back_is_gone_from_the_screen(at):
    at.find("hold.who").set_value(at.desk.person.id)
    at.write("hold.what", "Ask the teacher")
    at.click("hold.add")
    at.click("hold.take_back")
    assert "Ask the teacher" not in seen(at)
    assert supervision_actions.mine(at.desk) == []


def test_the_record_of_an_item_is_opened_and_the_meeting_goes_on_afterwards(at):
    at.write("hold.outcome", "Half a")
    at.click("hold.wall")
    assert not at.shows("hold.record")  # a record names its student: not on the wall
    at.click("hold.wall")
    assert at.shows("hold.record")
    at.find("hold.items").setCurrentRow(1)
    at.write("hold.decision", "Later")
    at.click("hold.record")
    assert at.went_to == ["overview"]
    at.page.focus_first()
    at.settle()
    assert at.find("hold.items").currentRow() == 1
    assert at.find("hold.wall").isChecked()
    assert at.find("hold.decision").value() == "Later"
    assert meetings.look(at.desk, NOW).items[0].words.outcome == "Half a"


def test_a_note_that_waits_for_review_is_opened_itself(at):
    shown = []
    object.__setattr__(at.hold._context, "show_session", shown.append)
    at.find("hold.items").setCurrentRow(2)
    at.click("hold.record")
    assert shown == [int(meetings.look(at.desk, NOW).items[2].item.ref)]


def test_leaving_to_go_on_later_does_not_lead_back_by_itself(at):
    at.click("hold.leave")
    at.page.focus_first()
    assert not at.shows("hold")
    assert at.page.place() == ""


def test_after_a_lock_one_comes_back_to_the_same_item(at):
    at.find("hold.items").setCurrentRow(1)
    at.page.leave()
    place = at.page.place()[:70]  # no more is kept of a long one
    at.page.acts.left_at = None
    at.page.go_to_place(place)
    at.settle()
    assert at.find("hold.items").currentRow() == 1
    at.click("hold.leave")
    for nothing in ("", "hold", "hold:x:flag:y", "hold:x:nothing:y", "flag:z"):
        with messages.answering():
            at.page.go_to_place(nothing)
            at.settle()
        assert not at.shows("hold")


def test_alt_and_the_arrows_lead_from_item_to_item(at):
    at.find("hold.outcome").setFocus()
    at.keys("Alt+Down")
    assert at.find("hold.items").currentRow() == 1
    at.keys("Alt+Up", "Alt+Up")
    assert at.find("hold.items").currentRow() == 0


def test_what_was_put_off_is_taken_up_again(at):
    at.write("hold.put_off", "No time")
    at.click("hold.defer")
    assert at.find("hold.defer").text() == "Take it up again"
    at.click("hold.defer")
    assert kept(at).item.state is ItemState.OPEN
    assert kept(at).words.put_off == ""


def test_everybody_is_here_says_nothing_of_who_is_not_active_any_more(at):
    gone = next(seat.person for seat in meetings.look(at.desk, NOW).seats if not seat.leads)
    with at.desk.store.transaction() as tx:
        people.set_active(tx, gone, False)
    at.hold.refresh()
    at.settle()
    everybody_is_here(at)
    assert {seat.person: seat.state for seat in meetings.look(at.desk, NOW).seats if seat.state is None} == {gone: None}
    with messages.answering():
        at.click("hold.sign")
    assert gone not in {seat.person for seat in minutes.read(at.desk, NOW).seats}


def paste(at, name, text):
    at.find(name).selectAll()
    at.find(name).insertPlainText(text)


def test_what_is_too_long_is_told_once_and_neither_signing_nor_leaving_loses_it(at):
    everybody_is_here(at)
    with messages.answering() as shown:
        paste(at, "hold.outcome", "x y\n" * 2000)
        for _time in range(3):
            at.hold.flush()
            at.settle()
        assert len(shown) == 1
        assert "under 4,000" in shown[0]
        at.click("hold.leave")
        at.click("hold.sign")
        at.settle()
    assert at.hold.isVisible()
    assert len(at.find("hold.outcome").value()) > 7000
    assert supervision_groups.meetings(at.desk, date(2026, 9, 14), date(2026, 9, 14))[0].state is MeetingState.BEGUN
    paste(at, "hold.outcome", "short")
    at.click("hold.leave")
    at.settle()
    assert not at.hold.isVisible()
    assert kept(at).words.outcome == "short"
