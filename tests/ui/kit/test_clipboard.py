"""A copied secret leaves the real clipboard after half a minute, and nothing else does."""

import pytest
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from tests.support import PASSPHRASE
from wellnessdesk.ui.kit import clipboard
from wellnessdesk.ui.kit.fields import PassphraseField
from wellnessdesk.ui.tour.driver import pause

SOON = 60


@pytest.fixture
def copied(themed):
    """What the clipboard holds; it is empty before and after."""
    QGuiApplication.clipboard().clear()
    yield lambda: QGuiApplication.clipboard().text()
    clipboard.forget()
    QGuiApplication.clipboard().clear()


@pytest.fixture
def soon(monkeypatch):
    """Half a minute is over at once."""
    monkeypatch.setattr(clipboard, "KEEP_MS", SOON)


@pytest.fixture
def window(qtbot):
    """A passphrase with what was typed in it, beside a field that is no secret."""
    made = QWidget()
    column = QVBoxLayout(made)
    made.secret, made.other = PassphraseField("Passphrase"), QLineEdit("a quiet street")
    made.secret.edit.setText(PASSPHRASE)
    for part in (made.secret, made.other):
        column.addWidget(part)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def show(field):
    field.findChild(QAbstractButton).click()


def copy(edit, keys="Ctrl+C"):
    edit.setFocus()
    edit.selectAll()
    QTest.keySequence(edit, keys)


def test_it_is_half_a_minute():
    assert clipboard.KEEP_MS == 30_000


@pytest.mark.parametrize("keys", ["Ctrl+C", "Ctrl+X"])
def test_a_passphrase_that_was_shown_and_copied_is_cleared(window, copied, soon, qtbot, keys):
    show(window.secret)
    copy(window.secret.edit, keys)
    assert copied() == PASSPHRASE

    qtbot.waitUntil(lambda: copied() == "", timeout=2_000)


def test_a_part_of_it_is_cleared_too(window, copied, soon, qtbot):
    show(window.secret)
    window.secret.edit.setFocus()
    window.secret.edit.setSelection(2, 5)
    QTest.keySequence(window.secret.edit, "Ctrl+C")
    assert copied() == PASSPHRASE[2:7]

    qtbot.waitUntil(lambda: copied() == "", timeout=2_000)


def test_it_stays_until_then(window, copied):
    show(window.secret)
    copy(window.secret.edit)
    pause(2 * SOON)

    assert copied() == PASSPHRASE


def test_while_it_is_hidden_it_cannot_be_copied(window, copied):
    copy(window.secret.edit)

    assert copied() == ""


def test_what_was_copied_after_it_stays(window, copied, soon):
    show(window.secret)
    copy(window.secret.edit)
    QGuiApplication.clipboard().setText("a phone number")
    pause(3 * SOON)

    assert copied() == "a phone number"


def test_what_is_no_secret_stays(window, copied, soon):
    copy(window.other)
    pause(3 * SOON)

    assert copied() == "a quiet street"


def test_it_is_cleared_after_the_field_is_gone(qtbot, themed, copied, soon):
    field = PassphraseField("Passphrase")
    field.edit.setText(PASSPHRASE)
    field.show()
    show(field)
    copy(field.edit)
    field.deleteLater()
    assert copied() == PASSPHRASE

    qtbot.waitUntil(lambda: copied() == "", timeout=2_000)


def test_the_second_secret_has_its_own_half_minute(window, copied, qtbot, monkeypatch):
    show(window.secret)
    monkeypatch.setattr(clipboard, "KEEP_MS", 4 * SOON)
    copy(window.secret.edit)
    pause(2 * SOON)
    window.secret.edit.setText("another one")
    copy(window.secret.edit)
    pause(3 * SOON)
    assert copied() == "another one", "the first one's time was over"

    qtbot.waitUntil(lambda: copied() == "", timeout=2_000)


def test_several_lines_are_recognized(qtbot, themed, copied, soon):
    field = QPlainTextEdit("abandon zoo\nhat")
    qtbot.addWidget(field)
    clipboard.guard(field)
    field.show()
    copy(field)
    field.moveCursor(QTextCursor.MoveOperation.End)
    assert copied() == "abandon zoo\nhat"

    qtbot.waitUntil(lambda: copied() == "", timeout=2_000)
