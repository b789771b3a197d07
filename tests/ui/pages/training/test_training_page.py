"""Training in one look: a class for everybody, where each stands, an exception with its reason, papers, signatures."""

from PySide6.QtTest import QAbstractItemModelTester

from tests.trained import hold, sign_all, turn_on
from wellnessdesk.services import clearance, training
from wellnessdesk.ui.pages.training.matrix_view import state


def cell(at, peer, module):
    at.drive.settle()
    matrix = at.page.matrix.cells.matrix
    return state(matrix.cell(peer.person.id, module), matrix)


def test_a_class_for_everybody_is_a_few_clicks_and_can_be_taken_back(at, center):
    QAbstractItemModelTester(at.page.matrix.cells, QAbstractItemModelTester.FailureReportingMode.Fatal)
    at.page.matrix.choose(center.peer.person.id, "self_care")
    at.drive.click("training.add_class")
    assert at.drive.find("class.minutes").value() == 60
    at.drive.click("class.go")
    at.refresh()
    assert cell(at, center.peer, "self_care") == cell(at, center.desks["Otto Other"], "self_care") == "has"
    assert "2" in at.toast()
    (held,) = training.classes(center.coordinator)
    assert held.came == 2


def test_a_class_of_nobody_is_refused_and_what_was_entered_stays(at):
    at.drive.click("training.add_class")
    at.drive.type("class.led_by", "Ms. Rivera")
    at.drive.find("class.present").set_values(())
    at.drive.click("class.go")
    assert any("Choose who was there" in text for text in at.texts("class.go") or _dialog_texts(at))
    assert at.drive.find("class.led_by").text() == "Ms. Rivera"
    at.drive.click("class.cancel")


def _dialog_texts(at):
    return [label.text() for label in at._all(type(at.page._said)) if label.isVisible()]


def test_one_cell_says_since_when_and_can_be_recorded_and_revoked(at, center):
    at.page.matrix.choose(center.peer.person.id, "red_flags")
    assert "Not yet" in at.page._said.text()
    at.drive.click("training.carry_in")
    at.refresh()
    assert "Since" in at.page._said.text()
    at.drive.click("training.revoke")
    at.refresh()
    assert cell(at, center.peer, "red_flags") == "none"


def test_what_lapses_soon_and_what_lapsed_are_told_apart(at, center):
    hold(center, center.peer, module="red_flags")
    center.clock.advance(days=340)
    at.refresh()
    assert cell(at, center.peer, "red_flags") == "soon"
    center.clock.advance(days=40)
    at.refresh()
    assert cell(at, center.peer, "red_flags") == "lapsed"


def test_clearance_says_what_is_missing_and_takes_an_exception_with_its_reason(at, center):
    turn_on(center)
    sign_all(center.peer)
    at.refresh()
    at.drive.click("training.tab.clearance")
    at.page.table.select(center.peer.person.id)
    at.drive.settle()
    assert any("Confidentiality and its limits" in text for text in at.texts("training.details"))
    at.drive.click("training.allow.orientation")
    at.drive.click("override.go")
    assert any("Write why" in text for text in _dialog_texts(at))
    at.drive.type("override.reason", "short of peers today")
    at.drive.click("override.go")
    at.refresh()
    assert [one.reason for one in clearance.overrides(center.coordinator)] == ["short of peers today"]
    at.drive.click("training.end.orientation")
    at.drive.settle()
    assert clearance.overrides(center.coordinator)[0].ended_at is not None


def test_papers_are_recorded_and_signatures_printed(at, center, tmp_path):
    sign_all(center.peer)
    at.refresh()
    at.drive.click("training.tab.clearance")
    at.page.table.select(center.peer.person.id)
    at.drive.settle()
    at.page.choose_pdf = lambda name: tmp_path / name
    at.drive.click("training.print.code_of_ethics")
    at.drive.settle()
    assert (tmp_path / "Pia Peer.pdf").read_bytes().startswith(b"%PDF")
    at.drive.click("training.paper.caregiver_consent")
    at.drive.type("words.text", "Mrs. Peer")
    at.drive.click("words.go")
    at.refresh()
    assert any("Signed by Mrs. Peer" in text for text in at.texts("training.details"))


def test_everything_that_can_be_operated_has_a_name(at, center):
    sign_all(center.peer)
    at.refresh()
    at.drive.click("training.tab.clearance")
    at.page.table.select(center.peer.person.id)
    at.drive.settle()
    assert at.unnamed() == []
