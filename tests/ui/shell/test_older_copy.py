"""At the sign-in of an older copy: what is missing is said, and only a coordinator can let it be used."""

import pytest

from tests.anchored import anchored_center, put_back, set_aside, work
from tests.support import NAMES, PASSPHRASE
from wellnessdesk.domain.people import Role
from wellnessdesk.services import opening
from wellnessdesk.store.transaction import open_store
from wellnessdesk.ui.kit.choices import ChoiceList
from wellnessdesk.ui.shell.older_copy import OlderCopyDialog


@pytest.fixture
def older(tmp_path, memory_keyring):
    """A center whose last two entries are missing."""
    center = anchored_center(tmp_path / "center")
    work(center, 1)
    copy = set_aside(center)
    work(center, 2, 3)
    put_back(center, copy)
    return center


@pytest.fixture
def at_door(start, older):
    return start(older.folder, older.clock)


def dialog(shown):
    (found,) = [one for one in shown.frame.findChildren(OlderCopyDialog) if one.isVisible()]
    return found


def no_dialog(shown):
    return not [one for one in shown.frame.findChildren(OlderCopyDialog) if one.isVisible()]


def actions(center):
    store = open_store(center.folder / "center.db", center.admin.keys.store_key)
    with store.reading() as tx:
        found = list(tx.session.connection().exec_driver_sql("SELECT action FROM audit ORDER BY sequence").scalars())
    store.close()
    return found


def test_what_is_missing_is_said_and_whom_to_fetch(at_door):
    at_door.sign_in(Role.FRONT_DESK)
    read = " ".join(at_door.texts(dialog(at_door)))
    assert "the last 2 entries of the audit log, made since Monday, Sep 14, 2026, 10:00 AM, are missing" in read
    assert "Please fetch a coordinator." in read
    assert at_door.program.desk is None


def test_a_fetched_coordinator_confirms_and_the_front_desk_goes_on(at_door, older):
    at_door.sign_in(Role.FRONT_DESK)
    assert at_door.drive.find("older.coordinator", ChoiceList).value() == opening.find(
        older.folder, NAMES[Role.COORDINATOR])  # the only one there is
    assert at_door.focused() == "older.passphrase"
    at_door.drive.type("older.passphrase", PASSPHRASE)
    at_door.drive.click("older.confirm")

    assert at_door.program.desk.person.name == NAMES[Role.FRONT_DESK]
    assert no_dialog(at_door)
    at_door.program.shut()
    assert actions(older)[-1] == "audit.accept_older"


def test_a_coordinator_who_signs_in_confirms_for_themselves(at_door):
    at_door.sign_in(Role.COORDINATOR)
    assert "Please fetch a coordinator." not in " ".join(at_door.texts(dialog(at_door)))
    at_door.drive.type("older.passphrase", PASSPHRASE)
    at_door.drive.enter()
    assert at_door.program.desk.person.name == NAMES[Role.COORDINATOR]


def test_a_wrong_passphrase_is_told_at_its_field_and_nothing_is_used(at_door, older):
    at_door.sign_in(Role.FRONT_DESK)
    at_door.drive.type("older.passphrase", "a loud red river")
    at_door.drive.click("older.confirm")
    assert "That passphrase does not fit this name. Check Caps Lock and try again." in at_door.texts(dialog(at_door))
    assert at_door.field("older.passphrase").text() == ""
    assert at_door.program.desk is None
    at_door.drive.type("older.passphrase", PASSPHRASE)
    at_door.drive.click("older.confirm")
    assert at_door.program.desk is not None


def test_nothing_is_tried_without_a_coordinator_and_a_passphrase(at_door):
    at_door.sign_in(Role.FRONT_DESK)
    at_door.drive.find("older.coordinator", ChoiceList).set_value(None)
    at_door.drive.click("older.confirm")
    read = at_door.texts(dialog(at_door))
    assert "Choose the coordinator who confirms." in read
    assert "The coordinator types their passphrase here." in read


def test_going_back_leaves_everything_as_it_is(at_door, older):
    before = actions(older)
    at_door.sign_in(Role.FRONT_DESK)
    at_door.drive.click("older.back")
    assert no_dialog(at_door)
    assert at_door.reads("Nobody was signed in. These are not the newest records; ask a coordinator.")
    assert at_door.program.desk is None
    assert not at_door.program.busy
    assert actions(older) == before
    assert at_door.focused() == "signin.passphrase"
    at_door.sign_in(Role.FRONT_DESK)
    assert dialog(at_door)


def test_records_that_changed_while_somebody_read_are_told_anew(at_door, older):
    at_door.sign_in(Role.FRONT_DESK)
    connection = open_store(older.folder / "center.db", older.admin.keys.store_key)
    with connection.transaction() as tx:
        tx.session.connection().exec_driver_sql("DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)")
    connection.close()
    at_door.drive.type("older.passphrase", PASSPHRASE)
    at_door.drive.click("older.confirm")
    at_door.drive.settle()
    assert "the last 3 entries" in " ".join(at_door.texts(dialog(at_door)))
    assert at_door.program.desk is None
    at_door.drive.type("older.passphrase", PASSPHRASE)
    at_door.drive.click("older.confirm")
    assert at_door.program.desk is not None
