"""The district's window: from its first start over a bundle on a stick to its tables, and the lock behind it."""

import hashlib
import threading
from datetime import date

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.districts import (
    OTHER,
    PASSPHRASE,
    Sender,
    known_district,
    line,
    new_district,
    quickly,
    send_of_two_schools,
    two_schools,
    words,
)
from tests.exchange.test_row_csv import FILE, LAYOUT
from wellnessdesk import app
from wellnessdesk.domain import rollup_sql
from wellnessdesk.domain.bundles import Period
from wellnessdesk.domain.district import Verdict
from wellnessdesk.services.district import centers, opened_rows, received
from wellnessdesk.services.district import inbox as services
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.tour.driver import Driver


@pytest.fixture
def start(qapp):
    """Opens the window on a folder: the program, its driver, and where it would start anew."""
    begun = []

    def run(folder):
        again = []
        program = app.District(folder, relaunch=lambda where, _person: again.append(where))
        begun.append(program)
        program.start()
        program.frame.activateWindow()
        assert QTest.qWaitForWindowActive(program.frame)
        drive = Driver(program.frame, program.tasks)
        drive.settle()
        return program, drive, again

    with quickly():
        yield run
    for program in begun:
        with messages.answering(True):
            program.shut()
            program.frame.close()
        program.frame.deleteLater()
        program.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def known(tmp_path):
    """A district that knows one center, closed; and that center, which writes to a stick."""
    desk = known_district(tmp_path / "district")
    center = Sender(desk, tmp_path / "stick")
    desk.close()
    return tmp_path / "district", center


def enter(drive, passphrase=PASSPHRASE):
    drive.type("door.passphrase", passphrase)
    drive.click("door.enter")


def test_a_district_is_made_and_its_key_is_shown(start, tmp_path):
    program, drive, _again = start(tmp_path / "district")
    drive.click("district.create")
    assert program.desk is None  # nothing was entered
    drive.type("district.name", "Ventura County")
    drive.type("district.passphrase", PASSPHRASE)
    drive.type("district.again", PASSPHRASE)
    drive.click("district.create")

    screen = program.frame.centralWidget()
    assert program.opened.keys.pairs[0].public == screen.card.key.text().replace("\u200b", "")
    drive.click("district.continue")
    assert program.desk.name == "Ventura County"
    assert program.frame.windowTitle() == "Ventura County – WellnessDesk"


def test_a_bundle_comes_from_a_stick_to_its_tables(start, known):
    folder, center = known
    center.send()
    center.send()
    program, drive, again = start(folder)
    enter(drive, "not the passphrase")
    assert program.desk is None
    enter(drive)

    inbox = program.frame.centralWidget().page
    inbox.choose_folder = lambda: [center.folder]
    drive.click("inbox.folder")
    assert [one.verdict for one in inbox.table.records_model.records()] == [Verdict.GOOD] * 2
    drive.click("inbox.take")
    drive.click("nav.received")
    page = program.frame.centralWidget().page
    assert len(page.table.records_model.records()) == 2
    page.table.select(page.table.records_model.record(0).id)
    page.table.setFocus()
    drive.enter()
    assert drive.has("received.back")

    QTest.keySequence(program.frame, QKeySequence("Ctrl+L"))
    drive.wait(lambda: program.desk is None, "locked")
    assert again == [folder]


def test_a_folder_without_a_bundle_is_told_and_what_is_set_aside_though_it_counts(start, known, tmp_path):
    folder, center = known
    first, second = center.send(), center.send()
    program, drive, _again = start(folder)
    enter(drive)
    inbox = program.frame.centralWidget().page
    with drive.answering() as shown:
        inbox.look([tmp_path])
        drive.settle()
    assert f"There is no bundle in {tmp_path}" in shown[0]
    assert drive.has("inbox.drop")

    services.take(program.desk, services.look(program.desk, [first, second]))
    center.sequence, center.previous = 1, hashlib.sha256(first.read_bytes()).hexdigest()
    other = center.send(id="again", audit_sequence=150, period=Period.month(2024, 5))
    services.take(program.desk, services.look(program.desk, [other]), despite={Verdict.FORK}, reason="restored")
    drive.click("nav.received")
    model = program.frame.centralWidget().page.table.records_model
    assert sorted(model.index(row, 6).data() for row in range(3)) == ["In force", "In force", "In force, set aside"]


