"""The queue at the front desk: who waits, who is with whom, who left; and every act on them by keyboard and mouse."""

from unittest import mock

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QToolTip

from wellnessdesk.domain.peers import ConflictKind
from wellnessdesk.domain.sessions import NoteBody, RedFlagCheck
from wellnessdesk.services import peers, people, sessions, visits
from wellnessdesk.ui.kit import messages


def test_an_empty_day_says_what_to_do_first(desk):
    texts = desk.texts()

    assert "Type three letters of a name into the search box, then press Enter twice." in texts
    assert "Choose who waits, then press Ctrl+H to hand over." in texts
    assert not desk.find("queue.hand_over").isEnabled()
    assert not desk.find("queue.check_out").isEnabled()


def test_hand_over_by_keyboard_asks_for_a_peer_the_free_ones_first(desk):
    desk.give(desk.arrive("one"))
    visit = desk.arrive("nun")
    desk.select("waiting", visit)
    desk.press_slowly("Ctrl+H")
    assert desk.menu() == ["Otto Other\tfree", "Pia Peer\twith 1 student"]

    desk.press_slowly("Down", "Return")
    (_anna, jose) = desk.ask(visits.queue).with_peer
    assert (jose.student, jose.peer) == ("José Núñez", "Pia Peer")
    assert desk.said() == "J. N. is with Pia Peer."


def test_who_cannot_take_a_student_stands_at_the_end_with_the_reason_and_cannot_be_chosen(desk):
    visit = desk.arrive("nun")
    otto = desk.center.desks["Otto Other"].person
    desk.ask(lambda _desk: peers.declare(desk.center.coordinator, otto.id, visit.student_id, ConflictKind.FRIEND))
    desk.select("waiting", visit)
    desk.press_slowly("Ctrl+H")
    assert desk.menu() == ["Pia Peer\tfree", "Otto Other\tnot for this student"]
    assert not QApplication.activePopupWidget().actions()[-1].isEnabled()

    desk.press_slowly("Up", "Return")
    assert [row.detail for row in desk.rows("with_peer")] == ["Pia Peer"]


def test_enter_takes_the_first_free_peer(desk):
    visit = desk.arrive("nun")
    desk.select("waiting", visit)
    desk.press_slowly("Return", "Return")

    assert [row.detail for row in desk.rows("with_peer")] == ["Otto Other"]


def test_from_the_search_box_hand_over_means_who_has_waited_longest(desk):
    desk.arrive("nun", minutes=5)
    desk.arrive("one")
    desk.press_slowly("Ctrl+H", "Return")

    assert desk.names("with_peer") == ["J. N."]


def test_hand_over_of_somebody_who_does_not_wait_is_refused_in_words(desk):
    visit = desk.arrive("nun")
    desk.arrive("one")
    desk.give(visit)
    desk.select("with_peer", visit)
    desk.press_slowly("Ctrl+H")

    assert desk.said() == "Only somebody who waits can be handed over."
    assert QApplication.activePopupWidget() is None


def test_a_menu_left_with_escape_hands_nobody_over(desk):
    desk.select("waiting", desk.arrive("nun"))
    desk.press_slowly("Ctrl+H", "Escape")

    assert desk.queue()["waiting"] == ["José Núñez"]


def test_check_out_by_keyboard_of_who_is_with_a_peer_and_of_who_waits(desk):
    first, second = desk.arrive("nun"), desk.arrive("one")
    desk.give(first)
    desk.select("with_peer", first)
    desk.press_slowly("Ctrl+O")
    desk.center.clock.advance(minutes=1)
    desk.select("waiting", second)
    desk.press_slowly("Ctrl+O")

    assert desk.queue() == {"waiting": [], "with_peer": [], "left": ["Anna O'Neil", "José Núñez"]}
    assert desk.said() == "A. O. is checked out."


def test_check_out_without_a_choice_only_says_what_to_choose(desk):
    desk.arrive("nun")
    desk.press_slowly("Ctrl+O")

    assert desk.said() == "First choose who leaves, in “Waiting” or “With a peer”."
    assert desk.queue()["waiting"] == ["José Núñez"]


