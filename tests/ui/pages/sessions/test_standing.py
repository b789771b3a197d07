"""On My day a peer reads and signs what is asked of them; before the center keeps training here, nothing is asked."""

import pytest

from tests.centers import fresh_center
from tests.support import PASSPHRASE
from tests.trained import hold, turn_on
from tests.ui.pages.people.at_desk import at_page
from wellnessdesk.services import agreements, exams, question_banks
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


def test_an_exam_is_taken_with_the_keyboard_left_and_gone_on_with(at, center):
    for kind in ("confidentiality", "code_of_ethics", "participant_disclosure"):
        agreements.sign(center.peer, kind, "Pia Peer", PASSPHRASE)
    turn_on(center)
    at.refresh()
    at.drive.click("standing.exam.competency")
    (bank,) = question_banks.everything(center.coordinator)
    right = {str(one.text): (one.id, sorted(one.right)) for one in bank.questions}

    def take(question):
        for choice in right[question][1]:
            at.drive.press_keys(str("abcdefgh".index(choice) + 1))
        at.drive.settle()

    dialog = at.drive.find("exam.next").window()
    take(dialog._question.text())
    at.drive.click("exam.later")
    at.drive.settle()
    assert any("1 of 12 answered" in text for text in at.texts())
    at.drive.click("standing.exam.competency")
    dialog = at.drive.find("exam.next").window()
    for _number in range(11):
        take(dialog._question.text())
        at.drive.click("exam.next")
    at.drive.settle()
    (one, _bank), = exams.attempts(center.coordinator)
    assert (one.score, one.passed) == (12, True)
    at.drive.click("exam.close")
    assert not at.drive.has("standing.exam.competency")