def test_rows_are_opened_to_a_folder_after_a_warning(start, known, tmp_path, monkeypatch):
    folder, center = known
    path = center.send_rows((LAYOUT, FILE))
    program, drive, _again = start(folder)
    enter(drive)
    program.frame.centralWidget().page.look([path])
    drive.settle()
    drive.click("inbox.take")
    drive.click("nav.received")
    page, out = program.frame.centralWidget().page, tmp_path / "out"
    page.choose_folder = lambda: out
    page.table.select(page.table.records_model.record(0).id)
    page.table.setFocus()
    drive.enter()

    with drive.answering(accept=False) as shown:
        drive.click("received.files")
    assert "about students" in shown[0]
    assert not out.exists()

    stop, reading = threading.Event(), opened_rows.Unzipping.close
    with monkeypatch.context() as slow, drive.answering():
        slow.setattr(opened_rows.Unzipping, "close", lambda one: stop.wait(20) and reading(one))
        drive.begin("received.files")
        drive.begin("progress.cancel")
        stop.set()
        drive.settle()
    assert list(out.iterdir()) == []

    with drive.answering():
        drive.click("received.files")
    assert (out / path.stem / LAYOUT.file_name).read_bytes() == FILE
    with drive.answering() as shown:
        drive.click("received.files")
    assert "already there" in shown[-1]


def test_what_is_past_its_day_is_marked_and_its_content_deleted_after_a_warning(start, known):
    folder, center = known
    paths = [center.send_rows((LAYOUT, FILE), ends_on=date(2020, 8, 31)), center.send()]
    program, drive, _again = start(folder)
    enter(drive)
    program.frame.centralWidget().page.look(paths)
    drive.settle()
    drive.click("inbox.take")
    drive.click("nav.received")
    page = program.frame.centralWidget().page

    def shown():
        model = page.table.records_model
        return [[model.index(row, column).data() for column in (5, 6)] for row in range(model.rowCount())]

    def opened(row):
        page.table.select(page.table.records_model.record(row).id)
        page.table.setFocus()
        drive.enter()

    assert shown() == [["–", "In force"], ["Aug 31, 2020", "Past its day"]]
    opened(0)
    assert not drive.has("received.delete")
    drive.click("received.back")
    opened(1)
    with drive.answering(accept=False):
        drive.click("received.delete")
    assert not drive.has("received.table")
    with drive.answering() as asked:
        drive.click("received.delete")
    assert "for good" in asked[0]
    assert shown() == [["–", "In force"], ["Aug 31, 2020", "Deleted"]]
    opened(1)
    assert (drive.has("received.back"), drive.has("received.files"), drive.has("received.delete")) == (
        True, False, False)


def test_another_language_keeps_what_was_looked_at(start, known):
    folder, center = known
    path = center.send()
    program, drive, _again = start(folder)
    enter(drive)
    program.frame.centralWidget().page.look([path])
    drive.settle()
    program.frame.set_language("es")
    drive.settle()

    inbox = program.frame.centralWidget().page
    assert [one.path for one in inbox.table.records_model.records()] == [path]
    assert drive.find("inbox.take").text() == "Aceptar 1 paquete"


def test_a_gap_is_taken_only_with_what_the_center_said(start, known):
    folder, center = known
    first = center.send()
    center.send()
    third = center.send()
    program, drive, _again = start(folder)
    enter(drive)
    inbox = program.frame.centralWidget().page
    inbox.look([first, third])
    drive.settle()
    inbox.table.select(third)
    drive.click("inbox.despite")
    drive.click("act.go")
    assert drive.has("act.go")  # a reason is missing
    drive.type("despite.reason", "Lost in the post, says Ms. Vega.")
    drive.click("inbox.take" if not drive.has("act.go") else "act.go")
    drive.click("nav.received")
    page = program.frame.centralWidget().page

    assert "2" in page.gaps.accessibleDescription()
    assert len(page.table.records_model.records()) >= 1


def test_a_center_is_added_by_the_words_it_says(start, tmp_path):
    new_district(tmp_path / "district").close()
    program, drive, _again = start(tmp_path / "district")
    enter(drive)
    drive.click("nav.centers")
    drive.click("centers.add")
    drive.type("center.line", line())
    drive.type("center.words", "six words that somebody made up")
    drive.type("center.name", "Wellness Center")
    drive.click("act.go")
    assert centers.listed(program.desk) == []
    drive.find("center.words").clear()
    drive.type("center.words", words())
    drive.click("act.go")

    assert [one.name for one in centers.listed(program.desk)] == ["Wellness Center"]
    assert received.listed(program.desk) == []