def test_one_click_checks_out(desk):
    desk.give(desk.arrive("nun"))
    desk.click_action("with_peer", 0)

    assert desk.queue()["left"] == ["José Núñez"]


def test_a_click_on_a_row_only_chooses_it(desk):
    visit = desk.arrive("nun")
    desk.give(visit)
    view = desk.list("with_peer")
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=desk.place_of("with_peer", 0))
    desk.settle()

    assert view.current().visit.id == visit.id
    assert desk.queue()["with_peer"] == ["José Núñez"]


def test_a_double_click_on_the_icon_acts_once_and_on_a_row_not_at_all(desk):
    first, second = desk.arrive("nun"), desk.arrive("one")
    desk.give(first)
    desk.give(second)
    view = desk.list("with_peer")
    place = desk.place_of("with_peer", 0)
    double_click(view.viewport(), place)
    desk.settle()
    assert desk.queue()["left"] == []

    place.setX(view.viewport().width() - 20)
    double_click(view.viewport(), place)
    desk.settle()
    assert desk.queue()["left"] == ["José Núñez"]


def test_the_mouse_over_an_action_shows_that_it_can_be_pressed(desk):
    desk.arrive("nun")
    view = desk.list("waiting")
    place = desk.place_of("waiting", 0)
    QTest.mouseMove(view.viewport(), place)
    before = view.grab().toImage()
    assert view.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor

    place.setX(view.viewport().width() - 20)
    QTest.mouseMove(view.viewport(), place)
    assert view.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    assert view.grab().toImage() != before

    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert view.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor


def test_without_any_peer_the_menu_says_who_adds_them(desk):
    with mock.patch.object(people, "peers", return_value=[]):
        desk.page.tick()
        desk.arrive("nun")
        desk.page.refresh()
        desk.settle()
    assert "No Wellness Peers yet" in desk.texts()

    with mock.patch.object(peers, "choices", return_value=()):
        desk.press_slowly("Ctrl+H")
    assert desk.menu() == ["There is no Wellness Peer yet. An administrator adds them under People."]
    desk.press_slowly("Return", "Escape")
    assert desk.queue()["waiting"] == ["José Núñez"]


def test_the_right_mouse_button_opens_the_menu_of_the_row_below_it(desk):
    desk.arrive("nun")
    view = desk.list("waiting")
    place = desk.place_of("waiting", 0)
    QApplication.sendEvent(view.viewport(), QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, view.viewport().mapToGlobal(place)))
    desk.settle()

    assert desk.menu()[1] == "Check out\tCtrl+O"
    desk.press_slowly("Down", "Down", "Return")
    assert desk.queue()["left"] == ["José Núñez"]


def test_the_right_mouse_button_does_not_act(desk):
    desk.give(desk.arrive("nun"))
    view = desk.list("with_peer")
    place = view.visualRect(view.rows_model.index(0, 0)).center()
    place.setX(view.viewport().width() - 20)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.RightButton, pos=place)
    desk.settle()

    assert desk.queue()["with_peer"] == ["José Núñez"]


def test_a_row_that_moves_up_under_the_mouse_is_not_taken_for_the_one_pressed(desk):
    first, second = desk.arrive("nun"), desk.arrive("one")
    desk.give(first)
    desk.give(second)
    view = desk.list("with_peer")
    place = view.visualRect(view.rows_model.index(0, 0)).center()
    place.setX(view.viewport().width() - 20)
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    desk.ask(visits.check_out, first.id)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    desk.settle()

    assert desk.queue()["with_peer"] == ["Anna O'Neil"]


def test_after_a_check_out_nobody_else_is_chosen(desk):
    first, second = desk.arrive("nun"), desk.arrive("one")
    desk.give(first)
    desk.give(second)
    desk.select("with_peer", first)
    desk.press("Ctrl+O", "Ctrl+O", "Ctrl+O")
    desk.settle()

    assert desk.queue()["left"] == ["José Núñez"]
    view = desk.list("with_peer")
    assert view.current() is None

    assert view.currentIndex().row() == 0
    outlined = view.viewport().grab().toImage()
    desk.page.focus_first()
    assert view.viewport().grab().toImage() != outlined
    desk.press_slowly("Ctrl+O")
    assert desk.queue()["with_peer"] == ["Anna O'Neil"]


