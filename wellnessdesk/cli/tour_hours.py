"""The scene of hours and pathways: a peer's own page, and what a coordinator approves and signs."""

from wellnessdesk.cli.tour_stage import Stage
from wellnessdesk.domain.people import Role
from wellnessdesk.services import hours, pathways, statements


def my_path(stage: Stage) -> None:
    """A peer looks where they stand, and enters hours."""
    stage.open(stage.demo)
    drive = stage.driver
    stage.sign_in(Role.PEER)
    with stage.step("where I stand"):
        drive.click("nav.program")
        if not stage.ask(pathways.mine):
            drive.click("program.choose")
            drive.pick("program.choose.menu", "program.choose.cwc1")
        drive.shot("my path: hours, the next aim, what lapses")
        stage.other_looks("my path")
    with stage.step("hours of my own"):
        before = len(stage.ask(hours.mine).lines)
        drive.click("program.enter")
        drive.choose("hours.activity", "presentation")
        drive.type("hours.words", "A talk for the ninth grade")
        drive.shot("my path: entering hours")
        drive.click("act.go")
        stage.check(len(stage.ask(hours.mine).lines) == before + 1, "the entry waits")
        drive.hide_toasts()
    stage.lock()


def hours_and_papers(stage: Stage) -> None:
    """A coordinator approves what waits, and signs a letter."""
    stage.open(stage.demo)
    drive = stage.driver
    stage.sign_in(Role.COORDINATOR)
    with stage.step("what waits"):
        drive.click("nav.peers")
        drive.click("peers.tab.hours")
        drive.shot("hours: what waits comes first")
        stage.other_looks("hours")
        drive.click("hours.approve")
        stage.check(not stage.ask(hours.waiting).lines, "everything is approved")
        drive.hide_toasts()
    with stage.step("a signed portfolio"):
        table = stage.page.hours.peers
        table.selectRow(0)
        drive.settle()
        person = table.current().person.id
        drive.click("hours.portfolio")
        drive.type("statement.passphrase", stage.state.people[Role.COORDINATOR.value][2])
        drive.click("act.go")
        drive.hide_toasts()
        made = stage.ask(lambda desk: statements.of_person(desk, person))
        stage.check(len(made) >= 1, "the portfolio is signed")
        stage.page.hours.choose_pdf = lambda _name: stage.out / "portfolio.pdf"
        drive.click("hours.paper.pdf")
        stage.check((stage.out / "portfolio.pdf").read_bytes().startswith(b"%PDF"), "the portfolio is a PDF")
        drive.hide_toasts()
        stage.check(bool(stage.ask(pathways.there)), "there are pathways")
        drive.shot("hours: pathways, and signed papers")
    stage.lock()
