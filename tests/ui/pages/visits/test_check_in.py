"""Checking in at the front desk: three letters, Enter, Enter; and what can go wrong."""

import threading
from unittest import mock

import pytest
from PySide6.QtWidgets import QApplication, QListWidget

from tests.widgets import in_windows
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.appointments import Shift, Wanted
from wellnessdesk.domain.peers import ConflictKind
from wellnessdesk.domain.students import Student
from wellnessdesk.services import appointments, peers, shifts, visits
from wellnessdesk.store import students as stored_students
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.pages.visits import form


def test_the_search_box_has_the_focus_at_once(desk):
    assert desk.focused() == "checkin.search"


def test_three_letters_enter_enter(desk):
    desk.type("nun")
    desk.press_slowly("Return", "Return")

    (visit,) = desk.ask(visits.queue).waiting
    assert (visit.student, visit.reason, visit.origin) == ("José Núñez", "talk_with_peer", "walk_in")
    assert desk.said() == "J. N. is checked in."
    assert desk.names("waiting") == ["J. N."]
    assert desk.focused() == "checkin.search"
    assert desk.find("checkin.search").text() == ""


def test_the_next_student_can_be_typed_right_away(desk):
    for letters in ("nun", "one", "woj"):
        desk.type(letters)
        desk.press_slowly("Return", "Return")

    assert desk.queue()["waiting"] == ["José Núñez", "Anna O'Neil", "Łukasz Wójcik"]


@pytest.mark.parametrize(
    ("letters", "name"),
    [("nunez", "José Núñez"), ("JOSÉ", "José Núñez"), ("nguyen", "Minh Nguyễn"), ("oneil", "Anna O'Neil"),
     ("lukasz", "Łukasz Wójcik"), ("lopez", "Zoë García-López"), ("200003", "Minh Nguyễn")],
)  # fmt: skip
def test_names_are_found_without_accents_and_case(desk, letters, name):
    desk.type(letters)

    assert [row.title for row in desk.found()] == [name]


def test_a_card_scanner_is_faster_than_the_search(desk):
    desk.press(*"200001", "Return")
    desk.settle()
    desk.press_slowly("Return")

    assert desk.queue()["waiting"] == ["José Núñez"]


def test_a_card_scanned_while_another_check_in_is_open_chooses_no_reason(desk, monkeypatch):
    monkeypatch.setattr(form, "_FASTER_THAN_HANDS", 5.0)  # the scanner is fast, this computer may be busy
    desk.type("nun")
    desk.press_slowly("Return")
    desk.press(*"200003", "Return")
    desk.settle()
    assert desk.queue()["waiting"] == []
    assert desk.find("checkin.search").text() == "200003"
    assert "Minh Nguyễn" in desk.texts()

    desk.press_slowly("Return")
    (visit,) = desk.ask(visits.queue).waiting
    assert (visit.student, visit.reason) == ("Minh Nguyễn", "talk_with_peer")


def test_a_card_scanned_while_a_button_has_the_focus(desk):
    desk.find("queue.discreet").setFocus()
    desk.press(*"200003", "Return")
    desk.settle()
    desk.press_slowly("Return")

    assert desk.queue()["waiting"] == ["Minh Nguyễn"]


def test_letters_typed_in_an_open_check_in_look_for_somebody_else(desk):
    desk.type("nun")
    desk.press_slowly("Return")
    desk.type("one")
    desk.press_slowly("Return", "Return")

    assert desk.queue()["waiting"] == ["Anna O'Neil"]


def test_equal_names_are_told_apart(desk):
    desk.type("aal")
    assert [(row.title, row.detail) for row in desk.found()] == [
        ("Aaliyah Brown", "Grade 10 · number ends in 005"), ("Aaliyah Brown", "Grade 12 · number ends in 006")]

    desk.press_slowly("Down", "Return")
    assert "Grade 12 · number ends in 006" in desk.texts()
    desk.press_slowly("Return")

    (visit,) = desk.ask(visits.queue).waiting
    assert visit.grade == "12"


