"""Who is signed in: their pages and no others, changes that reach them, the banner, language, dark, lock and close."""

from unittest import mock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QScrollArea

from tests.support import NAMES, PASSPHRASE
from wellnessdesk.base import settings
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.flags import Urgency
from wellnessdesk.domain.people import ROLES_OF_PEOPLE, Role
from wellnessdesk.domain.places import Place
from wellnessdesk.services import flags, opening, places, sessions, students, visits
from wellnessdesk.services.changes import Change
from wellnessdesk.store.errors import DiskFull
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.shell.navigation import places_for
from wellnessdesk.ui.tour.driver import pause

PAGES = {
    Role.FRONT_DESK: ["today", "week", "resources", "charts"],
    Role.PEER: ["myday", "week", "supervision", "resources", "program"],
    Role.COORDINATOR: ["overview", "today", "week", "supervision", "referrals", "resources", "roster", "export",
                       "calendar", "recovery", "retention", "audit", "peers", "training", "applications", "charts",
                       "people", "settings"],
    Role.ADMINISTRATOR: ["people", "roster", "export", "calendar", "backups", "recovery", "retention", "audit",
                         "charts", "resources", "settings"],
}
"""Written by hand from EXPERIENCE.md: who sees what."""
SELDOM = {Role.COORDINATOR: ["roster", "export", "calendar", "recovery", "retention", "audit", "applications", "people",
                             "settings"]}
"""What is folded away, until somebody asks for it."""
ROLES = list(ROLES_OF_PEOPLE)


def navigation(shown):
    return [button.objectName().removeprefix("nav.") for button in shown.frame.findChildren(QPushButton)
            if button.objectName().startswith("nav.") and button.isVisible()]


def banner(shown):
    """What the banner above every page says; None while it is not there."""
    (found,) = [one for one in shown.screen.findChildren(Banner) if one.property("name") == "adult"]
    return shown.texts(found) if found.isVisible() else None


@pytest.fixture
def flagged(desks):
    """Raises a flag about José Núñez in a session of the peer's; its id."""
    def raise_flag(urgency=Urgency.IMMEDIATE):
        front, peer = desks(Role.FRONT_DESK), desks(Role.PEER)
        student = students.search(front, "nunez")[0].id
        visit = visits.check_in(front, student, reason="talk_with_peer", origin="walk_in")
        visits.hand_over(front, visit.id, peer.person.id)
        session = sessions.mine(peer)[0].id
        mark = flags.raise_flag(peer, session, kind="self_harm", urgency=urgency, words="quicksilver lighthouse")
        front.close()
        peer.close()
        return mark.id

    return raise_flag


# ---- who sees what


@pytest.mark.parametrize("role", ROLES)
def test_each_role_has_exactly_its_pages(at_desk, role):
    shown = at_desk(role)

    kiosk, seldom = [] if role is Role.PEER else ["kiosk"], SELDOM.get(role, [])
    often = [key for key in PAGES[role] if key not in seldom]
    assert navigation(shown) == [*often, *(["more"] if seldom else []), *kiosk, "lock", "switch"]
    assert [key for key in PAGES[role] if shown.drive.has(f"nav.{key}")] == often
    assert shown.screen.key_shown == PAGES[role][0]
    assert shown.reads(NAMES[role])
    assert shown.reads("Demo: everybody is made up")
    assert [place.key for place in places_for(role)] == PAGES[role]


@pytest.mark.parametrize("role", ROLES)
def test_ctrl_and_a_number_goes_to_each_page(at_desk, role):
    shown = at_desk(role)

    for number, key in reversed(list(enumerate(PAGES[role][:9], 1))):
        shown.keys(f"Ctrl+{number}")
        assert shown.screen.key_shown == key
        assert shown.drive.find(f"nav.{key}", QPushButton).isChecked()
    if len(PAGES[role]) < 9:
        shown.keys(f"Ctrl+{len(PAGES[role]) + 1}")
    assert shown.screen.key_shown == PAGES[role][0]


@pytest.mark.parametrize("role", ROLES)
def test_a_page_of_another_role_cannot_be_reached(at_desk, role):
    shown = at_desk(role)

    for key in {key for pages in PAGES.values() for key in pages} - set(PAGES[role]):
        shown.screen.go_to(key)

    assert shown.screen.key_shown == PAGES[role][0]


