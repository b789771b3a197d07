"""What an administrator does with somebody's keys: each act says what it means, and does it whole or not at all."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton

from tests.centers import SECRET_WORDS
from tests.support import NAMES, PASSPHRASE, SECOND_PEER
from tests.ui.pages.people.conftest import SECOND
from tests.windows import end
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.people import Role
from wellnessdesk.services import audit, opening, people, resealing, rotation, sessions
from wellnessdesk.ui.kit import progress
from wellnessdesk.ui.kit.act_dialog import ActDialog
from wellnessdesk.vault.errors import UnknownPerson, WrongPassphrase

NEW = "four other plain words"
PEER, COORDINATOR = NAMES[Role.PEER], NAMES[Role.COORDINATOR]


def select(shown, name):
    table = shown.screen.page.people.table
    model = table.model()
    row = next(row for row in range(model.rowCount()) if model.index(row, 0).data() == name)
    table.selectRow(row)
    shown.drive.settle()


def act(shown, name, key):
    select(shown, name)
    shown.drive.click(f"people.act.{key}")
    return dialog(shown)


def dialog(shown):
    (found,) = [one for one in shown.frame.findChildren(ActDialog) if one.isVisible()]
    return found


def closed(shown):
    return not [one for one in shown.frame.findChildren(ActDialog) if one.isVisible()]


def person(shown, name):
    return next(one for one in shown.ask(people.everybody) if one.name == name)


def agree(shown, passphrase=PASSPHRASE, *, by=COORDINATOR):
    if dialog(shown).consent.who.count() > 1:
        shown.drive.choose("consent.coordinator", person(shown, by).id)
    shown.drive.type("consent.passphrase", passphrase)


def new_passphrase(shown, one=NEW, again=NEW):
    shown.drive.type("person.passphrase", one)
    shown.drive.type("person.again", again)


def kit_b(day):
    return " ".join(day.center.created.words_b)


def sign_in(day, name, passphrase):
    return opening.sign_in(day.center.folder, opening.find(day.center.folder, name), passphrase, day.center.clock)


# ---- deactivating


def test_deactivating_says_what_will_happen_and_shuts_them_out(begin, day):
    shown = begin(Role.ADMINISTRATOR)
    key = shown.program.desk.keys.store_key
    here = act(shown, SECOND_PEER, "deactivate")
    said = " ".join(shown.texts(here))
    for words in ("cannot sign in any more", "Their name stays", "All records get a new key", "you can stop it"):
        assert words in said
    assert not shown.drive.has("consent.passphrase")
    assert shown.focused() == "act.cancel"
    shown.drive.click("act.go")

    assert not person(shown, SECOND_PEER).active
    assert shown.program.desk.keys.store_key != key
    assert shown.ask(audit.verify).sound
    end(shown)
    with pytest.raises(UnknownPerson):
        sign_in(day, SECOND_PEER, PASSPHRASE)


def test_a_coordinator_leaves_only_if_another_one_agrees(begin, day):
    shown = begin(Role.ADMINISTRATOR)
    here = act(shown, SECOND, "deactivate")
    assert [here.consent.who.itemText(row) for row in range(here.consent.who.count())] == [COORDINATOR]
    assert shown.focused() == "consent.passphrase"
    shown.drive.click("act.go")
    assert here.consent._passphrase_field.error == "The coordinator types their passphrase here."
    shown.drive.type("consent.passphrase", "not theirs")
    shown.drive.click("act.go")
    assert "not the passphrase of that coordinator" in here.consent._passphrase_field.error
    assert person(shown, SECOND).active

    here.consent.passphrase.clear()
    shown.drive.type("consent.passphrase", PASSPHRASE)
    shown.drive.click("act.go")
    assert not person(shown, SECOND).active
    assert shown.program.desk.keys.directory.epoch == 2


def test_stopped_before_the_exchange_nothing_has_happened(begin, monkeypatch):
    shown = begin(Role.ADMINISTRATOR)
    here = act(shown, SECOND_PEER, "deactivate")
    monkeypatch.setattr(rotation, "_written", lambda *_given: (_ for _ in ()).throw(Cancelled()))
    shown.drive.click("act.go")

    assert shown.reads("Stopped. Nothing was changed.")
    assert here.go.isEnabled()
    assert person(shown, SECOND_PEER).active


class Held:
    """Holds one step of the rotation up on the worker, so that there is time to look at its progress window."""

    def __init__(self, monkeypatch, module, name):
        self._real, self._gate, self.reached = getattr(module, name), threading.Event(), threading.Event()
        monkeypatch.setattr(module, name, self._step)
        monkeypatch.setattr(progress, "PATIENCE_MS", 0)

    def let_go(self):
        self._gate.set()

    def _step(self, *given):
        self.reached.set()
        assert self._gate.wait(20)
        return self._real(*given)


def left_over(day):
    """What a rotation that was given up must not leave behind."""
    return [path.name for path in day.center.folder.iterdir() if path.suffix in (".new", ".next")]


@pytest.mark.parametrize("by_key", [False, True])
def test_the_progress_window_stops_it_and_nothing_has_happened(begin, day, monkeypatch, by_key):
    shown = begin(Role.ADMINISTRATOR)
    key = shown.program.desk.keys.store_key
    here = act(shown, SECOND_PEER, "deactivate")
    held = Held(monkeypatch, rotation.copies, "content")
    shown.drive.begin("act.go")
    cancel = shown.drive.find("progress.cancel", QPushButton)
    assert cancel.window() is not here
    assert shown.texts(cancel.window())[0] == "All records get a new key"
    assert not here.go.isEnabled()
    if by_key:
        QTest.keyClick(cancel, Qt.Key.Key_Escape)
    else:
        shown.drive.begin("progress.cancel")
    assert (cancel.text(), cancel.isEnabled()) == ("Stopping …", False)
    assert cancel.isVisible(), "it goes when the work has stopped, not before"
    held.let_go()
    shown.drive.settle()

    assert not shown.drive.has("progress.cancel")
    assert shown.reads("Stopped. Nothing was changed.")
    assert here.focusWidget() is here.cancel
    assert person(shown, SECOND_PEER).active
    assert shown.program.desk.keys.store_key == key
    assert left_over(day) == []
    assert shown.ask(audit.verify).sound
    shown.drive.click("act.go")
    assert not person(shown, SECOND_PEER).active
    assert shown.program.desk.keys.store_key != key


def test_once_the_exchange_has_begun_it_is_too_late_to_stop(begin, day, monkeypatch):
    shown = begin(Role.ADMINISTRATOR)
    key = shown.program.desk.keys.store_key
    act(shown, SECOND_PEER, "deactivate")
    held = Held(monkeypatch, rotation, "_exchange")
    shown.drive.begin("act.go")
    shown.drive.wait(held.reached.is_set, "the exchange")
    shown.drive.begin("progress.cancel")
    held.let_go()
    shown.drive.settle()

    assert closed(shown)
    assert not shown.drive.has("progress.cancel")
    assert not shown.reads("Stopped. Nothing was changed.")
    assert not person(shown, SECOND_PEER).active
    assert shown.program.desk.keys.store_key != key
    assert left_over(day) == []


@pytest.mark.parametrize("how", ["act.cancel", "Escape"])
def test_thinking_better_of_it_changes_nothing_and_leaves_no_secret(begin, how):
    shown = begin(Role.ADMINISTRATOR)
    here = act(shown, SECOND, "deactivate")
    agree(shown)
    if how == "Escape":
        shown.keys("Escape")
    else:
        shown.drive.click(how)

    assert closed(shown)
    assert here.consent.passphrase.value() == ""
    assert person(shown, SECOND).active


def test_enter_in_the_passphrase_does_it_and_never_cancels(begin):
    shown = begin(Role.ADMINISTRATOR)
    act(shown, SECOND, "deactivate")
    agree(shown)
    shown.keys("Return")

    assert not person(shown, SECOND).active


def test_nobody_is_offered_what_cannot_be_done(begin, day):
    shown = begin(Role.ADMINISTRATOR)
    select(shown, NAMES[Role.ADMINISTRATOR])
    assert [key for key in ("forgotten", "role", "deactivate", "back") if shown.drive.has(f"people.act.{key}")] == []
    act(shown, SECOND, "deactivate")
    agree(shown)
    shown.drive.click("act.go")

    select(shown, COORDINATOR)
    assert shown.reads("The only coordinator. Once there is another one, this one can leave or get another role.")
    assert not shown.drive.has("people.act.deactivate")
    assert shown.drive.has("people.act.forgotten")


# ---- a forgotten passphrase


def test_who_forgot_gets_new_keys_and_their_notes_wait_for_a_coordinator(begin, day):
    shown = begin(Role.ADMINISTRATOR)
    here = act(shown, PEER, "forgotten")
    assert any("the old keys are lost for good" in text for text in shown.texts(here))
    new_passphrase(shown)
    shown.drive.click("act.go")
    end(shown)
    with pytest.raises(WrongPassphrase):
        sign_in(day, PEER, PASSPHRASE)

    shown = begin(Role.COORDINATOR, at="")
    assert shown.reads(f"{PEER} has new keys")
    shown.tab_to("notice.reseal")
    shown.keys("Space")
    assert shown.screen.key_shown == "people"
    shown.tab_to("people.reseal")
    shown.keys("Space")
    assert shown.ask(resealing.to_reseal) == []
    assert not shown.drive.has("people.reseal")
    shown.drive.click("nav.overview")
    assert not shown.reads(f"{PEER} has new keys")
    end(shown)

    desk = sign_in(day, PEER, NEW)
    assert SECRET_WORDS in sessions.read_note(desk, day.signed).body.text
    desk.close()


def test_a_coordinator_who_is_there_opens_the_notes_at_once(begin, day):
    shown = begin(Role.ADMINISTRATOR)
    here = act(shown, PEER, "forgotten")
    new_passphrase(shown)
    shown.drive.click("person.now")
    assert shown.reads("A coordinator opens the notes")
    assert not here.consent.with_kit.isVisible(), "kit B does not open them"
    agree(shown)
    shown.drive.click("act.go")
    end(shown)

    desk = sign_in(day, PEER, NEW)
    assert SECRET_WORDS in sessions.read_note(desk, day.signed).body.text
    desk.close()


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(begin):
    shown = begin(Role.ADMINISTRATOR)
    here = act(shown, COORDINATOR, "forgotten")
    new_passphrase(shown, again="another one")
    shown.drive.click("act.go")
    assert [field.error for field in here.passphrase.fields] == ["", "The two passphrases are not the same."]
    assert here.consent._passphrase_field.error == "The coordinator types their passphrase here."
    assert here.passphrase.value() == NEW
    assert shown.focused() == "person.again"


def test_the_only_coordinator_who_forgot_comes_back_with_kit_b(begin, day):
    shown = begin(Role.ADMINISTRATOR)
    act(shown, SECOND, "deactivate")
    agree(shown)
    shown.drive.click("act.go")
    here = act(shown, COORDINATOR, "forgotten")
    assert shown.reads("The principal must agree")
    assert not here.consent.with_person.isVisible(), "nobody else is there"
    new_passphrase(shown)
    field = shown.drive.find("consent.words", QPlainTextEdit)
    shown.drive.type("consent.words", "abandon " * 24)
    shown.drive.click("act.go")
    assert here.consent._words_field.error
    assert here.passphrase.value() == NEW
    field.clear()
    shown.drive.type("consent.words", kit_b(day))
    shown.drive.click("act.go")
    assert closed(shown)
    assert (field.toPlainText(), here.passphrase.value()) == ("", "")
    end(shown)

    desk = sign_in(day, COORDINATOR, NEW)
    assert SECRET_WORDS in sessions.read_note(desk, day.signed).body.text
    desk.close()


# ---- roles, coming back, a new coordinator by kit


def test_another_role_is_given_from_the_next_sign_in_on(begin, day):
    shown = begin(Role.ADMINISTRATOR)
    here = act(shown, SECOND_PEER, "role")
    shown.drive.click("act.go")
    assert here._field.error == "This is their role now. Choose another one."
    shown.drive.click("person.role.front_desk")
    assert not shown.drive.has("consent.passphrase")
    shown.drive.click("act.go")

    assert person(shown, SECOND_PEER).role is Role.FRONT_DESK
    end(shown)
    assert begin(SECOND_PEER, at="").screen.key_shown == "today"


def test_a_peer_becomes_a_coordinator_only_if_one_agrees(begin, day):
    shown = begin(Role.ADMINISTRATOR)
    act(shown, SECOND_PEER, "role")
    shown.drive.click("person.role.coordinator")
    agree(shown, by=SECOND)
    shown.drive.click("act.go")
    end(shown)

    desk = sign_in(day, SECOND_PEER, PASSPHRASE)
    assert desk.person.role is Role.COORDINATOR
    assert SECRET_WORDS in sessions.read_note(desk, day.signed).body.text
    desk.close()


def test_who_left_is_brought_back_with_new_keys(begin, day):
    shown = begin(Role.ADMINISTRATOR)
    act(shown, SECOND_PEER, "deactivate")
    shown.drive.click("act.go")
    act(shown, SECOND_PEER, "back")
    new_passphrase(shown)
    shown.drive.click("act.go")

    assert person(shown, SECOND_PEER).active
    end(shown)
    desk = sign_in(day, SECOND_PEER, NEW)
    assert desk.person.role is Role.PEER
    desk.close()


def test_a_new_coordinator_with_kit_b_where_none_can_agree(begin, day):
    shown = begin(Role.ADMINISTRATOR)
    shown.drive.click("people.add")
    shown.drive.type("people.name", "Kit Newcomer")
    shown.drive.click("people.role.coordinator")
    shown.drive.type("people.passphrase", NEW)
    shown.drive.type("people.again", NEW)
    shown.drive.click("consent.usekit")
    assert shown.focused() == "consent.words"
    shown.drive.type("consent.words", " ".join(day.center.created.words_a))
    shown.drive.click("people.save")
    assert shown.screen.page.form.consent._words_field.error
    shown.drive.find("consent.words", QPlainTextEdit).clear()
    shown.drive.type("consent.words", kit_b(day))
    shown.drive.click("people.save")

    assert person(shown, "Kit Newcomer").role is Role.COORDINATOR
    assert shown.screen.page.form.consent.words.toPlainText() == ""
    end(shown)
    desk = sign_in(day, "Kit Newcomer", NEW)
    assert SECRET_WORDS in sessions.read_note(desk, day.signed).body.text
    desk.close()


# ---- who sees what, and the keyboard


def test_a_coordinator_sees_the_people_and_no_act_of_an_administrator(begin):
    shown = begin(Role.COORDINATOR)
    select(shown, PEER)

    assert not [name for name in ("people.add", "people.act.forgotten", "people.act.role", "people.act.deactivate")
                if shown.drive.has(name)]


def test_by_keyboard_alone(begin):
    shown = begin(Role.ADMINISTRATOR)
    table = shown.screen.page.people.table
    table.setFocus()
    shown.keys("Down")
    while table.current().name != SECOND_PEER:
        shown.keys("Down")
    shown.keys("Return")
    assert shown.focused() == "people.act.forgotten"
    shown.tab_to("people.act.deactivate")
    shown.keys("Space")
    assert shown.focused() == "act.cancel"
    shown.tab_to("act.go")
    shown.keys("Space")

    assert not person(shown, SECOND_PEER).active


def test_passphrases_are_hidden(begin):
    shown = begin(Role.ADMINISTRATOR)
    act(shown, COORDINATOR, "forgotten")

    for name in ("person.passphrase", "person.again", "consent.passphrase"):
        assert shown.drive.find(name, QLineEdit).echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClick(dialog(shown), Qt.Key.Key_Escape)
