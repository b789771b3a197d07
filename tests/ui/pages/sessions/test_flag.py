"""Raising a red flag: two actions, what to do at once, nothing lost when the disk is full."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.ui.pages.sessions.conftest import is_on_screen
from wellnessdesk.base import i18n
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.flags import Urgency
from wellnessdesk.domain.sessions import RedFlagCheck
from wellnessdesk.services import flags, sessions
from wellnessdesk.store.errors import DiskFull
from wellnessdesk.ui.kit.parts import Badge
from wellnessdesk.ui.kit.scrolling import Scrolling
from wellnessdesk.ui.pages.sessions.crisis_lines import CrisisLines
from wellnessdesk.ui.pages.sessions.flag_dialog import FlagDialog, NewFlag

FETCH = "Stay with them. Fetch an adult now."


@pytest.fixture
def note(day):
    """A session going on, its note opened; the session's id."""
    number = day.send("jos", minutes=12)
    day.open(number)
    return number


def test_two_actions_raise_a_flag_and_show_the_crisis_card(day, note):
    day.find("note.text").setFocus()

    day.keys("Ctrl+Shift+F")
    day.press(Qt.Key.Key_Return)

    assert day.find("crisis.headline").text() == FETCH
    (needed,) = flags.adult_needed(day.center.front)  # what the front desk may know
    assert needed.urgency is Urgency.IMMEDIATE
    (flag,) = flags.not_closed(day.center.coordinator)
    assert (flag.student, flag.kind, flag.raised_by) == ("José Núñez", "other", "Pia Peer")


def test_two_actions_are_enough_from_the_list_too(day):
    number = day.send("jos", minutes=12)
    day.window.setFocus()

    day.keys("Ctrl+Shift+F")
    day.press(Qt.Key.Key_Return)

    assert day.find("crisis.headline").text() == FETCH
    (flag,) = flags.not_closed(day.center.coordinator)
    assert flag.session_id == number


def test_the_button_in_the_list_flags_its_own_session(day):
    day.send("anna", minutes=2)
    second = day.send("jos", minutes=2)

    day.click(f"myday.flag.{second}")
    assert any("About José Núñez." in text for text in day.texts("flag.dialog"))
    day.click("flag.confirm")

    (flag,) = flags.not_closed(day.center.coordinator)
    assert flag.session_id == second


def test_without_a_session_the_shortcut_says_what_to_do(day):
    day.keys("Ctrl+Shift+F")

    assert not day.shows("flag.dialog")
    assert ("Open the session it is about, then raise the flag. Is there none? Fetch an adult now and tell them in "
            "person.") in day.texts()


def test_the_question_is_never_answered_beforehand(day, note):
    assert day.find("note.redflag").value() is None
    assert day.page._note.form.body().red_flag is RedFlagCheck.UNASKED


def test_raising_answers_the_question_and_keeps_what_was_written(day, note):
    day.write("note.text", "half a sente")
    day.keys("Ctrl+Shift+F")
    day.press(Qt.Key.Key_Return)

    day.click("crisis.back")

    assert "Yes. You raised a red flag." in day.texts("note.editor")
    assert not day.shows("note.redflag.nothing")
    draft = sessions.read_draft(day.center.peer, note)
    assert (draft.red_flag, draft.text) == (RedFlagCheck.RAISED, "half a sente")


def test_back_from_the_card_the_peer_goes_on_where_they_were(day, note):
    day.find("note.text").setFocus()
    day.keys("Ctrl+Shift+F")
    day.press(Qt.Key.Key_Return)

    day.click("crisis.back")

    assert QApplication.focusWidget() is day.find("note.text")


def test_back_from_the_card_the_answer_given_is_in_sight(day, note):
    day.click("note.redflag.raise")
    day.click("flag.confirm")

    day.click("crisis.back")

    assert QApplication.focusWidget() is day.find("note.redflag.card")
    assert is_on_screen(day.find("note.redflag.card"))


def test_a_flag_raised_from_the_list_answers_the_question_of_its_note(day):
    number = day.send("jos", minutes=2)
    day.click(f"myday.flag.{number}")
    day.click("flag.confirm")

    assert sessions.read_draft(day.center.peer, number).red_flag is RedFlagCheck.RAISED


