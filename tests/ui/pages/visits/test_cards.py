"""A scanned card checks its student in; a card that is nobody's can be given to somebody, once."""

from PySide6.QtWidgets import QPushButton

from tests.widgets import in_windows
from wellnessdesk.services import student_facts, students
from wellnessdesk.store import students as rows


def scan(desk, number):
    desk.page.take_card(number)
    desk.settle()


def panel_name(desk):
    return desk.page._panel.student.name


def test_a_known_card_opens_the_check_in_and_enter_does_it(desk):
    desk.ask(student_facts.assign_card, 1, "0412345678")
    scan(desk, "0412345678")
    assert panel_name(desk) == "José Núñez"
    desk.press_slowly("Return")
    assert desk.queue()["waiting"] == ["José Núñez"]


def test_the_card_of_somebody_who_is_here_says_so(desk):
    desk.ask(student_facts.assign_card, 1, "0412345678")
    desk.arrive("nun")
    scan(desk, "0412345678")
    assert desk.said() == "José Núñez: already here since 10:00 AM"
    assert desk.page._panel.student is None


def test_the_card_of_somebody_who_left_the_roster_says_so(desk):
    desk.ask(student_facts.assign_card, 1, "0412345678")

    def leave(front):
        with front.change("students") as change:
            rows.change_many(change.tx, [{"id": 1, "active": False}])
            change.record("roster.accept", "roster")

    desk.ask(leave)
    scan(desk, "0412345678")
    assert desk.said() == "José Núñez: not on the roster any more"


def test_an_unknown_card_says_so_and_can_be_assigned(desk):
    scan(desk, "7766554433")
    assert any("ends in 4433" in text for text in desk_texts())
    desk.find("card.search").setFocus()
    desk.type("anna")
    desk.press_slowly("Return", "Return")
    assert panel_name(desk) == "Anna O'Neil"
    assert desk.ask(students.by_card, "7766554433").student.name == "Anna O'Neil"


def test_an_unknown_card_can_be_left_alone(desk):
    scan(desk, "7766554433")
    cancel = next(widget for widget in in_windows() if isinstance(widget, QPushButton) and widget.text() == "Cancel")
    cancel.click()
    desk.settle()
    assert desk.ask(students.by_card, "7766554433") is None
    assert desk.page._panel.student is None


def desk_texts():
    return [widget.text() for widget in in_windows() if hasattr(widget, "text")]
