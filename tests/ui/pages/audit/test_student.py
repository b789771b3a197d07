"""Who has looked at a student's record, and the disclosure log, in their window."""

import subprocess

import pytest

from wellnessdesk.base import i18n
from wellnessdesk.domain.disclosures import Way
from wellnessdesk.domain.people import Role
from wellnessdesk.services import audit, disclosures, sessions
from wellnessdesk.services.audit import log
from wellnessdesk.ui.kit.choices import ChoiceList
from wellnessdesk.ui.kit.disclosure_dialog import DisclosureDialog

TO, WHY, WHAT = "Dr. Periwinkle, county clinic", "a referral the family agreed to", "the dates of the visits"


@pytest.fixture
def at_student(begin, day):
    """A coordinator at the second part of the page, who has read José's note before."""

    def run(role=Role.COORDINATOR):
        shown = begin(role)
        shown.ask(sessions.read_note, day.signed)
        shown.drive.click("audit.part.student")
        return shown

    return run


def choose(shown, query="nunez"):
    shown.drive.type("audit.search", query)
    shown.keys("Return")


def rows(table):
    model = table.model()
    return [[model.index(row, column).data() for column in range(model.columnCount())]
            for row in range(model.rowCount())]


def looked(shown):
    return rows(shown.screen.page.student.looked)


def disclosed(shown):
    return rows(shown.screen.page.student.disclosures)


def fill(shown, ground="consent", *, what=WHAT):
    shown.drive.type("disclosure.recipient", TO)
    shown.drive.find("disclosure.ground", ChoiceList).set_value(ground)
    shown.drive.type("disclosure.purpose", WHY)
    if what:
        shown.drive.type("disclosure.what", what)


def dialogs(shown):
    return [one for one in shown.frame.findChildren(DisclosureDialog) if one.isVisible()]


def opened_records(shown):
    return sum(line.text == "Opened a student's record." for line in shown.ask(log.page).lines)


def test_nothing_is_shown_before_somebody_is_chosen(at_student):
    shown = at_student()
    assert shown.reads("Whose record?")
    assert shown.focused() == "audit.search"
    assert not shown.drive.has("audit.record")
    assert opened_records(shown) == 0


def test_the_answer_names_who_and_when_in_a_sentence(at_student, day):
    shown = at_student()
    choose(shown)
    assert shown.reads("José Núñez · Grade 10 · number ends in 001")
    assert shown.reads("1 person has opened this student's record or a note about them.")
    assert shown.reads("Cora Coordinator: 2 times, last Sep 14, 2026, 10:30 AM")
    assert looked(shown) == [
        ["Sep 14, 2026, 10:30 AM", "Cora Coordinator", "Opened a student's record."],
        ["Sep 14, 2026, 10:30 AM", "Cora Coordinator", f"Opened the note of session {day.signed}."]]
    assert opened_records(shown) == 1


def test_of_another_student_it_is_another_answer(at_student):
    shown = at_student()
    choose(shown)
    choose(shown, "wojc")
    assert shown.reads("Łukasz Wójcik · Grade 12 · number ends in 004")
    assert [row[2] for row in looked(shown)] == ["Opened a student's record."]


def test_whoever_goes_away_leaves_no_student_behind(at_student):
    shown = at_student()
    choose(shown)
    shown.drive.click("nav.today")
    shown.drive.click("nav.audit")
    assert shown.reads("Whose record?")
    assert looked(shown) == []


def test_only_coordinators_have_this_part(begin):
    shown = begin(Role.ADMINISTRATOR)
    assert not shown.drive.has("audit.part.student")
    assert shown.screen.page.student is None


def test_the_log_shows_what_was_done_at_the_other_part(at_student):
    shown = at_student()
    choose(shown)
    assert not shown.drive.has("audit.save")
    shown.drive.click("audit.part.log")
    assert rows(shown.screen.page.log.table)[0][2] == "Opened a student's record."


# ---------------------------------------------------------------------------------------------- disclosures