@pytest.mark.parametrize("role", ROLES)
def test_the_file_menu_has_the_pages_and_the_lock(at_desk, role):
    shown = at_desk(role)

    file_menu = shown.frame.menuBar().actions()[0].menu()
    entries = [action.text() for action in file_menu.actions() if action.text()]
    pages = [place.title() for place in places_for(role)]
    find = ["&Find a student…"] if role in (Role.FRONT_DESK, Role.COORDINATOR) else []
    flag = ["Raise a &red flag…\tCtrl+Shift+F"] if role in (Role.PEER, Role.COORDINATOR) else []
    assert entries == ["&Lock", "Switch &person", *find, *flag, "&Change my passphrase…", *pages, "&Quit"]


def test_the_seldom_pages_unfold_in_place_and_fold_again(at_desk):
    shown = at_desk(Role.COORDINATOR)
    before = navigation(shown)

    shown.drive.click("nav.more")
    at = before.index("more") + 1
    assert navigation(shown) == [*before[:at], *SELDOM[Role.COORDINATOR], *before[at:]]
    shown.drive.click("nav.audit")
    assert shown.screen.key_shown == "audit"
    shown.drive.click("nav.more")

    assert navigation(shown) == [*before[:at], "audit", *before[at:]]  # where one is stays in sight
    assert shown.drive.find("nav.audit", QPushButton).isChecked()
    shown.drive.click("nav.today")
    assert navigation(shown) == before


def test_the_keyboard_unfolds_the_seldom_pages_and_walks_through_them(at_desk):
    shown = at_desk(Role.COORDINATOR)
    shown.screen.setFocus()

    shown.keys("Ctrl+0")
    shown.drive.wait(lambda: shown.drive.has("nav.settings"), "unfolded")
    shown.drive.focus("nav.more")
    shown.drive.press(Qt.Key.Key_Tab)
    shown.drive.press(Qt.Key.Key_Space)

    assert shown.screen.key_shown == "roster"
    shown.keys("Ctrl+0")
    shown.drive.wait(lambda: not shown.drive.has("nav.settings"), "folded")


def test_a_key_leads_to_a_page_that_is_folded_away_and_shows_it(at_desk):
    shown = at_desk(Role.COORDINATOR)

    shown.keys("Ctrl+9")

    assert shown.screen.key_shown == "calendar"
    assert shown.drive.find("nav.calendar", QPushButton).isChecked()
    assert not shown.drive.has("nav.audit")


@pytest.mark.parametrize("language", ["en", "es"])
def test_all_pages_unfolded_fit_beside_a_window_of_800_lines(at_desk, language):
    shown = at_desk(Role.COORDINATOR)
    shown.frame.set_language(language)
    shown.frame.resize(1280, 800)
    shown.drive.click("nav.more")
    (area,) = shown.frame.findChildren(QScrollArea, "NavigationScroll")

    assert area.verticalScrollBar().maximum() == 0
    for entry in area.findChildren(QPushButton):
        assert entry.sizeHint().width() <= entry.width(), entry.text()


def test_the_front_desk_lands_in_the_search_box(at_desk):
    assert at_desk(Role.FRONT_DESK).drive.find("checkin.search").isAncestorOf(QApplication.focusWidget())


def test_the_mouse_goes_to_pages_too(at_desk):
    shown = at_desk(Role.COORDINATOR)

    shown.drive.click("nav.supervision")

    assert shown.screen.key_shown == "supervision"


# ---- changes


@pytest.fixture
def watched(at_desk):
    """The coordinator at the overview, having seen Today; and which pages were refreshed since."""
    shown = at_desk(Role.COORDINATOR)
    refreshed = []
    for key in ("today", "overview"):
        shown.screen.go_to(key)
        page = shown.screen.page
        page.refresh = mock.Mock(side_effect=lambda key=key: refreshed.append(key))
    shown.drive.settle()
    refreshed.clear()
    return shown, refreshed


def test_a_change_refreshes_the_page_it_concerns(watched):
    shown, refreshed = watched
    assert "flags" in shown.screen.page.features

    shown.program.desk.changes.announce(Change(frozenset({"flags"}), "somebody"))
    shown.drive.settle()

    assert refreshed == ["overview"]


def test_a_hidden_page_is_refreshed_when_it_is_shown_again_and_once(watched):
    shown, refreshed = watched

    for _twice in range(2):
        shown.program.desk.changes.announce(Change(frozenset({"people"}), "somebody"))
    shown.drive.settle()
    assert "today" not in refreshed
    for key in ("today", "overview", "today"):
        shown.screen.go_to(key)
    assert refreshed.count("today") == 1


def test_a_change_of_something_else_concerns_nobody(watched):
    shown, refreshed = watched

    shown.program.desk.changes.announce(Change(frozenset({"weather"}), "somebody"))
    shown.drive.settle()
    for key in ("today", "overview"):
        shown.screen.go_to(key)

    assert refreshed == []


