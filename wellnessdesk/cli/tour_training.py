"""The scene of the peer program: who has learned what, a class for everybody, who is cleared, an exception."""

from wellnessdesk.cli.tour_stage import Stage
from wellnessdesk.domain.people import Role
from wellnessdesk.services import clearance, training


def training_and_clearance(stage: Stage) -> None:
    """A coordinator at the training page."""
    stage.open(stage.demo)
    drive = stage.driver
    stage.sign_in(Role.COORDINATOR)
    with stage.step("a class for everybody"):
        drive.click("nav.training")
        drive.shot("training: who has what")
        stage.other_looks("training")
        drive.click("training.add_class")
        drive.type("class.led_by", "Ms. Rivera")
        drive.shot("training: a class for the whole group")
        before = len(stage.ask(training.classes))
        drive.click("class.go")
        stage.check(len(stage.ask(training.classes)) == before + 1, "the class is kept")
        drive.hide_toasts()
    with stage.step("who is cleared"):
        drive.click("training.tab.clearance")
        found = stage.ask(clearance.everybody)
        one = next(one for one in found.found.values() if not one.cleared and one.service != "any")
        _choose(stage, one.person)
        drive.shot("clearance: what is missing, and where to get it")
        stage.other_looks("clearance")
        _choose(stage, one.person)
        drive.click(f"training.allow.{one.service}")
        drive.type("override.reason", "Two peers are ill this week; Ms. Rivera sits beside.")
        drive.shot("clearance: an exception with its reason")
        drive.click("override.go")
        stage.check(len(stage.ask(clearance.overrides)) == 1, "the exception is kept")
    stage.lock()


def _choose(stage: Stage, person: str) -> None:
    """Another language makes the page anew, with nobody chosen."""
    stage.page.table.select(person)
    stage.driver.settle()