def test_yes_is_no_answer_until_the_flag_is_raised(day, note):
    day.click("note.redflag.raise")
    assert day.shows("flag.dialog")
    day.press(Qt.Key.Key_Escape)

    assert not day.shows("flag.dialog")
    assert day.find("note.redflag").value() is None
    assert flags.adult_needed(day.center.front) == []

    day.click("note.redflag.raise")
    day.click("flag.confirm")
    assert day.shows("crisis.card")
    assert len(flags.adult_needed(day.center.front)) == 1


def test_nothing_stays_the_answer_when_yes_is_cancelled(day, note):
    day.click("note.redflag.nothing")
    day.click("note.redflag.raise")
    day.click("flag.cancel")

    assert day.find("note.redflag").value() == "nothing"


def test_the_urgency_follows_the_kind_until_the_peer_chooses_it(day, note):
    day.click("flag.open")
    assert day.find("flag.urgency").value() == Urgency.IMMEDIATE

    day.find("flag.kind").set_value("substance")
    assert day.find("flag.urgency").value() == Urgency.SAME_DAY
    assert any("vapes" in text for text in day.texts("flag.dialog"))

    day.click("flag.urgency.next_supervision")
    day.find("flag.kind").set_value("self_harm")
    assert day.find("flag.urgency").value() == Urgency.NEXT_SUPERVISION


def test_the_flag_carries_kind_urgency_and_words(day, note):
    day.click("flag.open")
    day.find("flag.kind").set_value("eating")
    day.write("flag.words", "has not had lunch all week")
    day.keys("Ctrl+Return")

    (flag,) = flags.not_closed(day.center.coordinator)
    assert (flag.kind, flag.mark.urgency, flag.words) == ("eating", Urgency.SAME_DAY, "has not had lunch all week")
    assert str(catalogues.red_flags().get("eating").say) in day.find("crisis.say").text()


def test_urgency_is_chosen_with_the_arrow_keys(day, note):
    day.keys("Ctrl+Shift+F")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    day.press(Qt.Key.Key_Return)

    (needed,) = flags.adult_needed(day.center.front)
    assert needed.urgency is Urgency.SAME_DAY
    assert day.find("crisis.headline").text() == "Tell an adult before today ends."


def test_the_card_says_what_to_say_what_not_to_promise_and_whom_to_call(day, note):
    day.click("flag.open")
    day.find("flag.kind").set_value("self_harm")
    day.click("flag.confirm")

    texts = " ".join(day.texts("crisis.card"))
    assert "I am staying with you" in texts
    assert "Never promise to keep a secret about safety." in texts
    assert "Call or text 988" in texts
    assert "This computer does not call anyone" in texts


def test_the_time_since_raising_goes_on_and_says_when_it_is_too_long(day, note):
    day.keys("Ctrl+Shift+F")
    day.press(Qt.Key.Key_Return)
    assert day.find("crisis.since").text() == "0 min"

    day.center.clock.advance(minutes=4)
    day.page.tick()
    assert day.find("crisis.since").text() == "4 min"
    assert "Waiting for an adult" in day.texts("crisis.card")

    day.center.clock.advance(minutes=7)
    day.page.tick()
    assert "No adult yet" in day.texts("crisis.card")


def test_the_card_knows_when_an_adult_has_taken_it_on(day, note):
    day.keys("Ctrl+Shift+F")
    day.press(Qt.Key.Key_Return)

    (flag,) = flags.not_closed(day.center.coordinator)
    flags.acknowledge(day.center.coordinator, flag.mark.id)
    day.refresh()

    assert "An adult has it" in day.texts("crisis.card")


def test_the_card_can_be_seen_again_from_the_note(day, note):
    day.keys("Ctrl+Shift+F")
    day.press(Qt.Key.Key_Return)
    day.click("crisis.back")
    day.center.clock.advance(minutes=3)

    day.click("note.redflag.card")

    assert day.find("crisis.headline").text() == FETCH
    assert day.find("crisis.since").text() == "3 min"
    assert len(flags.adult_needed(day.center.front)) == 1


def test_an_enter_too_many_does_not_put_the_card_away(day, note):
    day.keys("Ctrl+Shift+F")
    for _press in range(3):
        day.press(Qt.Key.Key_Return)

    assert day.shows("crisis.card")
    assert len(flags.adult_needed(day.center.front)) == 1


