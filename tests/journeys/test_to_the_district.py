"""From a center's visits over a stick to the district's totals: a center writes the bundle of a month, and the
district's window takes it."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.centers import fresh_center
from tests.districts import PASSPHRASE, new_district, quickly
from wellnessdesk import app
from wellnessdesk.domain.bundles import Period
from wellnessdesk.services import bundles, recipients, visits
from wellnessdesk.services.district import centers
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.tour.driver import Driver

VISITS = 12
"""More than a count that is hidden."""
SEPTEMBER = Period.month(2026, 9)


@pytest.fixture
def stick(tmp_path):
    """A stick with the bundle of a month, and the district it is for, which knows the center; both closed."""
    district = new_district(tmp_path / "district")
    center = fresh_center(tmp_path / "center")
    for student in (1, 2, 3) * (VISITS // 3):
        visit = visits.check_in(center.front, student, reason="take_a_break", origin="walk_in")
        visits.check_out(center.front, visit.id)
    center.clock.advance(days=30)
    centers.add(district, recipients.allowed_signers(center.coordinator), "Oak Wellness Center", "Oak High School",
                words=recipients.signing_words(center.coordinator))
    to = recipients.add(center.coordinator, "Oak District", district.keys.pairs[0].public, compared=True)
    folder = tmp_path / "stick"
    folder.mkdir()
    bundles.write(center.coordinator, to.id, SEPTEMBER, purpose="Yearly report", folder=folder)
    center.admin.close()
    district.close()
    return folder


@pytest.fixture
def desk_window(qapp, stick):
    """The district's window, signed in."""
    with quickly():
        program = app.District(stick.parent / "district", relaunch=lambda *_where: None)
        program.start()
        program.frame.activateWindow()
        assert QTest.qWaitForWindowActive(program.frame)
        drive = Driver(program.frame, program.tasks)
        drive.settle()
        drive.type("door.passphrase", PASSPHRASE)
        drive.click("door.enter")
        yield program, drive
    with messages.answering(True):
        program.shut()
        program.frame.close()
    program.frame.deleteLater()
    program.deleteLater()
    QApplication.processEvents()


def test_a_month_of_visits_reaches_the_districts_totals(desk_window, stick):
    program, drive = desk_window
    inbox = program.frame.centralWidget().page
    inbox.choose_folder = lambda: [stick]
    drive.click("inbox.folder")
    drive.click("inbox.take")
    drive.click("nav.rollup")
    page = program.frame.centralWidget().page
    drive.choose("rollup.period", SEPTEMBER.code)
    drive.choose("rollup.table", "visits_by_reason")

    whole = page.district.table.records_model.records()[0]
    assert whole[-2:] == (str(VISITS), "3 counts are hidden")
    assert whole[1:4] == ("1–10",) * 3  # four visits each, which nobody learns
    assert tuple(page.schools.table.records_model.records()) == (("Oak High School", str(VISITS), ""),)
