"""The kiosk through its real window: from a session and back into one, and everything a student may try between."""

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QClipboard, QCloseEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.programs import ROOT
from tests.support import NAMES, PASSPHRASE, STUDENTS, make_center, open_as
from wellnessdesk.base import i18n
from wellnessdesk.domain.people import Role
from wellnessdesk.services import adult_calls, audit, demographics, kiosk, opening, visits
from wellnessdesk.store import demographics as rows
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.self_service import DoneScreen, NumberScreen
from wellnessdesk.ui.shell.kiosk.screens import ReasonScreen

NUMBER = "200001"


@pytest.fixture
def at_kiosk(at_desk, start, center):
    """The program as the kiosk that somebody at the front desk started."""

    def run(role=Role.FRONT_DESK):
        shown = at_desk(role)
        shown.drive.click("nav.kiosk")
        shown.drive.click("kiosk.start.go")
        assert shown.prepared_for == [""]
        assert not shown.frame.isVisible() or shown.program.desk is None
        return start(center.folder, center.clock, kiosk=shown.handed[0])

    return run


def screen(shown):
    return shown.program.kiosk_window.screen_shown


def said(shown):
    return [one.text() for one in shown.program.kiosk_window.findChildren(QLabel) if one.isVisible() and one.text()]


def find(shown, number=NUMBER):
    shown.drive.type("kiosk.number", number)
    shown.drive.enter()


def back_in(shown, name=""):
    """Through the dialog over it; whoever came back is at their desk."""
    if name:
        shown.drive.type("kiosk.leave.name", name)
    shown.drive.type("kiosk.leave.passphrase", PASSPHRASE)
    shown.drive.click("kiosk.leave.go")
    shown.drive.wait(lambda: shown.program.desk is not None, "signed in")
    shown.drive.settle()
    return shown.program.desk


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_who_may_start_it_does_and_it_fills_the_screen(at_kiosk, role):
    shown = at_kiosk(role)
    window = shown.program.kiosk_window
    assert window.isFullScreen()
    assert not shown.frame.isVisible()
    assert shown.program.opened.person.role is Role.KIOSK
    assert isinstance(screen(shown), NumberScreen)


def test_a_peer_has_no_button_for_it(at_desk):
    assert not at_desk(Role.PEER).drive.has("nav.kiosk")


def test_a_whole_visit_of_a_student_and_nobody_elses_name(at_kiosk, center):
    shown = at_kiosk()
    find(shown)
    assert "Hello, José N." in said(shown)
    shown.drive.click("kiosk.reason.take_a_break")
    shown.drive.click("kiosk.feeling.2")
    shown.drive.click("kiosk.check_in")
    assert "You are checked in" in said(shown)
    names = {part for given, family, _grade in STUDENTS for part in (given, family)} | set(NAMES.values())
    for _screen in range(2):
        assert not [name for name in names if any(name in text for text in said(shown))]
        shown.drive.click("kiosk.done") if shown.drive.has("kiosk.done") else None
    shown.drive.press_keys("Esc")
    desk = back_in(shown)
    assert desk.person.name == NAMES[Role.FRONT_DESK]
    (visit,) = shown.ask(visits.queue).waiting
    assert (visit.student, visit.reason, visit.origin) == ("José Núñez", "take_a_break", "self")
    assert shown.frame.isVisible()
    assert shown.program.kiosk_window is None
    shown.program.shut()
    signed_in = opening.sign_in(center.folder, opening.find(center.folder, NAMES[Role.COORDINATOR]), PASSPHRASE)
    assert audit.verify(signed_in).sound
    signed_in.close()


def test_by_finger_alone(at_kiosk):
    shown = at_kiosk()
    for digit in "2000017":
        shown.drive.click(f"kiosk.key.{digit}")
    shown.drive.click("kiosk.back")
    shown.drive.click("kiosk.go")
    assert isinstance(screen(shown), ReasonScreen)
    shown.drive.click("kiosk.not_me")
    assert shown.field("kiosk.number").text() == ""


