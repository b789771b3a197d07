"""Making a bundle: what is shown is what leaves, and nothing leaves half."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.ui.pages.bundles.conftest import FEW, MANY, in_august
from tests.ui.pages.people.at_desk import Marked
from wellnessdesk.base import i18n
from wellnessdesk.domain.bundles import BundleState, Period
from wellnessdesk.domain.tables import MARKS, why_text
from wellnessdesk.services import bundle_history, bundles, district, recipients
from wellnessdesk.ui.kit.count_model import CountModel

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
        leaving = [(MARKS[cell.why], why_text(cell.why)) if cell.why else (str(cell.value), None)
                   for cell in map(table.at, table.places())]
        assert sorted(on_screen, key=str) == sorted(leaving, key=str)


def test_a_small_count_is_blank_and_says_why_by_letter_tooltip_and_legend(export):
    show(export)

    grid = shown_tables(export)[0]
    (line,) = [line for line in cells(grid) if line[0][0] == "Talk with a peer"]
    assert str(FEW) not in [text for text, _why in line]
    assert ("a", why_text("small")) in line
    assert any("a, " in text and why_text("small") in text for text in export.texts())
    assert not any(text == str(FEW) for grid in shown_tables(export) for line in cells(grid) for text, _why in line)


def test_the_blanks_are_counted_in_words(export):
    show(export)

    planned = export.page.export.preview.shown
    numbers = sum(1 for table in planned.tables for _place in table.places())
    assert f"{len(planned.tables)} tables with {numbers} numbers, {planned.blanks} of them blank:" in export.texts()


def test_the_reason_is_read_to_who_does_not_see_the_hatching(export):
    show(export)

    models = [grid.model() for grid in shown_tables(export)]
    places = [model.index(row, column) for model in models for row in range(model.rowCount())
              for column in range(model.columnCount())]
    blanks = [(index, index.model().shown(index).why) for index in places if index.model().shown(index).why]
    assert {"small", "complement"} <= {why for _index, why in blanks}
    for index, why in blanks:
        assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "blank"
        assert index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == why_text(why)


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
    line = [table.model().index(0, column).data() for column in range(5)]
    assert line[1:] == ["September 2026", "Harbor District", "1", "Written"]
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
    assert [table.model().index(0, column).data() for column in (3, 4)] == ["–", "Not written"]


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

    assert "There is already a bundle of this month for this district" in export.texts()
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
    assert QApplication.focusWidget().objectName() == "export.recipient"
    reached = []
    for _step in range(5):
        reached.append(QApplication.focusWidget().objectName())
        export.drive.press(Qt.Key.Key_Tab)
    assert reached == ["export.recipient", "export.adddistrict", "export.month", "export.purpose", "export.preview"]

    export.drive.find("export.purpose").setFocus()
    for key in (Qt.Key.Key_M, Qt.Key.Key_Tab, Qt.Key.Key_Space):
        export.drive.press(key)
    assert QApplication.focusWidget().objectName() == "export.write"
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
