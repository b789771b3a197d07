"""From a center's visits over a stick to the district's report, each hand in its own window: the district makes its
key, the center writes the bundle of a month, and the district takes it, looks at the totals and gives them on."""

import csv
import re
import subprocess
from dataclasses import fields

import pytest
from openpyxl import load_workbook
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.centers import fresh_center
from tests.districts import PASSPHRASE, quickly
from tests.support import derived_once
from tests.windows import Shown, end
from wellnessdesk import app
from wellnessdesk.domain.bundles import Period
from wellnessdesk.domain.figures import Spot, figures_of
from wellnessdesk.domain.people import Role
from wellnessdesk.services import visits
from wellnessdesk.services.district.exports import Form
from wellnessdesk.ui.pages.bundles.district_dialogs import AddDistrictDialog
from wellnessdesk.ui.tour.driver import Driver

VISITS = {"take_a_break": 23, "talk_with_peer": 17, "question": 2}
"""The last are few, and the center hides them; with the total they would be known, so it hides others too."""


@pytest.fixture
def center(tmp_path):
    """A center after a month of visits, closed."""
    made = fresh_center(tmp_path / "center")
    for reason, times in VISITS.items():
        for _time in range(times):
            visit = visits.check_in(made.front, 1, reason=reason, origin="walk_in")
            visits.check_out(made.front, visit.id)
    made.clock.advance(days=30)
    made.admin.close()
    with derived_once():
        yield made


@pytest.fixture
def at_district(qapp, center):
    """Opens the district's window, instead of the one before."""
    open_now = []

    def run():
        while open_now:
            end(open_now.pop())
        program = app.District(center.folder.parent / "district", relaunch=lambda *_where: None, clock=center.clock)
        shown = Shown(program, Driver(program.frame, program.tasks))
        open_now.append(shown)
        program.start()
        program.frame.activateWindow()
        assert QTest.qWaitForWindowActive(program.frame)
        shown.drive.settle()
        return shown

    with quickly():
        yield run
    while open_now:
        end(open_now.pop())
    QApplication.processEvents()


def makes_its_key(shown):
    """The public key and its words, as the district gives them over."""
    drive = shown.drive
    drive.type("district.name", "Oak District")
    drive.type("district.passphrase", PASSPHRASE)
    drive.type("district.again", PASSPHRASE)
    drive.click("district.create")
    drive.click("key.copy")
    (words,) = [text for text in shown.texts() if len(text.split()) == 6 and text.islower()]
    return QApplication.clipboard().text(), words


def adds_the_district(shown, key, words):
    """By its key, when the words that it reads are those that are shown."""
    drive = shown.drive
    drive.click("nav.export")
    drive.click("export.adddistrict")
    drive.type("district.name", "Oak District")
    drive.type("district.key", key)
    (dialog,) = [one for one in shown.frame.findChildren(AddDistrictDialog) if one.isVisible()]
    assert dialog.words.accessibleName() == words
    drive.click("district.save")


def writes_to(shown, stick, own):
    """The bundle of last month with the center's own copy; every number as it was shown before it left."""
    drive, page = shown.drive, shown.screen.page
    page.choose_folder, page.choose_copy_folder = lambda: stick, lambda: own
    drive.type("export.purpose", "Yearly report")
    drive.click("export.owncopy")
    drive.click("export.preview")
    seen = page.export.preview.shown.tables
    drive.click("export.write")
    assert [len(list(folder.glob("*.age"))) for folder in (stick, own)] == [1, 1]
    return {figure.spot: figure.value for table in seen for figure in figures_of(table)}


def gives_its_line(shown):
    """What the district knows the center by, and the words that are said on the telephone."""
    drive = shown.drive
    drive.click("export.tab.districts")
    drive.click("districts.line")
    line, said = drive.find("signers.line").value(), drive.find("signers.words").text()
    drive.click("signers.close")
    return line, said.split(": ")[1]


def adds_the_center(shown, line, words):
    """By its line and the words it said."""
    drive = shown.drive
    drive.type("door.passphrase", PASSPHRASE)
    drive.click("door.enter")
    drive.click("nav.centers")
    drive.click("centers.add")
    drive.type("center.line", line)
    drive.type("center.words", words)
    drive.type("center.name", "Oak Wellness Center")
    drive.type("center.school", "Oak High School")
    drive.click("act.go")


def takes_what_is_on(shown, stick):
    """All of it."""
    drive = shown.drive
    drive.click("nav.inbox")
    shown.screen.page.choose_folder = lambda: [stick]
    drive.click("inbox.folder")
    drive.click("inbox.take")


def looks_at_the_totals(shown):
    """The visits of the month by their reason: all together, and at each school."""
    drive = shown.drive
    drive.click("nav.rollup")
    page = shown.screen.page
    drive.choose("rollup.period", Period.month(2026, 9).code)
    drive.choose("rollup.table", "visits_by_reason")
    return list(page.district.table.records_model.records()), page.schools.table.records_model.records()


def gives_the_figures_on(shown, folder):
    """As Excel, CSV and a report."""
    drive = shown.drive
    drive.click("nav.exports")
    shown.screen.page.forms.set_values((Form.PDF, Form.XLSX, Form.CSV))
    shown.screen.page.choose_folder = lambda: folder
    drive.click("exports.write")


def spots(rows):
    """Each number of the figures: where it stands, and what it is."""
    for row in rows:
        yield Spot(**{one.name: row[one.name] or "" for one in fields(Spot)}), row["value"]


def printed(file, heading):
    """The lines of a table in the report, cell by cell."""
    text = subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True, text=True).stdout
    after = text.partition(f"\n{heading}\n")[2].partition("\nReason ")[2].splitlines()[1:]
    last = next(number for number, line in enumerate(after) if line.startswith("All "))
    return [tuple(re.split(r" {2,}", line)) for line in after[:last + 1]]


def test_a_month_of_visits_reaches_the_districts_report(at_district, sit_down, tmp_path):
    stick, own, out = (tmp_path / name for name in ("stick", "own", "out"))
    for folder in (stick, own, out):
        folder.mkdir()

    key, words = makes_its_key(at_district())
    desk = sit_down(Role.COORDINATOR)
    adds_the_district(desk, key, words)
    left = writes_to(desk, stick, own)
    line, said = gives_its_line(desk)
    district = at_district()
    adds_the_center(district, line, said)
    takes_what_is_on(district, stick)
    together, schools = looks_at_the_totals(district)
    gives_the_figures_on(district, out)

    numbers = {line[0]: line[-2] for line in together}
    assert numbers["Take a break"] == "23"
    assert numbers["Talk with a peer"] == "11–18"  # 17, which would give away the 2 beside it
    assert numbers["Question or resource"] == "1–8"
    assert numbers["All together"] == "42"
    assert tuple(schools) == (("Oak High School", "42", ""),)
    with (out / "figures.csv").open(encoding="utf-8-sig") as file:
        assert dict(spots(csv.DictReader(file))) == {
            spot: "" if value is None else str(value) for spot, value in left.items()}
    head, *rows = load_workbook(out / "figures.xlsx", read_only=True).active.iter_rows(values_only=True)
    assert dict(spots(dict(zip(head, row, strict=True)) for row in rows)) == left
    *report, whole = printed(out / "report.pdf", "Visits by reason and grade")
    assert [*report, ("All together", *whole[1:])] == [line[:-1] for line in together]
