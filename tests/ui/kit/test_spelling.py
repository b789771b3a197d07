"""Spell check in a field: a line below what is wrong, suggestions by keyboard, words kept in memory only."""

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from wellnessdesk.ui.kit import spelling
from wellnessdesk.ui.pages.sessions.words_field import WordsField
from wellnessdesk.ui.tour.driver import pause

STUB = """
import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    if "word" in asked:
        print(json.dumps({"word": asked["word"], "suggestions": ["hello", "helot"]}), flush=True)
    else:
        wrong = [one for one in asked["words"] if one in ("helo", "wrld")]
        print(json.dumps({"words": asked["words"], "wrong": wrong}), flush=True)
"""
"""Speaks as `cli.spelling` does, without loading two dictionaries."""


@pytest.fixture
def speller(qapp):
    made = spelling.install([sys.executable, "-c", STUB], qapp)
    yield made
    spelling.uninstall()


@pytest.fixture
def field(speller, qtbot):
    made = WordsField("say helo to the wrld", lines=3, most=1_000)
    qtbot.addWidget(made)
    made.show()
    made.setFocus()
    assert QTest.qWaitForWindowActive(made)
    qtbot.waitUntil(lambda: underlined(made) == ["helo", "wrld"])
    return made


def underlined(field):
    block = field.document().firstBlock()
    return [block.text()[one.start:one.start + one.length] for one in block.layout().formats()]


def menu(qtbot):
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    shown = QApplication.activePopupWidget()
    qtbot.waitUntil(lambda: shown.actions()[0].text() == "hello")
    return shown


def test_by_the_keyboard_one_comes_to_a_wrong_word_and_takes_what_was_meant(field, qtbot):
    field.moveCursor(field.textCursor().MoveOperation.Start)
    QTest.keyClick(field, Qt.Key.Key_F7)
    shown = menu(qtbot)
    QTest.keyClick(shown, Qt.Key.Key_Return)
    assert field.value() == "say hello to the wrld"
    qtbot.waitUntil(lambda: underlined(field) == ["wrld"])


def test_a_word_that_is_kept_is_right_from_then_on_and_nowhere_written(field, speller, qtbot):
    field.moveCursor(field.textCursor().MoveOperation.Start)
    QTest.keyClick(field, Qt.Key.Key_F7)
    shown = menu(qtbot)
    next(one for one in shown.actions() if one.text() == "“helo” is right").trigger()
    shown.close()
    qtbot.waitUntil(lambda: underlined(field) == ["wrld"])
    assert not speller.wrong("helo")


def test_where_the_process_does_not_start_nothing_is_wrong(qapp, qtbot):
    made = spelling.install(["/nowhere/at/all"], qapp)
    field = WordsField("say helo", lines=3, most=1_000)
    qtbot.addWidget(field)
    field.show()
    pause(400)
    assert underlined(field) == []
    assert made.wrong("helo") is False
    spelling.uninstall()


def test_without_a_spell_check_a_field_is_a_field(qtbot):
    field = WordsField("say helo", lines=3, most=1_000)
    qtbot.addWidget(field)
    QTest.keyClick(field, Qt.Key.Key_F7)
    assert field.value() == "say helo"