@pytest.mark.parametrize("key", ["Down", "Up", "Home", "End", "Space"])
def test_after_a_check_out_the_next_in_line_is_one_key_away(desk, key):
    arrived = [desk.arrive(letters) for letters in ("nun", "one", "woj")]
    for visit in arrived:
        desk.give(visit)
    desk.select("with_peer", arrived[1])
    desk.press_slowly("Ctrl+O", "Return", "Ctrl+H", "Ctrl+O")
    assert desk.queue()["left"] == ["Anna O'Neil"]
    assert desk.said() == "First choose who leaves, in “Waiting” or “With a peer”."

    desk.center.clock.advance(minutes=1)
    desk.press_slowly(key, "Ctrl+O")
    assert desk.queue()["left"][0] == ("José Núñez" if key == "Home" else "Łukasz Wójcik")


def test_after_the_last_row_the_one_above_is_next(desk):
    first, second = desk.arrive("nun"), desk.arrive("one")
    desk.select("waiting", second)
    desk.press_slowly("Ctrl+O", "Down")

    assert desk.list("waiting").current().visit.id == first.id


def test_a_list_entered_with_tab_highlights_whom_keys_act_on(desk):
    first = desk.arrive("nun")
    desk.arrive("one")
    view = desk.list("waiting")
    while desk.focused() != "queue.waiting":
        desk.press("Tab")

    assert view.current().visit.id == first.id
    desk.press("End", "Home")
    assert view.current().visit.id == first.id


@pytest.mark.parametrize(("key", "row"), [("Home", 0), ("End", 1)])
def test_home_and_end_highlight(desk, key, row):
    desk.arrive("nun")
    desk.arrive("one")
    view = desk.list("waiting")
    view.setFocus()
    assert view.current() is None
    desk.press_slowly("Return", "Ctrl+H")
    assert desk.said() == "First choose who is handed over, in “Waiting”."
    assert QApplication.activePopupWidget() is None

    desk.press(key)
    assert view.selectionModel().selectedIndexes() == [view.rows_model.index(row, 0)]


def test_enter_pressed_five_times_checks_one_out(desk):
    first, second = desk.arrive("nun"), desk.arrive("one")
    desk.give(first)
    desk.give(second)
    desk.select("with_peer", first)
    with mock.patch.object(visits, "check_out", wraps=visits.check_out) as counted, messages.answering() as problems:
        desk.press(*["Return"] * 5)
        desk.settle()

    assert counted.call_count == 1
    assert problems == []
    assert desk.queue()["with_peer"] == ["Anna O'Neil"]


def test_undo_goes_back_step_by_step(desk):
    desk.type("nun")
    desk.press_slowly("Return", "Return", "Ctrl+H", "Return", "Down", "Right", "Ctrl+O")
    assert desk.queue()["left"] == ["José Núñez"]

    desk.press_slowly("Ctrl+Z")
    assert desk.said() == "J. N. is with Otto Other again."
    desk.press_slowly("Ctrl+Z")
    assert desk.said() == "J. N. is waiting again."
    desk.press_slowly("Ctrl+Z")
    assert desk.said() == "The check-in of J. N. was taken back."
    assert desk.queue() == {"waiting": [], "with_peer": [], "left": []}


def test_undo_takes_the_newest_step_whatever_is_chosen(desk):
    first, second = desk.arrive("nun"), desk.arrive("one")
    desk.give(first)
    desk.select("with_peer", first)
    desk.press_slowly("Ctrl+O")
    desk.select("waiting", second)
    desk.press_slowly("Ctrl+Z")

    assert desk.queue() == {"waiting": ["Anna O'Neil"], "with_peer": ["José Núñez"], "left": []}


