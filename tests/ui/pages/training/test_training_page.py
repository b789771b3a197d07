"""Training in one look: a class for everybody, where each stands, an exception with its reason, papers, signatures."""

from PySide6.QtTest import QAbstractItemModelTester

from tests.support import PASSPHRASE
from tests.trained import hold, sign_all, turn_on
from wellnessdesk.domain.meetings import Attendance
from wellnessdesk.services import agreements, clearance, practice, question_banks, statements, training
from wellnessdesk.services.audit import log
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
    at.page.acts.choose_pdf = lambda name: tmp_path / name
    at.drive.click("training.print.code_of_ethics")
    at.drive.settle()
    assert (tmp_path / "Pia Peer.pdf").read_bytes().startswith(b"%PDF")
    at.drive.click("training.paper.caregiver_consent")
    at.drive.type("paper.who", "Mrs. Peer")
    at.drive.click("act.go")
    at.refresh()
    assert any("Signed by Mrs. Peer" in text for text in at.texts("training.details"))


def test_everything_that_can_be_operated_has_a_name(at, center):
    sign_all(center.peer)
    at.refresh()
    at.drive.click("training.tab.clearance")
    at.page.table.select(center.peer.person.id)
    at.drive.settle()
    assert at.unnamed() == []


def test_who_was_late_or_absent_is_entered_with_the_class(at, center):
    at.drive.click("training.add_class")
    at.drive.find("class.present").set_state(center.peer.person.id, Attendance.LATE, 40)
    at.drive.find("class.present").set_state(center.desks["Otto Other"].person.id, Attendance.EXCUSED)
    at.drive.click("class.go")
    at.drive.settle()
    (held,) = training.classes(center.coordinator)
    assert {(seat.state, seat.minutes) for seat in held.seats} == {(Attendance.LATE, 40), (Attendance.EXCUSED, 0)}
    assert held.came == 1


def test_practice_is_entered_read_and_ended(at, center):
    at.drive.click("training.tab.practice")
    at.drive.click("training.add_practice")
    at.drive.click("act.go")
    assert any("Choose who played" in text for text in _dialog_texts(at))
    at.drive.find("practice.peer").set_value(center.peer.person.id)
    at.drive.find("practice.rating").set_value("3")
    at.drive.type("practice.words", "lantern: warm and clear")
    at.drive.click("act.go")
    at.refresh()
    (one,) = practice.everything(center.coordinator)
    at.page.practice.table.select(one.id)
    at.drive.settle()
    assert any("lantern" in text for text in at.texts())
    at.drive.click("practice.end")
    at.refresh()
    assert practice.everything(center.coordinator)[0].ended_at is not None


def test_an_exam_with_mistakes_tells_them_and_one_without_is_imported_and_ended(at, center, tmp_path):
    file = tmp_path / "week.csv"
    file.write_text("id,question,a,b,answer\nq1,Why?,x,y,z\n")
    at.page.acts.choose_bank = lambda: file
    at.drive.click("training.tab.exams")
    at.drive.click("training.import")
    assert any("week.csv, line 2: the answer “z”" in text for text in _dialog_texts(at))
    at.drive.click("bank.close")
    file.write_text("id,question,a,b,answer\nq1,Why?,x,y,b\n")
    at.drive.click("training.import")
    at.drive.find("bank.title_en").setText("")
    at.drive.click("act.go")
    assert any("Give the exam a title" in text for text in _dialog_texts(at))
    at.drive.type("bank.title_en", "Week one")
    at.drive.click("act.go")
    at.refresh()
    assert {one.id for one in question_banks.everything(center.coordinator)} == {"competency", "week"}
    at.page.exams.banks.select("week")
    at.drive.click("exams.questions")
    assert any("Why?" in text for text in _dialog_texts(at))
    at.drive.click("questions.close")
    with at.drive.answering():
        at.drive.click("exams.end")
    at.drive.settle()
    assert {one.id for one in question_banks.everything(center.coordinator)} == {"competency"}


