"""A coordinator takes a flag on inside somebody else's session: by their own passphrase, as themselves."""

from unittest import mock

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit

from tests.store.stores import raw
from tests.support import NAMES, PASSPHRASE
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.flags import FlagStatus, Urgency
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.services import acting, adult_calls, audit, flags, opening, sessions, visits
from wellnessdesk.store.errors import DiskFull
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.toast import Toast

ELSEWHERE = (Role.FRONT_DESK, Role.PEER, Role.ADMINISTRATOR)
SECRETS = ("Núñez", "O'Neil", "quicksilver", "red flag")
WRONG = "This is not your passphrase. Check Caps Lock and try again."


@pytest.fixture
def flagged(desks, center):
    """Raises flags in sessions of the peer's; their ids."""
    def run(*urgencies):
        front, peer = desks(Role.FRONT_DESK), desks(Role.PEER)
        made = []
        for student, urgency in enumerate(urgencies, 1):
            visit = visits.check_in(front, student, reason="talk_with_peer", origin="walk_in")
            visits.hand_over(front, visit.id, peer.person.id)
            session = max(one.id for one in sessions.mine(peer))
            made.append(flags.raise_flag(peer, session, kind="self_harm", urgency=urgency,
                                         words="quicksilver lighthouse").id)
        front.close()
        peer.close()
        center.clock.advance(minutes=4)
        return made

    return run


def waits(shown):
    (found,) = [one for one in shown.screen.findChildren(Banner) if one.property("name") == "adult"]
    return found.isVisible()


@pytest.mark.parametrize(("wanted", "urgency", "beeps"), [
    (True, Urgency.IMMEDIATE, 1), (True, Urgency.NEXT_SUPERVISION, 0), (False, Urgency.IMMEDIATE, 0)])
def test_where_the_center_wants_it_a_sound_tells_once_that_a_coordinator_is_needed(at_desk, desks, flagged, wanted,
                                                                                  urgency, beeps, monkeypatch):
    heard = []
    monkeypatch.setattr(QApplication, "beep", lambda: heard.append(1))
    admin = desks(Role.ADMINISTRATOR)
    adult_calls.set_sound(admin, wanted)
    admin.close()
    flagged(urgency)
    shown = at_desk(Role.FRONT_DESK)
    for _look in range(3):
        shown.screen._banner.ask()
        shown.drive.settle()
    assert len(heard) == beeps


def test_beside_the_student_there_is_no_sound(at_desk, desks, center, monkeypatch):
    heard = []
    monkeypatch.setattr(QApplication, "beep", lambda: heard.append(1))
    admin, front = desks(Role.ADMINISTRATOR), desks(Role.FRONT_DESK)
    adult_calls.set_sound(admin, True)
    visit = visits.check_in(front, 1, reason="talk_with_peer", origin="walk_in")
    visits.hand_over(front, visit.id, center.peer.person.id)
    admin.close()
    front.close()
    shown = at_desk(Role.PEER)
    shown.keys("Ctrl+Shift+F", "Ctrl+Return")
    assert shown.reads("Stay with them. Fetch an adult now.")
    assert heard == []


def dialog(shown):
    (found,) = [one for one in shown.frame.findChildren(QDialog) if one.objectName() == "adult.dialog"]
    return found


def log_of(center, desks, most):
    """The newest clear entries: who did what."""
    coordinator = desks(Role.COORDINATOR)
    assert audit.verify(coordinator).sound
    coordinator.close()
    connection = raw(coordinator.store.path, coordinator.keys.store_key)
    entries = connection.execute(
        "SELECT actor, action FROM audit WHERE actor != '' ORDER BY sequence DESC LIMIT ?", (most,)).fetchall()
    connection.close()
    return entries


@pytest.mark.parametrize("role", ELSEWHERE)
def test_from_the_banner_by_keyboard_and_the_session_goes_on(at_desk, flagged, desks, center, role):
    (flag,) = flagged(Urgency.IMMEDIATE)
    shown = at_desk(role)
    signed_in, page = shown.program.desk, shown.screen.page

    shown.tab_to("banner.adult")
    shown.keys("Space")
    assert shown.focused() == "adult.passphrase"
    assert shown.drive.find("adult.who", QComboBox).currentText() == NAMES[Role.COORDINATOR]
    shown.write(PASSPHRASE)
    shown.keys("Return")
    shown.drive.settle()

    assert not waits(shown)
    assert shown.program.desk is signed_in
    assert shown.screen.page is page
    assert f"{NAMES[Role.COORDINATOR]} has it now." in [
        toast.accessibleName() for toast in shown.frame.findChildren(Toast) if toast.isVisible()]
    shown.program.lock()
    cora = opening.find(center.folder, NAMES[Role.COORDINATOR])
    assert (cora, "flag.acknowledge") in log_of(center, desks, 2)
    coordinator = desks(Role.COORDINATOR)
    assert [(one.mark.id, one.mark.status) for one in flags.not_closed(coordinator)] == [
        (flag, FlagStatus.ACKNOWLEDGED)]
    coordinator.close()


