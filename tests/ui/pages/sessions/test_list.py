"""My day as a list: what is going on, what waits, what is signed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.support import SECOND_PEER
from wellnessdesk.domain.flags import Urgency
from wellnessdesk.domain.sessions import NoteBody, NoteState, RedFlagCheck
from wellnessdesk.services import flags, note_returns, sessions, students, visits
from wellnessdesk.ui.kit import messages

COMPLETE = NoteBody(service="tutoring", topics=("tests",), offers=("listened",), red_flag=RedFlagCheck.NOTHING)


def test_an_empty_day_says_what_will_stand_here(day):
    assert "No sessions yet today" in day.texts("myday.list")


def test_the_going_on_session_has_its_note_and_its_flag_at_hand(day):
    number = day.send("jos", minutes=12)

    texts = day.texts("myday.list")
    assert "Going on now" in texts
    assert "José Núñez" in texts
    assert "Today, since 10:00 AM · 12 min so far" in texts
    assert day.find(f"myday.session.{number}").text() == "Write the note"
    assert day.find(f"myday.flag.{number}").text() == "Raise a red flag"


def test_a_note_begun_while_the_student_is_here_can_be_gone_on_with(day):
    number = day.send("jos", minutes=12)
    sessions.save_draft(day.center.peer, number, NoteBody(text="so far"))
    day.refresh()

    assert day.find(f"myday.session.{number}").text() == "Go on with the note"


def test_notes_to_write_show_their_age_and_the_late_one_says_so_in_words(day):
    day.send("minh", minutes=20, leaves=True)
    day.center.clock.advance(days=2)
    day.send("zo", minutes=10, leaves=True)
    day.center.clock.advance(minutes=26)
    day.refresh()

    texts = day.texts("myday.list")
    assert texts.index("Late: 2 days") < texts.index("Waiting: 26 min")
    assert any("2 notes to write · 1 of them late" in text for text in day.texts())


def test_the_one_late_note_is_said_in_a_sentence_that_fits_one(day):
    day.send("minh", minutes=20, leaves=True)
    day.center.clock.advance(days=2)
    day.refresh()

    assert any(text.endswith(" · 1 note to write · it is late") for text in day.texts())


def test_tab_and_shift_tab_go_the_same_way_and_reach_the_flag(day):
    first, second = day.send("jos", minutes=5), day.send("anna", minutes=5)
    waiting = day.send("minh", minutes=5, leaves=True)
    day.page.focus_first()
    way = [f"myday.session.{first}", f"myday.flag.{first}", f"myday.session.{second}", f"myday.flag.{second}",
           f"myday.session.{waiting}", "myday.declare", "myday.new", "myday.how", "myday.find", "wellbeing.skip",
           "wellbeing.answer", "selfrating.answer"]

    forward = steps(day, Qt.Key.Key_Tab, len(way))
    back = steps(day, Qt.Key.Key_Backtab, len(way))

    assert set(forward) == set(way)
    assert back == forward[::-1]


def steps(day, key, count):
    """Where the focus is, and where it goes with each press."""
    seen = [QApplication.focusWidget().objectName()]
    for _step in range(count - 1):
        QTest.keyClick(QApplication.focusWidget(), key)
        seen.append(QApplication.focusWidget().objectName())
    return seen


def test_ages_go_on_while_nobody_touches_anything(day):
    day.send("zo", minutes=10, leaves=True)
    day.center.clock.advance(minutes=90)

    day.page.tick()

    assert "Waiting: 1 hour" in day.texts("myday.list")


def test_a_session_nobody_ended_is_a_note_to_write_on_the_next_day(day):
    number = day.send("jos", minutes=5)
    day.center.clock.advance(days=1)
    day.refresh()

    assert "Going on now" not in day.texts("myday.list")
    assert day.find(f"myday.session.{number}").accessibleDescription().endswith("Late: 1 day")


def test_signed_notes_of_today_stand_below(day):
    number = day.send("jos", minutes=5)
    sessions.sign(day.center.peer, number, COMPLETE)
    day.refresh()

    assert "Done today" in day.texts("myday.list")
    assert "Signed 10:05 AM" in day.texts("myday.list")
    assert "Notes to write" not in day.texts("myday.list")


def test_a_peer_sees_nobody_elses_sessions(day):
    center = day.center
    other = center.desks[SECOND_PEER]
    visit = visits.check_in(center.front, students.search(center.front, "anna")[0].id, reason="talk", origin="walk_in")
    visits.hand_over(center.front, visit.id, other.person.id)
    day.refresh()

    assert not any("Anna" in text for text in day.texts())


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_row_opens_with_the_keyboard(day, key):
    number = day.send("jos", minutes=5, leaves=True)
    day.page.focus_first()

    day.press(key)

    assert day.shows("note.editor")
    assert day.find("note.service").hasFocus()
    assert number == day.page._note.session.id


def test_the_focus_goes_to_the_first_thing_to_do_as_soon_as_it_is_there(day):
    day.page.focus_first()  # the shell asks at once, the sessions come a moment later

    number = day.send("jos", minutes=5)

    assert QApplication.focusWidget() is day.find(f"myday.session.{number}")


def test_the_way_back_leads_to_the_row_that_was_opened(day, qtbot):
    day.send("anna", minutes=5, leaves=True)
    second = day.send("jos", minutes=5, leaves=True)
    day.open(second)

    day.keys("Alt+Left")

    qtbot.waitUntil(lambda: day.shows("myday.list"))  # Qt shows the button pressed for a moment
    assert QApplication.focusWidget() is day.find(f"myday.session.{second}")


def test_a_refresh_keeps_the_focus_on_its_session(day):
    first = day.send("anna", minutes=5, leaves=True)
    day.find(f"myday.session.{first}").setFocus()

    day.send("jos", minutes=5)

    assert QApplication.focusWidget() is day.find(f"myday.session.{first}")


def test_opening_twice_quickly_opens_once(day):
    number = day.send("jos", minutes=5, leaves=True)
    row = day.find(f"myday.session.{number}")

    row.click()
    row.click()
    day.settle()

    assert len(day.all("note.editor")) == 1


def test_a_note_that_came_back_stands_above_with_what_is_asked_for(day):
    number = day.send("jos", minutes=5, leaves=True)
    sessions.sign(day.center.peer, number, COMPLETE)
    note_returns.give_back(day.center.coordinator, number, "What did the student choose to do?")
    day.center.clock.advance(days=3)

    day.refresh()

    assert day.texts(f"myday.comment.{number}") == ["“What did the student choose to do?”"]
    assert "Given back" in day.texts()
    assert any("1 note came back" in text for text in day.texts())
    day.open(number)
    assert day.shows("note.add")


def test_a_flag_an_adult_has_is_told_of_and_nothing_more(day):
    number = day.send("jos", minutes=5)
    mark = flags.raise_flag(day.center.peer, number, kind="other", urgency=Urgency.SAME_DAY, words="secret words")
    day.refresh()
    assert not day.shows(f"myday.answered.{mark.id}")
    flags.acknowledge(day.center.coordinator, mark.id)

    day.refresh()

    assert day.find(f"myday.answered.{mark.id}").findChildren(QLabel)[0].text() == "An adult has it"
    assert not any("secret" in text or "Cora" in text for text in day.texts("myday.list"))


def test_a_session_elsewhere_is_begun_and_opens_with_what_is_to_be_told(day):
    day.click("myday.new")
    day.write("picker.search", "200004")
    day.settle()
    day.press(Qt.Key.Key_Return)
    day.find("session.place").set_value("library")
    day.click("act.go")

    assert "Łukasz Wójcik" in day.texts()
    assert day.shows("telling.done")
    day.complete()
    assert day.sign() == []
    assert "One thing first: say together what is shared." in day.texts()
    day.click("telling.done")
    assert "After signing it is locked." in day.sign()[0]
    assert [one.place for one in sessions.mine(day.center.peer)] == ["library"]


def test_a_group_is_written_about_as_a_group_and_one_of_them_apart(day):
    day.click("myday.new")
    for number in ("200001", "200002"):
        day.write("picker.search", number)
        day.settle()
        day.press(Qt.Key.Key_Return)
    day.find("session.place").set_value("library")
    day.click("act.go")
    assert "Group of 2 students" in day.texts()
    day.click("telling.done")
    day.click("group.came.2")
    day.click("group.about.1")
    day.write("group.remark.1", "Spoke first.")
    day.complete()
    day.sign()

    assert day.texts("note.signed.alone") == ["Spoke first."]
    assert day.texts("note.signed.attendance") == ["José Núñez\nAnna O'Neil: was not there"]


def test_two_clicks_on_sign_sign_once(day):
    number = day.send("jos", minutes=5)
    day.open(number)
    day.complete()
    with messages.answering(True) as shown:
        sign = day.find("note.sign")
        QTest.mouseClick(sign, Qt.MouseButton.LeftButton)
        QTest.mouseClick(sign, Qt.MouseButton.LeftButton)
        day.settle()
    assert len(shown) == 1
    assert sessions.mine(day.center.peer)[0].note is NoteState.SIGNED
