"""Rows for an evaluation, through the windows: warned of, counted, bound to a day and a word, written, approved."""

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import delete

from tests.ui.pages.bundles.conftest import FEW, MANY
from tests.ui.pages.people.at_desk import Marked, at_page
from wellnessdesk.base import i18n
from wellnessdesk.domain.bundle_words import rows_warnings
from wellnessdesk.domain.bundles import Kind, Outcome
from wellnessdesk.services import bundle_approval, bundle_history, recipients
from wellnessdesk.store.rows import BundleCountsRow
from wellnessdesk.ui.pages.bundles.page import BundlesPage
from wellnessdesk.ui.pages.bundles.rows_preview import RowsPreviewPart


@pytest.fixture
def study(qtbot, center, keys):
    """A coordinator at the page, with a university that may receive rows."""
    recipients.add(center.coordinator, "State University", keys[1], compared=True, kinds=(Kind.ROWS,))
    with at_page(qtbot, center, center.coordinator, BundlesPage) as here:
        here.page.export.steps.kind.cards.set_value(Kind.ROWS)
        here.drive.settle()
        yield here


def write(here, folder, authority="Agreement of July 2026"):
    here.page.choose_folder = lambda: folder
    here.drive.click("export.preview")
    here.drive.type("export.purpose", "What helps after a break")
    if authority:
        here.drive.type("export.authority", authority)
    here.drive.click("export.write")


def test_what_leaves_is_counted_and_warned_of_before(study):
    study.drive.click("export.preview")

    texts = study.texts()
    assert any(text.startswith(f"{MANY + FEW} visits and 0 sessions, of 2 students") for text in texts)
    assert any(all(warning in text for warning in rows_warnings()) for text in texts)
    report = study.page.export.preview.report
    first = [report.model().index(0, column).data() for column in range(6)]
    assert first == ["Visits", "one week in which they came", "1", "2", "2", "2"]
    assert study.unnamed() == []


def test_each_table_is_shown_with_its_columns_and_its_first_rows_as_they_leave(study):
    study.drive.click("export.preview")

    visits, sessions, students = study.page.export.preview.samples
    model = visits.model()
    titles = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    assert titles == ["Student", "Week", "Reason", "Origin", "Minutes waited", "Minutes there"]
    assert [table.model().rowCount() for table in (visits, sessions, students)] == [8, 0, 2]
    row = [model.index(0, column).data() for column in range(6)]
    assert (row[0], row[2:4]) == ("…", ["Take a break", "Walk-in"])
    assert model.index(0, 2).data(Qt.ItemDataRole.ToolTipRole) == "In the file: take_a_break"
    assert students.model().index(0, 1).data() == "–"
    assert f"{MANY + FEW} rows. 8 of them, as they leave:" in study.texts()
    assert {"No rows.", "2 rows:"} <= set(study.texts())


def test_history_says_what_a_bundle_of_rows_held_and_when_it_is_not_kept(study, tmp_path):
    write(study, tmp_path)
    (bundle,) = bundle_history.history(study.desk)
    study.drive.click("export.tab.history")
    study.page.history.table.select(bundle.id)
    study.drive.click("history.held")
    assert any(text.startswith(f"Visits: {MANY + FEW}   Sessions: 0   Students: 2   Days: By week")
               for text in study.texts())
    study.drive.click("held.close")
    with study.desk.change() as change:
        change.tx.session.execute(delete(BundleCountsRow))
        change.record_sealed("test.counts", "center")
    study.drive.click("history.held")
    assert "What this bundle held is not kept here." in study.texts()
    study.drive.click("held.close")


def test_another_grain_takes_the_preview_away(study):
    study.drive.click("export.preview")
    study.drive.choose("export.grain", "month")

    assert study.page.export.preview is None
    study.drive.click("export.preview")
    assert study.page.export.preview.report.model().index(0, 1).data() == "one month in which they came"