def test_the_front_desk_learns_nothing_of_what_it_is_about(at_desk, flagged):
    flagged(Urgency.IMMEDIATE)
    shown = at_desk(Role.FRONT_DESK)
    seen = []
    take_on = flags.acknowledge
    with mock.patch.object(flags, "acknowledge", side_effect=lambda *given: seen.append(take_on(*given)) or seen[-1]):
        shown.drive.click("banner.adult")
        said = shown.texts()
        shown.drive.type("adult.passphrase", PASSPHRASE)
        shown.drive.click("adult.confirm")
    said += shown.texts()

    assert seen[0].words == "quicksilver lighthouse"  # the service told the coordinator's desk; nobody shows it
    about = catalogues.label("red_flags", "self_harm")
    assert [text for text in said for word in (*SECRETS, about) if word.casefold() in text.casefold()] == []


def test_all_that_the_banner_tells_of_is_taken_on_and_nothing_else(at_desk, flagged, desks, center):
    now, today, later = flagged(Urgency.IMMEDIATE, Urgency.SAME_DAY, Urgency.NEXT_SUPERVISION)
    shown = at_desk(Role.FRONT_DESK)

    shown.drive.click("banner.adult")
    assert any(text.startswith("You take on all 2 that are waiting.") for text in shown.texts(dialog(shown)))
    shown.drive.type("adult.passphrase", PASSPHRASE)
    shown.drive.click("adult.confirm")

    shown.program.lock()
    coordinator = desks(Role.COORDINATOR)
    status = {one.mark.id: one.mark.status for one in flags.not_closed(coordinator)}
    coordinator.close()
    assert status == {now: FlagStatus.ACKNOWLEDGED, today: FlagStatus.ACKNOWLEDGED, later: FlagStatus.RAISED}


@pytest.mark.parametrize("role", ELSEWHERE)
def test_a_wrong_passphrase_is_told_at_its_field_and_cleared(at_desk, flagged, role):
    flagged(Urgency.IMMEDIATE)
    shown = at_desk(role)
    shown.drive.click("banner.adult")

    shown.drive.type("adult.passphrase", "not the passphrase")
    shown.drive.click("adult.confirm")

    assert shown.reads(WRONG)
    assert shown.field("adult.passphrase").text() == ""
    assert shown.focused() == "adult.passphrase"
    assert waits(shown)
    shown.write(PASSPHRASE)
    assert not shown.reads(WRONG)
    shown.keys("Return")
    assert not waits(shown)


def test_the_passphrase_of_whoever_is_signed_in_opens_nothing(at_desk, flagged, monkeypatch):
    flagged(Urgency.IMMEDIATE)
    shown = at_desk(Role.PEER)
    pia = shown.program.desk.person
    monkeypatch.setattr(acting, "coordinators", lambda _desk: [Person(pia.id, pia.name, Role.COORDINATOR)])
    shown.drive.click("banner.adult")

    shown.drive.type("adult.passphrase", PASSPHRASE)
    shown.drive.click("adult.confirm")

    assert shown.reads("Only a coordinator or an administrator can act here.")
    assert waits(shown)


def test_a_name_and_a_passphrase_are_asked_for(at_desk, flagged, monkeypatch):
    flagged(Urgency.IMMEDIATE)
    shown = at_desk(Role.FRONT_DESK)
    two = [Person("a", "Ana", Role.COORDINATOR), Person("b", "Bo", Role.COORDINATOR)]
    monkeypatch.setattr(acting, "coordinators", lambda _desk: two)
    shown.drive.click("banner.adult")

    assert shown.focused() == "adult.who"  # never one of several by chance
    shown.drive.click("adult.confirm")

    assert shown.reads("Choose your name.")
    assert shown.reads("Type your passphrase.")
    assert waits(shown)


