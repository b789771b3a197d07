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
    at.drive.click("act.go")
    assert statements.mine(center.peer) == []
    at.drive.type("statement.passphrase", PASSPHRASE)
    at.drive.click("act.go")
    (one,) = statements.mine(center.peer)
    shown(at, center)
    at.page.hours.choose_pdf = lambda _name: tmp_path / "letter.pdf"
    at.drive.click("hours.paper.pdf")
    assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF")
    with messages.answering():
        at.drive.click("hours.paper.end")
    assert not statements.of_person(center.coordinator, one.person)[0].stands


def test_a_schools_own_pathways_are_taken_in_wrong_ones_told_with_their_line_and_removed(at, center, tmp_path):
    card, file = at.page.hours.rules, tmp_path / "oak.toml"
    card.choose_save = card.choose_open = lambda: file
    at.drive.click("rules.sample")
    file.write_text(file.read_text().replace('id = "cwc', 'id = "oak').replace('"medi_cal"', '"m"')
                    .replace('"wisconsin"', '"w"'))
    at.drive.click("rules.take_in")
    assert "oak1" in [one.id for one in pathways.there(center.peer)]
    file.write_text(file.read_text().replace("hours = 150", "hours = -1"))
    at.drive.click("rules.take_in")
    assert any("“oak.toml”, line" in text for text in at.texts())
    assert "oak1" in [one.id for one in pathways.there(center.peer)]
    with messages.answering():
        at.drive.click("rules.remove")
    assert "oak1" not in [one.id for one in pathways.there(center.peer)]
