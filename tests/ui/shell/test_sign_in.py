"""Signing in: picking or typing a name, the wrong passphrase, and what can be wrong with the center."""

import json
from unittest import mock

import keyring
import pytest
from keyring.errors import KeyringLocked
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QListWidget

from tests.support import NAMES, PASSPHRASE, SECOND_PEER
from wellnessdesk.domain.people import Role
from wellnessdesk.services import opening
from wellnessdesk.store.engine import connect
from wellnessdesk.vault import directory, header, header_file, primitives

WRONG = "That passphrase does not fit this name. Check Caps Lock and try again."


@pytest.fixture
def counted(monkeypatch):
    """Counts the sign-ins that reach the service."""
    with mock.patch.object(opening, "sign_in", wraps=opening.sign_in) as count:
        yield count


def names(shown):
    found = shown.drive.find("signin.names", QListWidget)
    return [found.item(row).text() for row in range(found.count())]


# ---- picking a name


def test_the_names_are_there_at_once_and_have_the_focus(at_center):
    assert names(at_center) == sorted([*NAMES.values(), SECOND_PEER])
    assert at_center.focused() == "signin.names"
    assert not at_center.drive.has("signin.name")
    assert at_center.reads("Oak Wellness Center")
    assert at_center.frame.windowTitle() == "Oak Wellness Center – WellnessDesk"


def test_a_demo_says_so_and_how_to_get_in(at_center):
    assert at_center.reads("Demo center")


def test_with_the_keyboard_alone(at_center):
    at_center.keys("Down", "Down", "Return")
    assert at_center.focused() == "signin.passphrase"

    QTest.keyClicks(at_center.field("signin.passphrase"), PASSPHRASE)
    at_center.keys("Return")

    assert at_center.program.desk.person.name == sorted([*NAMES.values(), SECOND_PEER])[2]


def test_letters_jump_to_a_name(at_center):
    QTest.keyClicks(at_center.drive.find("signin.names"), "fr")

    assert at_center.drive.find("signin.names", QListWidget).currentItem().text() == NAMES[Role.FRONT_DESK]


