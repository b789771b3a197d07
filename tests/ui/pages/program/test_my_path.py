"""My path: hours, aims and what lapses in one glance; hours are entered, corrected and taken back; papers are saved."""

from datetime import timedelta

import pytest

from tests.centers import fresh_center
from tests.services.test_exams import import_file
from tests.support import PASSPHRASE
from tests.trained import hold, turn_on
from tests.ui.pages.people.at_desk import at_page
from wellnessdesk.domain.hours import Entry, State
from wellnessdesk.services import hours, pathways, portfolio
from wellnessdesk.ui.pages.program.page import ProgramPage


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    made.clock.advance(days=10)
    return made


@pytest.fixture
def at(qtbot, center):
    with at_page(qtbot, center, center.peer, ProgramPage) as here:
        yield here


def approved(center, minutes=840):
    hours.enter_for(center.coordinator, Entry(person=center.peer.person.id, minutes=minutes, activity="outreach",
                                              day=center.peer.today() - timedelta(days=2)))


def told(at, key):
    tile = at.page.tiles[key]
    return tile.accessibleName(), tile.accessibleDescription()


def test_hours_the_next_aim_and_what_is_to_be_signed_stand_on_top(at, center):
    approved(center)
    hold(center, center.peer, minutes=60)
    pathways.start(center.peer, "cwc1")
    turn_on(center)
    at.refresh()
    assert told(at, "hours") == ("My hours: 15", "Field 14 · Training 1")
    assert told(at, "aim") == ("Next aim: 14 of 150 hours", "Certified Wellness Coach I")
    assert told(at, "lapsing") == ("Signatures and trainings: Now", "to sign: Confidentiality")


def test_an_exam_is_begun_left_gone_on_with_and_says_how_it_ended(at, center, tmp_path):
    import_file(center, tmp_path, module="red_flags")
    at.refresh()
    assert "Who passes has “Red flags”. 50% right answers to pass." in at.texts()
    at.drive.click("program.exam.quiz")
    at.drive.click("exam.later")
    at.refresh()
    assert "0 of 2 answered" in at.texts()
    at.drive.click("program.exam.quiz")
    at.drive.click("exam.next")
    with at.drive.answering():
        at.drive.click("exam.next")
    at.drive.click("exam.close")
    at.refresh()
    assert any(text.startswith("not passed, ") for text in at.texts())
    assert not at.drive.has("program.exam.quiz")  # once a day


def test_a_pathway_is_chosen_and_left_and_says_what_is_missing(at, center):
    at.drive.click("program.choose")
    at.drive.pick("program.choose.menu", "program.choose.medi_cal")
    at.refresh()
    assert any("has not written down when you were born" in text for text in at.texts())
    assert "At your school" in at.texts()
    at.drive.click("program.leave.medi_cal")
    at.refresh()
    assert pathways.mine(center.peer) == []


def test_hours_are_entered_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(at, center):
    at.drive.click("program.enter")
    at.drive.choose("hours.activity", "presentation")
    at.drive.find("hours.hours").setValue(0)
    at.drive.type("hours.words", "A talk")
    at.drive.click("act.go")
    assert any("more than nothing" in text for text in at.texts())
    at.drive.find("hours.hours").setValue(2)
    at.drive.click("act.go")
    (line,) = hours.mine(center.peer).lines
    assert (line.minutes, line.words, line.competency, line.state) == (120, "A talk", "groups", State.WAITING)
    at.refresh()
    at.page.table.selectRow(0)
    at.drive.click("program.take_back")
    assert hours.mine(center.peer).lines[0].state is State.WITHDRAWN


def test_a_line_is_corrected_and_the_first_one_stays(at, center):
    approved(center, 60)
    at.refresh()
    at.page.table.selectRow(0)
    at.drive.click("program.correct")
    at.drive.find("hours.hours").setValue(3)
    at.drive.click("act.go")
    first, second = sorted(hours.mine(center.peer).lines, key=lambda one: one.minutes)
    assert (first.minutes, second.minutes, second.corrects) == (60, 180, first.key)


def test_a_paper_that_was_signed_is_saved(at, center, tmp_path):
    approved(center)
    portfolio.issue_portfolio(center.coordinator, center.peer.person.id, PASSPHRASE)
    at.refresh()
    at.page.choose_pdf = lambda _name: tmp_path / "mine"
    at.drive.click("program.paper.portfolio")
    assert (tmp_path / "mine.pdf").read_bytes().startswith(b"%PDF")


def test_signing_is_reachable(at):
    at.drive.click("program.sign.code_of_ethics")
    assert at.drive.has("sign.passphrase")