def test_enter_pressed_five_times_finds_and_checks_in_once(at_kiosk):
    shown = at_kiosk()
    shown.drive.find("kiosk.number").setText(NUMBER)
    for _time in range(5):
        QTest.keyClick(shown.drive.find("kiosk.number"), Qt.Key.Key_Return)
    shown.drive.settle()
    shown.drive.click("kiosk.reason.group")
    button = shown.drive.find("kiosk.check_in")
    for _time in range(5):
        button.click()
    shown.drive.settle()
    shown.drive.press_keys("Esc")
    back_in(shown)
    assert len(shown.ask(visits.queue).waiting) == 1


def test_by_keys_alone_and_an_impatient_enter_does_not_take_the_number_away(at_kiosk):
    shown = at_kiosk()
    find(shown)
    for _time in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert isinstance(screen(shown), ReasonScreen)  # no reason is chosen yet
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    for _time in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        shown.drive.settle()
    assert "You are checked in" in said(shown)
    shown.drive.click("kiosk.done")
    find(shown, "200002")
    shown.drive.find("kiosk.not_me").setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert isinstance(screen(shown), NumberScreen)


@pytest.mark.parametrize("number", ["123", "20000", "'; DROP TABLE students", "José Núñez", "9" * 40])
def test_a_number_that_is_none_is_told_kindly_and_can_be_typed_anew(at_kiosk, number):
    shown = at_kiosk()
    find(shown, number)
    assert any("We do not know this number." in text for text in said(shown))
    find(shown)
    assert isinstance(screen(shown), ReasonScreen)


def test_too_many_wrong_numbers_pause_it_and_an_adult_can_still_be_asked_for(at_kiosk):
    shown = at_kiosk()
    for number in range(6):
        find(shown, f"9{number}")
    assert any("Too many numbers did not fit." in text for text in said(shown))
    shown.drive.click("kiosk.adult")
    assert "An adult is being asked to come" in said(shown)
    shown.drive.press_keys("Esc")
    back_in(shown)
    assert len(shown.ask(adult_calls.waiting)) == 1


def test_who_is_here_already_is_told_so_and_not_checked_in_again(at_kiosk):
    shown = at_kiosk()
    find(shown)
    shown.drive.click("kiosk.reason.group")
    shown.drive.click("kiosk.check_in")
    shown.drive.click("kiosk.done")
    find(shown)
    assert "You are already checked in" in said(shown)


def test_who_is_done_leaves_the_number_to_the_next_at_a_touch(at_kiosk):
    shown = at_kiosk()
    find(shown)
    shown.drive.click("kiosk.reason.group")
    shown.drive.click("kiosk.check_in")
    shown.drive.click("kiosk.done")
    assert isinstance(screen(shown), NumberScreen)  # and not only when the time is up
    shown.drive.click("kiosk.adult")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert isinstance(screen(shown), NumberScreen)


def test_the_next_card_is_read_while_the_last_words_still_stand_there(at_kiosk):
    shown = at_kiosk()
    find(shown)
    shown.drive.click("kiosk.reason.group")
    shown.drive.click("kiosk.check_in")
    assert isinstance(screen(shown), DoneScreen)
    QTest.keyClick(QApplication.focusWidget(), "2")
    QTest.keyClicks(QApplication.focusWidget(), "00002")
    shown.drive.enter()
    assert "Hello, Anna O." in said(shown)


def test_an_adult_is_called_by_one_touch_from_the_first_screen_and_from_the_second(at_kiosk, monkeypatch):
    beeps = []
    monkeypatch.setattr(QApplication, "beep", lambda: beeps.append(1))
    shown = at_kiosk()
    shown.drive.click("kiosk.adult")
    assert "Staff: please come here" in said(shown)
    shown.drive.click("kiosk.done")
    assert "Staff: please come here" in said(shown)  # until somebody of the staff has come
    find(shown)
    shown.drive.click("kiosk.adult")
    assert beeps == []
    shown.drive.press_keys("Esc")
    back_in(shown)
    (visit,) = shown.ask(visits.queue).waiting
    assert visit.reason == "meet_coordinator"
    assert len(shown.ask(adult_calls.waiting)) == 2


