"""The directory in the window: looked through by everybody, kept by a coordinator, printed by whoever helps."""

import pytest
from PySide6.QtWidgets import QAbstractButton

from wellnessdesk.domain.people import Role
from wellnessdesk.services import resources
from wellnessdesk.ui.pages.resources.form import ResourceDialog
from wellnessdesk.ui.pages.resources.import_dialog import ImportDialog


def names(shown):
    return [one.name for one in shown.screen.page.table.records_model.records()]


def dialog(shown, kind):
    (found,) = [one for one in shown.frame.findChildren(kind) if one.isVisible()]
    return found


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.PEER, Role.ADMINISTRATOR])
def test_everybody_looks_and_only_a_coordinator_keeps(begin, role):
    shown = begin(role)
    assert names(shown) == ["Clínica del Valle", "New Roots", "Rainbow House"]
    shown.screen.page.table.selectRow(0)
    shown.drive.settle()
    assert shown.reads("555-0101")
    for name in ("add", "import", "export", "edit", "retire", "checked", "retired"):
        assert not shown.drive.has(f"resources.{name}")


def test_it_is_narrowed_down_by_words_and_lists_and_widened_again(begin):
    shown = begin(Role.PEER)
    shown.drive.type("resources.search", "clinica")
    assert names(shown) == ["Clínica del Valle"]
    shown.screen.page.filters.words.clear()
    shown.screen.page.filters.language.set_value("es")
    shown.screen.page.filters.cost.set_value("free")
    assert names(shown) == ["New Roots"]
    shown.screen.page.filters.support.set_value("lgbtq")
    assert names(shown) == []
    assert shown.reads("Nobody here fits")
    shown.screen.page.filters.clear()
    assert len(names(shown)) == 3


def test_what_was_not_checked_for_half_a_year_is_amber_until_somebody_called(begin):
    shown = begin(Role.COORDINATOR)
    assert shown.reads("3 who can help. 2 were not checked for half a year.")
    shown.screen.page.table.select(3)
    shown.drive.settle()
    assert shown.reads("Checked Sep 14, 2026: long ago")
    shown.drive.click("resources.checked")
    assert shown.reads("3 who can help. 1 was not checked for half a year.")
    assert shown.reads("Checked Mar 14, 2027")


def undo(shown):
    (button,) = [one for one in shown.frame.findChildren(QAbstractButton)
                 if one.text() == "Undo" and one.isVisible()]
    button.click()
    shown.drive.settle()


def test_an_entry_is_added_with_the_keyboard_and_what_is_missing_is_told_at_its_field(begin):
    shown = begin(Role.COORDINATOR)
    shown.drive.click("resources.add")
    assert shown.focused() == "resource.name"
    shown.drive.click("resource.save")
    here = dialog(shown, ResourceDialog)
    assert here._fields["name"].error == "Give it a name."
    assert here._fields["kind"].error
    shown.write("Night Shelter")
    here.kind.set_value("basic_needs")
    here.languages.setText("English, español")
    shown.drive.click("resource.save")

    assert "Night Shelter" in names(shown)
    assert shown.screen.page.table.current().languages == ("en", "es")
    undo(shown)
    assert "Night Shelter" not in names(shown)


def test_a_change_and_a_retirement_are_taken_back(begin):
    shown = begin(Role.COORDINATOR)
    shown.screen.page.table.select(1)
    shown.drive.settle()
    shown.drive.click("resources.edit")
    dialog(shown, ResourceDialog).lines["phone"].setText("555-9999")
    shown.drive.click("resource.save")
    assert shown.reads("555-9999")
    undo(shown)
    assert shown.reads("555-0101")

    shown.drive.click("resources.retire")
    assert "Clínica del Valle" not in names(shown)
    shown.drive.click("resources.retired")
    assert "Clínica del Valle" in names(shown)
    shown.screen.page.table.select(1)
    shown.drive.settle()
    shown.drive.click("resources.back")
    assert next(one for one in shown.ask(resources.directory) if one.id == 1).active


def test_a_file_is_shown_before_it_is_taken(begin, tmp_path):
    shown = begin(Role.COORDINATOR)
    file = tmp_path / "list.csv"
    file.write_text("name,kind,phone\nNew Roots,family,555-7777\nNew Place,health,1\nBad,magic,\n", encoding="utf-8")
    shown.screen.page.choose_csv = lambda: file
    shown.drive.click("resources.import")
    assert shown.reads("1 new, 1 changed, 0 as before, 1 line left out.")
    table = dialog(shown, ImportDialog).table
    assert [table.model().index(row, 0).data() for row in range(3)] == ["Left out", "Changes", "New"]
    assert table.model().index(1, 2).data() == "Telephone: 555-0103 → 555-7777"
    assert "New Place" not in names(shown)

    shown.drive.click("resources.take")
    assert "New Place" in names(shown)
    undo(shown)
    assert "New Place" not in names(shown)


def test_what_is_no_file_of_entries_is_a_sentence(begin, tmp_path):
    shown = begin(Role.COORDINATOR)
    file = tmp_path / "list.csv"
    file.write_text("\x00\x01", encoding="utf-8")
    shown.screen.page.choose_csv = lambda: file
    with shown.drive.answering() as said:
        shown.drive.click("resources.import")
    assert "The first line must name the columns" in said[0]


def test_the_directory_goes_out_and_ticked_entries_are_printed(begin, tmp_path):
    shown = begin(Role.COORDINATOR)
    page = shown.screen.page
    page.choose_target = lambda: tmp_path / "all.csv"
    shown.drive.click("resources.export")
    assert "Clínica del Valle" in (tmp_path / "all.csv").read_text("utf-8-sig")

    page.choose_pdf = lambda _name: tmp_path / "card.pdf"
    page.save_card("es")
    shown.drive.settle()
    assert shown.reads("Tick the entries to print, or choose one.")
    page.table.selectRow(0)
    page.table.setFocus()
    shown.keys("Space")
    page.save_card("es")
    shown.drive.settle()
    assert (tmp_path / "card.pdf").read_bytes().startswith(b"%PDF")
