"""A part of `leaking_day`: an applicant writes here, and a coordinator notes what was said of them."""

from tests.faults.leaking_words import WORDS
from tests.support import PASSPHRASE
from tests.windows import Shown
from wellnessdesk.services import applications, students


def apply(shown: Shown) -> None:
    """A round, the form, a recommendation and notes of the interview."""
    drive = shown.drive
    number = shown.ask(students.find, "nunez")[0].student.student_number
    drive.click("nav.applications")
    drive.click("applications.first")
    drive.type("round.title", "Spring")
    drive.click("act.go")
    drive.click("applications.hand_over")
    drive.type("kiosk.number", number)
    drive.enter()
    drive.type("apply.word", WORDS["applicant's word"])
    drive.enter()
    for question in ("why", "listened", "hard", "time"):
        drive.type(f"apply.answer.{question}", WORDS["application"])
    drive.click("apply.send")
    drive.click("kiosk.done")
    drive.click("apply.staff")
    drive.type("apply.leave.passphrase", PASSPHRASE)
    drive.click("apply.leave.go")
    shown.screen.page.table.selectRow(0)
    drive.settle()
    drive.click("application.recommend")
    drive.type("recommend.who", WORDS["who recommends"])
    drive.click("recommend.strength.4")
    drive.type("recommend.words", WORDS["recommendation"])
    drive.click("recommend.go")
    drive.click("application.interview")
    drive.type("words.text", WORDS["interview"])
    drive.click("words.go")
    (one,) = shown.ask(applications.listed, 1)
    assert shown.ask(applications.whole, one.id).interviews[0].words == WORDS["interview"]