def test_equal_names_in_the_queue_carry_their_last_digits(desk):
    desk.arrive("aal", nth=0)
    assert desk.names("waiting") == ["A. B."]

    desk.arrive("aal", nth=1)
    assert desk.names("waiting") == ["A. B. …005", "A. B. …006"]


def test_one_key_chooses_another_reason(desk):
    desk.type("nun")
    desk.press_slowly("Return", "4", "Return")

    (visit,) = desk.ask(visits.queue).waiting
    assert visit.reason == catalogues.visit_reasons().ids()[3]


def test_reason_and_origin_with_the_mouse(desk):
    desk.type("nun")
    desk.press_slowly("Return")
    desk.click("checkin.reason.question")
    desk.click("checkin.origin.staff_referral")
    desk.click("checkin.submit")

    (visit,) = desk.ask(visits.queue).waiting
    assert (visit.reason, visit.origin) == ("question", "staff_referral")


def test_reason_and_origin_with_the_keyboard(desk):
    desk.type("nun")
    desk.press_slowly("Return", "Down")
    while not desk.focused().startswith("checkin.origin"):
        desk.press_slowly("Tab")
    desk.press_slowly("Right", "Return")

    (visit,) = desk.ask(visits.queue).waiting
    assert (visit.reason, visit.origin) == ("tutoring", "appointment")


def test_the_next_check_in_begins_with_the_usual_reason_again(desk):
    desk.type("nun")
    desk.press_slowly("Return", "8", "Return")
    desk.type("one")
    desk.press_slowly("Return", "Return")

    assert [visit.reason for visit in desk.ask(visits.queue).waiting] == ["question", "talk_with_peer"]


def test_enter_pressed_five_times_makes_one_check_in(desk, counted_check_ins):
    desk.type("nun")
    with messages.answering() as problems:
        desk.press(*["Return"] * 5)
        desk.settle()
        desk.press_slowly(*["Return"] * 5)

    assert problems == []
    assert counted_check_ins.call_count == 1
    assert desk.queue()["waiting"] == ["José Núñez"]


def test_already_here_is_said_in_the_results_and_keeps_the_entry(desk):
    desk.arrive("nun")
    desk.type("nun")
    assert [row.note for row in desk.found()] == ["already here since 10:00 AM"]

    desk.press_slowly("Return", "4", "Return")

    assert "José Núñez is already here since 10:00 AM." in desk.texts()
    assert desk.find("checkin.reason.tutoring").isChecked()
    assert desk.find("checkin.search").text() == "nun"
    assert desk.queue()["waiting"] == ["José Núñez"]


def test_after_a_refusal_the_same_entry_can_be_sent_again(desk):
    visit = desk.arrive("nun")
    desk.type("nun")
    desk.press_slowly("Return", "4", "Return")
    desk.ask(visits.check_out, visit.id)
    desk.press_slowly("Return")

    (again,) = desk.ask(visits.queue).waiting
    assert again.reason == "tutoring"


def test_a_student_who_left_the_roster_meanwhile(desk):
    desk.type("nun")
    desk.press_slowly("Return")
    desk.ask(_take_off_the_roster, 1)
    desk.press_slowly("Return")

    assert "José Núñez is not on the roster any more. Ask your coordinator." in desk.texts()
    assert desk.find("checkin.submit").isVisible()
    assert desk.queue()["waiting"] == []


def test_a_failure_of_the_disk_keeps_the_entry(desk, monkeypatch):
    def no_room(*_arguments, **_named):
        raise Problem("The disk is full.")

    desk.type("nun")
    desk.press_slowly("Return", "4")
    with monkeypatch.context() as patch:
        patch.setattr(visits, "check_in", no_room)
        desk.press_slowly("Return")
    assert "The disk is full." in desk.texts()

    desk.press_slowly("Return")
    assert [visit.reason for visit in desk.ask(visits.queue).waiting] == ["tutoring"]


def test_a_fault_of_the_program_is_told_and_keeps_the_entry(desk):
    desk.type("nun")
    desk.press_slowly("Return", "4")
    with mock.patch.object(visits, "check_in", side_effect=ZeroDivisionError), messages.answering() as shown:
        desk.press_slowly("Return")
    assert shown[0].startswith("The program made a mistake")

    desk.come_back()
    desk.press_slowly("Return")
    assert [visit.reason for visit in desk.ask(visits.queue).waiting] == ["tutoring"]


