"""The scenes about what is kept of whom: the audit log, who has looked, disclosures, holds, destruction."""

from datetime import timedelta
from pathlib import Path

from wellnessdesk.cli.tour_stage import Stage
from wellnessdesk.domain.disclosures import Ground
from wellnessdesk.domain.people import Role
from wellnessdesk.services import audit, destruction, retention

_YEARS = timedelta(days=2_000)
"""So much later the sessions of the first school year are due."""


def audit_log(stage: Stage) -> None:
    """A coordinator looks who did what, has it verified, and saves it."""
    stage.open(stage.demo)
    drive = stage.driver
    stage.sign_in(Role.COORDINATOR)
    with stage.step("the audit log"):
        drive.click("nav.audit")
        drive.shot("audit: who did what")
        stage.other_looks("audit")
        drive.choose("audit.days", "today")
        drive.click("audit.verify")
        drive.shot("audit: verified")
        stage.check(stage.ask(audit.verify).sound, "the log is whole")
        _saving_as(stage, "audit-log.pdf")
        drive.click("audit.save")
        drive.shot("audit: saved as PDF")
        drive.hide_toasts()
    with stage.step("one student's record"):
        _one_student(stage)
    with stage.step("nothing is due"):
        drive.click("nav.retention")
        drive.shot("retention: nothing is due")
    stage.lock()


def _one_student(stage: Stage) -> None:
    """Who has looked at it, and what went to whom."""
    drive = stage.driver
    drive.click("audit.part.student")
    drive.shot("audit: whose record?")
    drive.type("audit.search", "gar")
    drive.shot("audit: search a student")
    drive.enter()
    drive.shot("audit: who has looked")
    drive.click("audit.tab.disclosures")
    drive.shot("audit: no disclosure yet")
    drive.click("audit.record")
    drive.type("disclosure.recipient", "Dr. Maya Lin, school physician")
    drive.choose("disclosure.ground", list(Ground)[1].value)
    drive.type("disclosure.purpose", "She treats the student, and asked for the dates.")
    drive.type("disclosure.what", "Dates of the visits since September")
    drive.shot("audit: record a disclosure")
    drive.click("disclosure.save")
    drive.hide_toasts()
    drive.shot("audit: the disclosure log")
    drive.click("audit.savestudent")
    drive.type("disclosure.recipient", "Parent, on request")
    drive.choose("disclosure.ground", list(Ground)[0].value)
    drive.type("disclosure.purpose", "Asked who was told what.")
    drive.shot("audit: save the disclosure log")
    _saving_as(stage, "disclosure-log.pdf")
    drive.click("disclosure.save")
    stage.check((stage.out / "disclosure-log.pdf").read_bytes().startswith(b"%PDF"), "the disclosure log is saved")


def years_later(stage: Stage) -> None:
    """Years later records are due: a hold keeps some, a coordinator destroys the rest, and has a certificate."""
    stage.open(stage.demo, later=_YEARS)
    drive = stage.driver
    stage.sign_in(Role.COORDINATOR)
    with stage.step("what is due, and a legal hold"):
        drive.click("nav.retention")
        drive.shot("retention: what is due")
        drive.click("retention.tab.periods")
        drive.shot("retention: periods")
        _hold(stage)
        drive.click("retention.tab.due")
        drive.shot("retention: what a hold keeps")
        stage.other_looks("retention")
    with stage.step("records are destroyed"):
        _destroy(stage)
    stage.lock()


def _hold(stage: Stage) -> None:
    drive = stage.driver
    drive.click("retention.tab.holds")
    drive.shot("retention: nobody is on hold")
    drive.click("retention.place")
    drive.type("hold.student", "gar")
    drive.enter()
    drive.type("hold.reason", "Letter of the district's lawyer, of Monday.")
    drive.shot("retention: place a hold")
    drive.click("hold.save")
    drive.hide_toasts()
    drive.shot("retention: on hold")
    stage.check(len(stage.ask(retention.holds)) == 1, "the hold")


def _destroy(stage: Stage) -> None:
    drive = stage.driver
    drive.click("retention.destroy")
    drive.type("destroy.passphrase", stage.state.people[Role.COORDINATOR.value][2])
    drive.shot("retention: destroy for good?")
    drive.click("destroy.go")
    drive.shot("retention: destroyed")
    _saving_as(stage, "certificate.pdf")
    drive.click("retention.savelast")
    drive.hide_toasts()
    drive.click("retention.tab.history")
    drive.shot("retention: what was destroyed")
    stage.check(len(stage.ask(destruction.destructions)) == 1, "the destruction")
    stage.check((stage.out / "certificate.pdf").read_bytes().startswith(b"%PDF"), "the certificate is saved")


def _saving_as(stage: Stage, name: str) -> None:
    page = stage.page

    def choose(_proposal: str) -> Path:
        return stage.out / name

    page.choose_file = choose
