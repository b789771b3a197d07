"""Importing a roster: seen first, written only when accepted, and every line that stays out is told."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from tests.exchange.rosters import MANIFEST, ORGS, user, users_csv, write_zip
from tests.exchange.workbooks import workbook
from tests.ui.pages.people.at_desk import Marked
from wellnessdesk.base import i18n
from wellnessdesk.services import roster, students, visits
from wellnessdesk.store import students as stored
from wellnessdesk.store.errors import DiskFull
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.tables import RecordTable

DATA = Path(__file__).parents[3] / "data" / "oneroster"


def make(folder, *users, name="oak.zip"):
    """A full roster of these students."""
    return write_zip(folder / name, {"manifest.csv": MANIFEST, "orgs.csv": ORGS, "users.csv": users_csv(*users)})


def choose(here, path):
    here.page.choose_file = lambda: path
    here.drive.click("roster.choose")


def on_roster(here, letters):
    here.drive.settle()
    here.center.front.cache.clear()  # of a desk that did not make the change; in real life it was not open
    return [student.name for student in students.search(here.center.front, letters)]


def figures(here):
    return {key: tile.accessibleName().rsplit(": ", 1)[1] for key, tile in here.page.preview.tiles.items()}


def rows(here, key):
    """The lines of a table of the preview."""
    here.drive.click(f"roster.tile.{key}")
    table = here.drive.find(f"roster.{key}").findChild(RecordTable)
    model = table.model()
    columns = [column for column in range(model.columnCount())
               if model.headerData(column, Qt.Orientation.Horizontal) != "Take"]
    return [[model.index(row, column).data() for column in columns] for row in range(model.rowCount())]


def accept(here, *paths):
    for path in paths:
        choose(here, path)
        here.drive.click("roster.accept")
        here.drive.click("roster.again")
    here.drive.hide_toasts()


def test_at_first_it_says_what_to_do(roster_page):
    texts = " ".join(roster_page.texts())

    assert "Choose your school's roster, or drop it here" in texts
    assert "OneRoster" in texts
    assert QApplication.focusWidget().objectName() == "roster.choose"


def test_a_preview_writes_nothing(roster_page):
    choose(roster_page, DATA / "v1p1_full.zip")

    assert figures(roster_page)["adds"] == "3"
    assert [row[0] for row in rows(roster_page, "adds")] == ["Mary Jane Jones", "José Núñez", "Anna Mary O'Neil"]
    assert "Add 3 students, make 1 change to caregivers." in roster_page.texts()
    assert on_roster(roster_page, "nun") == []


def test_accepting_writes_and_says_what_was_done(roster_page):
    choose(roster_page, DATA / "v1p1_full.zip")
    roster_page.drive.click("roster.accept")

    assert on_roster(roster_page, "nun") == ["José Núñez"]
    assert {"The roster is imported", "3 students added, 1 change to caregivers."} <= set(roster_page.texts())
    assert roster_page.toast() == "3 students added, 1 change to caregivers."
    assert not roster_page.drive.has("roster.accept")
    assert [row[0] for row in rows(roster_page, "adds")][0] == "Mary Jane Jones", "what was done stays to be read"


def test_every_figure_that_is_nought_looks_like_one(roster_page):
    choose(roster_page, DATA / "v1p1_full.zip")
    assert {key: tile.isEnabled() for key, tile in roster_page.page.preview.tiles.items()} == {
        key: figure != "0" for key, figure in figures(roster_page).items()}


def test_the_same_roster_again_changes_nothing(roster_page):
    accept(roster_page, DATA / "v1p1_full.zip")
    choose(roster_page, DATA / "v1p1_full.zip")

    assert figures(roster_page) | {"unchanged": "3", "adds": "0"} == figures(roster_page)
    assert "This roster changes nothing" in roster_page.texts()
    assert "All 3 students in it are already here, with the same facts." in roster_page.texts()
    assert not roster_page.drive.has("roster.accept")


def test_a_folder_is_taken_too(roster_page):
    accept(roster_page, DATA / "v1p2_full.zip")
    roster_page.page.choose_folder = lambda: DATA / "v1p2_delta"
    roster_page.drive.click("roster.choose.folder")

    assert ["Mary Jane Jones", "Last name", "Jones", "Jones-Brown"] in rows(roster_page, "changes")
    assert [row[0] for row in rows(roster_page, "adds")] == ["Zara Ali"]
    assert [row[0] for row in rows(roster_page, "inactive")] == ["Łukasz Wójcik"]
    roster_page.drive.click("roster.accept")
    assert on_roster(roster_page, "jones") == ["Max Jones-Brown"], "the name they prefer stays"
    assert on_roster(roster_page, "wojcik") == []


def test_what_comes_back_is_active_again(roster_page, tmp_path):
    both = make(tmp_path, user(1), user(2, givenName="Bo", familyName="Li"), name="both.zip")
    accept(roster_page, both, make(tmp_path, user(1), name="one.zip"))
    choose(roster_page, both)

    assert [row[0] for row in rows(roster_page, "back")] == ["Bo Li"]
    assert "Make 1 active again." in roster_page.texts()
    roster_page.drive.click("roster.accept")
    assert on_roster(roster_page, "li") == ["Bo Li"]


def test_changes_stand_old_beside_new(roster_page, tmp_path):
    accept(roster_page, make(tmp_path, user(1, grades="09")))
    choose(roster_page, make(tmp_path, user(1, grades="10", givenName="Anabel")))

    assert rows(roster_page, "changes") == [
        ["Ana Ruiz", "First name", "Ana", "Anabel"], ["Ana Ruiz", "Grade", "9", "10"]]
    assert figures(roster_page)["changes"] == "1", "students are counted, not facts"


def test_lines_not_taken_are_listed_with_file_line_and_reason(roster_page, tmp_path):
    bad = (user(2, sourcedId=""), user(1, givenName="Twin"), user(4, role="wizard"))
    choose(roster_page, make(tmp_path, user(1), *bad))

    lines = rows(roster_page, "nottaken")
    assert [line[:2] for line in lines] == [["users.csv", "3"], ["users.csv", "4"], ["users.csv", "5"]]
    assert lines[0][2] == "The id is missing."
    assert all(line[2] for line in lines)
    assert "Add 1 student. 3 lines cannot be taken." in roster_page.texts()

    roster_page.drive.click("roster.copy")
    assert QApplication.clipboard().text().splitlines()[1] == "users.csv\t3\tThe id is missing."
    roster_page.drive.click("roster.accept")
    assert on_roster(roster_page, "ruiz") == ["Ana Ruiz"]


def test_a_warning_stands_above_everything(roster_page, tmp_path):
    accept(roster_page, make(tmp_path, *(user(number) for number in range(1, 5))))
    choose(roster_page, make(tmp_path, user(9)))

    assert "Look at this first" in roster_page.texts()
    assert any("4 of 4 active students inactive" in text for text in roster_page.texts())


@pytest.mark.parametrize("content", [b"no roster at all", b"", b"PK\x03\x04 cut off"])
def test_an_unreadable_file_is_told_and_the_page_stays_usable(roster_page, tmp_path, content):
    bad = tmp_path / "notes.zip"
    bad.write_bytes(content)
    choose(roster_page, bad)

    texts = roster_page.texts()
    assert "This roster cannot be read" in texts
    assert any("notes.zip" in text for text in texts)
    choose(roster_page, DATA / "v1p1_full.zip")
    assert figures(roster_page)["adds"] == "3"
    assert "This roster cannot be read" not in roster_page.texts()


def test_a_file_that_is_gone_is_told(roster_page, tmp_path):
    choose(roster_page, tmp_path / "gone.zip")

    assert "This roster cannot be read" in roster_page.texts()


def test_choosing_nothing_does_nothing(roster_page):
    choose(roster_page, None)

    assert roster_page.drive.has("roster.choose")
    assert "This roster cannot be read" not in roster_page.texts()


def test_discarding_writes_nothing_and_begins_again(roster_page):
    choose(roster_page, DATA / "v1p1_full.zip")
    roster_page.drive.click("roster.discard")

    assert roster_page.drive.has("roster.choose")
    assert on_roster(roster_page, "nun") == []


def test_a_reading_that_was_cancelled_begins_again(roster_page, monkeypatch):
    def cancelled(_desk, _path, progress):
        progress.cancel()
        progress.check_cancelled()
        raise AssertionError("went on")

    with monkeypatch.context() as patch:
        patch.setattr(roster, "preview", cancelled)
        choose(roster_page, DATA / "v1p1_full.zip")
    assert roster_page.drive.find("roster.choose").isEnabled()

    choose(roster_page, DATA / "v1p1_full.zip")
    assert figures(roster_page)["adds"] == "3"


def test_an_import_that_was_stopped_writes_nothing_and_keeps_the_preview(roster_page, monkeypatch):
    def stopped(_desk, _plan, _source, _look, progress):
        progress.cancel()
        progress.check_cancelled()
        raise AssertionError("went on")

    choose(roster_page, DATA / "v1p1_full.zip")
    with monkeypatch.context() as patch:
        patch.setattr(roster, "accept", stopped)
        roster_page.drive.click("roster.accept")
    assert roster_page.toast() == "Stopped. Nothing was imported."
    assert figures(roster_page)["adds"] == "3"

    roster_page.drive.click("roster.accept")
    assert on_roster(roster_page, "nun") == ["José Núñez"]


def test_a_full_disk_writes_nothing_and_keeps_the_preview(roster_page, monkeypatch):
    def full(*_arguments):
        raise DiskFull

    choose(roster_page, DATA / "v1p1_full.zip")
    with monkeypatch.context() as patch:
        patch.setattr(stored, "add_many", full)
        roster_page.drive.click("roster.accept")

    assert "Nothing was imported" in roster_page.texts()
    assert on_roster(roster_page, "nun") == []
    roster_page.drive.click("roster.accept")
    assert on_roster(roster_page, "nun") == ["José Núñez"]


def dragged(*paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_a_file_can_be_dropped(roster_page):
    place, data = roster_page.drive.find("roster.drop"), dragged(DATA / "v1p1_full.zip")
    buttons, modifiers = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, buttons, modifiers)
    QApplication.sendEvent(place, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(place, QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, buttons, modifiers))
    roster_page.drive.settle()

    assert figures(roster_page)["adds"] == "3"


@pytest.mark.parametrize("data", [dragged(), dragged(DATA / "a.zip", DATA / "b.zip")], ids=["nothing", "two"])
def test_anything_else_cannot_be_dropped(roster_page, data):
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                            Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(roster_page.drive.find("roster.drop"), enter)

    assert not enter.isAccepted()


def test_three_thousand_new_students_are_shown_at_once(roster_page, tmp_path):
    path = make(tmp_path, *(user(number) for number in range(3000)), *(user(9000, sourcedId="") for _ in range(40)))
    plan = roster.preview(roster_page.desk, path)
    assert (len(plan.adds), len(plan.not_taken)) == (3000, 40)

    begun = time.perf_counter()
    roster_page.page._show_plan(plan, path)
    roster_page.window.grab()
    assert time.perf_counter() - begun < 1.0


def test_facts_that_nobody_has_take_no_column(roster_page, tmp_path):
    choose(roster_page, make(tmp_path, user(1, identifier="")))

    model = roster_page.drive.find("roster.adds").findChild(RecordTable).model()
    titles = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    assert titles == ["Take", "Name", "Grade", "School"]


def test_figures_without_lines_cannot_be_pressed(roster_page):
    choose(roster_page, DATA / "v1p1_full.zip")

    assert not roster_page.drive.find("roster.tile.changes").isEnabled()
    assert roster_page.drive.find("roster.tile.adds").isChecked()


def test_what_is_pressed_has_a_name(roster_page):
    assert roster_page.unnamed() == []
    choose(roster_page, DATA / "v1p1_full.zip")
    assert roster_page.unnamed() == []


def test_every_text_goes_through_the_translation(roster_page, tmp_path, monkeypatch):
    accept(roster_page, make(tmp_path, user(1), user(2), user(3)))
    monkeypatch.setattr(i18n, "_catalogue", lambda _code: Marked())
    roster_page.make_again()
    assert roster_page.untranslated() == []

    choose(roster_page, make(tmp_path, user(1, grades="11"), user(5), user(6, sourcedId="")))
    figures_only = [str(number) for number in range(10)]
    for key in ("adds", "changes", "inactive", "nottaken"):
        roster_page.drive.click(f"roster.tile.{key}")
        assert roster_page.untranslated(*figures_only) == []
    assert roster_page.texts()[0] == "«Roster»"

    roster_page.drive.click("roster.accept")
    assert roster_page.untranslated(*figures_only) == []


BIRTHS = "userSourcedId,birthDate\nu1,2010-05-04\nv1,2010-05-04\n"
TABLE = "Perm ID,Student Name,Grd,Birthdate,Parent/Guardian,Home Phone\n" \
        "1,\"Ruiz, Ana\",9,5/4/2010,Rosa Ruiz,555\n,X,9,,,\n"


def full(folder, *users, name="oak.zip", **tables):
    files = {"manifest.csv": MANIFEST, "orgs.csv": ORGS, "users.csv": users_csv(*users), "demographics.csv": BIRTHS}
    return write_zip(folder / name, files | {f"{key}.csv": text for key, text in tables.items()})


def table_of(here, key):
    here.drive.click(f"roster.tile.{key}")
    return here.drive.find(f"roster.{key}").findChild(RecordTable)


def ticks(here, key):
    model = table_of(here, key).model()
    return [model.index(row, 0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
            for row in range(model.rowCount())]


def box(table, row):
    return table.visualRect(table.model().index(row, 0)).center()


def test_single_lines_can_be_left_out_by_mouse_and_by_keyboard(roster_page, tmp_path, qtbot):
    choose(roster_page, make(tmp_path, *(user(n, givenName=f"S{n}") for n in range(4))))
    table = table_of(roster_page, "adds")
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=box(table, 0))
    assert ticks(roster_page, "adds") == [False, True, True, True]
    table.selectRow(2)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert ticks(roster_page, "adds") == [False, True, False, True]
    assert "Add 2 students." in roster_page.texts()

    roster_page.drive.click("roster.accept")
    assert on_roster(roster_page, "ruiz") == ["S1 Ruiz", "S3 Ruiz"]


def test_all_or_none_of_a_kind_can_be_taken(roster_page, tmp_path):
    accept(roster_page, make(tmp_path, user(1), user(2)))
    choose(roster_page, make(tmp_path, user(1, grades="10"), user(2, grades="10"), user(3)))
    table_of(roster_page, "changes")
    roster_page.drive.click("roster.changes.none")
    assert ticks(roster_page, "changes") == [False, False]
    assert "Add 1 student." in roster_page.texts()
    table_of(roster_page, "adds")
    roster_page.drive.click("roster.adds.none")
    assert not roster_page.drive.find("roster.accept").isEnabled()
    roster_page.drive.click("roster.adds.all")
    assert roster_page.drive.find("roster.accept").isEnabled()


def test_who_looks_like_somebody_here_has_to_be_decided_first(roster_page, tmp_path):
    accept(roster_page, full(tmp_path, user(1, givenName="Jon", familyName="Smith")))
    choose(roster_page, full(tmp_path, user(1, sourcedId="v1", identifier="9", givenName="John", familyName="Smith")))
    assert rows(roster_page, "alike") == [
        ["John Smith, grade 9, …9", "Jon Smith, grade 9, …101", "May 4, 2010", "To be decided"]]
    assert not roster_page.drive.find("roster.accept").isEnabled()
    assert "Decide who is who" in roster_page.texts()

    roster_page.drive.click("roster.alike.apart")
    assert "Decide who is who" not in roster_page.texts()
    assert rows(roster_page, "alike")[0][3] == "Two people"
    assert any("1 of 1 active students inactive" in text for text in roster_page.texts())
    assert (figures(roster_page)["adds"], figures(roster_page)["inactive"]) == ("1", "1")
    roster_page.drive.click("roster.alike.same")
    assert (figures(roster_page)["adds"], figures(roster_page)["inactive"]) == ("0", "0")
    assert "Look at this first" not in roster_page.texts()
    assert {row[1] for row in rows(roster_page, "changes")} == {"Roster id", "Student number", "First name"}
    roster_page.drive.click("roster.accept")
    assert on_roster(roster_page, "smith") == ["John Smith"]


def test_caregivers_and_classes_are_seen_before_they_are_taken(roster_page, tmp_path):
    parent = user(9, role="parent", givenName="Rosa", phone="555", agentSourcedIds="u1")
    path = full(tmp_path, user(1), parent, classes="sourcedId,title,periods\nc1,Algebra,1\n",
                enrollments="classSourcedId,userSourcedId,role\nc1,u1,student\n")
    choose(roster_page, path)
    assert rows(roster_page, "caregivers") == [["Rosa Ruiz", "New caregiver", "", "Ana Ruiz (parent), 555"]]
    assert rows(roster_page, "classes") == [["Ana Ruiz", "–", "1: Algebra"]]
    roster_page.drive.click("roster.accept")
    roster_page.drive.click("roster.again")
    choose(roster_page, path)
    assert "This roster changes nothing" in roster_page.texts()


def test_the_last_import_can_be_undone_and_that_is_asked_once(roster_page, tmp_path):
    assert "No roster was imported yet." in roster_page.texts()
    accept(roster_page, make(tmp_path, user(1)))
    assert "oak.zip. 1 student added." in roster_page.texts()
    with messages.answering(False):
        roster_page.drive.click("roster.undo")
    assert on_roster(roster_page, "ruiz") == ["Ana Ruiz"]
    with messages.answering(True) as asked:
        roster_page.drive.click("roster.undo")
    assert asked[0].startswith("Undo the last import?")
    assert on_roster(roster_page, "ruiz") == []
    assert any("Undone on" in text for text in roster_page.texts())
    assert not roster_page.drive.find("roster.drop").window().findChild(type(roster_page.page.start.history.undo),
                                                                       "roster.undo").isVisible()


def test_an_import_that_something_depends_on_stays_and_that_is_told(roster_page, tmp_path):
    accept(roster_page, make(tmp_path, user(1)))
    new = students.search(roster_page.center.front, "ruiz")[0].id
    visits.check_in(roster_page.center.front, new, reason="take_a_break", origin="walk_in")
    with messages.answering(True):
        roster_page.drive.click("roster.undo")
    assert "The import stays" in roster_page.texts()
    assert on_roster(roster_page, "ruiz") == ["Ana Ruiz"]


def test_a_school_year_can_start_and_be_taken_back(roster_page, tmp_path):
    accept(roster_page, make(tmp_path, user(1, grades="09"), user(2, grades="12", givenName="Bo")))
    roster_page.drive.choose("roster.lastgrade", "12")
    roster_page.drive.click("roster.rollover")
    assert rows(roster_page, "changes") == [["Ana Ruiz", "Grade", "9", "10"]]
    assert [row[0] for row in rows(roster_page, "inactive")] == ["Bo Ruiz"]
    roster_page.drive.click("roster.accept")
    assert "The school year has started" in roster_page.texts()
    roster_page.drive.click("roster.again")
    assert any(text.startswith("Start of a school year.") for text in roster_page.texts())
    with messages.answering(True):
        roster_page.drive.click("roster.undo")
    assert on_roster(roster_page, "ruiz") == ["Ana Ruiz", "Bo Ruiz"]


def test_any_table_is_read_as_its_columns_are_said_to_be(roster_page, tmp_path):
    path = tmp_path / "students.csv"
    path.write_text(TABLE)
    choose(roster_page, path)
    assert "6 of 6 columns were recognized by their names. Please check the lines." in roster_page.texts()
    sample = roster_page.page.mapping.findChild(RecordTable).model()
    assert [sample.index(0, column).data() for column in range(sample.columnCount())] == [
        "Ana Ruiz", "9", "1", "May 4, 2010", "Rosa Ruiz, 555"]
    assert "Line 3 is not taken: The student number is missing." in roster_page.texts()

    roster_page.drive.choose("mapping.full_name", "")
    assert not roster_page.drive.find("mapping.goon").isEnabled()
    assert any("First name, Last name" in text for text in roster_page.texts())
    roster_page.drive.choose("mapping.full_name", "Student Name")
    roster_page.drive.choose("mapping.caregiver1_phone", "")
    roster_page.drive.click("mapping.some")
    roster_page.drive.click("mapping.goon")
    assert rows(roster_page, "caregivers") == [["Rosa Ruiz", "New caregiver", "", "Ana Ruiz"]]
    roster_page.drive.click("roster.accept")
    assert on_roster(roster_page, "ruiz") == ["Ana Ruiz"]

    roster_page.drive.click("roster.again")
    choose(roster_page, path)
    assert "A file of this kind was imported before. Its columns are read as you said then." in roster_page.texts()
    said = roster_page.page.mapping.mapping()
    assert (said.whole, "caregiver1_phone" in said.columns) == (False, False)
    roster_page.drive.click("mapping.back")
    assert roster_page.drive.has("roster.choose")


def test_a_table_without_a_header_is_told_what_it_lacks(roster_page, tmp_path):
    path = tmp_path / "students.csv"
    path.write_text("1,Ana,Ruiz\n2,Bo,Li\n")
    choose(roster_page, path)
    assert "No column was recognized" in roster_page.texts()
    assert not roster_page.drive.find("mapping.goon").isEnabled()


def test_a_workbook_is_mapped_too(roster_page, tmp_path):
    choose(roster_page, workbook(tmp_path / "r.xlsx", ("Student ID", "First Name", "Last Name"), (1, "Bo", "Li")))
    roster_page.drive.click("mapping.goon")
    assert [row[0] for row in rows(roster_page, "adds")] == ["Bo Li"]
    assert roster_page.unnamed() == []


@pytest.mark.parametrize("stopped", ["first_look", "preview"])
def test_opening_a_workbook_can_be_cancelled_and_it_is_read_when_asked_again(roster_page, tmp_path, monkeypatch,
                                                                             stopped):
    path = workbook(tmp_path / "r.xlsx", ("Student ID", "First Name", "Last Name"), (1, "Bo", "Li"))
    really = getattr(roster, stopped)

    def impatient(desk, path, progress, *more):
        progress.cancel()
        return really(desk, path, progress, *more)

    with monkeypatch.context() as patch:
        patch.setattr(roster, stopped, impatient)
        choose(roster_page, path)
        if stopped == "preview":
            roster_page.drive.click("mapping.goon")
    if stopped == "preview":
        assert roster_page.drive.find("mapping.goon").isEnabled()
    else:
        assert roster_page.drive.find("roster.choose").isEnabled()
        choose(roster_page, path)
    roster_page.drive.click("mapping.goon")
    assert [row[0] for row in rows(roster_page, "adds")] == ["Bo Li"]


def test_a_table_that_is_gone_before_it_is_read_is_told(roster_page, tmp_path):
    path = tmp_path / "students.csv"
    path.write_text(TABLE)
    choose(roster_page, path)
    path.unlink()
    roster_page.drive.click("mapping.goon")
    assert "This roster cannot be read" in roster_page.texts()
    assert roster_page.drive.has("roster.choose")


def test_the_mapping_is_named_and_translated(roster_page, tmp_path, monkeypatch):
    path = tmp_path / "students.csv"
    path.write_text(TABLE)
    monkeypatch.setattr(i18n, "_catalogue", lambda _code: Marked())
    roster_page.make_again()
    choose(roster_page, path)
    assert roster_page.unnamed() == []
    headers = ["Perm ID", "Student Name", "Grd", "Birthdate", "Parent/Guardian", "Home Phone", "–"]
    assert roster_page.untranslated(*headers) == []