@pytest.mark.parametrize("how", ["cancel", "escape", "lock", "idle"])
def test_whichever_way_it_closes_no_passphrase_stays(at_desk, flagged, center, how):
    flagged(Urgency.IMMEDIATE)
    shown = at_desk(Role.FRONT_DESK)
    shown.drive.click("banner.adult")
    shown.drive.type("adult.passphrase", PASSPHRASE)
    box = shown.field("adult.passphrase")
    emptied = []
    box.textChanged.connect(emptied.append)

    if how == "cancel":
        shown.drive.click("adult.cancel")
    elif how == "escape":
        shown.keys("Escape")
    elif how == "lock":
        QTest.keySequence(dialog(shown), "Ctrl+L")
    else:
        shown.program._lock_unasked()

    assert emptied == [""]
    assert shown.relaunched == ([center.folder] if how in ("lock", "idle") else [])
    assert not any(top.isVisible() for top in QApplication.topLevelWidgets() if top.objectName() == "adult.dialog")


def test_while_the_passphrase_is_tried_it_cannot_be_called_off_or_tried_twice(at_desk, flagged):
    flagged(Urgency.IMMEDIATE)
    shown = at_desk(Role.FRONT_DESK)
    shown.drive.click("banner.adult")
    shown.drive.type("adult.passphrase", PASSPHRASE)
    with mock.patch.object(acting, "as_person", wraps=acting.as_person) as tried:
        for _twice in range(2):
            dialog(shown).confirm()
        dialog(shown).reject()
        assert dialog(shown).isVisible()
        shown.drive.settle()

    assert tried.call_count == 1
    assert not waits(shown)


def test_a_full_disk_is_told_and_it_can_be_tried_again(at_desk, flagged):
    flagged(Urgency.IMMEDIATE)
    shown = at_desk(Role.FRONT_DESK)
    shown.drive.click("banner.adult")
    with mock.patch.object(flags, "acknowledge", side_effect=DiskFull):
        shown.drive.type("adult.passphrase", PASSPHRASE)
        shown.drive.click("adult.confirm")
    assert shown.reads(str(DiskFull()))
    assert waits(shown)

    shown.drive.type("adult.passphrase", PASSPHRASE)
    shown.drive.click("adult.confirm")

    assert not waits(shown)


# ---- from the peer's own crisis card


@pytest.fixture
def in_crisis(writing):
    """A peer in the middle of a note who has just raised a flag; the session's id."""
    shown, session = writing
    shown.keys("Ctrl+Shift+F", "Return")
    return shown, session


def test_from_the_crisis_card_and_the_draft_stays(in_crisis, center, desks):
    shown, session = in_crisis
    shown.tab_to("crisis.adult")
    shown.keys("Space")
    shown.write(PASSPHRASE)
    shown.keys("Return")

    assert shown.drive.has("crisis.card")
    assert shown.reads("An adult has it")
    assert not shown.drive.has("crisis.adult")
    shown.drive.click("crisis.back")
    assert shown.drive.find("note.text").toPlainText() == "half a sentence about"
    assert shown.ask(sessions.read_draft, session).text == "half a sentence about"
    assert not waits(shown)
    shown.program.lock()
    cora = opening.find(center.folder, NAMES[Role.COORDINATOR])
    assert log_of(center, desks, 1) == [(cora, "flag.acknowledge")]


def test_the_card_seen_again_from_the_note_offers_it_too_until_an_adult_has_it(in_crisis):
    shown, _session = in_crisis
    shown.drive.click("crisis.back")
    shown.drive.click("note.redflag.card")

    shown.drive.click("crisis.adult")
    shown.drive.type("adult.passphrase", PASSPHRASE)
    shown.drive.click("adult.confirm")
    shown.drive.click("crisis.back")
    shown.drive.click("note.redflag.card")

    assert not shown.drive.has("crisis.adult")


def test_locked_at_the_crisis_card_the_dialog_goes(in_crisis, center):
    shown, _session = in_crisis
    shown.drive.click("crisis.adult")
    shown.drive.type("adult.passphrase", "something")

    QTest.keySequence(dialog(shown), "Ctrl+L")

    assert shown.relaunched == [center.folder]
    assert not shown.frame.findChildren(QLineEdit, "adult.passphrase") or not dialog(shown).isVisible()


def test_a_flag_that_could_not_be_stored_can_be_taken_on_by_nobody(writing):
    shown, _session = writing
    with mock.patch.object(flags, "raise_flag", side_effect=DiskFull), messages.answering():
        shown.keys("Ctrl+Shift+F", "Return")

    assert shown.drive.has("crisis.retry")
    assert not shown.drive.has("crisis.adult")
    shown.drive.click("crisis.retry")
    assert shown.drive.has("crisis.adult")


def test_the_coordinators_own_banner_leads_to_the_flag_instead(at_desk, flagged):
    flagged(Urgency.IMMEDIATE)
    shown = at_desk(Role.COORDINATOR)

    assert shown.drive.has("banner.see")
    assert not shown.drive.has("banner.adult")
