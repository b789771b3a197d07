"""Everybody changes their own passphrase from the File menu, knowing the present one."""

import pytest

from tests.support import NAMES, PASSPHRASE, quick_keys
from tests.windows import end
from wellnessdesk.domain.people import ROLES_OF_PEOPLE, Role
from wellnessdesk.services import opening
from wellnessdesk.ui.shell.own_passphrase import OwnPassphraseDialog
from wellnessdesk.vault.errors import WrongPassphrase

NEW = "four other plain words"


@pytest.fixture(autouse=True)
def quick():
    with quick_keys():
        yield


def open_dialog(shown):
    """Alt+F opens the menu, C chooses it."""
    file_menu = shown.frame.menuBar().actions()[0].menu()
    next(action for action in file_menu.actions() if "passphrase" in action.text()).trigger()
    shown.drive.settle()
    (found,) = shown.frame.findChildren(OwnPassphraseDialog)
    return found


def fill(shown, old=PASSPHRASE, new=NEW, again=NEW):
    for name, text in (("own.old", old), ("own.passphrase", new), ("own.again", again)):
        shown.drive.type(name, text)


@pytest.mark.parametrize("role", list(ROLES_OF_PEOPLE))
def test_the_new_one_counts_and_the_old_one_does_not(at_desk, center, role):
    shown = at_desk(role)
    dialog = open_dialog(shown)
    assert shown.focused() == "own.old"
    fill(shown)
    shown.keys("Return")
    assert not dialog.isVisible()
    assert (dialog.old.value(), dialog.new.value()) == ("", "")
    end(shown)

    person = opening.find(center.folder, NAMES[role])
    with pytest.raises(WrongPassphrase):
        opening.sign_in(center.folder, person, PASSPHRASE, center.clock)
    opening.sign_in(center.folder, person, NEW, center.clock).close()


@pytest.mark.parametrize(("given", "errors"), [
    ({"old": ""}, ("Type your present passphrase.", "", "")),
    ({"new": "short", "again": "short"}, ("", "Use at least 10 characters. Four random words work well.", "")),
    ({"again": "another one here"}, ("", "", "The two passphrases are not the same.")),
    ({"old": "not the present one"}, ("This is not your present passphrase. Check Caps Lock and try again.", "", "")),
])
def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(at_desk, given, errors):
    shown = at_desk(Role.PEER)
    dialog = open_dialog(shown)
    fill(shown, **given)
    shown.drive.click("act.go")

    assert (dialog.old.field.error, *(field.error for field in dialog.new.fields)) == errors
    assert dialog.isVisible()
    assert dialog.new.value() == given.get("new", NEW)
