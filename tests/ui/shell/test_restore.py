"""Bringing a center back in the window: file, words, what is in it, what would be lost, and the sign-in after that."""

import pytest
from PySide6.QtWidgets import QPushButton

from tests.centers import worked_center
from tests.support import PASSPHRASE
from wellnessdesk.domain.people import Role
from wellnessdesk.services import backups, opening, visits
from wellnessdesk.ui.kit import messages
from wellnessdesk.vault import header_file, recovery


@pytest.fixture
def day(tmp_path):
    """A center with its backup, and a visit since; closed."""
    made = worked_center(tmp_path / "center").center
    [one] = backups.make(made.admin)
    made.clock.advance(hours=1)
    visits.check_in(made.front, 6, reason="take_a_break", origin="walk_in")
    made.admin.store.close()
    return made, tmp_path / "center-backups" / one.name


def words(center):
    return " ".join(center.created.words_a)


def fill(shown, file, typed):
    shown.screen.choose_file = lambda: file
    shown.drive.click("restore.file")
    shown.screen.words.setPlainText(typed)
    shown.drive.click("restore.look")


def visible(shown, name):
    return any(one.isVisible() for one in shown.frame.findChildren(QPushButton, name))


def test_from_the_welcome_into_a_new_folder(start, day, tmp_path):
    center, file = day
    shown = start(tmp_path / "new")
    shown.drive.click("welcome.restore")
    fill(shown, file, words(center))
    assert shown.reads("Oak Wellness Center, Oak High School")
    assert any("7 students, 3 visits" in one for one in shown.texts())
    assert shown.reads("Nothing has been changed yet.")
    assert not any("lost" in one for one in shown.texts())
    assert shown.focused() == "restore.go"
    shown.drive.click("restore.go")
    assert any("is back, as it was" in one for one in shown.texts())
    assert shown.screen.words.toPlainText() == ""
    shown.drive.click("restore.signin")
    assert shown.relaunched == [tmp_path / "new"]
    opening.sign_in(tmp_path / "new", center.peer.person.id, PASSPHRASE).close()


def test_over_the_center_it_says_what_would_be_lost_and_enter_goes_back(start, day):
    center, file = day
    shown = start(center.folder, center.clock, restore=True)
    fill(shown, file, words(center))
    assert any("Would be lost, for it was entered since: 1 visit" in one for one in shown.texts())
    assert shown.focused() == "restore.again"
    shown.drive.click("restore.again")
    assert visible(shown, "restore.look")
    assert shown.screen.words.toPlainText() == words(center)  # nobody types them twice
    shown.drive.click("restore.look")
    shown.drive.click("restore.go")
    assert any("before-restore-2026-09-14-1130" in one for one in shown.texts())
    shown.drive.click("restore.signin")
    assert (shown.relaunched, shown.prepared_for) == ([center.folder], [""])


def test_back_leads_to_the_sign_in_and_nothing_has_changed(start, day):
    center, _file = day
    before = (center.folder / "center.db").read_bytes()
    shown = start(center.folder, center.clock, restore=True)
    shown.drive.click("restore.back")
    shown.sign_in(Role.ADMINISTRATOR)
    assert shown.program.desk is not None
    assert before[:16] == (center.folder / "center.db").read_bytes()[:16]


def test_a_mistyped_word_is_named_at_the_words_and_a_wrong_file_at_the_file(start, day, tmp_path):
    center, file = day
    shown = start(tmp_path / "new")
    shown.drive.click("welcome.restore")
    shown.drive.click("restore.look")
    assert shown.reads("Choose the backup first.")
    fill(shown, file, words(center).replace(words(center).split()[2], "zzzz"))
    assert any(one.startswith("Word 3, “zzzz”, is not on the list.") for one in shown.texts())
    assert shown.focused() == "restore.words"
    fill(shown, file, " ".join(recovery.new_kit(recovery.KIT_A).words))
    assert any("bears the mark" in one for one in shown.texts())
    (tmp_path / "photo.jpg").write_bytes(b"no backup")
    fill(shown, tmp_path / "photo.jpg", words(center))
    assert any(one.startswith("This is not a backup of WellnessDesk.") for one in shown.texts())
    assert not (tmp_path / "new" / "center.db").exists()


def test_what_goes_wrong_in_the_middle_is_told_and_can_be_tried_again(start, day, tmp_path, monkeypatch):
    center, file = day
    shown = start(tmp_path / "new")
    shown.drive.click("welcome.restore")
    fill(shown, file, words(center))
    file.rename(tmp_path / "gone")
    with messages.answering() as told:
        shown.drive.click("restore.go")
    assert "This file cannot be read." in told[0]
    (tmp_path / "gone").rename(file)
    shown.drive.click("restore.go")
    assert visible(shown, "restore.signin")


def test_a_damaged_key_file_offers_the_restore_and_no_new_center(start, day):
    center, file = day
    for name in header_file.NAMES:
        (center.folder / name).write_bytes(b"spoiled")
    shown = start(center.folder, center.clock)
    assert any("key file of this center is damaged" in one for one in shown.texts())
    assert shown.focused() == "welcome.restore"
    shown.drive.click("welcome.restore")
    fill(shown, file, words(center))
    assert shown.reads("What was entered since cannot be told")
    shown.drive.click("restore.go")
    assert visible(shown, "restore.signin")


@pytest.mark.parametrize("spoil", [
    lambda folder: (folder / "center.db").write_bytes(b"\x01" * 8192), lambda folder: (folder / "center.db").unlink()])
def test_damaged_records_offer_the_restore_at_the_sign_in(start, day, spoil):
    center, file = day
    spoil(center.folder)
    shown = start(center.folder, center.clock)
    assert not visible(shown, "signin.restore")
    shown.sign_in(Role.COORDINATOR)
    shown.drive.click("signin.restore")
    fill(shown, file, words(center))
    shown.drive.click("restore.go")
    shown.drive.click("restore.signin")
    assert shown.relaunched == [center.folder]


def test_a_wrong_passphrase_offers_nothing_of_the_kind(start, day):
    center, _file = day
    shown = start(center.folder, center.clock)
    shown.sign_in(Role.COORDINATOR, "not this one at all")
    assert not visible(shown, "signin.restore")
    assert not visible(shown, "signin.kit")
