"""Supervision in `leaking_day`: a peer brings something, the coordinator prepares, holds and signs the meeting."""

from pathlib import Path

from tests.faults.leaking_words import WORDS
from tests.windows import Shown
from wellnessdesk.domain.people import Role
from wellnessdesk.services import minutes, own_items, supervision, supervision_actions
from wellnessdesk.store import people


def bring(shown: Shown) -> None:
    """The peer has a concern."""
    drive = shown.drive
    drive.click("nav.supervision")
    drive.choose("bring.about", "concern")
    drive.type("bring.own", WORDS["concern"])
    drive.click("bring.add")
    assert [one.item.text for one in shown.ask(own_items.brought)] == [WORDS["concern"]]


def hold(shown: Shown, out: Path) -> None:
    """An item is put off and taken up again, remarked on, talked about; the minutes are signed, added to, printed."""
    drive = shown.drive
    drive.click("nav.supervision")
    drive.find("supervision.items").focus_first()
    drive.click("supervision.defer")
    drive.type("words.text", WORDS["put off"])
    drive.click("words.go")
    drive.click("supervision.remark")
    drive.type("words.text", WORDS["remark on an item"])
    drive.click("words.go")
    drive.click("supervision.hold")
    if drive.has("hold.shown"):
        drive.click("hold.shown")
    drive.type("hold.outcome", WORDS["meeting outcome"])
    drive.type("hold.decision", WORDS["meeting decision"])
    drive.choose("hold.who", peer(shown))
    drive.type("hold.what", WORDS["taken on"])
    drive.click("hold.add")
    drive.click("hold.everybody")
    at = shown.ask(supervision.read).meeting.id
    with drive.answering():
        drive.click("hold.sign")
    shown.screen.page.show_meeting(at)
    drive.settle()
    drive.type("minutes.more", WORDS["added to minutes"])
    drive.click("minutes.add")
    shown.screen.page.choose_file = lambda _proposal: out / "minutes.pdf"
    drive.click("supervision.print")
    signed = shown.ask(minutes.read, at)
    assert [one.text for one in signed.added] == [WORDS["added to minutes"]]
    words = next(said.words for said in signed.items if said.words.outcome)
    assert (words.outcome, words.decision, words.put_off, words.remark) == tuple(WORDS[name] for name in (
        "meeting outcome", "meeting decision", "put off", "remark on an item"))


def taken_on(shown: Shown) -> None:
    """The peer sees it on the page."""
    shown.drive.click("nav.supervision")
    assert [one.text for one in shown.ask(supervision_actions.mine)] == [WORDS["taken on"]]


def peer(shown: Shown) -> str:
    """The id of the peer who lives through the day."""
    with shown.program.desk.reading() as tx:
        return next(one.id for one in people.in_role(tx, Role.PEER) if one.name == "Pia Peer")