def test_a_disclosure_is_written_down_with_the_keyboard_alone(at_student):
    shown = at_student()
    choose(shown)
    shown.tab_to("audit.record")
    shown.keys("Space")
    shown.write(TO)
    shown.tab_to("disclosure.ground")
    shown.keys("Down", "Down")
    shown.tab_to("disclosure.purpose")
    shown.write(WHY)
    shown.tab_to("disclosure.what")
    shown.write(WHAT)
    shown.tab_to("disclosure.save")
    shown.keys("Space")

    assert dialogs(shown) == []
    assert disclosed(shown) == [["Sep 14, 2026", TO, f"{WHY} · Signed consent (34 CFR 99.30)", WHAT]]
    assert shown.drive.has("audit.tab.disclosures")
    assert shown.ask(audit.verify).sound


def test_what_is_missing_is_told_at_its_field(at_student):
    shown = at_student()
    choose(shown)
    shown.drive.click("audit.record")
    shown.drive.click("disclosure.save")
    (dialog,) = dialogs(shown)
    read = shown.texts(dialog)
    for said in ("Write who received it: a name, and whom they act for.", "Choose on which ground they receive it.",
                 "Write why: what they need it for.", "Write what was told or given."):
        assert said in read
    assert shown.focused() == "disclosure.recipient"
    assert shown.ask(disclosures.of_student, 1) == []
    fill(shown)
    shown.drive.click("disclosure.save")
    assert len(shown.ask(disclosures.of_student, 1)) == 1


def test_all_of_a_line_can_be_read(at_student):
    shown = at_student()
    choose(shown)
    shown.drive.click("audit.record")
    fill(shown)
    shown.drive.click("disclosure.save")
    shown.screen.page.student.disclosures.selectRow(0)
    assert shown.reads(f"{TO}: {WHAT}. {WHY} · Signed consent (34 CFR 99.30). Written down by Cora Coordinator.")
    shown.drive.click("audit.tab.looked")
    assert not any("Written down by" in text for text in shown.texts())


@pytest.mark.parametrize(("tab", "way", "title"), [
    ("looked", Way.LOOKED, "Who has looked at this record"), ("disclosures", Way.LOG, "Disclosure log")])
def test_what_is_shown_is_saved_as_pdf_and_is_a_disclosure(at_student, tmp_path, tab, way, title):
    shown = at_student()
    choose(shown)
    shown.drive.click(f"audit.tab.{tab}")
    names = []
    shown.screen.page.choose_file = lambda name: names.append(name) or tmp_path / "saved"
    shown.drive.click("audit.savestudent")
    fill(shown, "family", what="")
    shown.drive.find("disclosure.paper", ChoiceList).set_value("a4")
    shown.drive.click("disclosure.save")

    assert dialogs(shown) == []
    assert "200001" in names[0]
    assert "Núñez" not in names[0]  # whoever sees the folder need not know whose it is
    text = subprocess.run(["pdftotext", "-raw", tmp_path / "saved.pdf", "-"], capture_output=True, text=True,
                          check=True).stdout
    assert title in text
    assert "José Núñez" in text
    (line,) = shown.ask(disclosures.of_student, 1)
    assert (line.way, line.recipient) == (way, TO)
    assert len(disclosed(shown)) == 1


def test_without_a_file_nothing_is_a_disclosure(at_student):
    shown = at_student()
    choose(shown)
    shown.screen.page.choose_file = lambda _name: None
    shown.drive.click("audit.savestudent")
    fill(shown, what="")
    shown.drive.click("disclosure.save")
    assert len(dialogs(shown)) == 1  # what was entered is still there
    assert shown.ask(disclosures.of_student, 1) == []


def test_what_keeps_it_from_being_saved_is_said_and_nothing_is_lost(at_student, tmp_path):
    shown = at_student()
    choose(shown)
    shown.screen.page.choose_file = lambda _name: tmp_path / "no such folder" / "saved"
    shown.drive.click("audit.savestudent")
    fill(shown, what="")
    shown.drive.click("disclosure.save")
    (dialog,) = dialogs(shown)
    assert "The file was not saved" in shown.texts(dialog)
    assert any("could not be saved there" in text for text in shown.texts(dialog))
    assert shown.field("disclosure.recipient").text() == TO


def test_in_spanish_it_is_spanish(at_student, day):
    i18n.set_language("es")
    shown = at_student()
    choose(shown)
    assert looked(shown)[-1][2] == f"Abrió la nota de la sesión {day.signed}."
    shown.drive.click("audit.record")
    shown.drive.click("disclosure.save")
    (dialog,) = dialogs(shown)
    assert dialog.height() <= 760