def test_with_the_mouse(at_center):
    found = at_center.drive.find("signin.names", QListWidget)
    place = found.visualItemRect(found.item(1)).center()
    QTest.mouseClick(found.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert at_center.focused() == "signin.passphrase"

    at_center.drive.type("signin.passphrase", PASSPHRASE)
    at_center.drive.click("signin.enter")

    assert at_center.program.desk.person.name == found_name(1)


def found_name(row):
    return sorted([*NAMES.values(), SECOND_PEER])[row]


# ---- the passphrase


def test_a_wrong_passphrase_is_told_at_the_field_which_is_emptied(at_center):
    at_center.sign_in(Role.PEER, "not this one")

    assert at_center.program.desk is None
    assert at_center.reads(WRONG)
    assert at_center.field("signin.passphrase").text() == ""
    assert at_center.focused() == "signin.passphrase"

    at_center.drive.type("signin.passphrase", "a")
    assert not at_center.reads(WRONG)
    at_center.drive.type("signin.passphrase", PASSPHRASE[1:])
    at_center.drive.enter()
    assert at_center.program.desk.person.name == NAMES[Role.PEER]


def test_without_a_passphrase_nothing_is_tried(at_center, counted):
    at_center.drive.click("signin.enter")

    assert at_center.reads("Type your passphrase.")
    assert at_center.focused() == "signin.passphrase"
    assert not counted.called


def test_the_passphrase_is_not_shown(at_center):
    field = at_center.field("signin.passphrase")

    assert field.echoMode() == QLineEdit.EchoMode.Password


def test_enter_twice_signs_in_once(at_center, counted):
    at_center.program.choose(opening.find(at_center.program.folder, NAMES[Role.FRONT_DESK]))
    field = at_center.field("signin.passphrase")
    QTest.keyClicks(field, PASSPHRASE)
    for _impatient in range(3):
        QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.mouseClick(at_center.drive.find("signin.enter"), Qt.MouseButton.LeftButton)
    at_center.drive.settle()

    assert counted.call_count == 1
    assert at_center.program.desk is not None


def test_while_the_passphrase_is_tried_the_window_waits(at_center):
    field, enter = at_center.field("signin.passphrase"), at_center.drive.find("signin.enter", QAbstractButton)
    field.setFocus()
    QTest.keyClicks(field, "not this one")

    QTest.keyClick(field, Qt.Key.Key_Return)

    assert (enter.text(), enter.isEnabled(), field.isEnabled()) == ("Signing in …", False, False)
    assert not at_center.frame.menuBar().isEnabled()
    assert not at_center.frame.close()
    at_center.drive.settle()
    assert (enter.text(), enter.isEnabled(), field.isEnabled()) == ("Sign in", True, True)
    assert at_center.frame.menuBar().isEnabled()
    assert at_center.frame.isVisible()


# ---- without a keyring


def test_without_a_keyring_names_are_typed(start, real_center):
    shown = start(real_center())

    assert not shown.drive.has("signin.names")
    assert shown.focused() == "signin.name"
    assert not shown.reads("Oak Wellness Center")  # the name of the center is nobody's business without its keyring
    assert not shown.reads("Demo center")

    shown.drive.type("signin.name", "  ada   ADMIN ")
    shown.keys("Return")
    assert shown.focused() == "signin.passphrase"
    QTest.keyClicks(shown.field("signin.passphrase"), PASSPHRASE)
    shown.keys("Return")
    assert shown.program.desk.person.name == "Ada Admin"


def test_a_name_that_nobody_has_is_told_at_the_name(start, real_center):
    shown = start(real_center())
    shown.drive.type("signin.name", "Nobody")
    shown.drive.type("signin.passphrase", PASSPHRASE)
    shown.drive.enter()

    assert shown.reads("Nobody of that name can sign in here. Type your name as your administrator entered it.")
    assert shown.focused() == "signin.name"
    assert shown.field("signin.passphrase").text() == PASSPHRASE
    shown.drive.type("signin.name", "Ada Admin")  # over what was there
    shown.drive.click("signin.enter")
    assert shown.program.desk is not None


def test_without_a_name_nothing_is_tried(start, real_center, counted):
    shown = start(real_center())
    shown.drive.type("signin.passphrase", PASSPHRASE)
    shown.drive.enter()

    assert shown.reads("Type your name.")
    assert not counted.called


# ---- with a keyring


@pytest.fixture
def with_keyring(memory_keyring, real_center):
    return real_center()


def test_with_a_keyring_the_names_come_after_the_window(start, with_keyring):
    shown = start(with_keyring, settle=False)
    assert shown.drive.has("signin.name")

    shown.drive.settle()

    assert names(shown) == ["Ada Admin", "Cora Coordinator"]
    assert shown.reads("Oak Wellness Center")
    assert shown.focused() == "signin.names"
    shown.sign_in(Role.COORDINATOR)
    assert shown.program.desk.person.name == "Cora Coordinator"


@pytest.mark.parametrize(("typed", "picked"), [("cora", "Cora Coordinator"), ("Zed", "Ada Admin"), ("", "Ada Admin")])
def test_a_name_begun_before_is_picked(start, with_keyring, typed, picked):
    shown = start(with_keyring, settle=False)
    QTest.keyClicks(shown.field("signin.name"), typed)

    shown.drive.settle()

    assert shown.drive.find("signin.names", QListWidget).currentItem().text() == picked
    assert shown.focused() == "signin.names"


def test_whoever_was_quicker_goes_on_undisturbed(start, with_keyring):
    shown = start(with_keyring, settle=False)
    QTest.keyClicks(shown.field("signin.name"), "cora coordinator")
    field = shown.field("signin.passphrase")
    field.setFocus()
    QTest.keyClicks(field, PASSPHRASE[:5])

    shown.drive.settle()

    assert shown.focused() == "signin.passphrase"
    QTest.keyClicks(field, PASSPHRASE[5:])
    shown.keys("Return")
    assert shown.program.desk.person.name == "Cora Coordinator"


class Locked(keyring.backend.KeyringBackend):
    priority = 1

    def get_password(self, service, username):
        raise KeyringLocked("locked")

    set_password = delete_password = None


def emptied(memory):
    memory.secrets.clear()


def replaced(memory):
    for key in memory.secrets:
        memory.secrets[key] = "bm90IHRoaXMgb25l"


def locked(_memory):
    keyring.set_keyring(Locked())


@pytest.mark.parametrize(("happened", "sentence"), [
    (emptied, "The secret that this account's keyring kept for this center is gone. If another account of this "
              "computer set up the center, sign in with that one. Otherwise ask your administrator to bring the "
              "secret back with recovery kit A. Nothing was changed."),
    (replaced, "This computer's keyring holds a different secret for this center. "
               "The center was probably copied from another computer. Use recovery kit A."),
    (locked, "This account's keyring is locked. Unlock it with the password of the computer's account (signing out of "
             "the computer and in again does it too), then try again. Nothing was changed."),
])  # fmt: skip
def test_what_can_be_wrong_with_the_keyring(start, with_keyring, memory_keyring, happened, sentence):
    happened(memory_keyring)

    shown = start(with_keyring)

    assert shown.reads(sentence)
    assert shown.focused() == "signin.name"
    shown.drive.type("signin.name", "Ada Admin")
    shown.drive.type("signin.passphrase", PASSPHRASE)
    shown.drive.enter()
    assert shown.program.desk is None
    assert shown.reads(sentence)
    assert shown.drive.find("signin.enter", QAbstractButton).isEnabled()


# ---- what can be wrong with the center


def newer_schema(folder):
    desk = opening.sign_in(folder, opening.find(folder, "Ada Admin"), PASSPHRASE)
    key = desk.keys.store_key
    desk.close()
    store = connect(folder / header_file.STORE_NAME, key)
    store.execute("UPDATE alembic_version SET version_num = '9999'")
    store.close()


def newer_header(folder):
    for name in header_file.NAMES:
        raw = json.loads((folder / name).read_text())
        raw["version"] += 1
        raw["digest"] = directory.encode(primitives.digest(header._sealed(raw["version"], raw["body"])))
        (folder / name).write_text(json.dumps(raw))


def damaged_header(folder):
    for name in header_file.NAMES:
        (folder / name).write_bytes((folder / name).read_bytes()[:-100])


def damaged_records(folder):
    data = bytearray((folder / header_file.STORE_NAME).read_bytes())
    data[20:60] = bytes(40)
    (folder / header_file.STORE_NAME).write_bytes(data)


def no_records(folder):
    (folder / header_file.STORE_NAME).unlink()


def no_header(folder):
    for name in header_file.NAMES:
        (folder / name).unlink()


def not_ours(folder):
    no_header(folder)
    (folder / header_file.STORE_NAME).write_bytes(b"SQLite format 3\0" + bytes(4080))


NEWER = ("This center was last opened with a newer version of WellnessDesk. "
         "Install that version and try again. Nothing was changed.")
DAMAGED = ("The key file of this center is damaged, and so is its copy. Nothing was changed. "
           "Ask your administrator to restore the last backup.")


@pytest.mark.parametrize(("happened", "sentence"), [
    (newer_schema, NEWER),
    (damaged_records, "The center's records are damaged and cannot be opened. Nothing was changed. "
                      "Ask your administrator to restore the last backup."),
    (no_records, "The key file of this center is here, but its records are missing. "
                 "Put the file center.db back, or restore the last backup."),
])  # fmt: skip
def test_what_shows_only_at_the_sign_in_is_told_there(start, center, happened, sentence):
    happened(center.folder)
    before = contents(center.folder)
    shown = start(center.folder)

    shown.sign_in(Role.FRONT_DESK)

    assert shown.program.desk is None
    assert shown.reads(sentence)
    assert shown.drive.find("signin.enter", QAbstractButton).isEnabled()
    assert contents(center.folder) == before


@pytest.mark.parametrize(("happened", "sentence"), [
    (newer_header, NEWER), (damaged_header, DAMAGED), (no_header, DAMAGED),
    (not_ours, "This folder does not hold a WellnessDesk center. Choose another folder, or create a new center."),
])  # fmt: skip
def test_what_shows_at_once_is_told_before_anybody_signs_in(start, center, happened, sentence):
    happened(center.folder)
    before = contents(center.folder)

    shown = start(center.folder)

    assert shown.reads(sentence)
    assert not shown.drive.has("signin.passphrase")
    assert not shown.drive.has("welcome.create")  # never over what is there
    assert contents(center.folder) == before


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_one_damaged_copy_of_the_header_does_not_matter(start, center):
    (center.folder / header_file.NAMES[0]).write_bytes(b"")
    shown = start(center.folder)

    shown.sign_in(Role.FRONT_DESK)

    assert shown.program.desk is not None