def test_the_next_staff_screen_shows_that_somebody_waits_until_one_came(at_kiosk, monkeypatch):
    beeps = []
    monkeypatch.setattr(QApplication, "beep", lambda: beeps.append(1))
    shown = at_kiosk()
    shown.drive.click("kiosk.adult")
    shown.drive.press_keys("Esc")
    back_in(shown)
    assert shown.reads("A student wants to talk to an adult")
    assert shown.reads("Asked for at the kiosk just now.")
    shown.drive.click("banner.call")
    assert not shown.reads("A student wants to talk to an adult")
    assert shown.ask(adult_calls.waiting) == []
    assert beeps == []


def test_where_the_center_wants_it_a_sound_tells_it_there_and_on_the_next_staff_screen(at_desk, start, center,
                                                                                      monkeypatch):
    beeps = []
    monkeypatch.setattr(QApplication, "beep", lambda: beeps.append(1))
    shown = at_desk(Role.ADMINISTRATOR)
    shown.ask(adult_calls.set_sound, True)
    shown.drive.click("nav.kiosk")
    shown.drive.click("kiosk.start.go")
    shown = start(center.folder, center.clock, kiosk=shown.handed[0])
    shown.drive.click("kiosk.adult")
    assert len(beeps) == 1
    shown.drive.press_keys("Esc")
    back_in(shown)
    assert len(beeps) == 2


def test_after_twenty_seconds_it_has_forgotten_everything(at_kiosk):
    shown = at_kiosk()
    window = shown.program.kiosk_window
    assert (window.quiet.isActive(), window.quiet.interval()) == (True, 20_000)
    shown.drive.click("kiosk.language.es")
    find(shown)
    window.quiet.timeout.emit()
    assert isinstance(screen(shown), NumberScreen)
    assert shown.field("kiosk.number").text() == ""
    assert i18n.language() == "en"
    shown.drive.press_keys("Esc")
    shown.drive.type("kiosk.leave.passphrase", "half of")
    window.quiet.timeout.emit()
    assert not shown.drive.has("kiosk.leave.passphrase")


def test_where_nobody_began_anything_nothing_is_made_anew(at_kiosk):
    shown = at_kiosk()
    before = screen(shown)
    shown.program.kiosk_window.quiet.timeout.emit()
    assert screen(shown) is before
    find(shown, "12")
    shown.program.kiosk_window.quiet.timeout.emit()
    assert screen(shown) is not before
    assert not any("We do not know this number." in text for text in said(shown))


def test_an_administrator_decides_whether_there_is_a_sound(at_desk):
    shown = at_desk(Role.ADMINISTRATOR)
    shown.drive.click("nav.settings")
    for wanted in (True, False):
        shown.drive.click("settings.sound")
        assert shown.ask(adult_calls.sound) is wanted


def test_a_peer_is_told_to_fetch_an_adult_and_has_no_button(at_kiosk, start, center):
    shown = at_kiosk()
    shown.drive.click("kiosk.adult")
    shown.drive.settle()
    shown.program.shut()
    again = start(center.folder, center.clock)
    again.sign_in(Role.PEER)
    assert again.reads("Asked for at the kiosk just now. Please fetch one.")
    assert not again.drive.has("banner.call")


def test_a_touch_puts_the_forgetting_off(at_kiosk):
    shown = at_kiosk()
    quiet = shown.program.kiosk_window.quiet
    for touch in (lambda: QTest.keyClick(shown.drive.find("kiosk.number"), "2"),
                  lambda: QTest.mouseClick(shown.program.kiosk_window, Qt.MouseButton.LeftButton)):
        quiet.stop()
        touch()
        assert quiet.isActive()


def test_an_answer_that_comes_after_it_forgot_greets_nobody(at_kiosk):
    shown = at_kiosk()
    shown.drive.find("kiosk.number").setText(NUMBER)
    QTest.keyClick(shown.drive.find("kiosk.number"), Qt.Key.Key_Return)
    shown.program.kiosk_window.reset()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    shown.drive.settle()
    assert isinstance(screen(shown), NumberScreen)