def test_what_the_worker_commits_reaches_the_page(at_desk):
    shown = at_desk(Role.FRONT_DESK)
    student = shown.ask(students.search, "nunez")[0]

    shown.ask(visits.check_in, student.id, reason="talk_with_peer", origin="walk_in")

    assert any("J. N." in record.full_name for record in shown.drive.find("queue.waiting").rows_model.records())


def test_the_visible_page_is_asked_now_and_then(at_desk):
    shown = at_desk(Role.FRONT_DESK)
    shown.screen.page.tick = mock.Mock()

    shown.screen._timer.timeout.emit()

    assert shown.screen.page.tick.called
    assert shown.screen._timer.interval() == 15_000
    assert shown.screen._timer.isActive()


# ---- an adult is needed


@pytest.mark.parametrize("role", ROLES)
def test_everybody_sees_that_an_adult_is_needed_and_not_why(at_desk, flagged, center, role):
    flagged()
    center.clock.advance(minutes=7)

    shown = at_desk(role)

    fetch = "" if role is Role.COORDINATOR else " Please fetch the coordinator."
    assert banner(shown) == ["Coordinator needed now", f"Waiting for 7 min.{fetch}"]
    if role is not Role.COORDINATOR:
        said = " ".join(shown.texts(shown.screen))
        assert not [word for word in ("Núñez", "quicksilver", catalogues.label("red_flags", "self_harm"))
                    if word in said and role is Role.FRONT_DESK]


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.COORDINATOR])
def test_the_banner_comes_while_somebody_is_there_and_goes_when_an_adult_has_it(at_desk, flagged, center, role):
    shown = at_desk(role)
    assert banner(shown) is None

    flag = flagged()
    shown.program.desk.changes.announce(Change(frozenset({"flags"}), "somebody"))
    shown.drive.settle()
    assert banner(shown)[0] == "Coordinator needed now"
    assert banner(shown)[1].startswith("Since just now.")

    center.clock.advance(minutes=3)
    shown.screen._timer.timeout.emit()
    assert banner(shown)[1].startswith("Waiting for 3 min.")

    if role is Role.COORDINATOR:
        shown.ask(flags.acknowledge, flag)
        assert banner(shown) is None


def test_what_can_wait_until_the_evening_says_so(at_desk, flagged):
    flagged(Urgency.SAME_DAY)

    assert banner(at_desk(Role.FRONT_DESK))[0] == "Coordinator needed today"


def test_what_waits_for_supervision_calls_nobody(at_desk, flagged):
    flagged(Urgency.NEXT_SUPERVISION)

    assert banner(at_desk(Role.FRONT_DESK)) is None


def test_the_coordinator_goes_from_the_banner_to_the_flag(at_desk, flagged):
    flagged()
    shown = at_desk(Role.COORDINATOR)
    shown.drive.click("nav.roster")

    shown.drive.click("banner.see")

    assert shown.screen.key_shown == "overview"


def test_a_screen_reader_hears_it_when_it_changes_and_not_every_quarter_of_a_minute(at_desk, flagged, center):
    flagged()
    shown = at_desk(Role.FRONT_DESK)
    with mock.patch("wellnessdesk.ui.kit.parts.spoken.announce") as spoken:
        for _quarter in range(3):
            shown.screen._timer.timeout.emit()
        assert not spoken.called
        center.clock.advance(minutes=2)
        shown.screen._timer.timeout.emit()
        assert spoken.call_count == 1


# ---- language and dark


def test_another_language_makes_the_screen_anew_and_keeps_the_session_and_the_page(at_desk):
    shown = at_desk(Role.COORDINATOR)
    desk, before = shown.program.desk, shown.screen
    shown.drive.click("nav.supervision")

    shown.frame.set_language("es")
    shown.drive.settle()

    assert shown.screen is not before
    assert shown.program.desk is desk
    assert shown.screen.key_shown == "supervision"
    assert settings.load().language == "es"
    shown.keys("Ctrl+1")
    assert shown.screen.key_shown == "overview"


def test_another_language_at_the_sign_in(at_center):
    at_center.frame.set_language("es")
    at_center.drive.settle()
    at_center.sign_in(Role.PEER)

    assert at_center.program.desk is not None


