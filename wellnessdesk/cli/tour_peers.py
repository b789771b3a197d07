"""The scenes of the people of the peer program: where each stands, coverage, double impact, and one who leaves."""

from wellnessdesk.cli.tour_stage import Stage
from wellnessdesk.domain.people import Role
from wellnessdesk.services import departures, peer_facts, self_ratings


def how_i_see_myself(stage: Stage) -> None:
    """A peer at the beginning of a school year, or at its end."""
    stage.open(stage.demo)
    drive = stage.driver
    stage.sign_in(Role.PEER)
    with stage.step("how I see myself"):
        drive.go_to_my_day()
        if drive.has("selfrating.answer"):  # in winter nobody is asked
            drive.click("selfrating.answer")
            for item in ("listening", "stress", "belonging"):
                drive.click(f"selfrating.{item}.4")
            drive.shot("double impact: what only the peer can open")
            before = len(stage.ask(self_ratings.mine))
            drive.click("act.go")
            stage.check(len(stage.ask(self_ratings.mine)) == before + 1, "what they said is kept")
            drive.hide_toasts()
    stage.lock()


def peers_and_coverage(stage: Stage) -> None:
    """A coordinator at the page Peers."""
    stage.open(stage.demo)
    drive = stage.driver
    stage.sign_in(Role.COORDINATOR)
    with stage.step("where each peer stands"):
        drive.click("nav.peers")
        drive.click("peers.tab.peers")
        drive.shot("peers: where each stands")
        stage.other_looks("peers")
        drive.click("peers.edit")
        drive.click("act.go")
        person = stage.page.roster.table.current().person.id
        stage.check(bool(stage.ask(lambda desk: peer_facts.of_peer(desk, person)).languages), "the languages are kept")
        drive.hide_toasts()
    with stage.step("when who is there"):
        drive.click("peers.tab.coverage")
        drive.shot("peers: coverage of a week")
        stage.other_looks("coverage")
    with stage.step("double impact"):
        drive.click("peers.tab.impact")
        years = stage.ask(self_ratings.years)
        if len(years) > 1:
            stage.page.impact.year.setCurrentIndex(1)
            drive.settle()
        drive.shot("peers: double impact")
        stage.other_looks("double impact")
    with stage.step("a peer leaves"):
        drive.click("peers.tab.peers")
        drive.click("peers.leave")
        drive.click("leave.ask")
        stage.check(len(stage.ask(departures.asked)) == 1, "an administrator is asked")
        drive.shot("leaving: what is to be done")
        drive.click("leave.write")
        drive.type("exit.meant", "I found people I would not have met.")
        drive.shot("leaving: the exit interview")
        drive.click("act.cancel")
        drive.click("leave.ask")  # they stay: the scenes that follow need them
        stage.check(not stage.ask(departures.asked), "it is taken back")
        drive.click("leave.close")
    stage.lock()
