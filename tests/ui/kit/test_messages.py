import logging
import sys

import pytest
from PySide6.QtCore import QEvent, QPointF, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.ui.kit import messages, toast
from wellnessdesk.ui.kit.toast import Toast


@pytest.fixture
def window(qtbot):
    made = QWidget()
    made.resize(800, 600)
    qtbot.addWidget(made)
    made.show()
    return made


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel)]


def press(widget, text):
    next(each for each in widget.findChildren(QPushButton) if each.text() == text).click()


def toasts(window):
    return [each for each in window.findChildren(Toast) if each.isVisible()]


def test_a_problem_is_shown_in_its_own_words(window):
    with messages.answering() as shown:
        messages.problem(window, Problem("The stick is full. Take another one."))
    assert "The stick is full. Take another one." in shown[0]


def test_failure_tells_problems_and_bugs_apart(window):
    with messages.answering() as shown:
        messages.failure(window, Denied("Only a coordinator can read this."))
        messages.failure(window, ZeroDivisionError())
    assert "Only a coordinator" in shown[0]
    assert "ZeroDivisionError" in shown[1]


def test_a_bug_is_logged_and_shown_without_what_somebody_typed(window, caplog):
    with messages.answering() as shown, caplog.at_level(logging.ERROR):
        messages.bug(window, KeyError("Ana"))
    assert "KeyError" in caplog.text
    assert "Ana" not in caplog.text + shown[0]


def test_the_same_bug_again_does_not_stop_anybody(window):
    with messages.answering() as shown:
        messages.bug(window, KeyError())
        messages.bug(window, KeyError())
    assert len(shown) == 1
    assert len(toasts(window)) == 1


def test_confirm_says_what_will_happen_and_gives_the_answer(window):
    for answer in (True, False):
        with messages.answering(answer) as shown:
            assert messages.confirm(window, "Remove Luis?", "What he wrote stays.", "Remove", danger=True) is answer
        assert shown == ["Remove Luis?\nWhat he wrote stays."]


def test_a_question_is_on_the_screen_while_it_is_answered(window):
    seen = []

    def reply(message):
        seen.append((message.isVisible(), texts(message), message.action, message.grab().isNull()))
        return True

    with messages.answering(reply):
        messages.confirm(window, "Sign this note?", "It is locked then.", "Sign note")
    [(visible, written, action, nothing)] = seen
    assert visible
    assert "It is locked then." in written
    assert action == "Sign note"
    assert not nothing


def answer_really(act):
    """Operate the message box as a person would, once it runs."""
    QTimer.singleShot(0, lambda: act(QApplication.activeModalWidget()))


def test_the_button_with_the_action_means_yes(window):
    answer_really(lambda box: press(box, "Remove"))
    assert messages.confirm(window, "Remove Luis?", "It stays.", "Remove", danger=True) is True


def test_escape_means_no(window, qtbot):
    answer_really(lambda box: qtbot.keyClick(box, "\x1b"))
    assert messages.confirm(window, "Sign?", "Locked.", "Sign") is False


@pytest.mark.parametrize(("danger", "expected"), [(False, True), (True, False)])
def test_enter_goes_on_unless_something_would_be_destroyed(window, qtbot, danger, expected):
    answer_really(lambda box: qtbot.keyClick(box.focusWidget(), "\r"))
    assert messages.confirm(window, "Sure?", "So.", "Go on", danger=danger) is expected


def test_a_long_message_is_as_high_as_its_text(window):
    heights = {}

    def reply(message):
        longest = max(message.findChildren(QLabel), key=lambda label: len(label.text()))
        heights[len(longest.text())] = message.height()
        assert longest.height() >= longest.heightForWidth(longest.width())
        return True

    with messages.answering(reply):
        messages.notice(window, "Title", "short")
        messages.notice(window, "Title", "a sentence of some length. " * 30)
    assert heights[max(heights)] > heights[min(heights)] + 150


def test_a_message_needs_no_window():
    with messages.answering() as shown:
        messages.notice(None, "Title", "Text")
        messages.bug(None, ValueError())
        messages.bug(None, ValueError())
    assert len(shown) == 3


def test_what_nobody_caught_is_shown_as_a_bug(window, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    messages.watch_for_bugs()
    with messages.answering() as shown:
        sys.excepthook(KeyError, KeyError(), None)
        sys.excepthook(Problem, Problem("The stick is gone."), None)
    assert "KeyError" in shown[0]
    assert "The stick is gone." in shown[1]


def test_ctrl_c_is_not_a_bug(monkeypatch):
    ended = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "__excepthook__", lambda *what: ended.append(what[0]))
    messages.watch_for_bugs()
    with messages.answering() as shown:
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert ended == [KeyboardInterrupt]
    assert shown == []


def test_a_passing_message_goes_by_itself(window, qtbot, monkeypatch):
    monkeypatch.setattr(toast, "SHOWN_MS", 30)
    messages.say(window, "Checked out.")
    [shown] = toasts(window)
    assert "Checked out." in texts(shown)
    qtbot.waitUntil(lambda: not toasts(window), timeout=2000)


def test_a_newer_message_takes_the_place_of_the_older(window):
    messages.say(window, "One")
    messages.say(window, "Two")
    assert [texts(each) for each in toasts(window)] == [["Two"]]


def test_a_passing_message_leaves_the_buttons_at_the_foot_of_a_page_free(window):
    """For seconds somebody would miss the button they need next."""
    messages.say(window, "Checked in.", undo=lambda: None)
    [shown] = toasts(window)
    assert window.height() - shown.geometry().bottom() > 2 * 36


def test_undo_is_done_once_and_closes_the_message(window):
    undone = []
    messages.say(window, "Checked out.", undo=lambda: undone.append(1))
    [shown] = toasts(window)
    undo = next(each for each in shown.findChildren(QPushButton) if each.text() == "Undo")
    undo.click()
    undo.click()
    assert undone == [1]
    assert toasts(window) == []


def test_a_message_waits_while_somebody_points_at_it(window, qtbot, monkeypatch):
    monkeypatch.setattr(toast, "SHOWN_MS", 40)
    messages.say(window, "Read me.")
    [shown] = toasts(window)
    at = QPointF(5, 5)
    QApplication.sendEvent(shown, QEnterEvent(at, at, at))
    qtbot.wait(120)
    assert toasts(window)
    QApplication.sendEvent(shown, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: not toasts(window), timeout=2000)


def test_a_message_waits_while_the_keyboard_is_in_it(window, qtbot, monkeypatch):
    monkeypatch.setattr(toast, "SHOWN_WITH_UNDO_MS", 40)
    other = QPushButton("Other", window)
    other.show()
    messages.say(window, "Read me.", undo=lambda: None)
    [shown] = toasts(window)
    window.activateWindow()
    undo = shown.findChildren(QPushButton)[0]
    undo.setFocus()
    qtbot.waitUntil(undo.hasFocus)
    qtbot.wait(150)
    assert toasts(window)
    other.setFocus()
    qtbot.waitUntil(lambda: not toasts(window), timeout=2000)


def test_a_message_stays_inside_its_window(window):
    messages.say(window, "A long message that says much more than is good for it. " * 4, undo=lambda: None)
    for width in (800, 400):
        window.resize(width, 300)
        QApplication.processEvents()
        [shown] = toasts(window)
        assert window.rect().contains(shown.geometry())
        [text] = shown.findChildren(QLabel)
        assert text.height() >= text.heightForWidth(text.width())