def test_while_the_disk_is_slow_the_next_student_can_be_chosen_and_stays(desk):
    go_on = threading.Event()
    desk.type("nun")
    desk.press_slowly("Return")
    desk.tasks.run(lambda: go_on.wait(10), owner=None)
    desk.press("Return")
    QApplication.processEvents()
    desk.page._open_panel(Student(id=2, student_number="200002", given="Anna", family="O'Neil", grade="9"))
    go_on.set()
    desk.settle()
    assert desk.queue()["waiting"] == ["José Núñez"]
    assert "Anna O'Neil" in desk.texts()

    desk.press_slowly("Return")
    assert desk.queue()["waiting"] == ["José Núñez", "Anna O'Neil"]


def test_escape_from_the_search_box_closes_an_open_check_in(desk):
    desk.type("nun")
    desk.press_slowly("Return")
    desk.find("checkin.search").setFocus()
    desk.press_slowly("Escape", "Escape")

    assert desk.find("queue.left").isVisible()
    assert desk.queue()["waiting"] == []


def test_escape_goes_back_to_the_search_and_checks_nobody_in(desk):
    desk.type("nun")
    desk.press_slowly("Return", "Escape")

    assert desk.focused() == "checkin.search"
    assert desk.find("checkin.search").selectedText() == "nun"
    assert desk.queue()["waiting"] == []


def test_enter_on_the_closing_cross_closes(desk):
    desk.type("nun")
    desk.press_slowly("Return")
    desk.find("checkin.close").setFocus()
    desk.press_slowly("Return")

    assert desk.focused() == "checkin.search"
    assert desk.queue()["waiting"] == []


def test_a_page_come_back_to_stands_at_the_check_in_that_was_left_open(desk):
    desk.type("nun")
    desk.press_slowly("Return", "4")
    desk.list("waiting").setFocus()
    desk.page.focus_first()

    assert desk.focused() == "checkin.reason.tutoring"


def test_a_refresh_keeps_what_is_half_entered(desk):
    desk.type("nun")
    desk.press_slowly("Return", "4")
    desk.arrive("one")

    assert desk.focused() == "checkin.reason.tutoring"
    desk.press_slowly("Return")
    assert desk.queue()["waiting"] == ["Anna O'Neil", "José Núñez"]


def test_nobody_found_says_what_to_do(desk):
    desk.type("qqq")

    shown = desk.find("SearchResults")
    assert shown.item(0).text() == "Nobody on the roster is called that. Try fewer letters."
    desk.press_slowly("Return")
    assert desk.focused() == "checkin.search"


def test_without_a_roster_it_says_who_imports_one(desk):
    with mock.patch.object(stored_students, "everybody", return_value=[]):
        desk.center.front.cache.clear()
        desk.page.refresh()
        desk.type("nun")
    assert {"No roster yet.", "An administrator or the coordinator imports it under Roster."} <= set(desk.texts())
    assert not any(results.isVisible() for results in desk.window.findChildren(QListWidget, "SearchResults"))

    desk.center.front.cache.clear()
    desk.press_slowly("Escape")
    desk.page.refresh()
    desk.settle()
    assert "No roster yet." not in desk.texts()
    desk.type("nun")
    assert [row.title for row in desk.found()] == ["José Núñez"]


def test_undo_right_after_a_check_in_takes_it_back(desk):
    desk.type("nun")
    desk.press_slowly("Return", "Return", "Ctrl+Z")

    assert desk.queue()["waiting"] == []
    assert desk.said() == "The check-in of J. N. was taken back."
    assert not desk.find("queue.undo").isEnabled()


def test_undo_in_the_message(desk):
    desk.type("nun")
    desk.press_slowly("Return", "Return")
    button = next(widget for widget in in_windows()
                  if widget.accessibleName() == "Undo" and widget.parent().objectName() == "Toast")
    button.click()
    desk.settle()

    assert desk.queue()["waiting"] == []


