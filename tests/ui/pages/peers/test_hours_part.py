"""Hours on Peers: what waits is approved or declined, facts are dated, letters and portfolios are signed and ended."""

from datetime import timedelta

import pytest

from tests.centers import fresh_center
from tests.support import PASSPHRASE
from tests.ui.pages.people.at_desk import at_page
from wellnessdesk.domain.hours import Entry, State
from wellnessdesk.services import hours, pathways, statements
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.pages.peers.page import PeersPage


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    made.clock.advance(days=10)
    return made


@pytest.fixture
def at(qtbot, center):
    with at_page(qtbot, center, center.coordinator, PeersPage) as here:
        here.drive.click("peers.tab.hours")
        here.page.hours.peers.select(center.peer.person.id)
        here.drive.settle()
        yield here


def entered(center, minutes=60):
    return hours.enter(center.peer, Entry(person="", minutes=minutes, activity="outreach",
                                          day=center.peer.today() - timedelta(days=2)))


def shown(at, center):
    at.refresh()
    at.page.hours.peers.select(center.peer.person.id)
    at.drive.settle()


def test_everything_that_waits_is_approved_at_once(at, center):
    for minutes in (30, 60):
        entered(center, minutes)
    shown(at, center)
    at.drive.click("hours.approve")
    assert hours.mine(center.peer).totals.of() == 90
    assert hours.waiting(center.coordinator).lines == ()


def test_one_is_declined_with_an_answer(at, center):
    one = entered(center)
    shown(at, center)
    at.page.hours.waiting.selectRow(0)
    at.drive.click("hours.decline")
    at.drive.type("words.text", "That was a class")
    at.drive.click("words.go")
    (line,) = hours.mine(center.peer).lines
    assert (line.id, line.state, line.answer) == (one.id, State.DECLINED, "That was a class")


def test_a_diploma_that_was_seen_is_dated(at, center):
    pathways.start(center.peer, "medi_cal")
    shown(at, center)
    at.drive.click("hours.fact.medi_cal.diploma")
    at.drive.click("day.go")
    assert pathways.mine(center.peer)[0].progress[0].day == center.peer.today()


def test_a_letter_is_signed_saved_and_ended(at, center, tmp_path):
    hours.approve(center.coordinator, [entered(center).id])
    shown(at, center)
    at.drive.click("hours.letter")
    at.drive.type("statement.passphrase", "another")
    at.drive.click("statement.go")
    assert statements.mine(center.peer) == []
    at.drive.type("statement.passphrase", PASSPHRASE)
    at.drive.click("statement.go")
    (one,) = statements.mine(center.peer)
    shown(at, center)
    at.page.hours.choose_pdf = lambda _name: tmp_path / "letter.pdf"
    at.drive.click("hours.paper.pdf")
    assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF")
    with messages.answering():
        at.drive.click("hours.paper.end")
    assert not statements.of_person(center.coordinator, one.person)[0].stands