def test_a_full_disk_shows_what_to_do_all_the_same_and_can_be_tried_again(day, note, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(flags, "raise_flag", _full_disk)
        day.keys("Ctrl+Shift+F")
        day.press(Qt.Key.Key_Return)

        assert day.find("crisis.headline").text() == FETCH
        assert "The flag is not saved. Tell an adult in person now." in day.texts("crisis.card")
        assert day.page._note.form.body().red_flag is RedFlagCheck.UNASKED

    day.click("crisis.retry")

    assert "The flag is not saved. Tell an adult in person now." not in day.texts("crisis.card")
    assert len(flags.adult_needed(day.center.front)) == 1
    assert sessions.read_draft(day.center.peer, note).red_flag is RedFlagCheck.RAISED


def test_escape_does_not_put_the_card_away(day, note):
    day.keys("Ctrl+Shift+F")
    day.press(Qt.Key.Key_Return)

    day.keys("Escape")

    assert day.shows("crisis.card")


def test_a_peer_sees_how_old_a_number_is_and_is_not_asked_to_verify_it(day, note):
    day.keys("Ctrl+Shift+F")
    day.press(Qt.Key.Key_Return)

    said = [text for text in day.texts() if text.startswith("Last verified")]
    assert len(said) == len(catalogues.crisis_lines().entries)
    assert not any("check it" in text for text in said)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_card_needs_no_scrolling_at_1280_by_800(day, note, language):
    i18n.set_language(language)
    day.window.resize(1064, 700)  # what the shell leaves to the page
    day.keys("Ctrl+Shift+F")
    day.press(Qt.Key.Key_Return)

    assert day.find("crisis.card").findChild(Scrolling).verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("language", ["en", "es"])
def test_in_a_small_window_nothing_of_the_card_is_cut_off(day, note, language):
    i18n.set_language(language)
    day.window.resize(800, 600)
    day.keys("Ctrl+Shift+F")
    day.press(Qt.Key.Key_Return)
    labels = [each for each in day.find("crisis.card").findChildren(QLabel) if each.isVisible() and each.text()]

    assert [each.text() for each in labels if each.width() < each.minimumSizeHint().width()
            or each.height() < each.heightForWidth(each.width())] == []
    area = day.find("crisis.card").findChild(Scrolling)
    assert area.widget().width() <= area.viewport().width()


def test_a_flag_can_be_raised_after_the_note_is_signed(day, note):
    day.complete()
    day.sign()

    day.keys("Ctrl+Shift+F")
    day.press(Qt.Key.Key_Return)
    day.click("crisis.back")

    assert len(flags.adult_needed(day.center.front)) == 1
    assert day.shows("note.signed")


def test_leaving_the_page_closes_the_question_without_a_flag(day, note):
    day.click("flag.open")

    day.page.leave()
    day.settle()

    assert not day.shows("flag.dialog")
    assert flags.adult_needed(day.center.front) == []


@pytest.mark.parametrize(("days", "tone"), [(180, "muted"), (181, "flag")])
def test_a_crisis_line_not_checked_for_half_a_year_turns_amber(qtbot, days, tone):
    line = next(iter(catalogues.crisis_lines()))
    card = CrisisLines(line.last_verified + timedelta(days=days), keeper=True)
    qtbot.addWidget(card)

    badge = card.findChildren(Badge)[0]

    assert badge.property("tone") == tone
    assert badge.accessibleName().startswith("Last verified ")


def _full_disk(*_arguments, **_more):
    raise DiskFull


def test_in_a_group_somebody_must_be_chosen_and_enter_alone_says_so(qtbot):
    dialog = FlagDialog(None, "Group of 2 students", [(1, "José Núñez"), (2, "Anna Berg")])
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.accept()
    assert dialog.isVisible()
    assert dialog._who_field.error == "Choose the student."
    dialog._who.set_value("2")
    dialog.accept()
    assert dialog.flag() == NewFlag(Urgency.IMMEDIATE, "other", "", 2)


def test_about_one_student_nobody_is_asked_for(qtbot):
    dialog = FlagDialog(None, "José Núñez")
    qtbot.addWidget(dialog)
    dialog.accept()
    assert dialog.flag().student is None