def test_changing_the_language_often_piles_nothing_up(at_desk):
    shown = at_desk(Role.FRONT_DESK)
    menus = len(shown.frame.menuBar().actions())
    for code in ("es", "en", "es", "en"):
        shown.frame.set_language(code)
        shown.drive.settle()

    assert len(shown.frame.menuBar().actions()) == menus
    assert len(shown.frame.menuBar().findChildren(type(shown.frame.menuBar().actions()[0].menu()))) == menus + 1
    with mock.patch.object(type(shown.screen.page), "refresh") as refreshed:
        shown.program.desk.changes.announce(Change(frozenset({"visits"}), "somebody"))
        shown.drive.settle()
    assert refreshed.call_count == 1


def test_dark_and_light_keep_the_screen(at_desk):
    shown = at_desk(Role.FRONT_DESK)
    before = shown.screen
    shown.drive.find("checkin.search")
    QTest.keyClicks(shown.focus, "nun")

    shown.frame.set_dark(True)

    assert shown.screen is before
    assert shown.frame.palette().color(QPalette.ColorRole.Window).lightness() < 80
    assert settings.load().theme == "dark"
    assert shown.focus.text() == "nun"
    shown.frame.set_dark(False)
    assert shown.frame.palette().color(QPalette.ColorRole.Window).lightness() > 200


def test_another_language_keeps_what_was_half_typed(writing):
    shown, session = writing

    shown.frame.set_language("es")
    shown.drive.settle()

    assert shown.ask(sessions.read_draft, session).text == "half a sentence about"
    assert shown.drive.find("note.text").toPlainText() == "half a sentence about"


# ---- lock and close


def locked_out(shown, center):
    """The store is closed, the keys are let go of, and nothing can be read any more."""
    assert shown.program.desk is None
    assert shown.texts() == []
    return opening.sign_in(center.folder, opening.find(center.folder, NAMES[Role.PEER]), PASSPHRASE, center.clock)


@pytest.mark.parametrize("how", ["keys", "button", "menu"])
def test_the_lock_closes_the_store_before_it_starts_anew(at_desk, center, how):
    shown = at_desk(Role.FRONT_DESK)
    desk, order = shown.program.desk, []
    close = desk.store.close
    desk.store.close = lambda: (close(), order.append("closed"))
    shown.program._relaunch = lambda folder, _person: order.append(folder)

    if how == "keys":
        shown.frame.setFocus()
        QTest.keySequence(shown.focus, "Ctrl+L")
    elif how == "button":
        shown.drive.find("nav.lock", QPushButton).click()
    else:
        shown.frame.menuBar().actions()[0].menu().actions()[0].trigger()

    assert order == ["closed", center.folder]
    locked_out(shown, center).close()


def test_the_lock_works_from_inside_a_field(at_desk, center):
    shown = at_desk(Role.FRONT_DESK)
    QTest.keyClicks(shown.focus, "nun")

    QTest.keySequence(shown.focus, "Ctrl+L")

    assert shown.relaunched == [center.folder]


@pytest.mark.parametrize("dialogs", [1, 2])
def test_the_lock_works_from_inside_a_dialog(at_desk, center, dialogs):
    shown = at_desk(Role.FRONT_DESK)
    inner = shown.frame
    for _over in range(dialogs):
        inner = Dialog(inner, "A dialog")
        inner.body.addWidget(QLineEdit())
        inner.open()
        assert QTest.qWaitForWindowActive(inner)
        pause(20)

    QTest.keySequence(inner, "Ctrl+L")

    assert shown.relaunched == [center.folder]
    locked_out(shown, center).close()


def test_the_lock_keeps_what_was_half_typed(writing, center):
    shown, session = writing

    QTest.keySequence(shown.focus, "Ctrl+L")

    again = locked_out(shown, center)
    assert sessions.read_draft(again, session).text == "half a sentence about"
    again.close()


def test_closing_the_window_keeps_it_too_and_makes_no_mistake(writing, center):
    shown, session = writing

    with messages.answering() as said:
        assert shown.frame.close()
        pause(50)

    assert said == []
    again = locked_out(shown, center)
    assert sessions.read_draft(again, session).text == "half a sentence about"
    again.close()


def test_what_cannot_be_kept_is_not_thrown_away_without_asking(writing):
    shown, _session = writing
    with mock.patch.object(type(shown.screen), "unsaved", True):
        with messages.answering(False) as asked:
            QTest.keySequence(shown.focus, "Ctrl+L")
            assert not shown.frame.close()
        assert len(asked) == 2
        assert asked[0].startswith("Leave without saving?")
        assert shown.relaunched == []
        assert shown.program.desk is not None
        with messages.answering(True):
            shown.program.lock()
    assert len(shown.relaunched) == 1


