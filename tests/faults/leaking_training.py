"""The peer program in `leaking_day`: practice with words, a paper with its signer, an exception, an exit interview.

Answers in an exam are letters, and lead to nothing that could be looked for; `tests/services/test_exams.py` looks into
the store for them.
"""

from tests.faults.leaking_words import WORDS
from tests.windows import Shown
from wellnessdesk.services import caregiver_papers, clearance, departures, practice, training


def train(shown: Shown) -> None:
    """The coordinator at the Training page."""
    drive = shown.drive
    peer = shown.ask(training.matrix).peers[0].id
    drive.click("nav.training")
    drive.click("training.tab.practice")
    drive.click("training.add_practice")
    drive.choose("practice.peer", peer)
    drive.find("practice.rating").set_value("3")
    drive.type("practice.words", WORDS["practice"])
    drive.click("act.go")
    drive.click("training.tab.clearance")
    shown.screen.page.table.select(peer)
    drive.settle()
    drive.click("training.paper.caregiver_consent")
    drive.type("paper.who", WORDS["signer"])
    drive.click("act.go")
    drive.click("training.allow.tutoring")
    drive.type("override.reason", WORDS["exception"])
    drive.click("override.go")
    assert shown.ask(practice.everything)[0].words == WORDS["practice"]
    assert shown.ask(caregiver_papers.of_peer, peer)[0].signed_by == WORDS["signer"]
    assert shown.ask(clearance.overrides)[0].reason == WORDS["exception"]
    _leave(shown, peer)


def _leave(shown: Shown, peer: str) -> None:
    drive = shown.drive
    drive.click("nav.peers")
    shown.screen.page.roster.table.select(peer)
    drive.settle()
    drive.click("peers.leave")
    drive.click("leave.write")
    drive.type("exit.meant", WORDS["exit"])
    drive.click("exit.go")
    drive.click("leave.close")
    assert WORDS["exit"] in shown.ask(departures.interviews, peer)[0].answers.values()
