"""The scenes of the tour at the district: its key before the center's first bundle, and the day that bundles come."""

from pathlib import Path

from wellnessdesk.cli import tour_other_school
from wellnessdesk.cli.tour_stage import Stage
from wellnessdesk.services.district import centers, exports, keys, received

NAME = "Harbor Unified School District"
_PASSPHRASE = "eleven green river stones"  # noqa: S105 - of a throwaway district
_FILES = ("report.pdf", "totals.csv", "figures.csv")


def begins(stage: Stage) -> None:
    """The district makes its key; the tour keeps the secret one, for the tools that are not ours."""
    stage.open_district()
    drive = stage.driver
    with stage.step("a district begins"):
        drive.type("district.name", NAME)
        drive.type("district.passphrase", _PASSPHRASE)
        drive.type("district.again", _PASSPHRASE)
        drive.shot("district: begin")
        drive.click("district.create")
        drive.wait(lambda: drive.has("district.continue"), "the key")
        drive.shot("district: its key")
        drive.click("district.continue")
        (newest,) = stage.ask_district(keys.listed)
        stage.state.kept["district"] = newest.public
        secret = stage.ask_district(lambda desk: desk.keys.secrets)[0]
        (stage.out / "district-key.txt").write_text(f"{secret}\n", encoding="utf-8")
        drive.shot("district: nothing came yet")
    stage.lock()


def day(stage: Stage) -> None:
    """The center is added, its bundles come with some files that are none, and the figures go on."""
    stage.open_district()
    drive = stage.driver
    with stage.step("the district signs in"):
        drive.shot("district: sign in")
        drive.type("door.passphrase", _PASSPHRASE)
        drive.click("door.enter")
        drive.wait(lambda: drive.has("nav.inbox"), "signed in")
    with stage.step("a center is known"):
        _add_center(stage)
    with stage.step("bundles come in"):
        _take(stage, stage.scratch("district stick"))
    with stage.step("what was received"):
        drive.click("nav.received")
        drive.shot("district: received")
        drive.enter()
        drive.shot("district: a bundle's tables")
    with stage.step("schools together"):
        drive.click("nav.rollup")
        drive.choose("rollup.table", "visits_by_reason")
        drive.shot("district: roll-up")
        stage.other_looks("district: roll-up")
        drive.click("rollup.tab.schools")
        drive.shot("district: schools compared")
        drive.click("rollup.tab.trend")
        drive.shot("district: a trend")
    with stage.step("figures go out"):
        _export(stage)
    with stage.step("the district's keys"):
        drive.click("nav.keys")
        drive.shot("district: keys")
    stage.lock()


def _add_center(stage: Stage) -> None:
    drive = stage.driver
    drive.click("nav.centers")
    drive.click("centers.add")
    drive.type("center.line", (stage.out / "allowed_signers").read_text(encoding="utf-8").strip())
    drive.type("center.words", stage.state.kept["signing words"])
    drive.type("center.name", "Wellness Center")
    drive.shot("district: add a center")
    drive.click("act.go")
    stage.check(len(stage.ask_district(centers.listed)) == 1, "the center is known")
    drive.hide_toasts()


def _take(stage: Stage, stick: Path) -> None:
    """First without the first of them, and with two files that are none; then all, and another school's."""
    drive = stage.driver
    first, *later = sorted(stick.glob("*.age"), key=lambda path: path.stem[-3:])
    (stick / "cut-off.age").write_bytes(first.read_bytes()[:-900])
    (stick / "letter.age").write_text("Dear district,", encoding="utf-8")
    drive.click("nav.inbox")
    stage.page.choose_files = lambda: [*later, stick / "cut-off.age", stick / "letter.age"]
    drive.click("inbox.files")
    drive.shot("district: inbox")
    drive.click("inbox.again")
    others = tour_other_school.sends(stage, first, later[0])
    stage.page.choose_files = lambda: [first, *later, others]
    drive.click("inbox.files")
    drive.shot("district: inbox, all of them good")
    drive.click("inbox.take")
    stage.check(len(stage.ask_district(received.listed)) == 2 + len(later), "all bundles were taken")
    drive.hide_toasts()


def _export(stage: Stage) -> None:
    drive, folder = stage.driver, stage.out / "district"
    drive.click("nav.exports")
    stage.page.forms.set_values((exports.Form.PDF, exports.Form.CSV))
    drive.shot("district: exports")
    stage.page.choose_folder = lambda: folder
    drive.click("exports.write")
    stage.check({one.name for one in folder.iterdir()} == set(_FILES), "the figures are written")
    drive.shot("district: exported")
    stage.other_looks("district: exports")