def test_spanish_at_a_touch_and_the_wish_is_kept(at_kiosk):
    shown = at_kiosk()
    shown.drive.click("kiosk.language.es")
    assert "Bienvenida" in " ".join(said(shown)) or "Te damos la bienvenida" in " ".join(said(shown))
    find(shown)
    shown.drive.click("kiosk.reason.group")
    shown.drive.click("kiosk.check_in")
    shown.program.kiosk_window.reset()
    shown.drive.press_keys("Esc")
    back_in(shown)
    assert i18n.language() == "en"
    assert shown.reads("Front desk")


@pytest.mark.parametrize("keys", ["Esc", "Alt+F4", "Ctrl+W", "Ctrl+Q", "Ctrl+L", "Ctrl+U"])
def test_no_key_leads_out(at_kiosk, keys):
    shown = at_kiosk()
    QTest.keySequence(QApplication.focusWidget(), QKeySequence(keys))
    shown.drive.settle()
    assert shown.drive.has("kiosk.leave.passphrase")
    shown.drive.click("kiosk.leave.cancel")
    assert shown.program.kiosk_window.isVisible()
    assert shown.relaunched == []


def test_what_was_copied_before_cannot_be_pasted_to_be_read(at_kiosk):
    for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
        QApplication.clipboard().setText("José Núñez, 9th grade", mode)
    shown = at_kiosk()
    fields = [shown.drive.find("kiosk.number")]
    _try_to_paste(fields)
    shown.drive.press_keys("Esc")
    _try_to_paste([shown.drive.find("kiosk.leave.name"), shown.drive.find("kiosk.leave.passphrase")])


def _try_to_paste(fields):
    for field in fields:
        field.setFocus()
        for keys in ((Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier),
                     (Qt.Key.Key_Insert, Qt.KeyboardModifier.ShiftModifier)):
            QTest.keyClick(field, *keys)
        QTest.mouseClick(field, Qt.MouseButton.MiddleButton)
        QTest.mouseDClick(field, Qt.MouseButton.LeftButton)
        assert not field.acceptDrops()
        assert field.contextMenuPolicy() is Qt.ContextMenuPolicy.NoContextMenu
        assert field.text() == ""


def test_closing_its_window_asks_for_a_passphrase_and_closes_nothing(at_kiosk):
    shown = at_kiosk()
    window = shown.program.kiosk_window
    event = QCloseEvent()
    QApplication.sendEvent(window, event)
    assert not event.isAccepted()
    assert not window.close()
    assert window.isVisible()
    assert shown.drive.has("kiosk.leave.passphrase")


def test_a_wrong_passphrase_a_strange_name_and_a_peers_own_lead_nowhere(at_kiosk):
    shown = at_kiosk()
    shown.drive.click("kiosk.staff")
    for name, typed in (("", "not it"), ("Nobody There", PASSPHRASE), (NAMES[Role.PEER], PASSPHRASE)):
        shown.drive.find("kiosk.leave.name").clear()
        shown.drive.type("kiosk.leave.name", name)
        shown.drive.type("kiosk.leave.passphrase", typed)
        shown.drive.click("kiosk.leave.go")
        assert "This does not end the kiosk. Check the name and the passphrase." in said(shown)
        assert shown.field("kiosk.leave.passphrase").text() == ""
    assert shown.program.desk is None


def test_another_adult_ends_it_and_is_signed_in_as_themselves(at_kiosk):
    shown = at_kiosk()
    shown.drive.click("kiosk.staff")
    assert back_in(shown, NAMES[Role.COORDINATOR]).person.role is Role.COORDINATOR


def test_the_desktops_lock_ends_it_and_the_sign_in_that_comes_shows_nobodys_name(at_kiosk, start, center):
    shown = at_kiosk()
    shown.program._kiosk._desktop.locked.emit()
    assert shown.prepared_for == ["nameless"]
    assert shown.program.kiosk_window is None
    again = start(center.folder, center.clock, nameless=True)
    assert not again.screen.has_names
    assert not [name for name in NAMES.values() if any(name in text for text in again.texts())]
    again.frame.set_language("es")  # which makes the screen anew
    assert not again.screen.has_names
    again.drive.type("signin.name", NAMES[Role.FRONT_DESK])
    again.drive.type("signin.passphrase", PASSPHRASE)
    again.drive.enter()
    assert again.program.desk.person.name == NAMES[Role.FRONT_DESK]


