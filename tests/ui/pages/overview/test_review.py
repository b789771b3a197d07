"""Reviewing notes: readable, with the keyboard alone, and nothing is co-signed that was not on the screen."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.ui.pages.overview.coordinator import COMPLETE
from wellnessdesk.domain.sessions import NoteBody, RedFlagCheck
from wellnessdesk.services import note_addenda, note_returns, sessions
from wellnessdesk.store import sealed


@pytest.fixture
def three(overview):
    """Three notes wait: of José, of Łukasz, of Zoë."""
    overview.numbers = [overview.note(letters) for letters in ("nun", "woj", "gar")]
    return overview


def waiting(overview):
    overview.settle()
    return [session.id for session in sessions.to_review(overview.desk)]


def shown(overview):
    """Whose note is on the screen."""
    return next((label.text() for label in overview.find("review.note").findChildren(QLabel)
                 if label.property("tone") == "title"), None)


def test_the_list_says_whose_and_when_and_marks_late_ones(overview):
    overview.note("nun")
    overview.note("woj", signed_after_hours=25, peer=overview.center.desks["Otto Other"])

    table = overview.find("overview.notes")
    lines = [[table.records_model.index(row, column).data() for column in range(4)] for row in range(2)]
    assert lines == [["José Núñez", "Pia Peer", "Sep 14", ""], ["Łukasz Wójcik", "Otto Other", "Sep 14", "Late"]]
    assert overview.find("overview.tile.notes").accessibleDescription() == "1 was signed late"


def test_cosigning_by_keyboard_goes_on_to_the_next_note(three):
    three.click("overview.review")
    assert shown(three) == "José Núñez"

    three.keys("Ctrl+Return")

    assert shown(three) == "Łukasz Wójcik"
    assert three.texts("review.place") == ["Note 2 of 3"]
    assert waiting(three) == three.numbers[1:]


def test_a_whole_review_needs_no_mouse(three):
    three.page.show_home()
    three.find("overview.notes").setFocus()

    three.keys("Home", "Return", "Ctrl+Return", "Ctrl+Return", "Ctrl+Return")

    assert waiting(three) == []
    assert three.shows("overview.flags") or "No open flags" in three.texts()
    assert "No notes to review" in three.texts()
    assert "All notes are reviewed. You co-signed 3." in three.texts()


def test_the_review_begins_at_the_note_that_was_opened(three):
    table = three.find("overview.notes")
    table.select(three.numbers[1])

    table.setFocus()
    three.keys("Return")

    assert shown(three) == "Łukasz Wójcik"
    assert three.texts("review.place") == ["Note 2 of 3"]


def test_a_second_press_before_the_next_note_is_read_signs_nothing(three):
    three.click("overview.review")

    for _press in range(3):
        QTest.keySequence(QApplication.focusWidget(), QKeySequence("Ctrl+Return"))

    assert waiting(three) == three.numbers[1:]


def test_enter_on_the_note_cosigns_too_and_the_next_opens_by_itself(three):
    three.click("overview.review")

    three.keys("Return", "Return")

    assert (shown(three), waiting(three)) == ("Zoë García-López", three.numbers[2:])


def test_letters_go_through_the_notes(three):
    three.click("overview.review")
    seen = []
    for key in ("J", "J", "K"):
        three.keys(key)
        seen.append(shown(three))
    assert seen == ["Łukasz Wójcik", "Zoë García-López", "Łukasz Wójcik"]
    assert waiting(three) == three.numbers


def test_r_gives_the_note_back_with_a_comment_and_the_next_opens(three):
    three.click("overview.review")

    three.keys("R")
    three.keys("Ctrl+Return")
    assert "Write what the author should add or set right." in three.texts_of_dialog()
    three.write("words.text", "Which class?")
    three.keys("Ctrl+Return")

    assert (shown(three), waiting(three)) == ("Łukasz Wójcik", three.numbers[1:])
    assert note_returns.comment_of(three.center.peer, three.numbers[0]).comment == "Which class?"
    assert three.texts("review.place") == ["Note 2 of 3"]


def test_an_answered_note_stands_in_the_list_as_answered_with_question_and_answer(three):
    note_returns.give_back(three.desk, three.numbers[0], "Which class?")
    note_addenda.add(three.center.peer, three.numbers[0], "Biology.")
    three.refresh()
    table = three.find("overview.notes")
    assert [table.records_model.index(row, 3).data() for row in range(3)] == ["Answered", "", ""]

    three.click("overview.review")

    assert three.texts("note.comment") == ["Which class?"]
    assert three.texts("note.addendum") == ["Biology."]
    assert "Answered" in three.texts("review.note")


def test_a_returned_note_that_is_answered_meanwhile_joins_the_review_again(three):
    three.click("overview.review")
    three.keys("R")
    three.write("words.text", "Which class?")
    three.keys("Ctrl+Return")
    note_addenda.add(three.center.peer, three.numbers[0], "Biology.")
    three.refresh()

    three.keys("Return", "Return")

    assert shown(three) == "José Núñez"
    assert "Biology." in three.texts("note.addendum")


def test_a_adds_to_the_note_and_it_stays_on_the_screen(three):
    three.click("overview.review")

    three.keys("A")
    three.write("words.text", "I spoke with the teacher.")
    three.click("words.go")

    assert shown(three) == "José Núñez"
    assert three.texts("note.addendum") == ["I spoke with the teacher."]
    three.keys("Return")
    assert waiting(three) == three.numbers[1:]


def test_arrows_go_through_the_notes_and_sign_nothing(three):
    three.click("overview.review")

    seen = [shown(three)]
    for key in ("Right", "Right", "Right", "Left"):
        three.keys(key)
        seen.append(shown(three))

    assert seen == ["José Núñez", "Łukasz Wójcik", "Zoë García-López", "Zoë García-López", "Łukasz Wójcik"]
    assert waiting(three) == three.numbers


def test_a_note_left_behind_comes_after_the_last(three):
    three.click("overview.review")
    three.keys("Right", "Ctrl+Return", "Ctrl+Return")

    assert shown(three) == "José Núñez"
    assert waiting(three) == three.numbers[:1]


def test_a_cosigned_note_can_be_gone_back_to_and_not_signed_again(three):
    three.click("overview.review")
    three.keys("Ctrl+Return", "Left")

    assert shown(three) == "José Núñez"
    assert "Co-signed" in three.texts("review.note")
    assert not three.find("review.cosign").isEnabled()


def test_a_note_signed_meanwhile_joins_the_review(three):
    three.click("overview.review")

    three.note("ngu")

    assert three.texts("review.place") == ["Note 1 of 4"]
    assert shown(three) == "José Núñez"


def test_a_note_is_shown_whole(overview):
    body = NoteBody(
        service="peer_counseling", topics=("friends",), offers=("listened",), strengths=(), follow_up=True,
        text="First line.\n\nLast line.", next_step="Write to Ms. Lee.", red_flag=RedFlagCheck.RAISED)
    overview.note("nun", body=body)

    overview.click("overview.review")

    texts = overview.texts("review.note")
    for part in ("José Núñez", "Monday, September 14, 2026, 10:00 AM to 10:10 AM (10 min)", "Friends", "Listened",
                 "Nothing written", "Write to Ms. Lee.", "First line.\n\nLast line.",
                 "The student would like to meet again.", "Red-flag check: a flag was raised"):
        assert part in texts


def test_words_that_look_like_markup_are_shown_as_they_were_written(overview):
    overview.note(body=replace(COMPLETE, text="<b>bold</b> &amp; more"))

    overview.click("overview.review")

    assert "<b>bold</b> &amp; more" in overview.texts("review.note")


def test_a_long_note_scrolls_by_keyboard_and_the_next_begins_at_its_top(overview, qtbot):
    overview.note("nun", body=replace(COMPLETE, text="A line of words.\n" * 200))
    overview.note("woj", body=replace(COMPLETE, text="Another line of words.\n" * 200))
    overview.click("overview.review")
    bar = overview.find("review.note").verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 1000)

    overview.keys("PgDown")
    assert bar.value() > 0
    overview.keys("Ctrl+Return")

    assert shown(overview) == "Łukasz Wójcik"
    assert bar.value() == 0


def test_nothing_of_a_note_is_kept_after_the_review(three):
    three.click("overview.review")
    assert "A hard week." in three.texts()

    three.keys("Escape")

    assert "A hard week." not in [label.text() for label in three.window.findChildren(QLabel)]


def test_a_note_that_does_not_match_its_seal_is_told_and_keeps_nobody_from_the_others(three):
    with three.desk.change() as change:
        sealed.remove(change.tx, "note", str(three.numbers[0]))
        sealed.add(change.tx, "note", str(three.numbers[0]), 1, b"\x01" * 400)
        change.record("test", "note")

    three.click("overview.review")
    assert "This note cannot be shown." in three.texts()
    assert not three.find("review.cosign").isEnabled()
    three.keys("Right", "Ctrl+Return")

    assert waiting(three) == [three.numbers[0], three.numbers[2]]
