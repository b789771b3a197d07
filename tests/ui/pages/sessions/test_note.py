"""Writing a note: saved by itself, nothing lost, signed once, locked for good."""

import time
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton

from tests.support import NAMES, SECOND_PEER, open_as
from tests.ui.pages.sessions.conftest import at_my_day, is_on_screen
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.session_facts import NewSession
from wellnessdesk.domain.sessions import Agreed, NoteBody, NoteState
from wellnessdesk.services import begun_sessions, sessions, telling, visits
from wellnessdesk.store.errors import DiskFull
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.pages.sessions import note_form
from wellnessdesk.ui.tour.driver import pause

WORDS = "marmalade skies over the gym"


@pytest.fixture
def note(day):
    """A session going on, its note opened; the session's id."""
    number = day.send("jos", minutes=12)
    day.open(number)
    return number


def test_the_facts_are_filled_in(day, note):
    assert "José Núñez" in day.texts()
    assert "Today, since 10:00 AM" in day.texts()
    assert "12 min so far" in day.texts()


def test_the_facts_follow_when_the_student_leaves_and_the_entry_stays(day, note):
    day.write("note.text", WORDS)
    visits.check_out(day.center.front, visits.queue(day.center.front).with_peer[0].id)
    day.refresh()

    assert "Today, 10:00 AM to 10:12 AM" in day.texts()
    assert day.find("note.text").value() == WORDS


def test_the_peer_says_that_the_student_has_left_and_writes_on(day, note):
    day.write("note.text", WORDS)
    day.find("note.left").click()
    day.settle()
    day.refresh()

    (gone,) = visits.queue(day.center.front).left
    assert (gone.steps.left_by, gone.steps.left_how) == (day.center.peer.person.id, "peer")
    assert day.find("note.text").value() == WORDS
    assert not day.window.findChild(QPushButton, "note.left").isVisible()


def test_what_a_peer_does_and_does_not_do_stands_beside(day, note):
    assert "Listen first. Say back what you heard." in day.texts()
    assert "No diagnosis and no medicine words." in day.texts()


def test_a_draft_is_saved_within_three_seconds_of_the_last_key(day, note, qtbot):
    day.write("note.text", WORDS)
    last_key = time.monotonic()

    qtbot.waitUntil(lambda: day.find("note.status").text() == "Draft saved 10:12 AM", timeout=3_000)

    assert time.monotonic() - last_key < 3
    day.settle()
    assert sessions.read_draft(day.center.peer, note).text == WORDS


def test_whoever_writes_without_a_pause_is_saved_too(day, note):
    until = time.monotonic() + 2.9
    while time.monotonic() < until:
        day.write("note.text", "x")
        pause(50)

    assert day.find("note.status").text() == "Draft saved 10:12 AM"
    day.settle()
    assert "x" in sessions.read_draft(day.center.peer, note).text


