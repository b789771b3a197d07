"""The scenes about a red flag that an adult has: decided on step by step, handed over, and the center's own words."""

from typing import Any

from wellnessdesk.cli.tour_stage import Stage
from wellnessdesk.services import flags


def decide(stage: Stage, flag: str) -> None:
    """The coordinator, with the flag on the screen, writes down what was done; each step is kept by itself."""
    drive = stage.driver
    with stage.step("decide on the flag step by step"):
        drive.type("step.disposition.text", "Walked with them to the counselor, who took over.")
        drive.press_keys("Ctrl+Return")
        drive.type("step.caregiver.text", "They want their mother to know, and to be there for the call.")
        drive.click("step.caregiver.yes")
        drive.hide_toasts()
        drive.shot("flag: decided step by step")
        drive.click("step.caregiver.save")
        steps = stage.ask(lambda desk: flags.life(desk, flag)).steps
        stage.check([one.problem for one in steps] == ["", ""], "two steps are kept")
        drive.hide_toasts()
    with stage.step("a handoff page"):
        drive.click("flag.handoff")
        dialog: Any = drive.find("handoff.recipient").window()
        dialog.choose_file, dialog.show_file = (lambda _name: stage.out / "handoff.pdf"), lambda _file: True
        drive.type("handoff.recipient", "Ms. Ortiz, counselor")
        drive.type("handoff.stayed", "The Wellness Peer, then the nurse")
        drive.type("handoff.said", "They do not want to go home today, and did not say why.")
        drive.click("handoff.card")
        drive.shot("flag: handoff page")
        drive.click("act.go")
        stage.check((stage.out / "handoff.pdf").read_bytes().startswith(b"%PDF"), "the handoff page is saved")
        drive.hide_toasts()
        drive.shot("flag: its whole life")


def closed(stage: Stage) -> None:
    """The coordinator looks for a flag that was closed, and reads its life."""
    drive = stage.driver
    with stage.step("find a closed flag"):
        drive.click("overview.ended")
        drive.shot("closed flags")
        table: Any = drive.find("ended.table")
        drive.type("ended.student", table.records_model.record(0).flag.student.split()[-1])
        stage.check(table.records_model.rowCount() > 0, "the flag is found by its student")
        drive.shot("closed flags: of one student")
        table.select(table.records_model.record(0).flag.mark.id)
        drive.click("ended.read")
        drive.shot("closed flags: one is read")
        drive.click("overview.back")


def triggers(stage: Stage) -> None:
    """The coordinator looks at the center's red flags."""
    drive = stage.driver
    with stage.step("the center's own red flags"):
        drive.click("nav.settings")
        drive.click("settings.triggers.add")
        drive.shot("settings: a red flag of the center's own")
        drive.click("act.cancel")
        drive.click("nav.overview")
