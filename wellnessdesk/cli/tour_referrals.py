"""The scene about passing a student on: the directory, a referral up to its slip, a caregiver called and written to."""

from typing import Any

from wellnessdesk.cli.tour_stage import Stage
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.referrals import Status
from wellnessdesk.services import caregivers, contacts, referrals, resources
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.tour.driver import Driver


def passing_on(stage: Stage) -> None:
    """A coordinator looks somebody up, refers a student, and speaks with a caregiver."""
    stage.open(stage.demo)
    stage.sign_in(Role.COORDINATOR)
    with stage.step("the directory"):
        _directory(stage)
    with stage.step("a referral"):
        _referral(stage)
    with stage.step("a caregiver under a rule"):
        _caregivers(stage)
    stage.lock()


def _directory(stage: Stage) -> None:
    drive = stage.driver
    drive.click("nav.resources")
    stage.page.table.selectRow(0)
    drive.shot("directory: who can help")
    drive.type("resources.search", "food")
    stage.page.table.selectRow(0)
    drive.settle()
    drive.click("resources.checked")
    drive.hide_toasts()
    drive.shot("directory: found, and checked today")
    stage.page.choose_pdf = lambda _name: stage.out / "resource-card.pdf"
    stage.page.save_card("es")
    drive.settle()
    drive.hide_toasts()
    stage.check((stage.out / "resource-card.pdf").read_bytes().startswith(b"%PDF"), "the card is saved")
    drive.click("resources.edit")
    drive.shot("directory: an entry is changed")
    _reject(drive, "resource.save")
    stage.page.choose_target = lambda: stage.out / "directory.csv"
    drive.click("resources.export")
    drive.hide_toasts()
    file = stage.out / "directory.csv"
    text = file.read_text("utf-8-sig")
    (stage.scratch("list.csv")).write_text(text.replace("555-01", "555-02", 1) + "New Place,Health care\n", "utf-8")
    stage.page.choose_csv = lambda: stage.scratch("list.csv")
    drive.click("resources.import")
    drive.shot("directory: what a file would change")
    drive.click("resources.take")
    drive.hide_toasts()
    names = {one.name for one in stage.ask(resources.directory)}
    stage.check("New Place" in names, "the file's entry is kept")
    stage.other_looks("directory")


def _referral(stage: Stage) -> None:
    drive = stage.driver
    drive.click("nav.referrals")
    stage.page.under_way.selectRow(0)
    drive.shot("referrals: the overdue first")
    drive.click("referrals.new")
    drive.type("refer.student", "mar")
    drive.enter()
    drive.choose("refer.kind", "counseling")
    drive.choose("refer.helper", _helper(stage))
    drive.type("refer.why", "Sleeps little since the move and worries at night.")
    drive.type("refer.purpose", "Would like to talk with a counselor. Afternoons are best.")
    drive.shot("referral: a draft")
    drive.click("refer.save")
    drive.hide_toasts()
    drive.click("referrals.consent")
    drive.find("step.who").set_value("student")
    drive.find("step.how").set_value("in_person")
    drive.shot("referral: who agreed")
    drive.click("step.save")
    drive.hide_toasts()
    stage.page.choose_pdf = lambda _name: stage.out / "referral-slip.pdf"
    drive.click("referrals.send")
    drive.find("step.how").set_value("slip")
    drive.shot("referral: sent with a slip")
    drive.click("step.save")
    drive.hide_toasts()
    one = stage.page.under_way.current()
    stage.check(one is not None and one.mark.status is Status.SENT, "the referral is sent")
    stage.check((stage.out / "referral-slip.pdf").read_bytes().startswith(b"%PDF"), "the slip is saved")
    drive.shot("referral: what was done, and what comes next")
    stage.other_looks("referrals")


def _caregivers(stage: Stage) -> None:
    drive = stage.driver
    student, caregiver = stage.ask(_ruled)
    stage.screen.show_student(student)
    drive.shot("caregivers: a rule stands before the number")
    drive.click(f"caregiver.read.{caregiver}")
    drive.shot("caregivers: read before you call")
    drive.click("rule.read")
    drive.click("caregiver.contact")
    drive.choose("contact.channel", "phone")
    drive.type("contact.summary", "Told her that her child asked to come again, and that this is fine.")
    drive.shot("caregivers: a contact is written down")
    drive.click("contact.save")
    drive.hide_toasts()
    drive.click("caregiver.log")
    drive.shot("caregivers: what was said")
    _reject(drive, "contact.correct")
    drive.click("caregiver.rule")
    drive.shot("caregivers: rules for calls")
    _reject(drive, "rule.set")
    drive.click(f"caregiver.letter.{caregiver}")
    drive.choose("letter.language", "es")
    dialog: Any = drive.find("letter.save").window()
    drive.wait(lambda: dialog.shown.toPlainText().startswith("Estimada"), "the letter")
    drive.shot("caregivers: a letter, read before it is saved")
    dialog.choose_file = lambda _name: stage.out / "letter.pdf"
    drive.click("letter.save")
    drive.hide_toasts()
    said = stage.ask(lambda desk: contacts.of_student(desk, student))
    stage.check({"phone", "letter"} <= {one.entry.channel for one in said}, "both contacts are in the log")
    stage.other_looks("caregivers")


def _helper(stage: Stage) -> str:
    entries = stage.ask(resources.directory)
    return next(str(one.id) for one in entries if one.kind == "counseling" and one.active)


def _ruled(desk: Desk) -> tuple[int, int]:
    """A student with a caregiver for whom a rule holds."""
    for one in [*referrals.under_way(desk), *referrals.over(desk)]:
        for rule in caregivers.family(desk, one.facts.student).rules:
            if rule.caregiver is not None and rule.ended_at is None:
                return one.facts.student, rule.caregiver
    raise LookupError


def _reject(drive: Driver, inside: str) -> None:
    """Close the dialog in which this stands."""
    dialog: Any = drive.find(inside).window()
    dialog.reject()
    drive.settle()