def test_figures_of_two_schools_stand_together_side_by_side_and_over_time(start, tmp_path):
    desk = new_district(tmp_path / "district")
    send_of_two_schools(desk, tmp_path)
    desk.close()
    program, drive, _again = start(tmp_path / "district")
    enter(drive)
    drive.click("nav.rollup")
    drive.click("rollup.inbox")  # nothing was taken yet
    inbox = program.frame.centralWidget().page
    inbox.look([tmp_path / "Núñez High", tmp_path / "Harbor High"])
    drive.settle()
    drive.click("inbox.take")
    drive.click("nav.rollup")
    page = program.frame.centralWidget().page

    def lines(part):
        return {one[0]: one[1:] for one in part.table.records_model.records()}

    drive.choose("rollup.table", "visits_by_reason")
    assert page.missing.isVisible()  # of the newest month one school sent nothing
    drive.choose("rollup.period", "2024-02")
    assert not page.missing.isVisible()
    assert lines(page.district)["All together"][-2] == "908"
    assert "–" in lines(page.district)["r0"][0]
    assert "hidden" in lines(page.district)["r0"][-1]
    drive.click("rollup.tab.schools")
    assert lines(page.schools) == {"Harbor High": ("454", ""), "Núñez High": ("454", "")}
    drive.choose("rollup.place", "column:c0")
    assert len(page.schools.chart.view.spec.labels) == 2
    drive.choose("rollup.place", "all")
    drive.click("rollup.tab.trend")
    assert [one[1:3] for one in page.trend.table.records_model.records()] == [("454", "1"), ("908", "2")]
    drive.choose("rollup.school", OTHER)
    assert [one[1:3] for one in page.trend.table.records_model.records()] == [("454", "1")]
    drive.click("rollup.trend.copy")
    assert QApplication.clipboard().text() == "Period\tCount\tSchools\tWhy from–to\nFebruary 2024\t454\t1\t\n"
    drive.choose("rollup.school", "")
    drive.choose("rollup.kind", "months")
    assert list(page.trend.table.records_model.records()) == [
        ("School year 2023–2024 (incomplete)", "1,362", "3 of 24", "2", "")]
    assert "Incomplete" in page.trend.chart.view.spec.note
    drive.choose("rollup.table", "years")  # students are not added over time
    assert page.kind.value() == "month"


def test_what_is_ticked_is_exported_and_nothing_is_written_over_unasked(start, tmp_path):
    two_schools(tmp_path).close()
    program, drive, _again = start(tmp_path / "district")
    enter(drive)
    drive.click("nav.exports")
    page, out = program.frame.centralWidget().page, tmp_path / "out"
    page.choose_folder = lambda: out
    drive.click("exports.periods.none")
    assert not drive.find("exports.write").isEnabled()
    drive.focus("exports.periods.table")
    page.spells.table.select("2024-02")
    drive.press_keys("Space")
    page.forms.set_values(("csv", "pdf"))
    drive.click("exports.write")
    assert sorted(one.name for one in out.iterdir()) == ["figures.csv", "report.pdf", "totals.csv"]
    assert "2024-03" not in (out / "totals.csv").read_text(encoding="utf-8-sig")
    assert "3 files" in page.told.accessibleName()

    (out / "totals.csv").write_text("mine")
    with drive.answering(accept=False) as shown:
        drive.click("exports.write")
    assert (len(shown), (out / "totals.csv").read_text()) == (1, "mine")
    with drive.answering():
        drive.click("exports.write")
    assert (out / "totals.csv").read_text(encoding="utf-8-sig").startswith("span,period")

    page.choose_folder = lambda: out / "totals.csv"
    drive.click("exports.write")
    assert "cannot be written" in page.told.accessibleDescription()
    page.choose_folder = lambda: None
    drive.click("exports.write")


def test_an_export_that_is_stopped_leaves_nothing(start, tmp_path, monkeypatch):
    two_schools(tmp_path).close()
    program, drive, _again = start(tmp_path / "district")
    enter(drive)
    drive.click("nav.exports")
    page, out = program.frame.centralWidget().page, tmp_path / "out"
    page.choose_folder = lambda: out
    stop = threading.Event()
    whole = rollup_sql.figures
    monkeypatch.setattr(rollup_sql, "figures", lambda bundle: stop.wait(20) and whole(bundle))
    page.forms.set_values(("csv",))
    drive.begin("exports.write")
    drive.begin("progress.cancel")
    stop.set()
    drive.settle()

    assert list(out.iterdir()) == []
    assert "Nothing was written" in page.told.accessibleName()