def test_a_step_that_cannot_be_undone_says_why_and_stands_in_nobodys_way(desk):
    desk.type("one")
    desk.press_slowly("Return", "Return")
    visit = desk.arrive("nun")
    desk.select("waiting", visit)
    desk.press_slowly("Ctrl+H")
    peer = desk.menu()[0].split("\t")[0]
    desk.press_slowly("Return")
    body = NoteBody(service="", topics=(), offers=(), strengths=(), text="Begun.", next_step="",
                    red_flag=RedFlagCheck.UNASKED)
    desk.ask(lambda _desk: sessions.save_draft(desk.center.desks[peer], _session(desk.center.desks[peer]), body))

    with messages.answering() as problems:
        desk.press_slowly("Ctrl+Z")
    assert "The Wellness Peer has already begun the note, so this cannot be undone." in problems[0]
    desk.come_back()
    desk.press_slowly("Ctrl+Z")
    assert desk.queue() == {"waiting": [], "with_peer": ["José Núñez"], "left": []}


def test_a_row_of_those_who_left_brings_them_back(desk):
    visit = desk.arrive("nun")
    desk.ask(visits.check_out, visit.id)
    desk.click_action("left", 0)

    assert desk.queue()["waiting"] == ["José Núñez"]


def test_of_two_who_left_at_the_same_moment_the_later_visit_stands_first(desk):
    arrived = [desk.arrive(letters) for letters in ("nun", "one", "woj")]
    for place in (2, 0, 1):
        desk.ask(visits.check_out, arrived[place].id)

    assert desk.queue()["left"] == ["Łukasz Wójcik", "Anna O'Neil", "José Núñez"]


@pytest.mark.parametrize(("stage", "entries"), [
    ("waiting", ["Hand over…\tCtrl+H", "Check out\tCtrl+O", "Let rest\tCtrl+R", "Set right…\tCtrl+E",
                 "Pass slip…\tCtrl+P", "Open the student's page", "Take back the check-in…"]),
    ("with_peer", ["Check out\tCtrl+O", "Let rest\tCtrl+R", "Back to the queue\tCtrl+B", "Set right…\tCtrl+E",
                   "Pass slip…\tCtrl+P", "Open the student's page", "Take back the last step"]),
    ("resting", ["Hand over…\tCtrl+H", "Check out\tCtrl+O", "Back to the queue\tCtrl+B", "Set right…\tCtrl+E",
                 "Pass slip…\tCtrl+P", "Open the student's page", "Take back the last step"]),
    ("left", ["Set right…\tCtrl+E", "Pass slip…\tCtrl+P", "Open the student's page", "Take back the check-out"]),
])  # fmt: skip
def test_the_menu_of_a_row_offers_what_can_be_done(desk, stage, entries):
    visit = desk.arrive("nun")
    if stage != "waiting":
        desk.give(visit)
    if stage == "resting":
        desk.ask(visits.rest, visit.id)
    if stage == "left":
        desk.ask(visits.check_out, visit.id)
    desk.select(stage, visit)
    open_menu_by_key(desk.list(stage))

    assert desk.menu() == entries
    QApplication.activePopupWidget().close()


def test_taking_back_a_check_in_from_the_menu_asks_first(desk):
    visit = desk.arrive("nun")
    desk.select("waiting", visit)
    with messages.answering(False) as asked:
        open_menu_by_key(desk.list("waiting"))
        desk.press_slowly("Up", "Return")
    assert asked[0].startswith("Take back the check-in of J. N.?")
    assert desk.queue()["waiting"] == ["José Núñez"]

    with messages.answering(True):
        open_menu_by_key(desk.list("waiting"))
        desk.press_slowly("Up", "Return")
    assert desk.queue()["waiting"] == []


def test_arrow_keys_lead_from_the_search_into_the_lists_and_back(desk):
    first, second = desk.arrive("nun"), desk.arrive("one")
    desk.give(first)
    gone = desk.arrive("woj")
    desk.ask(visits.check_out, gone.id)

    desk.press("Down")
    assert desk.focused() == "queue.waiting"
    assert desk.list("waiting").current().visit.id == second.id
    desk.press("Right")
    assert desk.focused() == "queue.with_peer"
    assert desk.list("waiting").current() is None
    desk.press("Left", "Left")
    assert desk.focused() == "queue.left"
    desk.press("Escape")
    assert desk.focused() == "checkin.search"


def test_down_skips_an_empty_list(desk):
    desk.give(desk.arrive("nun"))
    desk.press("Down")

    assert desk.focused() == "queue.with_peer"


