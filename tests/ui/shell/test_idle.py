"""The lock that comes by itself: after the role's minutes, whatever is open, and never while somebody is at it."""

from unittest import mock

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMenu

from tests.support import NAMES, PASSPHRASE
from wellnessdesk.domain import locking as rules
from wellnessdesk.domain.people import ROLES_OF_PEOPLE, Role
from wellnessdesk.services import locking, opening, sessions, visits
from wellnessdesk.store.errors import DiskFull
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.toast import Toast
from wellnessdesk.ui.shell import idle
from wellnessdesk.ui.tour.driver import pause

NOTICE = "The program locks in 30 seconds. Press any key to stay."
MINUTES = {Role.FRONT_DESK: 15, Role.PEER: 4, Role.COORDINATOR: 4, Role.ADMINISTRATOR: 4}


class Quiet:
    """A clock of the test's own, and the second in which the program looks at it."""

    def __init__(self, shown):
        self._lock = shown.program.unattended.idle
        self._lock._clock = lambda: self.now
        self.now = 0.0
        self._lock.touch()

    def lasts(self, *, minutes=0, seconds=0):
        """Nobody does anything for so long."""
        self.now += minutes * 60 + seconds
        self._lock.tick()

    @property
    def watching(self):
        return self._lock._timer.isActive()


@pytest.fixture
def sit(at_desk):
    """Somebody of a role signed in, and the quiet."""
    def run(role):
        shown = at_desk(role)
        return shown, Quiet(shown)

    return run


def notices(shown):
    return [toast.accessibleName() for toast in shown.frame.findChildren(Toast) if toast.isVisible()]


@pytest.mark.parametrize("role", list(ROLES_OF_PEOPLE))
def test_it_locks_after_the_minutes_of_the_role_for_whoever_was_there(sit, center, role):
    shown, quiet = sit(role)
    person = shown.program.desk.person.id
    quiet.lasts(minutes=MINUTES[role], seconds=-1)
    assert shown.relaunched == []

    quiet.lasts(seconds=1)

    assert (shown.relaunched, shown.prepared_for) == ([center.folder], [person])
    assert shown.program.desk is None
    assert shown.texts() == []
    assert not quiet.watching


def test_half_a_minute_before_it_says_so_once_and_quietly(sit):
    shown, quiet = sit(Role.COORDINATOR)
    before = QApplication.focusWidget()

    quiet.lasts(minutes=4, seconds=-31)
    assert notices(shown) == []
    quiet.lasts(seconds=1)
    quiet.lasts(seconds=5)

    assert notices(shown) == [NOTICE]
    assert QApplication.focusWidget() is before
    (notice,) = (toast for toast in shown.frame.findChildren(Toast) if toast.isVisible())
    assert notice._clock.interval() == 30_000  # it stays until the lock, unlike other passing messages


def key(window):
    QTest.keyClick(window, Qt.Key.Key_Shift)


def click(window):
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))


def move(window):
    QTest.mouseMove(window, QPoint(30, 30))
    QTest.mouseMove(window, QPoint(60, 60))


def wheel(window):
    QTest.wheelEvent(window, QPoint(30, 30), QPoint(0, 120))


@pytest.mark.parametrize("does", [key, click, move, wheel])
def test_any_key_and_the_mouse_put_it_off(sit, does):
    shown, quiet = sit(Role.COORDINATOR)
    quiet.lasts(minutes=4, seconds=-10)
    assert notices(shown) == [NOTICE]

    does(shown.frame.windowHandle())
    pause(20)

    assert notices(shown) == []
    quiet.lasts(minutes=4, seconds=-1)
    assert shown.relaunched == []
    quiet.lasts(seconds=1)
    assert len(shown.relaunched) == 1


def test_the_key_that_puts_it_off_is_typed_all_the_same(sit):
    shown, quiet = sit(Role.FRONT_DESK)
    quiet.lasts(minutes=15, seconds=-10)

    QTest.keyClick(shown.frame.windowHandle(), Qt.Key.Key_N)

    assert shown.field("checkin.search").text() == "n"
    assert notices(shown) == []


def test_what_is_typed_through_an_input_method_counts(sit):
    shown, quiet = sit(Role.FRONT_DESK)
    quiet.lasts(minutes=15, seconds=-10)

    event = QInputMethodEvent()
    event.setCommitString("ñ")
    QApplication.sendEvent(QGuiApplication.focusObject(), event)

    assert notices(shown) == []


# ---- what is open does not matter


