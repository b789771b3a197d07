"""Recovery kit A at the sign-in: the secret that this computer lost, and the administrator who forgot."""

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtWidgets import QAbstractButton, QComboBox, QPlainTextEdit
from sqlalchemy import text

from tests.support import NAMES, PASSPHRASE, quick_keys
from wellnessdesk.domain.people import Role
from wellnessdesk.services import opening, people, secret_back
from wellnessdesk.services.opening import NewCenter, Newcomer
from wellnessdesk.vault import device_secret, header_file

NEW = "another set of random words"
EMPTIED = "The secret that this account's keyring kept for this center is gone."
BACK = "The secret is back in this computer's keyring. Everybody signs in with their own passphrase."


@pytest.fixture(autouse=True)
def _quick():
    with quick_keys():
        yield


@pytest.fixture
def made(memory_keyring, tmp_path):
    """A center with a keyring, and kit A's words."""
    people_of = tuple(Newcomer(name=NAMES[role], role=role, passphrase=PASSPHRASE)
                      for role in (Role.ADMINISTRATOR, Role.COORDINATOR))
    created = opening.create(tmp_path / "real", NewCenter(
        name="Oak Wellness Center", school="Oak High School", time_zone="America/Los_Angeles", people=people_of))
    created.desk.close()
    return created


def folder_of(made):
    return made.desk.folder


def kit_words(shown):
    return shown.drive.find("door.words", QPlainTextEdit)


def give(shown, words):
    field = kit_words(shown)
    field.setPlainText(" ".join(words))
    shown.drive.click("door.go")


def entries(shown, action):
    def count(desk):
        with desk.reading() as tx:
            return tx.session.execute(text("SELECT count(*) FROM audit WHERE action = :a"), {"a": action}).scalar_one()
    return shown.ask(count)


def dialog_reads(shown, sentence):
    return any(one.startswith(sentence) for one in shown.texts(shown.drive.find("door.go").window()))


# ---- where it is offered


def test_who_can_sign_in_finds_it_at_the_foot_and_not_loud(start, made):
    shown = start(folder_of(made))
    assert shown.drive.has("signin.foot")
    assert not shown.drive.has("signin.kit")
    shown.sign_in(Role.COORDINATOR, "not this one at all")
    assert not shown.drive.has("signin.kit")


def test_a_made_up_center_has_no_paper(at_center):
    assert not at_center.drive.has("signin.foot")


def test_a_locked_keyring_is_nothing_for_the_kit(start, made, monkeypatch):
    def locked(*_given):
        raise keyring.errors.KeyringLocked("locked")
    monkeypatch.setattr(keyring.get_keyring(), "get_password", locked)
    shown = start(folder_of(made))
    assert any(one.startswith("This account's keyring is locked.") for one in shown.texts())
    assert not shown.drive.has("signin.kit")
    assert shown.drive.has("signin.foot")


# ---- the secret


def test_the_secret_comes_back_and_the_sign_in_goes_on(start, made, memory_keyring):
    memory_keyring.secrets.clear()
    shown = start(folder_of(made))
    assert any(one.startswith(EMPTIED) for one in shown.texts())
    assert not shown.drive.has("signin.foot")
    shown.drive.click("signin.kit")
    assert shown.focused() == "door.words"
    give(shown, made.words_a)
    assert dialog_reads(shown, "These are the words of the kit in use.")
    assert shown.focused() == "door.go"
    assert shown.drive.find("door.go", QAbstractButton).text() == "Bring it back"
    assert not shown.drive.has("door.passphrase")
    shown.drive.click("door.go")
    assert shown.drive.find("signin.names")  # they come once the window is painted
    assert shown.focused() == "signin.names"
    assert shown.reads(BACK)
    assert shown.reads("Oak Wellness Center")
    shown.sign_in(Role.COORDINATOR)
    assert entries(shown, "center.secret") == 1


def test_without_a_keyring_it_comes_into_a_file_and_the_window_opens_with_it(start, made):
    keyring.set_keyring(NoKeyring())
    shown = start(folder_of(made))
    shown.drive.click("signin.kit")
    give(shown, made.words_a)
    shown.drive.click("door.go")
    assert any(one.startswith("This computer has no keyring that works.") for one in shown.texts())
    assert (folder_of(made) / device_secret.FILE).exists()
    assert shown.drive.find("signin.names")
    assert shown.focused() == "signin.names"
    shown.sign_in(Role.COORDINATOR)
    assert shown.program.desk is not None
    assert entries(shown, "center.secret") == 1


