"""On My day a peer reads and signs what is asked of them; before the center keeps training here, nothing is asked."""

import pytest

from tests.centers import fresh_center
from tests.support import PASSPHRASE
from tests.trained import hold, turn_on
from tests.ui.pages.people.at_desk import at_page
from wellnessdesk.services import agreements
from wellnessdesk.ui.pages.sessions.page import MyDayPage


@pytest.fixture
def center(tmp_path):
    return fresh_center(tmp_path / "center")


@pytest.fixture
def at(qtbot, center):
    with at_page(qtbot, center, center.peer, MyDayPage) as here:
        yield here


def test_nothing_is_asked_until_the_gate_is_on_and_then_what_is_to_be_signed(at, center):
    assert not at.page.standing.isVisible()
    turn_on(center)
    at.refresh()
    assert {"Confidentiality", "Code of ethics", "Telling what is shared"} <= set(at.texts())


def test_reading_and_signing_takes_name_and_passphrase_and_the_line_goes(at, center):
    turn_on(center)
    at.refresh()
    at.drive.click("standing.sign.code_of_ethics")
    at.drive.type("sign.name", "Pia Peer")
    at.drive.type("sign.passphrase", "another")
    at.drive.click("sign.go")
    assert not any(one.counts for one in agreements.mine(center.peer))
    at.drive.type("sign.passphrase", PASSPHRASE)
    at.drive.click("sign.go")
    at.refresh()
    assert [one.text.kind for one in agreements.mine(center.peer) if one.counts] == ["code_of_ethics"]
    assert not at.drive.has("standing.sign.code_of_ethics")


def test_what_lapses_within_a_week_is_said(at, center):
    hold(center, center.peer)
    center.clock.advance(days=340)
    at.refresh()
    assert not any(text.startswith("lapses ") for text in at.texts())
    center.clock.advance(days=20)
    for kind in ("confidentiality", "code_of_ethics", "participant_disclosure"):
        agreements.sign(center.peer, kind, "Pia Peer", PASSPHRASE)
    at.refresh()
    assert any(text.startswith("lapses ") for text in at.texts())