def test_rows_leave_for_a_purpose_by_somebodys_word_until_a_day(study, tmp_path):
    write(study, tmp_path)

    (bundle,) = bundle_history.history(study.desk)
    assert (bundle.kind, bundle.authority, bundle.ends_on) == (
        Kind.ROWS, "Agreement of July 2026", study.page.export.steps.ends.value())
    assert [path.name for path in tmp_path.glob("*.age")] == [bundle.file_name]
    assert "Rows for an evaluation" in study.texts()


def test_counts_of_the_same_days_say_that_whoever_has_the_rows_can_count_what_is_blank(study, tmp_path):
    write(study, tmp_path)
    one = recipients.everybody(study.desk)[0]
    recipients.change_terms(study.desk, one.id, kinds=(Kind.AGGREGATE, Kind.ROWS))
    study.drive.click("export.another")
    study.refresh()
    study.page.export.steps.kind.cards.set_value(Kind.AGGREGATE)
    study.drive.click("export.preview")

    assert "Rows of some of these days left for State University. Whoever has them can count what is blank here." in (
        study.texts())


def test_without_a_word_or_with_a_day_that_is_over_nothing_leaves(study, tmp_path):
    write(study, tmp_path, authority="")
    assert study.page.export.steps._authority_field.error.startswith("Say by whose word")

    study.page.export.steps.ends.set_value(study.desk.today())
    study.drive.type("export.authority", "Agreement of July 2026")
    study.drive.click("export.write")
    assert "must be after today" in study.page.export.steps._ends_field.error
    assert bundle_history.history(study.desk) == []


def test_a_second_person_sees_the_same_before_they_approve(study):
    bundle_approval.ask_for(study.center.admin, True)
    study.refresh()
    study.drive.click("export.preview")
    study.drive.type("export.purpose", "What helps after a break")
    study.drive.type("export.authority", "Agreement of July 2026")
    study.drive.click("export.askapproval")
    study.drive.click("export.tab.approvals")
    study.page.approvals.table.select(bundle_approval.requests(study.desk)[0].id)
    study.drive.click("approvals.look")

    shown = [part for top in study._tops() for part in top.findChildren(RowsPreviewPart) if part.window() is not
             study.window]
    assert {part.shown.seen for part in shown} == {bundle_approval.requests(study.desk)[0].shown}
    study.drive.click("decide.close")


def test_what_was_approved_is_written_without_entering_it_again(study, tmp_path):
    bundle_approval.ask_for(study.center.admin, True)
    study.refresh()
    study.drive.click("export.preview")
    study.drive.type("export.purpose", "What helps after a break")
    study.drive.type("export.authority", "Agreement of July 2026")
    study.drive.click("export.askapproval")
    (request,) = bundle_approval.requests(study.desk)
    bundle_approval.decide(study.center.admin, request.id, Outcome.APPROVED, request.shown)
    study.refresh()
    own = tmp_path / "own"
    own.mkdir()
    study.page.choose_folder, study.page.choose_copy_folder = lambda: tmp_path, lambda: own
    study.drive.click("export.tab.approvals")
    study.page.approvals.table.select(request.id)
    study.drive.click("approvals.owncopy")
    study.drive.click("approvals.write")

    (bundle,) = bundle_history.history(study.desk)
    assert (bundle.kind, bundle.authority, bundle.shown) == (Kind.ROWS, "Agreement of July 2026", request.shown)
    assert (tmp_path / bundle.file_name).exists()
    assert [copy.name for copy in own.iterdir()] == [bundle.own_copy]


def test_every_text_goes_through_the_translation(study, monkeypatch):
    monkeypatch.setattr(i18n, "_catalogue", lambda _code: Marked())
    study.make_again()
    study.page.export.steps.kind.cards.set_value(Kind.ROWS)
    study.drive.settle()
    own = ("State University", "September 2026", "August 2026", study.page.export.steps.ends.text(),
           recipients.everybody(study.desk)[0].fingerprint)
    assert study.untranslated(*own) == []
    study.drive.click("export.preview")
    assert study.untranslated(*own) == []