def test_a_key_in_a_dialog_counts_too(sit):
    shown, quiet = sit(Role.COORDINATOR)
    dialog = Dialog(shown.frame, "A dialog")
    dialog.body.addWidget(QLineEdit())
    dialog.open()
    assert QTest.qWaitForWindowActive(dialog)
    quiet.lasts(minutes=4, seconds=-10)

    key(dialog.windowHandle())

    assert notices(shown) == []
    dialog.close()


def in_a_message(shown, later):
    later()
    messages.confirm(shown.frame, "Sure?", "Really?", "Yes")


def in_a_dialog_over_a_dialog(shown, later):
    outer = Dialog(shown.frame, "outer")
    outer.open()
    later()
    Dialog(outer, "inner").exec()
    outer.close()


def in_a_menu(shown, later):
    menu = QMenu(shown.frame)
    menu.addAction("An entry")
    later()
    menu.exec(shown.frame.mapToGlobal(QPoint(100, 100)))


def in_the_menu_bar(shown, later):
    bar = shown.frame.menuBar()
    bar.setActiveAction(bar.actions()[0])
    later()
    bar.actions()[0].menu().exec()


def in_an_unfolded_list(shown, later):
    box = QComboBox(shown.frame)
    box.addItems(["one", "two"])
    box.show()
    box.showPopup()
    later()
    pause(60)
    box.hidePopup()


@pytest.mark.parametrize(
    "open_", [in_a_message, in_a_dialog_over_a_dialog, in_a_menu, in_the_menu_bar, in_an_unfolded_list])
def test_nothing_that_is_open_keeps_it_from_locking(sit, center, open_):
    shown, quiet = sit(Role.COORDINATOR)

    def close_what_is_open():
        for top in QApplication.topLevelWidgets():
            if top is not shown.frame and top.isVisible():
                top.close()

    def later():
        QTimer.singleShot(10, lambda: quiet.lasts(minutes=5))
        QTimer.singleShot(40, close_what_is_open)

    open_(shown, later)

    assert shown.relaunched == [center.folder]
    assert shown.program.desk is None
    opening.sign_in(center.folder, opening.find(center.folder, NAMES[Role.PEER]), PASSPHRASE).close()


@pytest.mark.parametrize("open_", [in_a_menu, in_an_unfolded_list])
@pytest.mark.parametrize(("letter", "prepared"), [(Qt.Key.Key_L, True), (Qt.Key.Key_U, False)])
def test_the_keys_lock_from_inside_a_menu_too(sit, center, open_, letter, prepared):
    shown, quiet = sit(Role.COORDINATOR)
    person = shown.program.desk.person.id
    quiet.lasts(seconds=1)

    def press():
        QTest.keyClick(shown.frame.windowHandle(), letter, Qt.KeyboardModifier.ControlModifier)
        for top in QApplication.topLevelWidgets():
            if top is not shown.frame and top.isVisible():
                top.close()

    open_(shown, lambda: QTimer.singleShot(10, press))

    assert (shown.relaunched, shown.prepared_for) == ([center.folder], [person if prepared else ""])


def test_what_was_half_typed_is_kept(writing, center):
    shown, session = writing
    Quiet(shown).lasts(minutes=4)

    assert shown.relaunched == [center.folder]
    again = opening.sign_in(center.folder, opening.find(center.folder, NAMES[Role.PEER]), PASSPHRASE, center.clock)
    assert sessions.read_draft(again, session).text == "half a sentence about"
    again.close()


def test_what_cannot_be_kept_does_not_keep_the_note_open_for_everybody(writing, center):
    shown, _session = writing
    with mock.patch.object(sessions, "save_draft", side_effect=DiskFull), messages.answering(False) as asked:
        shown.drive.type("note.text", " something")
        Quiet(shown).lasts(minutes=4)

    assert asked == []
    assert shown.relaunched == [center.folder]


# ---- what holds it up


def test_long_work_is_not_cut_off_and_the_minutes_begin_after_it(sit):
    shown, quiet = sit(Role.COORDINATOR)
    with mock.patch.object(type(shown.program.tasks), "in_long_work", True):
        quiet.lasts(minutes=30)
        assert (shown.relaunched, notices(shown)) == ([], [])
    quiet.lasts(minutes=3)
    assert shown.relaunched == []

    quiet.lasts(minutes=1)

    assert len(shown.relaunched) == 1


def test_the_front_desk_has_its_longer_minutes_only_while_names_are_hidden(sit):
    shown, quiet = sit(Role.FRONT_DESK)
    shown.keys("Ctrl+D")
    quiet.lasts(minutes=4)
    shown.keys("Ctrl+D")
    quiet.lasts(minutes=14)
    assert shown.relaunched == []
    shown.keys("Ctrl+D")

    quiet.lasts(minutes=5)

    assert len(shown.relaunched) == 1


