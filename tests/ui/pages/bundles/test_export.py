"""Making a bundle: what is shown is what leaves, and nothing leaves half."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from tests.ui.pages.bundles.conftest import FEW, MANY, in_august
from tests.ui.pages.people.at_desk import Marked
from wellnessdesk.base import i18n
from wellnessdesk.domain.bundles import BundleState, Kind, Outcome, Period
from wellnessdesk.domain.tables import MARKS, why_text
from wellnessdesk.services import bundle_approval, bundle_history, bundles, district, recipients
from wellnessdesk.ui.kit.count_model import CountModel
from wellnessdesk.ui.pages.bundles.tables_part import TablesPart

SEPTEMBER = Period.month(2026, 9)


def show(here):
    here.drive.click("export.preview")


def write(here, folder, purpose="Monthly report"):
    here.page.choose_folder = lambda: folder
    if purpose:
        here.drive.type("export.purpose", purpose)
    here.drive.click("export.write")


def history(here):
    here.drive.settle()
    return bundle_history.history(here.desk)


def shown_tables(here):
    return here.page.export.preview.tables


def cells(grid):
    """Every cell of a table on the screen as (text, why in words)."""
    model = grid.model()
    return [[(model.index(row, column).data(), model.index(row, column).data(Qt.ItemDataRole.ToolTipRole))
             for column in range(model.columnCount())] for row in range(model.rowCount())]


def test_the_district_and_the_last_whole_month_are_chosen_already(export):
    steps = export.page.export.steps

    assert steps.recipient.currentText() == "Harbor District"
    assert steps.month.currentText() == "September 2026"
    assert [steps.month.itemText(row) for row in range(steps.month.count())] == [
        "September 2026", "August 2026"]
    assert recipients.everybody(export.desk)[0].fingerprint in " ".join(export.texts())


def test_nothing_can_be_written_before_it_was_seen(export):
    assert not export.drive.has("export.write")
    show(export)
    assert export.drive.has("export.write")


def test_every_number_that_leaves_is_on_the_screen_and_no_other(export):
    show(export)

    planned = bundles.preview(export.desk, recipients.everybody(export.desk)[0].id, SEPTEMBER)
    for table, grid in zip(planned.tables, shown_tables(export), strict=True):
        heads = len(table.layout.rows)
        on_screen = [cell for line in cells(grid) for cell in line[heads:] if cell != ("", None)]
        open_still = {one.place: one.said() for one in planned.findings if one.table == table.layout.name}
        leaving = [(MARKS[table.at(place).why], f"{why_text(table.at(place).why)} {open_still[place]}")
                   if table.at(place).why else (str(table.at(place).value), None) for place in table.places()]
        assert sorted(on_screen, key=str) == sorted(leaving, key=str)


def test_a_small_count_is_blank_and_says_why_by_letter_tooltip_and_legend(export):
    show(export)

    grid = shown_tables(export)[0]
    (line,) = [line for line in cells(grid) if line[0][0] == "Talk with a peer"]
    assert str(FEW) not in [text for text, _why in line]
    assert any(text == "a" and why.startswith(why_text("small")) for text, why in line)
    legend = [label.accessibleName() for label in export.drive.find("export.tables").findChildren(QLabel)]
    assert any(text.startswith("a, ") and why_text("small") in text for text in legend)
    assert not any(text == str(FEW) for grid in shown_tables(export) for line in cells(grid) for text, _why in line)


def test_the_blanks_are_counted_in_words(export):
    show(export)

    planned = export.page.export.preview.shown
    numbers = sum(1 for table in planned.tables for _place in table.places())
    assert f"{len(planned.tables)} tables with {numbers} numbers, {planned.blanks} of them blank:" in export.texts()
    told = next(text for text in export.texts() if "numbers are blank: " in text)
    assert re.search(r"blank: (\d+\N{NO-BREAK SPACE}[abc](, )?)+\.$", told), told


def test_the_reason_is_read_to_who_does_not_see_the_hatching(export):
    show(export)

    models = [grid.model() for grid in shown_tables(export)]
    places = [model.index(row, column) for model in models for row in range(model.rowCount())
              for column in range(model.columnCount())]
    blanks = [(index, index.model().shown(index).why) for index in places if index.model().shown(index).why]
    assert {"small", "complement"} <= {why for _index, why in blanks}
    for index, why in blanks:
        assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "blank"
        assert index.data(Qt.ItemDataRole.AccessibleDescriptionRole).startswith(why_text(why))


def test_models_keep_to_qts_rules(export, qtmodeltester):
    show(export)
    for table in bundles.preview(export.desk, recipients.everybody(export.desk)[0].id, SEPTEMBER).tables:
        qtmodeltester.check(CountModel(table), force_py=True)


def test_another_month_takes_the_preview_away(export):
    show(export)
    export.drive.choose("export.month", "2026-08")

    assert export.page.export.preview is None
    assert not export.drive.has("export.write")


def test_what_changes_meanwhile_changes_the_preview(export):
    show(export)
    export.drive.choose("export.month", "2026-08")
    show(export)
    before = cells(shown_tables(export)[0])

    for _time in range(MANY):
        in_august(export.center, "nun", "take_a_break")
    export.refresh()

    after = cells(shown_tables(export)[0])
    assert before != after
    assert any((str(MANY + 1), None) in line for line in after)


def test_a_refresh_without_news_leaves_the_tables_alone(export):
    show(export)
    before = export.page.export.preview

    export.refresh()

    assert export.page.export.preview is before


def test_a_purpose_is_asked_for_at_its_field(export, tmp_path):
    show(export)
    write(export, tmp_path, purpose="")

    assert export.page.export.steps._purpose_field.error.startswith("Say what the district needs it for.")
    assert history(export) == []
    assert list(tmp_path.glob("*.age")) == []


def test_the_bundle_lies_in_the_folder_and_opens_for_the_district_alone(export, tmp_path, keys):
    out = tmp_path / "stick"
    out.mkdir()
    show(export)
    shown = export.page.export.preview.shown
    write(export, out)

    (path,) = out.iterdir()
    opened = district.open_bundle(path, keys[0], recipients.allowed_signers(export.desk))
    assert opened.tables == shown.tables
    assert opened.meta.purpose == "Monthly report"
    assert opened.signed_by == export.desk.center.id


def test_the_result_names_file_folder_and_hash_and_says_what_to_do(export, tmp_path):
    show(export)
    write(export, tmp_path)

    (bundle,) = history(export)
    texts = export.texts()
    assert "The bundle is written" in texts
    assert {bundle.file_name, str(tmp_path), "September 2026"} <= set(texts)
    (grouped,) = [text for text in texts if text.replace(" ", "") == bundle.hash]
    assert [len(group) for group in grouped.split()] == [8] * 8
    assert any("Hand the file to Harbor District" in text for text in texts)
    export.drive.click("export.copyhash")
    assert QApplication.clipboard().text() == bundle.hash


def test_the_history_shows_it(export, tmp_path):
    show(export)
    write(export, tmp_path)
    export.drive.click("export.tab.history")

    table = export.page.history.table
    line = [table.model().index(0, column).data() for column in range(6)]
    assert line[1:] == ["September 2026", "Harbor District", "Counts", "1", "Written"]
    table.selectRow(0)
    (bundle,) = history(export)
    details = " ".join(export.texts("export.history")).replace(" ", "")
    assert bundle.hash in details
    assert bundle.file_name in details
    assert "Monthlyreport" in details


def test_a_vanished_folder_leaves_no_file_and_keeps_what_was_entered(export, tmp_path):
    show(export)
    write(export, tmp_path / "gone")

    assert "No bundle was written" in export.texts()
    assert any("could not be written to gone" in text for text in export.texts())
    assert not (tmp_path / "gone").exists()
    assert export.page.export.steps.purpose.value() == "Monthly report"
    assert export.page.export.preview is not None
    assert [bundle.state for bundle in history(export)] == [BundleState.ABANDONED]

    write(export, tmp_path, purpose="")
    assert len(list(tmp_path.glob("*.age"))) == 1
    assert "No bundle was written" not in export.texts()


def test_a_bundle_that_never_left_has_no_number(export, tmp_path):
    show(export)
    write(export, tmp_path / "gone")
    export.drive.click("export.tab.history")

    table = export.page.history.table
    assert [table.model().index(0, column).data() for column in (4, 5)] == ["–", "Not written"]


def test_choosing_no_folder_writes_nothing(export):
    show(export)
    write(export, None)

    assert history(export) == []
    assert export.drive.find("export.write").isEnabled()


def test_a_month_that_was_sent_already_says_so(export, tmp_path):
    assert not any("already a bundle" in text for text in export.texts())
    show(export)
    write(export, tmp_path)
    export.drive.click("export.another")

    assert "There is already a bundle of this period for this district" in export.texts()
    export.drive.choose("export.month", "2026-08")
    assert "There is already a bundle of this month for this district" not in export.texts()


def test_days_are_the_centers_own(export, tmp_path):
    export.center.clock.moment = export.center.clock.moment.replace(day=20, hour=2)  # still the 19th in California
    show(export)
    write(export, tmp_path)
    export.drive.click("export.another")

    assert any("written on Oct 19, 2026" in text for text in export.texts())


def test_afterwards_another_bundle_can_be_made(export, tmp_path):
    show(export)
    write(export, tmp_path)
    export.drive.click("export.another")
    assert export.page.export.steps.purpose.value() == ""
    show(export)
    write(export, tmp_path, "Correction")

    assert sorted(bundle.sequence for bundle in history(export)) == [1, 2]
    assert len(list(tmp_path.glob("*.age"))) == 2


def test_everything_goes_with_the_keyboard_alone(export, tmp_path):
    export.page.choose_folder = lambda: tmp_path
    export.page.focus_first()
    assert QApplication.focusWidget().objectName() == "export.kind.aggregate"
    export.drive.press(Qt.Key.Key_Tab)
    reached = []
    for _step in range(7):
        reached.append(QApplication.focusWidget().objectName())
        export.drive.press(Qt.Key.Key_Tab)
    assert reached == ["export.recipient", "export.adddistrict", "export.month", "export.purpose",
                       "export.authority", "export.owncopy", "export.preview"]

    export.drive.find("export.purpose").setFocus()
    for key in (Qt.Key.Key_M, Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Space):
        export.drive.press(key)
    assert export.window.focusWidget().objectName() == "export.write"  # active again or not, after the progress
    export.drive.press(Qt.Key.Key_Space)

    assert len(list(tmp_path.glob("*.age"))) == 1


def test_what_is_pressed_or_read_has_a_name(export, tmp_path):
    assert export.unnamed() == []
    show(export)
    assert export.unnamed() == []
    write(export, tmp_path)
    assert export.unnamed() == []


def test_every_text_goes_through_the_translation(export, tmp_path, monkeypatch):
    monkeypatch.setattr(i18n, "_catalogue", lambda _code: Marked())
    i18n.set_language("es")
    export.make_again()
    own = ("Harbor District", "septiembre 2026", "agosto 2026", "Monthly report")
    assert export.untranslated(*own) == []
    assert export.texts()[0] == "«Export»"

    show(export)
    catalogued = {text for table in shown_tables(export) for text in table.model().titles if "«" not in text}
    assert catalogued <= {f"Grado {grade}" for grade in (9, 10, 11, 12)} | {"Otro"}
    assert export.untranslated(*own, *catalogued) == []
    write(export, tmp_path)
    (bundle,) = history(export)
    grouped = [text for text in export.texts() if text.replace(" ", "") == bundle.hash]
    assert export.untranslated(*own, *grouped, bundle.file_name, str(tmp_path)) == []


@pytest.mark.parametrize("name", ["export.purpose", "district.name"])
def test_fields_are_lines_of_text(export, name):
    if name == "district.name":
        export.drive.click("export.adddistrict")
    assert export.drive.find(name, QLineEdit).echoMode() is QLineEdit.EchoMode.Normal


def test_history_shows_what_a_bundle_held_and_saves_its_receipt(export, tmp_path):
    export.page.choose_folder = lambda: tmp_path
    export.drive.type("export.purpose", "Monthly report")
    export.drive.click("export.preview")
    export.drive.click("export.write")
    export.drive.click("export.tab.history")
    export.page.history.table.select(bundle_history.history(export.desk)[0].id)
    export.page.history.receipt.ask_for_file = lambda name: tmp_path / name
    export.drive.click("history.receipt")
    export.drive.settle()
    assert next(tmp_path.glob("*.pdf")).read_bytes().startswith(b"%PDF")
    export.drive.click("history.held")
    export.drive.settle()
    assert export.drive.find("held.close").isVisible()
    export.drive.click("held.close")


def test_a_second_person_is_asked_and_the_one_who_asked_can_only_take_it_back(export, tmp_path):
    bundle_approval.ask_for(export.center.admin, True)
    export.page.refresh()
    export.drive.settle()
    export.drive.type("export.purpose", "Monthly report")
    export.drive.click("export.preview")
    export.drive.settle()
    export.drive.click("export.askapproval")
    export.drive.settle()
    export.drive.click("export.tab.approvals")
    export.page.approvals.table.select(bundle_approval.requests(export.desk)[0].id)
    export.drive.click("approvals.look")
    export.drive.settle()
    export.drive.click("decide.withdraw")
    export.drive.settle()
    assert [one.outcome for one in bundle_approval.requests(export.center.admin)] == ["withdrawn"]


def test_one_table_is_shown_at_a_time_and_the_next_by_keyboard(export):
    show(export)
    part = export.drive.find("bundle.tables", TablesPart)

    assert [grid.isVisible() for grid in part.tables] == [True, *[False] * (len(part.tables) - 1)]
    assert [part.list.item(row).text().split("\n")[1].split()[0] for row in range(len(part.tables))] == [
        str(len(table.blanks())) for table in export.page.export.preview.shown.tables]
    for wanted in (*part.tables[1:], part.tables[0]):
        export.drive.press_keys("Ctrl+PgDown")
        export.drive.wait(wanted.isVisible, "the next table")  # a button pressed by its shortcut stays down a moment
    assert not part.tables[-1].isVisible()


def test_the_cell_in_focus_says_why_it_is_blank_and_what_could_still_be_found_out(export):
    show(export)
    preview = export.page.export.preview
    part = export.drive.find("bundle.tables", TablesPart)
    assert part.reason.text() == "Choose a blank to read why it is one."

    grid, finding = part.tables[0], next(one for one in preview.shown.findings if one.high is not None
                                         and one.table == preview.shown.tables[0].layout.name)
    grid.setFocus()
    grid.setCurrentIndex(next(grid.model().index(row, column) for row in range(grid.model().rowCount())
                              for column in range(grid.model().columnCount())
                              if grid.model().shown(grid.model().index(row, column)).place == finding.place))
    assert f"is between {finding.low} and {finding.high}." in part.reason.text()
    assert why_text(finding.why) in part.reason.text()
    grid.setCurrentIndex(grid.model().index(0, 0))
    assert part.reason.text() == "Choose a blank to read why it is one."


def test_differences_from_the_last_bundle_stand_with_their_table(export, tmp_path):
    show(export)
    write(export, tmp_path)
    export.drive.click("export.another")
    show(export)
    assert any("number 1, September 2026: no number is different." in text for text in export.texts())

    export.drive.choose("export.month", "2026-08")
    show(export)
    tables = export.page.export.preview.shown.tables
    assert any(f"{len(tables)} numbers are different" in text for text in export.texts())
    assert any(text.startswith("Compared with number 1, September 2026: Total:") for text in export.texts())


def test_a_copy_for_the_own_kit_goes_where_it_was_asked_for(export, tmp_path):
    out, own = tmp_path / "stick", tmp_path / "own"
    out.mkdir()
    own.mkdir()
    export.page.choose_copy_folder = lambda: own
    export.drive.click("export.owncopy")
    assert any(str(own) in text for text in export.texts())
    show(export)
    write(export, out)

    (copy,) = own.iterdir()
    assert export.drive.find("export.result.owncopy").text() == f"{copy.name}, in {own}"
    assert history(export)[0].own_copy == copy.name
    assert len(list(out.iterdir())) == 1


def test_a_copy_that_could_not_be_written_is_told_and_the_bundle_stands(export, tmp_path):
    export.page.choose_copy_folder = lambda: tmp_path / "gone"
    export.drive.click("export.owncopy")
    show(export)
    write(export, tmp_path)

    assert export.drive.find("export.result.owncopy").text().startswith("Could not be written into")
    assert history(export)[0].state is BundleState.WRITTEN


def test_who_chooses_no_folder_gets_no_copy(export, tmp_path):
    export.page.choose_copy_folder = lambda: None
    export.drive.click("export.owncopy")
    assert not export.drive.find("export.owncopy").isChecked()

    show(export)
    write(export, tmp_path)
    assert not export.drive.has("export.result.owncopy")


def test_the_receipt_is_saved_where_the_bundle_was_written(export, tmp_path):
    show(export)
    write(export, tmp_path)
    export.page.export.result.receipt.ask_for_file = lambda name: tmp_path / name
    export.drive.click("export.receipt")

    assert next(tmp_path.glob("*.pdf")).read_bytes().startswith(b"%PDF")


def test_a_correction_shows_which_bundle_it_replaces(export, tmp_path):
    for purpose in ("Monthly report", "Correction"):
        show(export)
        write(export, tmp_path, purpose)
        export.drive.click("export.another")
    export.drive.click("export.tab.history")
    first = min(history(export), key=lambda one: one.sequence)
    export.page.history.table.select(first.id)
    export.drive.settle()

    details = export.texts("export.history")
    assert "Counts, version 1" in details
    assert "number 2, version 2" in details
    assert "Replaced" in [export.page.history.table.model().index(row, 5).data() for row in range(2)]


def test_what_a_district_may_not_have_says_why_and_leads_to_where_it_is_changed(export):
    (one,) = recipients.everybody(export.desk)
    recipients.change_terms(export.desk, one.id, kinds=(Kind.ROWS,))
    export.refresh()
    show(export)

    assert export.page.export.preview is None
    assert any("Harbor District may not receive this kind of bundle: Counts." in text for text in export.texts())
    assert export.drive.find("export.kind.packet").accessibleDescription() == "Not for Harbor District."
    export.drive.click("export.mayhave")
    export.drive.click("terms.aggregate")
    export.drive.click("terms.save")
    show(export)
    assert export.page.export.preview is not None


def test_a_key_that_was_not_compared_leads_to_the_keys(export):
    (one,) = recipients.everybody(export.desk)
    recipients.end_key(export.desk, one.id, one.keys[0].id)
    recipients.add_key(export.desk, one.id, district.new_key_pair()[1], compared=False)
    export.refresh()
    export.drive.click("export.mayhave")

    assert export.drive.find("keys.compare").isVisible()


def test_the_part_that_is_shown_is_come_back_to(export):
    export.drive.click("export.tab.history")
    place = export.page.place()
    export.make_again()
    export.page.go_to_place(place)

    assert export.page.history.isVisible()
    assert not export.drive.has("export.preview")


def test_what_was_approved_is_written_without_entering_it_again(export, tmp_path):
    bundle_approval.ask_for(export.center.admin, True)
    export.page.refresh()
    export.drive.settle()
    export.drive.type("export.purpose", "Monthly report")
    export.drive.click("export.preview")
    assert not export.drive.has("export.owncopy")
    export.drive.click("export.askapproval")
    assert not export.drive.has("export.askapproval")
    assert export.drive.find("export.purpose").text() == ""
    (request,) = bundle_approval.requests(export.desk)
    export.drive.click("export.tab.approvals")
    export.page.approvals.table.select(request.id)
    assert not export.drive.has("approvals.write")
    bundle_approval.decide(export.center.admin, request.id, Outcome.APPROVED, request.shown)
    export.refresh()
    export.page.choose_folder, export.page.choose_copy_folder = lambda: tmp_path, lambda: tmp_path / "gone"
    assert any(f"Decided by {export.center.admin.person.name} on " in text for text in export.texts())
    export.drive.click("approvals.owncopy")
    export.drive.click("approvals.write")
    export.drive.settle()

    (bundle,) = bundle_history.history(export.desk)
    assert (bundle.purpose, bundle.shown, bundle.approved_by) == (
        "Monthly report", request.shown, export.center.admin.person.id)
    assert (tmp_path / bundle.file_name).exists()
    assert "Our own copy: Could not be written into" in export.toast()
    assert not export.drive.has("approvals.write")
