"""A student is passed on: a peer drafts, a coordinator asks, sends and follows it to its end, and calls a caregiver.

Through the real windows, a sign-in for each person; in between the front desk, who must learn nothing of it.
"""

import pytest

from tests.families import LUIS, ROSA, add_families
from tests.support import make_center
from wellnessdesk.domain.contacts import RuleKind
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.referrals import Status
from wellnessdesk.domain.resources import Resource
from wellnessdesk.services import caregivers, contacts, disclosures, referrals, resources, sessions, visits
from wellnessdesk.services.audit import judge
from wellnessdesk.ui.kit.refer import ReferDialog
from wellnessdesk.ui.pages.referrals.step_dialog import StepDialog
from wellnessdesk.ui.pages.students.contact_dialogs import ContactDialog
from wellnessdesk.ui.pages.students.letter_dialog import LetterDialog

JOSE = 1
WHY, COURT = "quicksilver lighthouse", "periwinkle anvil"


@pytest.fixture
def center(tmp_path):
    """José was with Pia Peer this morning; of his father a rule holds; the directory has one clinic."""
    made = make_center(tmp_path / "center")
    add_families(made)
    visit = visits.check_in(made.front, JOSE, reason="talk_with_peer", origin="walk_in")
    visits.hand_over(made.front, visit.id, made.peer.person.id)
    caregivers.set_rule(made.coordinator, JOSE, LUIS, RuleKind.DO_NOT_CONTACT, COURT)
    resources.save(made.coordinator, Resource(kind="counseling", name="Valley Counseling", phone="555-0199"))
    made.admin.close()
    return made


def dialog(shown, kind):
    (found,) = [one for one in shown.frame.findChildren(kind) if one.isVisible()]
    return found


def peer_drafts(shown):
    """From the student's page, which a peer opens from their session."""
    assert not shown.drive.has("nav.referrals")
    (session,) = shown.ask(sessions.mine)
    shown.screen.show_student(JOSE)
    shown.drive.settle()
    shown.drive.click("student.refer")
    here = dialog(shown, ReferDialog)
    here.kind.set_value("counseling")
    here.helper.setCurrentIndex(here.helper.findText("Valley Counseling"))
    shown.drive.type("refer.why", WHY)
    shown.drive.type("refer.purpose", "Would like to talk about sleep.")
    shown.drive.click("refer.save")
    assert shown.reads("Your draft waits for a coordinator. They ask the student, and send it.")
    return session.id


def coordinator_sends(shown, session, slip):
    shown.drive.click("nav.referrals")
    page = shown.screen.page
    (one,) = page.under_way.records_model.records()
    assert (one.student, one.to, one.facts.session, one.steps[0].by) == (
        "José Núñez", "Valley Counseling", session, "Pia Peer")
    page.under_way.selectRow(0)
    shown.drive.settle()
    take(shown, "consent", who="student", how="in_person")
    page.choose_pdf = lambda _name: slip
    take(shown, "send", how="slip")
    assert slip.read_bytes().startswith(b"%PDF")


def take(shown, kind, *, who="", how="", words=""):
    """One step in its dialog."""
    shown.drive.click(f"referrals.{kind}")
    here = dialog(shown, StepDialog)
    if who and kind == "consent":
        here.agreed.set_value(who)
    if how:
        here.how.set_value(how)
    if words:
        shown.drive.type("step.words", words)
    shown.drive.click("step.save")


def front_desk_learns_nothing(shown):
    for key in ("referrals", "overview"):
        assert not shown.drive.has(f"nav.{key}")
    shown.screen.show_student(JOSE)
    shown.drive.settle()
    said = " ".join(shown.texts())
    assert "Luis Núñez: Do not contact" in said
    for secret in ("Valley", WHY, COURT, "555-010", "eferral"):
        assert secret not in said
    assert not shown.drive.has("student.refer")


def coordinator_ends_it(shown, letter):
    shown.drive.click("nav.referrals")
    shown.screen.page.under_way.selectRow(0)
    shown.drive.settle()
    for kind, words in {"hand_over": "", "accept": "", "attend": "on Monday", "close": "goes there weekly"}.items():
        take(shown, kind, words=words)
    assert shown.screen.page.under_way.records_model.records() == ()
    shown.screen.show_student(JOSE)
    shown.drive.settle()
    shown.drive.click("caregiver.contact")
    here = dialog(shown, ContactDialog)
    here.caregiver.set_value(str(ROSA))
    here.channel.set_value("phone")
    shown.drive.type("contact.summary", "She is glad that he goes.")
    shown.drive.click("contact.save")
    shown.drive.click(f"caregiver.letter.{ROSA}")
    here = dialog(shown, LetterDialog)
    here.template.set_value("thanks")
    shown.drive.wait(lambda: "Gracias" in here.shown.toPlainText(), "the letter")
    here.choose_file = lambda _name: letter
    shown.drive.click("letter.save")
    assert letter.read_bytes().startswith(b"%PDF")


def test_a_student_is_passed_on_from_the_first_thought_to_the_outcome(sit_down, center, tmp_path):
    session = peer_drafts(sit_down(Role.PEER))
    coordinator_sends(sit_down(Role.COORDINATOR), session, tmp_path / "slip.pdf")
    front_desk_learns_nothing(sit_down(Role.FRONT_DESK))
    shown = sit_down(Role.COORDINATOR)
    coordinator_ends_it(shown, tmp_path / "letter.pdf")

    (one,) = shown.ask(referrals.over)
    assert (one.mark.status, one.outcome, one.walked.who) == (Status.CLOSED, "goes there weekly", "Cora Coordinator")
    assert [line.recipient for line in shown.ask(disclosures.of_student, JOSE)] == ["Valley Counseling"]
    assert {each.entry.channel for each in shown.ask(contacts.of_student, JOSE)} == {"phone", "letter"}
    assert shown.ask(judge.verify).sound