def test_nobody_signed_in_nothing_to_lock(at_center):
    quiet = Quiet(at_center)
    assert not quiet.watching

    at_center.sign_in(Role.PEER)

    assert quiet.watching


def test_the_hours_in_which_the_computer_slept_count():
    assert idle._CLOCK is not None
    with mock.patch.object(idle.time, "clock_gettime", return_value=7.5) as asked:
        assert idle.seconds() == 7.5
    asked.assert_called_once_with(idle.time.CLOCK_BOOTTIME)
    with mock.patch.object(idle, "_CLOCK", None), mock.patch.object(idle.time, "monotonic", return_value=3.5):
        assert idle.seconds() == 3.5


# ---- the minutes


def test_the_minutes_of_the_center_count_from_the_sign_in_on(start, center):
    admin = opening.sign_in(center.folder, opening.find(center.folder, NAMES[Role.ADMINISTRATOR]), PASSPHRASE)
    locking.set_minutes(admin, {Role.PEER: 3})
    admin.close()
    shown = start(center.folder, center.clock)
    shown.sign_in(Role.PEER)
    shown.drive.settle()

    Quiet(shown).lasts(minutes=3)

    assert len(shown.relaunched) == 1


def test_an_administrator_sets_them_by_keyboard_and_they_hold_at_once(sit, center):
    shown, quiet = sit(Role.ADMINISTRATOR)
    shown.drive.click("nav.settings")
    assert shown.screen.key_shown == "settings"
    assert not shown.drive.find("settings.lock.save").isEnabled()
    shown.tab_to("settings.lock.administrator")
    shown.keys("Up")
    shown.tab_to("settings.lock.save")
    shown.keys("Space")

    assert shown.ask(locking.minutes) == {**MINUTES, Role.ADMINISTRATOR: 3}
    assert "Saved. It holds from now on." in notices(shown)
    quiet.lasts(minutes=3)
    assert len(shown.relaunched) == 1


def test_no_list_of_minutes_is_cut_off_by_the_other_cards(sit):
    shown, _quiet = sit(Role.ADMINISTRATOR)
    shown.drive.click("nav.settings")
    shown.frame.resize(1280, 700)
    shown.drive.settle()

    for role in ROLES_OF_PEOPLE:
        box = shown.drive.find(f"settings.lock.{role.value}", QComboBox)
        assert box.geometry().bottom() < box.parentWidget().height()


def test_only_what_is_allowed_can_be_chosen(sit):
    shown, _quiet = sit(Role.ADMINISTRATOR)
    shown.drive.click("nav.settings")

    for role in ROLES_OF_PEOPLE:
        box = shown.drive.find(f"settings.lock.{role.value}", QComboBox)
        assert [int(box.itemData(row)) for row in range(box.count())] == list(rules.choices(role))
        assert box.currentData() == str(MINUTES[role])


def test_a_change_elsewhere_leaves_what_is_being_chosen(sit):
    shown, _quiet = sit(Role.ADMINISTRATOR)
    shown.drive.click("nav.settings")
    shown.drive.choose("settings.lock.peer", "5")

    shown.ask(locking.set_minutes, {Role.COORDINATOR: 3})
    shown.drive.settle()

    assert shown.drive.find("settings.lock.peer", QComboBox).currentData() == "5"
    assert shown.drive.find("settings.lock.coordinator", QComboBox).currentData() == "3"
    shown.drive.click("settings.lock.save")
    assert shown.ask(locking.minutes) == {**MINUTES, Role.PEER: 5, Role.COORDINATOR: 3}


def test_minutes_that_cannot_be_saved_stay_chosen(sit):
    shown, _quiet = sit(Role.ADMINISTRATOR)
    shown.drive.click("nav.settings")
    shown.drive.choose("settings.lock.peer", "5")
    with mock.patch.object(locking, "set_minutes", side_effect=DiskFull), messages.answering() as said:
        shown.drive.click("settings.lock.save")

    assert len(said) == 1
    assert shown.drive.find("settings.lock.save").isEnabled()


def test_what_the_program_does_by_itself_is_nobody_being_here(sit, center):
    shown, quiet = sit(Role.FRONT_DESK)
    quiet.lasts(minutes=15, seconds=-20)

    shown.ask(visits.check_in, 1, reason="talk_with_peer", origin="walk_in")
    shown.screen._timer.timeout.emit()
    shown.frame.resize(1100, 700)
    shown.frame.repaint()
    shown.drive.settle()

    assert notices(shown) == [NOTICE]
