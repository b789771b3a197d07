"""The page of applications: what to do first, the form handed over, ratings beside it, decisions, a file."""

import pytest
from PySide6.QtWidgets import QLabel

from tests.applied import ANSWERS, WORD, entered, open_round
from tests.support import PASSPHRASE
from wellnessdesk.base import i18n
from wellnessdesk.domain.applications import State
from wellnessdesk.services import application_forms, application_ratings, applications
from wellnessdesk.store import students

ANNA, MINH = 2, 3


@pytest.fixture
def opened(at, center):
    """A round is open."""
    cycle = open_round(center)
    at.refresh()
    return cycle


def number_of(center, student):
    with center.coordinator.reading() as tx:
        return students.get(tx, student).student_number


def shown(at):
    """Every text in any window."""
    return [label.text() for label in at._all(QLabel) if label.isVisible()]


def hand_over(at, center, student=ANNA):
    at.drive.click("applications.hand_over")
    at.drive.type("kiosk.number", number_of(center, student))
    at.drive.enter()


def test_an_empty_page_says_what_to_do_first_and_wrong_dates_stay_to_be_mended(at, center):
    assert "No round of applications yet" in at.texts()
    assert not at.drive.has("applications.hand_over")
    at.drive.click("applications.first")
    at.drive.click("act.go")
    assert at.drive.find("round.title").isVisible()
    at.drive.type("round.title", "Spring 2027")
    at.drive.click("act.go")
    at.refresh()
    assert [one.title for one in applications.cycles(center.coordinator)] == ["Spring 2027"]
    assert "Nobody has applied yet" in at.texts()
    assert at.unnamed() == []


def test_an_applicant_sees_only_their_own_goes_on_with_their_word_and_gets_out_by_nothing_but_the_passphrase(
        at, center, opened):
    hand_over(at, center)
    at.drive.type("apply.word", WORD)
    at.drive.enter()
    at.drive.type("apply.answer.why", ANSWERS["why"])
    at.drive.click("apply.language.es")
    assert at.drive.find("apply.answer.why").value() == ANSWERS["why"]
    at.drive.click("apply.stop")
    assert i18n.language() == "en"
    assert at.unnamed() == []
    at.drive.press_keys("Esc")
    at.drive.type("apply.leave.passphrase", "not the passphrase")
    at.drive.click("apply.leave.go")
    assert at.page.handed is not None
    at.drive.click("apply.leave.cancel")
    at.page.handed.close()
    assert at.page.handed.isVisible()
    at.page.handed._leaving.reject()
    at.drive.type("kiosk.number", number_of(center, ANNA))
    at.drive.enter()
    at.drive.type("apply.word", "telescope")
    at.drive.enter()
    assert not at.drive.has("apply.send")
    at.drive.type("apply.word", WORD)
    at.drive.enter()
    at.drive.click("apply.send")
    assert at.drive.find("apply.answer.why").value() == ANSWERS["why"]
    for question in ("listened", "hard", "time"):
        at.drive.type(f"apply.answer.{question}", ANSWERS[question])
    at.drive.click("apply.send")
    assert "Your application is sent" in shown(at)
    at.drive.click("kiosk.done")
    at.drive.click("apply.staff")
    at.drive.type("apply.leave.passphrase", PASSPHRASE)
    at.drive.click("apply.leave.go")
    assert at.page.handed is None
    (one,) = applications.listed(center.coordinator, opened.id)
    assert (one.name, one.state) == ("Anna O'Neil", State.SENT)


def test_a_lock_in_the_middle_keeps_what_an_applicant_wrote(at, center, opened):
    hand_over(at, center)
    at.drive.type("apply.word", WORD)
    at.drive.enter()
    at.drive.type("apply.answer.why", "half a sent")
    assert at.page.unsaved
    at.page.leave()
    at.drive.settle()
    assert not at.page.unsaved
    at.page.handed.quiet.timeout.emit()
    at.drive.settle()
    assert application_forms.write(center.coordinator, number_of(center, ANNA), WORD).answers == {"why": "half a sent"}
    at.page.handed._left()


def test_points_are_kept_one_after_the_other_and_a_second_press_takes_one_away(at, center, opened):
    entered(center, opened, ANNA)
    at.refresh()
    at.page.table.selectRow(0)
    at.drive.settle()
    for name in ("listening.4", "goals.3", "stress.2", "stress.2"):
        at.drive.find(f"rating.{name}").click()
    at.drive.settle()
    (row,) = application_ratings.ranking(center.coordinator, opened.id).rows
    assert row.by_skill == {"listening": 4, "goals": 3}
    at.drive.click("rating.close")
    (row,) = application_ratings.ranking(center.coordinator, opened.id).rows
    assert row.close
    at.drive.click("application.met.standing")
    at.drive.click("application.recommend")
    at.drive.type("recommend.who", "Ms. Rivera")
    at.drive.click("recommend.strength.3")
    at.drive.click("recommend.go")
    at.refresh()
    assert "Ms. Rivera: recommended" in at.texts("application.said")
    assert at.unnamed() == []


def test_many_are_decided_on_at_once_and_taken_back_and_letters_follow(at, center, opened, tmp_path):
    entered(center, opened, ANNA)
    entered(center, opened, MINH)
    at.refresh()
    at.drive.click("applications.tab.rank")
    at.page.rank.table.selectAll()
    at.drive.click("rank.chosen")
    at.refresh()
    assert "2 of 2 places given" in at.texts()
    at.page.choose_pdf = lambda name: tmp_path / f"{name}.pdf"
    at.page.save_letters("es", True)
    at.drive.settle()
    assert (tmp_path / "Letters.pdf").read_bytes().startswith(b"%PDF")
    at.drive.click("applications.tab.figures")
    at.drive.click("figures.save")
    assert (tmp_path / "Representation.pdf").exists()
    at.drive.click("applications.tab.rank")
    at.drive.click("rank.sent")
    at.refresh()
    assert "0 of 2 places given" in at.texts()


def test_a_file_is_shown_line_by_line_before_it_is_taken(at, center, opened, tmp_path):
    file = tmp_path / "sheet.csv"
    file.write_text("Name,Why would you like to be a Wellness Peer?\nAnna O'Neil,Because\nNobody,\n", encoding="utf-8")
    at.page.choose_file = lambda: file
    at.page.import_file()
    at.drive.settle()
    assert any("1 application, 1 line left out." in text for text in shown(at))
    at.drive.click("import.take")
    (one,) = applications.listed(center.coordinator, opened.id)
    assert one.student == ANNA


def test_from_paper_by_name(at, center, opened):
    at.page.enter()
    at.drive.settle()
    at.drive.type("enter.name", "Robin New")
    at.drive.type("enter.answer.why", "I would like to")
    at.drive.click("enter.go")
    (one,) = applications.listed(center.coordinator, opened.id)
    assert (one.name, one.student) == ("Robin New", None)
