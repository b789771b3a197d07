"""A coordinator at the page Peers: who they are, when who is there, how they see themselves, and one who leaves."""

import pytest

from tests.centers import fresh_center, handed_over
from tests.support import SECOND_PEER
from tests.ui.pages.people.at_desk import at_page
from wellnessdesk.services import departures, peer_facts, self_ratings
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.pages.peers.page import PeersPage


@pytest.fixture
def center(tmp_path):
    return fresh_center(tmp_path / "center")


@pytest.fixture
def at(qtbot, center):
    handed_over(center, 1, center.peer)
    self_ratings.give(center.peer, {"listening": 4})
    with at_page(qtbot, center, center.coordinator, PeersPage) as here:
        yield here


def choose(at, desk):
    at.page.roster.table.select(desk.person.id)
    at.drive.settle()


def test_the_card_says_where_a_peer_stands_and_what_is_known_can_be_written_down(at, center):
    choose(at, center.peer)
    assert "1 note to write" in at.texts()
    at.drive.click("peers.edit")
    at.drive.find("facts.languages").set_values(("es", "en"))
    at.drive.find("facts.born").known.setChecked(True)
    at.drive.find("facts.born").day.set_value(center.coordinator.today())
    at.drive.click("act.go")
    assert any("0 years old" in text for text in [label.text() for label in at._all(type(at.page._title))])
    at.drive.find("facts.born").known.setChecked(False)
    at.drive.click("act.go")
    at.refresh()
    assert peer_facts.of_peer(center.coordinator, center.peer.person.id).languages == ("es", "en")
    assert "Spanish, English" in at.texts()
    assert at.unnamed() == []


def test_a_peer_leaves_step_by_step(at, center):
    choose(at, center.peer)
    at.drive.click("peers.leave")
    assert not at.drive.has("leave.work")
    at.drive.click("leave.ask")
    assert [person.id for person, _day in departures.asked(center.admin)] == [center.peer.person.id]
    at.drive.click("leave.work")
    at.drive.find("openwork.table").selectAll()
    at.drive.click("openwork.handon")
    at.drive.click("openwork.close")
    at.drive.click("leave.write")
    at.drive.click("exit.go")
    at.drive.type("exit.learned", "To listen.")
    at.drive.click("exit.go")
    assert at.drive.has("leave.read")
    at.drive.click("leave.read")
    at.drive.click("exit.close")
    assert not at.drive.has("leave.work")
    assert at.unnamed() == []
    at.drive.click("leave.close")
    assert dict(departures.interviews(center.coordinator, center.peer.person.id)[0].answers) == {
        "learned": "To listen."}


def test_coverage_and_double_impact_are_shown_and_saved(at, center, tmp_path, monkeypatch):
    self_ratings.give(center.desks[SECOND_PEER], {"listening": 2, "goals": 3})
    at.page.coverage.choose_pdf = at.page.impact.choose_pdf = lambda name: tmp_path / f"{name}.pdf"
    at.drive.click("peers.tab.coverage")
    at.drive.click("coverage.ahead")
    at.drive.click("coverage.save")
    assert at.page.coverage.view.spec is not None
    at.drive.click("peers.tab.impact")
    assert not at.drive.has("impact.close.start")
    at.drive.click("impact.save")
    assert sorted(file.name for file in tmp_path.glob("*.pdf")) == ["Double impact.pdf", "Shift coverage.pdf"]
    monkeypatch.setattr("wellnessdesk.domain.self_ratings.FEWEST", 2)
    monkeypatch.setattr("wellnessdesk.services.self_ratings.FEWEST", 2)
    monkeypatch.setattr("wellnessdesk.ui.pages.peers.impact_part.FEWEST", 2)
    at.page.impact.refresh()
    at.drive.settle()
    with messages.answering(True) as asked:
        at.drive.click("impact.close.start")
    assert asked[0].startswith("Close this round?")
    assert at.drive.has("impact.start")
    assert at.unnamed() == []
