"""The page of backups: how they stand, where they go, one made now, and the way to restore one."""

import shutil

import pytest
from PySide6.QtWidgets import QPushButton

from wellnessdesk.base import i18n
from wellnessdesk.domain.backups import State
from wellnessdesk.services import backups
from wellnessdesk.ui.kit import messages


def page(shown):
    return shown.screen.page


def said(shown):
    """What the light says: its text and what to do."""
    return page(shown).light.accessibleName(), page(shown).light.accessibleDescription()


def rows(shown):
    return page(shown).table.model().records()


def back_up(shown):
    shown.drive.click("backups.now")
    shown.drive.settle()


def names(shown):
    return {one.objectName() for one in shown.frame.findChildren(QPushButton) if one.isVisible()}


def test_before_the_first_it_says_what_to_do(at_page, tmp_path):
    assert said(at_page) == ("There is no backup yet.", "Press “Back up now”.")
    assert at_page.reads(str(tmp_path / "center-backups"))
    assert at_page.reads("Same disk as the center")
    assert at_page.reads("No backup yet")
    assert at_page.focused() in {"backups.now", "nav.backups"}


def test_one_made_now_is_shown_as_verified(at_page, center):
    back_up(at_page)
    [made] = rows(at_page)
    assert made.state is State.VERIFIED
    text, detail = said(at_page)
    assert text == "The backups are on the same disk as the center."
    assert detail.startswith("Last verified restore: today, 10:30 AM\n")
    assert at_page.ask(backups.history)[0] == made


def test_a_folder_is_added_changed_and_taken_away(at_page, tmp_path):
    for name in ("stick", "share"):
        (tmp_path / name).mkdir()
    page(at_page).choose_folder = lambda: tmp_path / "stick"
    at_page.drive.click("backups.folder.change.1")
    assert [one.path for one in at_page.ask(backups.folders)] == [str(tmp_path / "stick")]
    page(at_page).choose_folder = lambda: tmp_path / "share"
    at_page.drive.click("backups.folder.add")
    assert at_page.reads(str(tmp_path / "share"))
    assert "backups.folder.add" not in names(at_page)
    at_page.drive.click("backups.folder.remove.1")
    assert [one.path for one in at_page.ask(backups.folders)] == [str(tmp_path / "share")]
    assert "backups.folder.remove.1" not in names(at_page)


def test_who_thinks_better_of_it_changes_nothing_and_a_folder_that_will_not_do_is_told(at_page, tmp_path, center):
    page(at_page).choose_folder = lambda: None
    at_page.drive.click("backups.folder.change.1")
    at_page.drive.click("backups.folder.add")
    page(at_page).choose_folder = lambda: center.folder
    with messages.answering() as shown:
        at_page.drive.click("backups.folder.change.1")
    assert "outside the center's own" in shown[0]
    assert [one.path for one in at_page.ask(backups.folders)] == [str(tmp_path / "center-backups")]


def test_a_stick_that_is_gone_is_told_and_stands_in_the_list(at_page, tmp_path):
    (tmp_path / "stick").mkdir()
    page(at_page).choose_folder = lambda: tmp_path / "stick"
    at_page.drive.click("backups.folder.add")
    shutil.rmtree(tmp_path / "stick")
    with messages.answering() as shown:
        back_up(at_page)
    assert "Put the stick in" in shown[0]
    assert {one.state for one in rows(at_page)} == {State.VERIFIED, State.FAILED}
    assert at_page.reads("Cannot be reached now")
    assert said(at_page)[0] == "A backup folder cannot be reached."


def test_where_no_folder_took_it_the_person_is_told_why(at_page, tmp_path):
    (tmp_path / "center-backups").touch()
    with messages.answering() as shown:
        back_up(at_page)
    assert "No backup was made." in shown[0]
    assert [one.state for one in rows(at_page)] == [State.FAILED]


@pytest.mark.parametrize("agreed", [True, False])
def test_to_restore_the_person_is_signed_out_first(at_page, center, agreed):
    with messages.answering(agreed) as shown:
        at_page.drive.click("backups.restore")
    assert "signed out" in shown[0]
    assert at_page.relaunched == ([center.folder] if agreed else [])
    assert at_page.prepared_for == (["restore"] if agreed else [])


def test_everything_is_reached_with_the_keyboard_alone(at_page):
    at_page.tab_to("backups.restore")
    at_page.tab_to("backups.folder.change.1")
    at_page.tab_to("RecordTable")


def test_in_spanish(at_page):
    back_up(at_page)
    i18n.set_language("es")
    at_page.frame.language_changed.emit()
    at_page.drive.settle()
    assert at_page.reads("Respaldos")
    assert said(at_page)[1].startswith("Última recuperación verificada: hoy, 10:30 a.m.\n")
    assert at_page.reads("En el disco del centro")


def test_in_red_the_administrator_is_told_wherever_they_land(at_page, center):
    back_up(at_page)
    assert not [name for name in names(at_page) if name == "notice.backups"]
    center.clock.advance(days=9)
    at_page.drive.click("nav.people")
    at_page.screen._notices.refresh()
    at_page.drive.settle()
    at_page.drive.click("notice.backups")
    assert at_page.screen.key_shown == "backups"
    assert said(at_page)[0] == "The last verified backup is more than a week old."
