"""The peer program in `leaking_day`: practice with words, a paper with its signer and scan, an exception, an exit
interview.

Answers in an exam are letters, and lead to nothing that could be looked for; `tests/services/test_exams.py` looks into
the store for them.
"""

from pathlib import Path

from tests.faults.leaking_words import WORDS
from tests.windows import Shown
from wellnessdesk.services import caregiver_papers, clearance, departures, practice, training

SCAN = "scan.pdf"
"""Lies there before the day begins, for nobody writes it in the day; as a PDF, for those are not looked into."""


def give_scan(folder: Path) -> None:
    """What somebody scanned elsewhere."""
    (folder / SCAN).write_bytes(b"%PDF-1.4\n" + WORDS["scan"].encode())


def train(shown: Shown, folder: Path) -> None:
    """The coordinator at the Training page; the scan lies in `folder`."""
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
    drive.find("paper.who").window().choose_scan = lambda: folder / SCAN
    drive.click("paper.scan")
    drive.click("act.go")
    drive.click("training.allow.tutoring")
    drive.type("override.reason", WORDS["exception"])
    drive.click("override.go")
    assert shown.ask(practice.everything)[0].words == WORDS["practice"]
    (paper,) = shown.ask(caregiver_papers.of_peer, peer)
    assert (paper.signed_by, paper.scan_name) == (WORDS["signer"], SCAN)
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
