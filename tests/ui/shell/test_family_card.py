"""The caregivers' card on a student's page: rules before numbers, contacts, letters; the front desk sees the rule."""

import pytest

from tests.families import LUIS, ROSA, add_families
from tests.support import make_center
from wellnessdesk.domain.contacts import RuleKind
from wellnessdesk.domain.people import Role
from wellnessdesk.services import caregivers, contacts
from wellnessdesk.ui.pages.students.contact_dialogs import ContactDialog, ContactLog
from wellnessdesk.ui.pages.students.letter_dialog import LetterDialog
from wellnessdesk.ui.pages.students.rule_dialogs import ReadDialog, RulesDialog

JOSE = 1
WHY = "a court order"


@pytest.fixture
def center(tmp_path):
    made = make_center(tmp_path / "center")
    add_families(made)
    caregivers.set_rule(made.coordinator, JOSE, LUIS, RuleKind.DO_NOT_CONTACT, WHY)
    made.admin.close()
    return made


@pytest.fixture
def shown(at_desk):
    window = at_desk(Role.COORDINATOR)
    window.screen.show_student(JOSE)
    window.drive.settle()
    return window


def dialog(shown, kind):
    (found,) = [one for one in shown.frame.findChildren(kind) if one.isVisible()]
    return found


def test_a_number_under_a_rule_is_shown_only_once_the_rule_was_read(shown):
    assert shown.reads("Do not contact")
    assert any("555-0101" in text for text in shown.texts())
    assert not any("555-0102" in text for text in shown.texts())
    assert not shown.drive.has(f"caregiver.letter.{LUIS}")

    shown.drive.click(f"caregiver.read.{LUIS}")
    assert shown.reads(WHY)
    dialog(shown, ReadDialog).reject()
    shown.drive.settle()
    assert not any("555-0102" in text for text in shown.texts())
    shown.drive.click(f"caregiver.read.{LUIS}")
    shown.drive.click("rule.read")
    assert any("555-0102" in text for text in shown.texts())
    assert shown.reads("Do not contact")


def test_enter_in_the_warning_does_not_show_the_number(shown):
    shown.drive.click(f"caregiver.read.{LUIS}")
    shown.keys("Return")
    assert not any("555-0102" in text for text in shown.texts())


def test_the_front_desk_sees_what_holds_and_no_number(at_desk):
    shown = at_desk(Role.FRONT_DESK)
    shown.screen.show_student(JOSE)
    shown.drive.settle()
    assert shown.reads("Luis Núñez: Do not contact")
    assert shown.reads("A coordinator knows more.")
    assert not any(WHY in text or "555-" in text for text in shown.texts())
    shown.screen.show_student(2)
    shown.drive.settle()
    assert not shown.reads("Before you call home")


def test_a_contact_is_written_down_read_and_corrected(shown):
    shown.drive.click("caregiver.contact")
    here = dialog(shown, ContactDialog)
    here.caregiver.set_value(str(ROSA))
    assert here.language.value() == "Spanish"
    shown.drive.click("contact.save")
    assert {name for name, field in here._fields.items() if field.error} == {"channel", "summary"}
    here.channel.set_value("phone")
    shown.drive.type("contact.summary", "She is glad.")
    shown.drive.click("contact.save")

    shown.drive.click("caregiver.log")
    assert any(text.startswith("She is glad.") for text in shown.texts(dialog(shown, ContactLog)))
    shown.drive.click("contact.correct")
    again = dialog(shown, ContactDialog)
    again.summary.setPlainText("She is glad, and will call.")
    shown.drive.click("contact.save")
    (one,) = shown.ask(contacts.of_student, JOSE)
    assert [version.entry.summary for version in one.versions] == ["She is glad.", "She is glad, and will call."]
    shown.drive.click("caregiver.log")
    both = [text.partition("\n")[0] for text in shown.texts(dialog(shown, ContactLog))]
    assert both.index("She is glad, and will call.") < both.index("She is glad.")


def test_somebody_whom_the_roster_does_not_name_is_named_by_hand(shown):
    shown.drive.click("caregiver.contact")
    here = dialog(shown, ContactDialog)
    assert not here._fields["who"].isVisible()
    here.caregiver.set_value("0")
    here.channel.set_value("in_person")
    shown.drive.type("contact.who", "Grandmother")
    shown.drive.type("contact.summary", "came by")
    shown.drive.click("contact.save")
    assert shown.ask(contacts.of_student, JOSE)[0].entry.who == "Grandmother"


def test_a_rule_is_set_and_ended(shown):
    shown.drive.click("caregiver.rule")
    here = dialog(shown, RulesDialog)
    shown.drive.click("rule.set")
    assert here._kind_field.error
    assert here._reason_field.error
    here.caregiver.set_value(str(ROSA))
    here.kind.set_value(RuleKind.ASK_FIRST.value)
    shown.drive.type("rule.reason", "works nights")
    shown.drive.click("rule.set")
    assert not any("555-0101" in text for text in shown.texts())

    shown.drive.click("caregiver.rule")
    with shown.drive.answering() as asked:
        shown.drive.click("rule.end")
    assert "Ask a coordinator first" in asked[0] or "Do not contact" in asked[0]
    assert sum(rule.ended_at is None for rule in shown.ask(caregivers.family, JOSE).rules) == 1


def test_a_letter_is_read_before_it_is_saved_and_logged(shown, tmp_path):
    shown.drive.click(f"caregiver.letter.{ROSA}")
    here = dialog(shown, LetterDialog)
    assert here.language.value() == "es"
    assert here.shown.toPlainText().startswith("Estimada familia de José Núñez:")
    here.language.set_value("en")
    here.template.set_value("thanks")
    shown.drive.wait(lambda: here.shown.toPlainText().startswith("Dear Rosa Núñez,"), "the letter")
    here.choose_file = lambda _name: tmp_path / "letter.pdf"
    shown.drive.click("letter.save")
    assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF")
    assert shown.ask(contacts.of_student, JOSE)[0].entry.summary == "Letter: Thank you"


def test_nothing_of_a_family_stays_when_one_goes_on(shown):
    shown.drive.click("student.back")
    shown.screen.show_student(2)
    shown.drive.settle()
    texts = " ".join(shown.texts())
    assert "Maeve O'Neil" in texts
    assert "Luis" not in texts
    assert "555-0101" not in texts