def test_modules_words_and_rules_are_changed_where_they_stand(at, center):
    at.drive.click("training.tab.curriculum")
    at.drive.click("curriculum.new")
    at.drive.click("act.go")
    assert any("Give the module a title" in text for text in _dialog_texts(at))
    at.drive.type("module.title", "Our own module")
    at.drive.find("module.needs").set_values(["red_flags"])
    at.drive.click("act.go")
    at.refresh()
    made = next(one for one in training.versions(center.coordinator) if one.title == "Our own module")
    assert made.prerequisites == ("red_flags",)
    at.page.curriculum.texts.selectRow(0)
    at.drive.click("curriculum.words")
    assert any("every peer signs again" in text for text in _dialog_texts(at))
    at.drive.find("words.es").setPlainText("")
    at.drive.click("act.go")
    assert any("both languages" in text for text in _dialog_texts(at))
    at.drive.click("act.cancel")
    at.page.curriculum.rules.select("tutoring")
    at.drive.click("curriculum.rule")
    at.drive.find("rule.practice").setValue(3)
    at.drive.find("rule.modules").set_values([made.id])
    at.drive.click("act.go")
    at.refresh()
    rule = clearance.rules_there(center.coordinator)["tutoring"]
    assert (rule.modules, rule.practice) == ((made.id,), 3)
    at.drive.click("curriculum.shipped")
    at.drive.settle()
    assert clearance.rules_there(center.coordinator)["tutoring"].shipped


def test_a_scan_is_kept_sealed_told_when_it_is_too_large_and_opened_again_with_a_line_in_the_log(at, center, tmp_path):
    at.drive.click("training.tab.clearance")
    at.page.table.select(center.peer.person.id)
    at.drive.settle()
    at.drive.click("training.paper.caregiver_consent")
    scan = tmp_path / "scan.png"
    at.drive.find("act.go").window().choose_scan = lambda: scan
    scan.write_bytes(b"GIF89a")
    at.drive.type("paper.who", "Mrs. Peer")
    at.drive.click("paper.scan")
    at.drive.click("act.go")
    assert any("PDF, PNG or JPEG." in text for text in _dialog_texts(at))
    scan.write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 4 * 1024 * 1024)
    at.drive.click("act.go")
    assert any("under 4 MB" in text for text in _dialog_texts(at))
    scan.write_bytes(b"\x89PNG\r\n\x1a\nlantern")
    at.drive.click("act.go")
    at.refresh()
    at.page.acts.choose_scan = lambda name: tmp_path / name
    at.drive.click("training.scan.caregiver_consent")
    at.drive.settle()
    assert (tmp_path / "Pia Peer.png").read_bytes() == scan.read_bytes()
    assert "Opened the scan" in repr(log.page(center.coordinator).lines[0])
    with at.drive.answering():
        at.drive.click("training.unpaper.caregiver_consent")
    at.refresh()
    assert at.drive.has("training.paper.caregiver_consent")


def test_a_signature_is_ended_after_a_question(at, center):
    sign_all(center.peer)
    at.refresh()
    at.drive.click("training.tab.clearance")
    at.page.table.select(center.peer.person.id)
    at.drive.settle()
    with at.drive.answering():
        at.drive.click("training.unsign.code_of_ethics")
    at.drive.settle()
    assert "code_of_ethics" not in {one.text.kind for one in agreements.mine(center.peer) if one.counts}


def test_while_nobody_is_cleared_the_page_begins_with_what_everybody_lacks(at, center):
    assert not at.page.begin.isVisible()
    turn_on(center)
    at.refresh()
    assert any("All 2 Wellness Peers lack" in text for text in at.texts())
    at.drive.click("begin.learned")
    at.drive.click("act.go")
    at.refresh()
    assert cell(at, center.peer, "red_flags") == cell(at, center.desks["Otto Other"], "confidentiality") == "has"
    at.drive.click("begin.exceptions")
    at.drive.click("act.go")
    assert any("Write why" in text for text in _dialog_texts(at))
    at.drive.type("exceptions.reason", "the first week")
    at.drive.click("act.go")
    assert any("Choose who" in text for text in _dialog_texts(at))
    at.drive.find("exceptions.peers").set_values([center.peer.person.id])
    at.drive.find("exceptions.services").set_values(["any", "tutoring"])
    at.drive.click("act.go")
    at.refresh()
    assert {one.service for one in clearance.overrides(center.coordinator)} == {"any", "tutoring"}
    assert not at.page.begin.isVisible()


def test_a_certificate_is_signed_with_the_passphrase_and_saved(at, center, tmp_path):
    hold(center, center.peer, module="red_flags")
    at.refresh()
    at.page.matrix.choose(center.peer.person.id, "red_flags")
    at.page.acts.choose_pdf = lambda name: tmp_path / f"{name}.pdf"
    at.drive.click("training.certificate")
    at.drive.type("certificate.passphrase", "wrong")
    at.drive.click("act.go")
    assert any("not your passphrase" in text for text in _dialog_texts(at))
    at.drive.type("certificate.passphrase", PASSPHRASE)
    at.drive.click("act.go")
    at.drive.settle()
    assert (tmp_path / "Pia Peer.pdf").read_bytes().startswith(b"%PDF")
    (one,) = statements.of_person(center.coordinator, center.peer.person.id)
    assert "In class, on Monday, September 14, 2026" in one.body
    assert one.holds
