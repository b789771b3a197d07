"""The scene of applications: a round, the form an applicant fills in here, ratings, decisions, a letter, an account."""

from wellnessdesk.cli.tour_stage import Stage
from wellnessdesk.domain.people import Role
from wellnessdesk.services import applications, students
from wellnessdesk.services.desk import Desk

_DECIDED = "1"
"""The number of the round that is decided; another language makes the page anew, at the newest."""
_WRITTEN = {"why": "I like to listen, and I know how it is to be new here.",
            "listened": "My neighbor was sad about her dog. I stayed and asked about him.",
            "hard": "I ride my bike until it is better.", "time": "Every day after the sixth period."}


def applications_to_become_a_peer(stage: Stage) -> None:
    """A coordinator at the page, an applicant at the form, and the coordinator again."""
    stage.open(stage.demo)
    drive = stage.driver
    stage.sign_in(Role.COORDINATOR)
    with stage.step("an applicant writes here"):
        drive.click("nav.applications")
        before = len(stage.ask(lambda desk: applications.listed(desk, applications.cycles(desk)[0].id)))
        drive.click("applications.hand_over")
        drive.shot("applications: the computer is handed over")
        drive.type("kiosk.number", stage.ask(_somebody))
        drive.enter()
        drive.type("apply.word", "periscope")
        drive.shot("applications: a word of one's own")
        drive.enter()
        for question, answer in _WRITTEN.items():
            drive.type(f"apply.answer.{question}", answer)
        drive.shot("applications: the form")
        drive.click("apply.send")
        drive.shot("applications: sent")
        drive.click("kiosk.done")
        drive.click("apply.staff")
        drive.type("apply.leave.passphrase", stage.state.people[Role.COORDINATOR.value][2])
        drive.click("apply.leave.go")
        after = len(stage.ask(lambda desk: applications.listed(desk, applications.cycles(desk)[0].id)))
        stage.check(after == before + 1, "the application is sent")
    with stage.step("judged and decided"):
        drive.choose("applications.round", _DECIDED)
        stage.page.table.selectRow(0)
        drive.settle()
        drive.shot("applications: one beside its ratings")
        stage.other_looks("applications")
        drive.choose("applications.round", _DECIDED)
        drive.click("applications.tab.rank")
        stage.page.rank.table.selectRow(2)
        drive.settle()
        drive.shot("applications: how all stand, and decisions")
        stage.other_looks("applications ranking")
        drive.click("applications.tab.figures")
        drive.shot("applications: who is represented")
    stage.lock()


def _somebody(desk: Desk) -> str:
    """The number of a student who has not applied."""
    applied = {one.student for cycle in applications.cycles(desk) for one in applications.listed(desk, cycle.id)}
    return next(one.student.student_number for one in students.find(desk, "a")
                if one.student.active and one.student.id not in applied)
