"""A red flag from raising to closing in the real windows: the front desk sees that an adult is needed, never why."""

from tests.support import PASSPHRASE
from wellnessdesk.domain.flag_steps import StepKind
from wellnessdesk.domain.flags import FlagStatus
from wellnessdesk.domain.people import Role
from wellnessdesk.services import disclosures, flags, visits
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.pages.overview.handoff_dialog import HandoffDialog

JOSE = 1
WORDS = "quicksilver lighthouse"


def banner(shown):
    (found,) = [one for one in shown.screen.findChildren(Banner) if one.property("name") == "adult"]
    return " ".join(shown.texts(found)) if found.isVisible() else ""


def hand_over(center, shown):
    visit = shown.ask(visits.check_in, JOSE, reason="talk_with_peer", origin="walk_in")
    shown.ask(visits.hand_over, visit.id, center.peer.person.id)


def acknowledge_inside(shown):
    """The coordinator comes to the front desk's screen and takes it on by their own passphrase."""
    shown.drive.click("banner.adult")
    shown.drive.type("adult.passphrase", PASSPHRASE)
    shown.drive.click("adult.confirm")
    shown.drive.settle()


def decide(shown, kind, text, answer=""):
    if answer:
        shown.drive.click(f"step.{kind}.{answer}")
    shown.drive.focus(f"step.{kind}.text")
    shown.write(text)
    shown.keys("Ctrl+Return")


def test_a_flag_from_raising_to_closing(center, sit_down, tmp_path):
    hand_over(center, sit_down(Role.FRONT_DESK))
    shown = sit_down(Role.PEER)
    shown.keys("Ctrl+Shift+F")
    shown.drive.type("flag.words", WORDS)
    shown.keys("Ctrl+Return")
    assert shown.reads("Stay with them. Fetch an adult now.")

    center.clock.advance(minutes=12)
    shown = sit_down(Role.FRONT_DESK)  # the clock ran on through the lock
    assert banner(shown).startswith("Coordinator needed now Waiting for 12 min.")
    assert not any(WORDS in text or "José" in text for text in shown.texts() if "needed" in text)
    acknowledge_inside(shown)
    assert banner(shown) == ""
    assert shown.program.desk.person.role is Role.FRONT_DESK

    shown = sit_down(Role.COORDINATOR)
    shown.drive.click("overview.read")
    assert shown.reads(WORDS)
    decide(shown, "disposition", "Walked over with him.")
    decide(shown, "caregiver", "He asked for it.", "yes")
    shown.drive.click("flag.handoff")
    (dialog,) = shown.frame.findChildren(HandoffDialog)
    dialog.choose_file, dialog.show_file = lambda name: tmp_path / name, lambda _file: None
    shown.drive.type("handoff.recipient", "Mr. Ortiz")
    shown.drive.type("handoff.stayed", "Pia")
    shown.drive.click("act.go")
    assert list(tmp_path.glob("*.pdf"))

    shown = sit_down(Role.COORDINATOR)  # called away: what was decided is there
    assert shown.drive.has("flag.close")
    assert shown.reads("Walked over with him.")
    decide(shown, "report", "", "no")
    shown.drive.click("flag.close")
    assert shown.reads("Write how it ended.")
    decide(shown, "outcome", "Back in class.")
    shown.drive.click("flag.close")
    assert shown.ask(flags.not_closed) == []

    shown.screen.show_student(JOSE)
    shown.drive.settle()
    table = shown.screen.page.table
    row = next(row for row in table.records_model.records() if row.opens.startswith("flag:"))
    life = shown.ask(flags.life, row.opens.removeprefix("flag:"))
    assert life.flag.mark.status is FlagStatus.CLOSED
    assert [written.step.kind for written in life.steps] == [
        StepKind.DISPOSITION, StepKind.CAREGIVER, StepKind.REPORT, StepKind.OUTCOME, StepKind.CLOSED]
    assert [page.to for page in life.handed] == ["Mr. Ortiz"]
    assert [line.recipient for line in shown.ask(disclosures.of_student, JOSE)] == ["Mr. Ortiz"]
    shown = sit_down(Role.FRONT_DESK)
    assert banner(shown) == ""