def test_letters_typed_in_a_list_search_for_a_student(desk):
    desk.select("waiting", desk.arrive("one"))
    desk.type("nun")

    assert desk.find("checkin.search").text() == "nun"
    desk.press_slowly("Return", "Return")
    assert desk.queue()["waiting"] == ["Anna O'Neil", "José Núñez"]


def test_tab_goes_round_and_never_traps(desk):
    desk.arrive("one")
    seen = []
    for _step in range(16):
        desk.press("Tab")
        seen.append(desk.focused())

    assert {"checkin.search", "queue.waiting", "queue.with_peer", "queue.left", "queue.hand_over",
            "queue.discreet"} <= set(seen)
    assert seen.index("queue.waiting") < seen.index("queue.with_peer")


def test_times_go_on_at_once_however_long_the_store_takes(desk):
    desk.arrive("nun", reason="take_a_break")
    desk.center.clock.advance(minutes=15)
    desk.page.tick()
    (row,) = desk.rows("waiting")
    assert (row.time, row.late) == ("15 min", False)

    desk.center.clock.advance(minutes=1)
    desk.page.tick()
    (row,) = desk.rows("waiting")
    assert (row.time, row.late) == ("16 min", True)
    assert "Next: number 1 (J. N.) · 1 past the usual time" in desk.texts()


def test_a_new_day_begins_with_an_empty_queue(desk):
    desk.arrive("nun")
    desk.center.clock.advance(hours=20)
    desk.page.tick()
    desk.settle()

    assert desk.names("waiting") == []
    assert "Tuesday, September 15, 2026" in desk.texts()


def test_a_refresh_without_news_draws_nothing_anew(desk):
    desk.arrive("nun")
    model = desk.list("waiting").rows_model
    spies = [QSignalSpy(signal) for signal in (model.dataChanged, model.rowsInserted, model.rowsRemoved,
                                               model.layoutChanged, model.modelReset)]  # fmt: skip
    desk.page.refresh()
    desk.settle()

    assert [spy.count() for spy in spies] == [0] * len(spies)


def test_a_refresh_keeps_selection_focus_and_place(desk):
    for letters in ("nun", "one", "woj"):
        last = desk.arrive(letters)
    desk.select("waiting", last)
    desk.arrive("ngu")

    assert desk.focused() == "queue.waiting"
    assert desk.list("waiting").current().visit.id == last.id


def test_the_lists_are_sound_models(desk, qtmodeltester):
    QAbstractItemModelTester(
        desk.list("waiting").rows_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    first = desk.arrive("nun")
    desk.arrive("one")
    desk.give(first)
    desk.ask(visits.undo, first.id)
    qtmodeltester.check(desk.list("waiting").rows_model)

    assert desk.names("waiting") == ["J. N.", "A. O."]


def test_headings_count_and_sum_up(desk):
    first = desk.arrive("nun", minutes=4)
    desk.arrive("one", minutes=3)
    gone = desk.arrive("woj", minutes=13)
    desk.give(first)
    desk.ask(visits.check_out, gone.id)

    texts = desk.texts()
    assert "1 Wellness Peer is free" in texts
    assert "Newest: Ł. W., 10:20 AM" in texts
    assert desk.rows("left")[0].detail == "Stayed 13 min"


def test_tooltips_tell_of_the_row_and_of_its_action(desk):
    desk.find("queue.discreet").click()
    desk.arrive("nun")
    view = desk.list("waiting")
    middle = desk.place_of("waiting", 0)
    assert tooltip_at(view, middle) == (
        "José Núñez · Grade 10 · …001\nTalk with a peer\nWalk-in\nArrived 10:00 AM")

    middle.setX(view.viewport().width() - 20)
    assert tooltip_at(view, middle) == "Hand over to a Wellness Peer (Ctrl+H)"


def tooltip_at(view, place):
    QToolTip.hideText()
    event = QHelpEvent(QEvent.Type.ToolTip, place, view.viewport().mapToGlobal(place))
    QApplication.sendEvent(view.viewport(), event)
    return QToolTip.text()


def double_click(widget, place):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, pos=place)


def open_menu_by_key(view):
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, view.rect().center(), view.mapToGlobal(
        view.rect().center()))
    QApplication.sendEvent(view, event)


def _session(peer_desk):
    (session,) = sessions.mine(peer_desk)
    return session.id