def test_a_center_with_its_secret_in_a_file_opens_and_another_one_is_put_right(start, made):
    keyring.set_keyring(NoKeyring())
    secret_back.bring_back(folder_of(made), " ".join(made.words_a))
    (folder_of(made) / device_secret.FILE).write_bytes(b"bm90IHRoaXMgb25l")
    shown = start(folder_of(made))
    assert any(one.startswith("The file device.key in this folder is not the one") for one in shown.texts())
    shown.drive.click("signin.kit")
    give(shown, made.words_a)
    shown.drive.click("door.go")
    assert shown.drive.find("signin.names")
    assert shown.focused() == "signin.names"
    shown.sign_in(Role.ADMINISTRATOR)
    assert entries(shown, "center.secret") == 1


# ---- the words


def test_what_is_wrong_with_the_words_is_told_at_them(start, made):
    shown = start(folder_of(made))
    shown.drive.click("signin.foot")
    for words, sentence in (([], "Type the 24 words of the kit."),
                            ([made.words_a[0], "zzzz", *made.words_a[2:]], "Word 2, “zzzz”, is not on the list."),
                            (made.words_b, "These are the words of the other kit. Take the paper that says kit A.")):
        give(shown, words)
        assert dialog_reads(shown, sentence)
        assert shown.focused() == "door.words"
    give(shown, made.words_a)
    assert dialog_reads(shown, "These are the words of the kit in use.")


def test_escape_goes_back_step_by_step_and_the_words_are_gone(start, made):
    shown = start(folder_of(made))
    shown.drive.click("signin.foot")
    field = kit_words(shown)
    give(shown, made.words_a)
    assert shown.drive.has("door.passphrase")
    shown.keys("Escape")
    assert field.toPlainText() == " ".join(made.words_a)  # nobody types them twice
    assert shown.focused() == "door.words"
    shown.keys("Escape")
    assert not shown.drive.has("door.words")
    shown.drive.click("signin.foot")
    assert kit_words(shown).toPlainText() == ""


# ---- the passphrase


def test_the_only_administrator_who_forgot_comes_in_again(start, made):
    shown = start(folder_of(made))
    shown.drive.click("signin.foot")
    give(shown, made.words_a)
    assert shown.drive.find("door.who", QComboBox).currentText() == "Ada Admin"
    assert shown.focused() == "door.passphrase"
    shown.drive.click("door.go")
    assert dialog_reads(shown, "Use at least 10 characters.")
    shown.drive.type("door.passphrase", NEW)
    shown.drive.type("door.again", "something else")
    shown.drive.click("door.go")
    assert dialog_reads(shown, "The two passphrases are not the same.")
    shown.field("door.again").clear()
    shown.drive.type("door.again", NEW)
    shown.drive.enter()
    assert shown.reads("Ada Admin has a new passphrase and new keys. Sign in with it now.")
    assert shown.drive.find("signin.names")
    assert shown.focused() == "signin.passphrase"  # with their name picked
    shown.sign_in(Role.ADMINISTRATOR)
    assert shown.program.desk is None
    shown.sign_in(Role.ADMINISTRATOR, NEW)
    assert shown.program.desk.person.name == "Ada Admin"
    assert entries(shown, "people.new_passphrase") == 1
    assert entries(shown, "center.secret") == 0


def test_with_two_administrators_somebody_must_be_chosen(start, made):
    desk = opening.sign_in(folder_of(made), made.desk.person.id, PASSPHRASE)
    people.add(desk, Newcomer(name="Alma Admin", role=Role.ADMINISTRATOR, passphrase=PASSPHRASE))
    desk.close()
    shown = start(folder_of(made))
    shown.drive.click("signin.foot")
    give(shown, made.words_a)
    assert shown.focused() == "door.who"
    shown.drive.type("door.passphrase", NEW)
    shown.drive.type("door.again", NEW)
    shown.drive.click("door.go")
    assert dialog_reads(shown, "Choose the administrator.")
    listed = shown.drive.find("door.who", QComboBox)
    listed.setCurrentIndex(listed.findText("Alma Admin"))
    shown.drive.click("door.go")
    assert shown.reads("Alma Admin has a new passphrase and new keys. Sign in with it now.")


def test_what_else_is_wrong_is_told_and_nothing_typed_is_lost(start, made):
    shown = start(folder_of(made))
    shown.drive.click("signin.foot")
    give(shown, made.words_a)
    shown.drive.type("door.passphrase", NEW)
    shown.drive.type("door.again", NEW)
    store = folder_of(made) / header_file.STORE_NAME
    whole = store.read_bytes()
    store.write_bytes(b"\x01" * 8192)
    shown.drive.click("door.go")
    assert dialog_reads(shown, "The center's records are damaged")
    store.write_bytes(whole)
    shown.drive.click("door.go")
    assert shown.reads("Ada Admin has a new passphrase and new keys. Sign in with it now.")