def test_a_draft_is_sealed_before_it_is_stored(day, note):
    day.write("note.text", WORDS)
    day.page.leave()
    day.settle()

    assert sessions.read_draft(day.center.peer, note).text == WORDS
    with day.center.admin.store.connection() as connection:  # as an administrator with an SQL shell sees it
        tables = [row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type='table'")]
        rows = [repr(row) for table in tables for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"')]  # noqa: S608
    assert any("José" in row for row in rows)
    assert not any("marmalade" in row for row in rows)
    files = [file for file in day.center.folder.rglob("*") if file.is_file()]
    assert files
    assert not any(b"marmalade" in file.read_bytes() for file in files)


def test_opening_a_note_and_leaving_it_writes_nothing(day, note):
    day.click("note.back")

    assert sessions.read_draft(day.center.peer, note) is None


def test_a_draft_survives_closing_and_reopening(day, note, qtbot, tasks):
    day.complete()
    day.write("note.text", WORDS)
    day.write("note.next_step", "Ask for help on Thursday")
    day.click("note.strengths.honest")
    day.click("note.follow_up")
    day.close()
    day.center.peer.close()

    desk = open_as(day.center, NAMES[Role.PEER])
    again = at_my_day(day.center, tasks, desk, qtbot)
    again.open(note)

    assert again.find("note.text").value() == WORDS
    assert again.find("note.next_step").value() == "Ask for help on Thursday"
    assert again.find("note.service").value() == "peer_counseling"
    assert again.find("note.topics").values() == ("friends",)
    assert again.find("note.strengths").values() == ("honest",)
    assert again.find("note.follow_up").isChecked()
    assert again.find("note.redflag").value() == "nothing"
    again.close()
    desk.close()


def test_the_way_back_saves_first(day, note):
    day.write("note.text", WORDS)

    day.click("note.back")

    assert day.shows("myday.list")
    assert sessions.read_draft(day.center.peer, note).text == WORDS


def test_escape_leads_back_and_saves_first(day, note):
    day.write("note.text", "Escape is no eraser.")

    day.keys("Escape")

    assert day.shows("myday.list")
    assert sessions.read_draft(day.center.peer, note).text == "Escape is no eraser."


def test_escape_closes_the_open_choice_and_stays_in_the_note(day, note):
    box = day.find("note.service")
    box.showPopup()

    QTest.keyClick(box.view(), Qt.Key.Key_Escape)
    day.settle()

    assert not box.view().isVisible()
    assert day.shows("note.editor")


def test_escape_leaves_a_signed_note(day, note):
    day.complete()
    day.sign()

    day.keys("Escape")

    assert day.shows("myday.list")


def test_what_a_draft_chose_stays_when_the_catalogue_has_it_no_longer(day):
    number = day.send("jos", minutes=12)
    sessions.save_draft(day.center.peer, number, NoteBody(service="old_service", topics=("old_topic", "friends")))
    day.open(number)

    day.write("note.text", WORDS)
    day.click("note.back")

    draft = sessions.read_draft(day.center.peer, number)
    assert draft.service == "old_service"
    assert set(draft.topics) == {"old_topic", "friends"}


def test_a_full_disk_keeps_the_text_and_says_so(day, note, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(sessions, "save_draft", _full_disk)
        day.write("note.text", WORDS)
        day.page.leave()
        day.settle()

        assert "The disk is full" in day.find("note.status").text()
        assert day.find("note.text").value() == WORDS

    day.page.tick()  # there is room again
    day.settle()

    assert day.find("note.status").text().startswith("Draft saved")
    assert sessions.read_draft(day.center.peer, note).text == WORDS


def test_with_a_full_disk_the_first_step_back_stays_and_the_second_asks(day, note, monkeypatch):
    monkeypatch.setattr(sessions, "save_draft", _full_disk)
    day.write("note.text", WORDS)

    day.click("note.back")
    assert day.shows("note.editor")
    with messages.answering(False):
        day.click("note.back")
    assert day.find("note.text").value() == WORDS

    with messages.answering(True) as asked:
        day.click("note.back")
    assert day.shows("myday.list")
    assert asked[0].startswith("Leave without saving?")


def test_a_session_taken_back_meanwhile_is_told_and_the_text_stays(day, note):
    visits.undo(day.center.front, visits.queue(day.center.front).with_peer[0].id)
    day.write("note.text", WORDS)

    day.page.leave()
    day.settle()

    assert day.find("note.status").text() == "This session is not there any more."
    assert day.find("note.text").value() == WORDS


def paste(day, name, text):
    field = day.find(name)
    field.setFocus()
    QApplication.clipboard().setText(text)
    field.paste()
    day.settle()
    return field


def test_a_paste_of_a_megabyte_is_refused_in_a_sentence_and_what_was_there_stays(day, note):
    day.write("note.text", WORDS)
    field = paste(day, "note.text", "línea con todo 🙂 " * 70_000)

    assert field.value() == WORDS
    assert "Nothing was pasted." in day.find("note.hint").text()
    day.click("note.back")
    assert sessions.read_draft(day.center.peer, note).text == WORDS


def test_signs_that_cannot_be_seen_do_not_come_with_a_paste_and_every_writing_does(day, note):
    field = paste(day, "note.text", "Hola \u202eserá\x0b\x00 \u2066مرحبا\u2069 שלום नमस्ते 👩\u200d👧\r\nend")

    shown = "Hola será\n مرحبا שלום नमस्ते 👩\u200d👧\nend"
    assert field.value() == shown
    day.click("note.back")
    assert sessions.read_draft(day.center.peer, note).text == shown


def test_a_text_that_is_too_long_all_the_same_stays_and_says_so(day, note):
    day.find("note.text").setPlainText("x" * 30_000)

    day.click("note.back")

    assert "It can keep 20,000" in day.find("note.status").text()
    assert len(day.find("note.text").value()) == 30_000


# ---- signing


def test_before_it_is_signed_it_is_said_who_else_will_read_it(day):
    center, now = day.center, day.center.clock.now()
    made = begun_sessions.begin(center.peer, NewSession(
        students=(1,), started_at=now - timedelta(minutes=20), ended_at=now, place="library",
        second_peer_id=center.desks[SECOND_PEER].person.id))
    telling.told(center.peer, made.id)
    day.refresh()
    day.open(made.id)
    day.complete()
    (asked,) = day.sign()
    assert f"{SECOND_PEER}, who was there too, can read it." in asked


def test_an_incomplete_note_says_at_each_field_what_is_missing(day, note):
    with messages.answering(True) as asked:
        day.click("note.sign")

    errors = [field.error for field in day.page.findChildren(Field) if field.error]
    assert errors == [
        "Choose what kind of session it was.", "Choose at least one topic.", "Choose what you offered.",
        "Answer the red-flag question.",
    ]  # fmt: skip
    assert day.find("note.service").hasFocus()
    assert is_on_screen(day.find("note.service"))
    assert asked == []
    assert _state(day, note) is NoteState.TO_WRITE


def test_what_is_missing_is_no_longer_said_once_it_is_there(day, note):
    day.click("note.sign")
    day.complete()

    assert [field.error for field in day.page.findChildren(Field) if field.error] == []


def test_the_service_has_the_last_word_on_what_is_missing(day, note, monkeypatch):
    monkeypatch.setattr(note_form, "missing_to_sign", lambda _body: [])

    day.sign()

    assert any("Answer the red-flag question." in text for text in day.texts())
    assert day.find("note.sign").isEnabled()
    assert _state(day, note) is NoteState.TO_WRITE


def test_signing_asks_once_locks_and_shows_who_signed_when(day, note):
    day.complete()
    day.write("note.text", WORDS)

    asked = day.sign()

    assert len(asked) == 1
    assert "After signing it is locked." in asked[0]
    assert day.find("note.signer").text() == "Pia Peer, Sep 14, 2026, 10:12 AM"
    assert day.find("note.signed.text").text() == WORDS
    assert day.find("note.signed.topics").text() == "Friends"
    assert day.find("note.signed.redflag").text() == "Nothing"
    assert not [field for kind in (QLineEdit, QPlainTextEdit) for field in day.page.findChildren(kind)
                if field.isVisible()]  # fmt: skip
    with pytest.raises(sessions.NoteLocked):
        sessions.save_draft(day.center.peer, note, NoteBody(text="other words"))


def test_whoever_does_not_want_to_sign_yet_goes_on_writing(day, note):
    day.complete()
    with messages.answering(False):
        day.click("note.sign")

    day.write("note.text", WORDS)
    day.page.leave()
    day.settle()

    assert _state(day, note) is NoteState.DRAFT
    assert sessions.read_draft(day.center.peer, note).text == WORDS


def test_a_double_click_on_sign_makes_one_note(day, note):
    day.complete()
    sign = day.find("note.sign")

    with messages.answering(True) as shown:
        QTest.mouseClick(sign, Qt.MouseButton.LeftButton)
        QTest.mouseDClick(sign, Qt.MouseButton.LeftButton)
        day.settle()

    assert len(shown) == 1
    assert day.shows("note.signed")
    with day.center.admin.store.connection() as connection:
        signed = connection.exec_driver_sql("SELECT count(*) FROM audit WHERE action = 'note.sign'").scalar()
        notes = connection.exec_driver_sql("SELECT count(*) FROM sealed WHERE kind = 'note'").scalar()
    assert (signed, notes) == (1, 1)


def test_a_full_disk_while_signing_leaves_the_note_open(day, note, monkeypatch):
    day.complete()
    monkeypatch.setattr(sessions, "sign", _full_disk)

    day.sign()
    day.page.leave()
    day.settle()

    assert "The note is not signed yet." in day.texts()
    assert any("The disk is full" in text for text in day.texts())
    assert day.find("note.sign").isEnabled()
    assert _state(day, note) is NoteState.DRAFT


def test_a_signed_note_opens_read_only_from_the_list(day, note):
    day.complete()
    day.sign()
    day.click("note.back")

    day.open(note)

    assert day.shows("note.signed")
    assert not day.shows("note.sign")


def test_a_note_signed_late_says_so(day):
    number = day.send("jos", minutes=12, leaves=True)
    day.center.clock.advance(days=2)
    day.refresh()
    day.open(number)
    assert "Late: 2 days" in day.texts()
    day.complete()

    day.sign()

    assert "Signed late" in day.texts()


# ---- the keyboard


def test_tab_visits_every_part_once_in_reading_order(day, note):
    visited = []
    for _step in range(60):
        visited.append(QApplication.focusWidget().objectName())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if QApplication.focusWidget().objectName() == visited[0]:
            break

    assert [name.split(".")[1] for name in visited] == [
        "service", "topics", "offers", "strengths", "next_step", "given_resources", "follow_up", "text", "together",
        "agreed", "wishes", "redflag", "session", "sign", "back", "left", "facts", "about", "open",
    ]  # fmt: skip


def test_tab_brings_what_has_the_focus_into_sight(day, note):
    for _step in range(10):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert is_on_screen(QApplication.focusWidget()), QApplication.focusWidget().objectName()


def test_a_growing_text_stays_in_sight(day, note):
    text = day.find("note.text")
    text.setFocus()

    for _line in range(12):
        QTest.keyClick(text, Qt.Key.Key_Return)
        pause(5)

    assert is_on_screen(text)


def test_chips_are_ticked_with_the_keyboard_alone(day, note):
    group = day.find("note.topics")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)

    for key in (Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Left,
                Qt.Key.Key_End, Qt.Key.Key_Space, Qt.Key.Key_Right):  # fmt: skip
        QTest.keyClick(QApplication.focusWidget(), key)

    assert group.values() == ("school_work", "tests", "other")
    assert QApplication.focusWidget() is group.chip("other")


def _state(day, number):
    return next(session.note for session in sessions.mine(day.center.peer) if session.id == number)


def _full_disk(*_arguments, **_more):
    raise DiskFull


# ---- what is told, written together, and better left out


def test_what_is_shared_is_read_in_the_language_of_the_student(day):
    number = day.send("jos", minutes=5, told=False)
    day.open(number)
    assert "What you say stays private." in day.texts()
    day.click("telling.language")
    assert "Lo que dices queda en privado." in day.texts()
    day.click("telling.done")
    assert not day.shows("telling.done")
    assert [one.student_id for one in telling.to_tell(day.center.peer, number)] == []


def test_it_is_written_together_on_a_screen_that_shows_nothing_else_and_leads_only_back(day, note):
    day.write("note.text", "He told me of the club.")
    day.click("note.together")
    view = day.find("together")
    assert view.isModal()
    assert view.size() == day.window.size()
    assert not any("Núñez" in label.text() for label in view.findChildren(QLabel))
    day.find("together.text").setPlainText("I told of the club.")
    day.click("together.agreed.partly")
    day.write("together.wishes", "Not to my brother.")
    day.press(Qt.Key.Key_Escape)

    assert not day.shows("together")
    assert day.find("note.text").value() == "I told of the club."
    kept = sessions.read_draft(day.center.peer, note)
    assert (kept.text, kept.agreed, kept.wishes) == ("I told of the club.", Agreed.PARTLY, "Not to my brother.")


def test_before_a_lock_the_screen_for_two_is_gone_and_all_is_saved(day, note):
    day.click("note.together")
    day.find("together.text").setPlainText("half a thought")
    day.page.leave()
    day.settle()
    assert not day.shows("together")
    assert sessions.read_draft(day.center.peer, note).text == "half a thought"


def test_a_hint_is_quiet_and_stops_nobody(day, note):
    day.write("note.text", "He has depression. ")
    pause(1_100)
    day.settle()
    assert "sounds like a diagnosis" in day.find("note.hint").text()
    day.complete()
    assert "After signing it is locked." in day.sign()[0]


def test_each_service_asks_its_own(day, note):
    for service, part in (("conflict_mediation", "mediated"), ("tutoring", "subject"), ("support_groups", "theme")):
        day.find("note.service").set_value(service)
        shown = [name for name in ("mediated", "subject", "theme") if day.shows(f"note.{name}")]
        assert shown == [part]
    day.find("note.theme").set_value("stress")
    day.complete()
    assert not day.shows("note.theme")
    day.sign()
    assert sessions.read_note(day.center.peer, note).body.theme == ""  # of the service that was chosen in the end


def test_a_session_of_a_kind_that_needs_no_note_is_done_by_one_button(day, note):
    day.find("note.service").set_value("orientation")
    day.settle()
    day.click("note.without")
    assert [one.note for one in sessions.mine(day.center.peer)] == [NoteState.NOT_NEEDED]
    assert "No note needed" in day.texts()