def test_undo_in_a_search_that_was_begun_is_the_texts_own(desk):
    desk.arrive("one")
    desk.type("nun")
    desk.press_slowly("Return", "Return")
    desk.type("woj")
    desk.press_slowly("Ctrl+Z")

    assert desk.queue()["waiting"] == ["Anna O'Neil", "José Núñez"]
    assert desk.find("checkin.search").text() != "woj"


def test_a_coordinator_checks_in_as_well(center, at_desk):
    desk = at_desk(center.coordinator)
    desk.type("nun")
    desk.press_slowly("Return", "Return")

    assert desk.queue()["waiting"] == ["José Núñez"]


def _take_off_the_roster(desk, student):
    with desk.change("students") as change:
        stored_students.change_many(change.tx, [{"id": student, "active": False}])
        change.record("roster.accept", "roster")


def test_with_whom_a_student_cannot_be_is_said_from_the_first_letters_on_and_never_why(desk):
    otto = desk.center.desks["Otto Other"].person
    desk.ask(lambda _desk: peers.declare(desk.center.coordinator, otto.id, 1, ConflictKind.RELATIVE))
    desk.type("nun")
    assert [(row.note, row.warning) for row in desk.found()] == [("", "Not with Otto Other")]

    desk.press_slowly("Return")
    assert desk.find("checkin.not_with").text() == "Not with Otto Other"
    desk.press_slowly("Return")
    assert desk.said() == "J. N. is checked in. Not with Otto Other."
    (row,) = desk.rows("waiting")
    assert row.detail == "Not with O. O. · Grade 10"
    assert "relative" not in " ".join((*desk.texts(), row.tooltip, row.spoken)).lower()

    desk.press_slowly("Ctrl+D")
    (row,) = desk.rows("waiting")
    assert row.detail == "Not with Otto Other · Talk with a peer · Grade 10"
    assert "Not with Otto Other" in row.tooltip

    desk.type("one")
    desk.press_slowly("Return")
    assert not [each for each in in_windows() if each.objectName() == "checkin.not_with" and each.isVisible()]


def test_who_waits_is_marked_with_the_next_tick_when_a_shift_begins(desk):
    visit, otto = desk.arrive("nun"), desk.center.desks["Otto Other"].person
    desk.ask(lambda _desk: peers.declare(desk.center.coordinator, otto.id, visit.student_id, ConflictKind.FRIEND))
    soon = Shift(id=0, peer_id=otto.id, peer="", day=visit.day, starts=10 * 60 + 30, ends=11 * 60)
    desk.ask(lambda _desk: shifts.add(desk.center.coordinator, soon))
    desk.page.tick()
    desk.settle()
    assert [row.detail for row in desk.rows("waiting")] == ["Grade 10"]
    assert "No Wellness Peer is on shift now" in desk.texts()
    desk.center.clock.advance(minutes=30)
    desk.page.tick()
    desk.settle()
    assert [row.detail for row in desk.rows("waiting")] == ["Not with O. O. · Grade 10"]
    assert "1 Wellness Peer is free" in desk.texts()


def test_who_comes_for_an_appointment_is_expected_and_needs_no_other_origin(desk):
    wanted = Wanted(student_id=1, day=desk.center.front.today(), starts=10 * 60 + 15, ends=11 * 60,
                    peer_id=desk.center.peer.person.id)
    desk.ask(appointments.book, wanted)
    desk.page.tick()
    desk.settle()
    assert "Appointment: 10:15 AM (J. N.)" in desk.texts()

    desk.type("nun")
    desk.press_slowly("Return")
    assert desk.find("checkin.due").text() == "Appointment at 10:15 AM with Pia Peer"
    assert desk.find("checkin.origin.appointment").isChecked()
    desk.press_slowly("Return")
    (visit,) = desk.ask(visits.queue).waiting
    assert visit.origin == "appointment"
    assert not any(text.startswith("Appointment:") for text in desk.texts())

    desk.type("one")
    desk.press_slowly("Return")
    assert desk.find("checkin.origin.walk_in").isChecked()
