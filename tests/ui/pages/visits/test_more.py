"""What else the front desk does: rest, groups, people without a name, corrections, merges, the sweep, the room."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt, QTime
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from wellnessdesk.domain.visits import Facts, LeftHow, Limits
from wellnessdesk.services import capacity, closing, visit_corrections, visits
from wellnessdesk.store import students as stored_students
from wellnessdesk.ui.kit import messages


@pytest.fixture
def dialog(desk):
    """Closes what a test left open."""
    yield lambda: QApplication.activeModalWidget()
    while (left := QApplication.activeModalWidget()) is not None:
        left.close()


def test_rest_and_back_to_the_queue_by_keyboard_and_undone_step_by_step(desk):
    visit = desk.arrive("nun")
    desk.give(visit)
    desk.select("with_peer", visit)
    desk.press_slowly("Ctrl+R")
    assert (desk.names("resting"), desk.said()) == (["J. N."], "J. N. is resting.")

    desk.select("resting", visit)
    desk.press_slowly("Ctrl+B")
    assert (desk.names("waiting"), desk.said()) == (["J. N."], "J. N. is waiting again.")

    desk.press_slowly("Ctrl+Z")
    assert desk.said() == "J. N. is resting again."
    desk.press_slowly("Ctrl+Z")
    assert desk.said() == "J. N. is with Pia Peer again."


def test_who_rests_is_handed_over_or_checked_out_like_anybody(desk):
    one, two = desk.arrive("nun"), desk.arrive("one")
    for visit in (one, two):
        desk.ask(visits.rest, visit.id)
    desk.select("resting", one)
    desk.press_slowly("Ctrl+H", "Return")
    desk.select("resting", two)
    desk.press_slowly("Return")

    assert desk.queue() == {"waiting": [], "with_peer": ["José Núñez"], "left": ["Anna O'Neil"]}


@pytest.mark.parametrize("keys", ["Ctrl+R", "Ctrl+B", "Ctrl+E"])
def test_a_key_without_a_choice_says_what_to_choose(desk, keys):
    desk.arrive("nun")
    desk.press_slowly(keys)

    assert desk.said() == "First choose with whom, in one of the lists."
    assert desk.queue()["waiting"] == ["José Núñez"]


def test_facts_are_said_by_keyboard_and_forgotten_for_the_next_student(desk):
    desk.type("nun")
    desk.press_slowly("Return", "Ctrl+M")
    assert desk.focused() == "checkin.pass.yes"
    desk.press_slowly("Tab", "Space", "Tab", "Tab", "Space")
    assert desk.focused() == "checkin.feeling.2"
    desk.press_slowly("Return")
    desk.type("one")
    desk.press_slowly("Return", "Return")

    assert [visit.facts for visit in desk.ask(visits.queue).waiting] == [Facts(has_pass=False, feeling=2), Facts()]
    assert desk.rows("waiting")[0].detail == "No pass · Grade 10"


def test_an_answer_is_changed_and_taken_back(desk):
    desk.type("nun")
    desk.press_slowly("Return", "Ctrl+M")
    for name in ("pass.yes", "pass.no", "feeling.1", "feeling.5", "feeling.5"):
        desk.click(f"checkin.{name}")
    desk.press_slowly("Return")

    assert desk.ask(visits.queue).waiting[0].facts == Facts(has_pass=False)


def test_several_students_are_found_one_after_the_other_and_come_in_together(desk, dialog):
    desk.arrive("woj")
    desk.press_slowly("Ctrl+G")
    for letters in ("nun", "one", "woj", "nun"):
        desk.type(letters)
        desk.press_slowly("Return")
    assert desk.find("group.go").text() == "Check in 3 students"
    desk.click("group.go")

    waiting = desk.ask(visits.queue).waiting
    assert [visit.student for visit in waiting[1:]] == ["José Núñez", "Anna O'Neil"]
    assert {visit.reason for visit in waiting[1:]} == {"group"}
    assert waiting[1].party == waiting[2].party
    assert desk.said() == "2 students are checked in. Here already: Łukasz Wójcik"
    assert dialog() is None


def test_a_student_is_taken_from_the_list_of_several(desk, dialog):
    desk.press_slowly("Ctrl+G")
    assert not desk.find("group.go").isEnabled()
    desk.type("nun")
    desk.press_slowly("Return")
    listed = desk.find("group.listed")
    listed.setCurrentRow(0)
    QTest.keyClick(listed, Qt.Key.Key_Delete)

    assert not desk.find("group.go").isEnabled()
    assert desk.queue()["waiting"] == []


def test_somebody_without_a_name_is_counted_and_that_is_taken_back(desk):
    desk.press_slowly("Ctrl+N", "Return")
    assert desk.said() == "Somebody without a name is counted."
    assert desk.find("queue.nameless").text() == "No name · 1"
    assert desk.queue() == {"waiting": [], "with_peer": [], "left": []}

    toast = next(each for each in desk.window.findChildren(messages.Toast) if each.isVisible())
    toast.findChildren(type(desk.find("queue.undo")))[0].click()
    desk.settle()
    assert desk.find("queue.nameless").text() == "No name"


def test_the_sweep_writes_in_what_was_forgotten_with_the_times_as_changed(desk, dialog):
    forgotten, other = desk.arrive("nun"), desk.arrive("one")
    desk.center.clock.advance(days=1)
    desk.page.tick()
    here = desk.arrive("woj")
    assert desk.find("queue.sweep").text() == "Closing sweep · 2"

    desk.press_slowly("Ctrl+Shift+O")
    ticked = [desk.find(f"sweep.wanted.{place}").isChecked() for place in range(3)]
    assert ticked == [True, True, False]
    assert desk.find("sweep.go").text() == "Check 2 students out"
    desk.find("sweep.at.1").setTime(QTime(10, 15))
    desk.click("sweep.go")

    assert dialog() is None
    assert desk.said() == "2 check-outs are written in."
    assert desk.find("queue.sweep").text() == "Closing sweep…"
    assert [visit.id for visit in desk.ask(visits.queue).here] == [here.id]
    (first, _), (second, _) = (desk.ask(visit_corrections.corrections, visit.id) for visit in (forgotten, other))
    local = desk.center.front.local
    assert [f"{local(visit.left_at):%H:%M}" for visit in (first, second)] == ["10:28", "10:15"]
    assert first.steps.left_how == LeftHow.SWEEP


def test_a_sweep_with_an_impossible_time_says_so_and_keeps_everything(desk, dialog):
    desk.arrive("nun")
    desk.center.clock.advance(days=1)
    desk.press_slowly("Ctrl+Shift+O")
    desk.find("sweep.at.0").setTime(QTime(9, 0))
    desk.click("sweep.go")

    assert dialog().problem.isVisible()
    assert desk.find("sweep.go").isEnabled()
    assert len(desk.ask(closing.forgotten)) == 1


def test_with_nobody_forgotten_the_sweep_only_says_so(desk, dialog):
    desk.press_slowly("Ctrl+Shift+O")

    assert (dialog(), desk.said()) == (None, "Everybody is checked out.")


def test_a_visit_is_set_right_and_what_stood_there_is_shown_the_next_time(desk, dialog):
    visit = desk.arrive("nun", minutes=20)
    desk.ask(visits.check_out, visit.id)
    left = desk.ask(visits.queue).left[0].left_at
    desk.select("left", visit)
    desk.press_slowly("Ctrl+E")
    desk.find("correct.left").setTime(QTime(10, 10))
    desk.find("correct.reason").set_value("tutoring")
    desk.click("correct.feeling.4")
    desk.click("correct.go")

    (after,) = desk.ask(visits.queue).left
    assert (after.left_at, after.reason, after.facts.feeling) == (left - timedelta(minutes=10), "tutoring", 4)
    assert desk.said() == "The visit of J. N. is set right."
    desk.come_back()
    desk.select("left", visit)
    desk.press_slowly("Ctrl+E")
    told = [each.text() for each in dialog().findChildren(type(desk.page._title)) if "became" in each.text()]
    assert "Left: 10:20 AM became 10:10 AM (Frank Desk, 10:20 AM)" in told
    assert "Reason: Talk with a peer became Tutoring (Frank Desk, 10:20 AM)" in told


def test_what_cannot_be_is_said_in_the_dialog(desk, dialog):
    desk.select("waiting", desk.arrive("nun"))
    desk.press_slowly("Ctrl+E")
    desk.click("correct.go")

    assert "Nothing was changed." in [each.text() for each in dialog().problem.findChildren(type(desk.page._title))]


def test_two_visits_of_a_student_are_merged_after_a_question_and_parted_by_undo(desk):
    first = desk.arrive("nun")
    desk.ask(visits.check_out, first.id)
    second = desk.arrive("nun")
    desk.select("waiting", second)
    with messages.answering() as asked:
        desk.page._show_menu(desk.list("waiting").current(), desk.window.pos())
        menu = QApplication.activePopupWidget()
        next(action for action in menu.actions() if action.text().startswith("Merge")).trigger()
        desk.settle()

    assert asked[0].startswith("Merge the visits of J. N. at 10:00 AM and 10:00 AM?")
    assert [visit.id for visit in desk.ask(visits.queue).here] == [first.id]
    assert desk.queue()["left"] == []
    desk.come_back()
    desk.press_slowly("Ctrl+Z")
    assert desk.said() == "The visits of J. N. are two again."
    assert [visit.id for visit in desk.ask(visits.queue).here] == [second.id]


def test_the_room_says_how_many_are_in_it_and_when_it_is_full(desk):
    room = desk.find("queue.room")
    assert room.accessibleName() == "0 in the room"
    desk.ask(lambda _desk: capacity.set_limits(desk.center.coordinator, Limits(2, 60)))
    desk.arrive("nun")
    assert room.accessibleName() == "1 of 2 in the room"
    desk.arrive("one")
    assert room.accessibleName() == "Full: 2 of 2 in the room"


def test_numbers_are_shown_and_next_is_called_without_a_name(desk):
    desk.arrive("nun")
    desk.arrive("one")

    assert [row.number for row in desk.rows("waiting")] == ["1", "2"]
    assert "Next: number 1 (J. N.)" in desk.texts()


def test_who_left_the_roster_comes_on_no_list_of_several(desk, dialog):
    desk.ask(_take_off_the_roster)
    desk.press_slowly("Ctrl+G")
    desk.type("nun")
    desk.press_slowly("Return")
    assert "José Núñez is not on the roster any more. Ask your coordinator." in [
        each.text() for each in dialog().problem.findChildren(type(desk.page._title))]
    assert dialog().listed.count() == 0
    assert not desk.find("group.go").isEnabled()


def _take_off_the_roster(desk):
    with desk.change("students") as change:
        stored_students.change_many(change.tx, [{"id": 1, "active": False}])
        change.record("roster.accept", "roster")