def test_a_start_anew_that_fails_still_leaves_nothing_to_read(at_desk, center):
    shown = at_desk(Role.COORDINATOR)
    shown.program._relaunch = mock.Mock(side_effect=OSError("gone"))

    with mock.patch("wellnessdesk.app.guarded.QApplication.quit") as quitting, pytest.raises(OSError, match="gone"):
        shown.program.lock()

    assert quitting.called
    locked_out(shown, center).close()


# ---- switch, and each one's place


@pytest.mark.parametrize("how", ["keys", "button", "menu", "dialog"])
def test_switching_locks_and_prepares_the_sign_in_for_anybody(at_desk, center, how):
    shown = at_desk(Role.FRONT_DESK)

    if how == "keys":
        shown.keys("Ctrl+U")
    elif how == "button":
        shown.drive.find("nav.switch", QPushButton).click()
    elif how == "menu":
        shown.frame.menuBar().actions()[0].menu().actions()[1].trigger()
    else:
        dialog = Dialog(shown.frame, "A dialog")
        dialog.open()
        assert QTest.qWaitForWindowActive(dialog)
        pause(20)
        QTest.keySequence(dialog, "Ctrl+U")

    assert (shown.relaunched, shown.prepared_for) == ([center.folder], [""])
    locked_out(shown, center).close()


def test_a_lock_prepares_the_sign_in_for_whoever_locked(at_desk):
    shown = at_desk(Role.COORDINATOR)
    person = shown.program.desk.person.id

    shown.keys("Ctrl+L")

    assert shown.prepared_for == [person]


@pytest.mark.parametrize("how", ["lock", "switch", "close"])
def test_everybody_comes_back_to_their_own_page(start, center, how):
    def leave_at(role, page):
        shown = start(center.folder, center.clock)
        shown.sign_in(role)
        shown.drive.click(f"nav.{page}")
        (shown.frame.close if how == "close" else getattr(shown.program, how))()

    leave_at(Role.COORDINATOR, "roster")
    leave_at(Role.ADMINISTRATOR, "export")

    for role, page in ((Role.COORDINATOR, "roster"), (Role.ADMINISTRATOR, "export"), (Role.FRONT_DESK, "today")):
        shown = start(center.folder, center.clock)
        shown.sign_in(role)
        assert shown.screen.key_shown == page
        shown.program.lock()


def test_whoever_unfolded_the_seldom_pages_finds_them_so_and_nobody_else(start, center):
    shown = start(center.folder, center.clock)
    shown.sign_in(Role.COORDINATOR)
    shown.drive.click("nav.more")
    shown.program.lock()

    back = start(center.folder, center.clock)
    back.sign_in(Role.COORDINATOR)
    assert back.drive.has("nav.settings")
    back.frame.set_language("es")
    back.drive.settle()
    assert back.drive.has("nav.settings")
    back.drive.click("nav.more")
    back.program.lock()

    again = start(center.folder, center.clock)
    again.sign_in(Role.COORDINATOR)
    assert not again.drive.has("nav.settings")


def test_a_peer_comes_back_to_the_note_as_it_was_left(writing, start, center):
    shown, session = writing
    person = shown.program.desk.person.id
    shown.program.lock()

    back = start(center.folder, center.clock, person=person)
    assert back.focused() == "signin.passphrase"
    back.drive.type("signin.passphrase", PASSPHRASE)
    back.drive.enter()

    assert back.screen.place() == Place("myday", f"session:{session}")
    assert back.drive.find("note.text").toPlainText() == "half a sentence about"


def test_a_coordinator_comes_back_to_the_flag(start, center, flagged):
    flag = flagged()
    shown = start(center.folder, center.clock)
    shown.sign_in(Role.COORDINATOR)
    shown.screen.page.show_flag(flag)
    shown.drive.settle()
    shown.program.lock()

    back = start(center.folder, center.clock)
    back.sign_in(Role.COORDINATOR)

    assert back.screen.place() == Place("overview", f"flag:{flag}")


@pytest.mark.parametrize("place", [
    Place("myday", "session:9999"), Place("myday", "session:x"), Place("roster", ""), Place("nowhere", "flag:1"),
    Place("", "")])
def test_a_place_that_is_gone_leads_to_the_first_page(start, center, desks, place):
    peer = desks(Role.PEER)
    places.remember(peer, place)
    peer.close()

    shown = start(center.folder, center.clock)
    shown.sign_in(Role.PEER)

    assert shown.screen.place() == Place("myday", "")


def test_a_place_that_cannot_be_kept_does_not_keep_the_program_open(at_desk, center):
    shown = at_desk(Role.COORDINATOR)

    with mock.patch.object(places, "remember", side_effect=DiskFull):
        shown.program.lock()

    assert shown.relaunched == [center.folder]
    locked_out(shown, center).close()