def test_minutes_of_quiet_do_not_end_it(at_kiosk):
    shown = at_kiosk()
    assert not shown.program.unattended.idle._timer.isActive()


def test_a_second_start_of_the_program_brings_it_forward_and_nothing_else(at_kiosk):
    shown = at_kiosk()
    shown.program.come_forward()
    assert not shown.frame.isVisible()
    assert shown.program.kiosk_window.isVisible()


def test_what_was_handed_on_for_one_that_was_ended_opens_nothing_but_the_nameless_sign_in(at_desk, start, center):
    shown = at_desk(Role.FRONT_DESK)
    shown.drive.click("nav.kiosk")
    shown.drive.click("kiosk.start.go")
    desk = opening.sign_in(center.folder, opening.find(center.folder, NAMES[Role.PEER]), PASSPHRASE, center.clock)
    kiosk.settle(desk)
    desk.close()
    with messages.answering(True) as told:
        again = start(center.folder, center.clock)
        again.program.start_as_kiosk(shown.handed[0])
        again.drive.settle()
    assert told == ["That did not work\nThe kiosk was ended. Sign in and start it anew."]
    assert not again.screen.has_names


def test_everything_that_can_be_pressed_has_a_name_for_screen_readers(at_kiosk):
    shown = at_kiosk()
    for _screen in range(2):
        for part in shown.program.kiosk_window.findChildren(QWidget):
            if part.isVisible() and part.focusPolicy() != Qt.FocusPolicy.NoFocus and part.objectName():
                assert part.accessibleName() or re.match(r"qt_", part.objectName()), part.objectName()
        find(shown) if shown.drive.has("kiosk.number") else None


def test_when_its_screen_is_unplugged_it_covers_one_that_is_there(at_kiosk):
    window = at_kiosk().program.kiosk_window
    window.showNormal()
    window.setGeometry(4000, 0, 300, 200)  # where Qt may leave it
    app = QApplication.instance()
    app.screenRemoved.emit(app.primaryScreen())
    QApplication.processEvents()
    QApplication.processEvents()
    assert window.isFullScreen()
    assert window.geometry() == app.primaryScreen().geometry()


def test_with_two_screens_it_fills_the_one_that_was_chosen(tmp_path):
    center = make_center(tmp_path / "center")
    handed = kiosk.start(center.front)
    center.admin.close()
    screens = [{"name": name, "x": x, "y": 0, "width": 1280, "height": 800, "logicalDpi": 96, "logicalBaseDpi": 96,
                "dpr": 1} for name, x in (("one", 0), ("two", 1280))]
    (tmp_path / "screens.json").write_text(json.dumps({"screens": screens}))
    script = Path(__file__).with_name("kiosk_on_second_screen.py")
    platform = {"QT_QPA_PLATFORM": f"offscreen:configfile={tmp_path / 'screens.json'}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, script, center.folder], input=handed.packed(), capture_output=True,
                          env=os.environ | platform, check=False)
    assert done.returncode == 0, done.stderr.decode()
    told = json.loads(done.stdout)
    assert told["words"] == ["Screen 1 (1280 × 800)", "Screen 2 (1280 × 800)"]
    assert told["place"] == [1280, 0, 1280, 800]


def test_after_a_check_in_a_student_may_answer_about_themselves_and_only_counts_are_kept(at_kiosk, center):
    desk = open_as(center, NAMES[Role.COORDINATOR])
    demographics.set_on(desk, on=True)
    desk.store.close()
    shown = at_kiosk()
    find(shown)
    shown.drive.click("kiosk.reason.take_a_break")
    shown.drive.click("kiosk.check_in")
    shown.drive.click("kiosk.more")
    shown.drive.click("about.asian")
    shown.drive.click("about.hispanic")
    shown.drive.click("about.back")
    shown.drive.click("about.declined")
    shown.drive.click("about.skip")
    assert "Thank you" in said(shown)
    with shown.program.opened.reading() as tx:
        found = {one.category: one.option for one in rows.counts(tx, date.min, date.max)}
    assert (found["race"], found["ethnicity"], found["gender"]) == ("asian", "declined", "declined")
    assert not demographics.asks(shown.program.opened, NUMBER)
