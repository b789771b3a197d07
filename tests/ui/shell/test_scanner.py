"""A card scanned anywhere in the window is read; what hands type is never swallowed, torn apart or turned around."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from wellnessdesk.domain.people import Role
from wellnessdesk.ui.kit.toast import Toast
from wellnessdesk.ui.shell.scanner import HELD_MS, CardScanner


class Room:
    """A window with a field, a note and a button, a scanner that listens, and a clock that goes by the key."""

    def __init__(self, qtbot):
        self.window = QMainWindow()
        body = QWidget()
        column = QVBoxLayout(body)
        self.field, self.note, self.button = QLineEdit(), QPlainTextEdit(), QPushButton("Press")
        for part in (self.field, self.note, self.button):
            column.addWidget(part)
        self.window.setCentralWidget(body)
        self.pressed, self.entered, self.cards, self.cut = [], [], [], []
        self.button.clicked.connect(lambda: self.pressed.append(1))
        self.field.returnPressed.connect(lambda: self.entered.append(self.field.text()))
        self.shortcut = QShortcut(QKeySequence(Qt.Key.Key_Return), self.button)
        self.shortcut.activated.connect(lambda: self.pressed.append("shortcut"))
        qtbot.addWidget(self.window)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.now = 1_000.0
        self.scanner = CardScanner(self.window, lambda: self.now)
        self.scanner._timer.setInterval(60_000)  # `pause` says when; a busy computer is no slow scanner
        self.scanner.scanned.connect(self.cards.append)
        self.scanner.cut_off.connect(lambda: self.cut.append(1))
        self.scanner.watch(self.window.windowHandle())

    def key(self, letter, after):
        self.now += after
        key = {"\n": Qt.Key.Key_Return}.get(letter, letter)
        QTest.keyClick(self.window.windowHandle(), key)

    def keys(self, text, gap):
        for letter in text:
            self.key(letter, gap)

    def pause(self):
        """Longer than a digit is held back."""
        if self.scanner._timer.isActive():
            self.scanner._timer.stop()
            self.scanner._timer.timeout.emit()


@pytest.fixture
def room(qtbot):
    return Room(qtbot)


@pytest.mark.parametrize("where", ["field", "note", "button"])
def test_a_card_is_read_whatever_has_the_focus_and_leaves_no_digit_there(room, where):
    getattr(room, where).setFocus()
    room.keys("0412345678\n", 8)
    room.pause()
    assert room.cards == ["0412345678"]
    assert (room.field.text(), room.note.toPlainText(), room.pressed, room.entered, room.cut) == ("", "", [], [], [])


def test_two_cards_in_a_row_are_two(room):
    room.keys("12345\n67890\n", 10)
    assert room.cards == ["12345", "67890"]


@pytest.mark.parametrize("gap", [60, 120, 400])
def test_what_hands_type_arrives_whole_and_in_order(room, gap):
    room.field.setFocus()
    room.shortcut.setEnabled(False)
    room.keys("20431x7\n", gap)
    room.pause()
    assert room.entered == ["20431x7"]
    assert room.cards == []


def test_a_single_digit_arrives_after_a_moment(room, qtbot):
    room.field.setFocus()
    room.scanner._timer.setInterval(HELD_MS)
    room.key("7", 500)
    qtbot.waitUntil(lambda: room.field.text() == "7")
    assert room.field.text() == "7"


def test_few_fast_digits_and_enter_are_no_card(room):
    room.field.setFocus()
    room.shortcut.setEnabled(False)
    room.keys("1234\n", 5)
    assert room.entered == ["1234"]
    assert room.cards == []


def test_enter_of_hands_after_a_number_is_no_card(room):
    room.field.setFocus()
    room.shortcut.setEnabled(False)
    room.keys("2043", 5)
    room.key("\n", 300)
    assert (room.entered, room.cards) == (["2043"], [])


def test_half_a_number_and_then_nothing_goes_nowhere_and_is_told(room):
    room.note.setFocus()
    room.keys("041234", 8)
    room.pause()
    assert (room.note.toPlainText(), room.cards, room.cut) == ("", [], [1])
    room.keys("98765\n", 8)
    assert room.cards == ["98765"]


def test_enter_five_times_after_a_card_is_one_card(room):
    room.note.setFocus()
    room.shortcut.setEnabled(False)
    room.keys("98765\n\n\n\n\n", 8)
    assert room.cards == ["98765"]


def test_letters_among_fast_digits_are_typed_text(room):
    room.field.setFocus()
    room.keys("12345a678", 5)
    room.pause()
    assert room.field.text() == "12345a678"


def test_a_digit_held_down_and_digits_with_control_are_not_a_scanner(room):
    room.field.setFocus()
    asked = []
    QShortcut(QKeySequence("Ctrl+1"), room.window).activated.connect(lambda: asked.append(1))
    QTest.keyClick(room.window.windowHandle(), "1", Qt.KeyboardModifier.ControlModifier)
    assert (asked, room.field.text()) == ([1], "")
    QTest.keyClick(room.window.windowHandle(), "1", Qt.KeyboardModifier.KeypadModifier)
    room.pause()
    assert room.field.text() == "1"


def test_the_mouse_and_everything_else_go_on_as_ever(room):
    QTest.mouseClick(room.window.windowHandle(), Qt.MouseButton.LeftButton,
                     pos=room.button.mapTo(room.window, room.button.rect().center()))
    assert room.pressed == [1]


def scan(shown, number):
    shown.screen._scanner._clock = lambda: 0.0  # a busy computer is no slow scanner
    shown.screen._scanner._timer.setInterval(60_000)
    for letter in [*number, Qt.Key.Key_Return]:
        QTest.keyClick(shown.frame.windowHandle(), letter)
    shown.drive.settle()


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.COORDINATOR])
def test_from_any_page_a_card_leads_to_the_check_in(at_desk, role):
    shown = at_desk(role)
    scan(shown, "200003")  # a card that bears the student number
    assert shown.screen.key_shown == "today"
    assert shown.screen.page._panel.student.name == "Minh Nguyễn"


@pytest.mark.parametrize("role", [Role.PEER, Role.ADMINISTRATOR])
def test_who_checks_nobody_in_is_told_so_and_gets_no_digit(at_desk, role):
    shown = at_desk(role)
    before = shown.screen.key_shown
    scan(shown, "200003")
    assert shown.screen.key_shown == before
    assert [toast.text.text() for toast in shown.frame.findChildren(Toast)] == [
        "Cards are read where the front desk is signed in."]
