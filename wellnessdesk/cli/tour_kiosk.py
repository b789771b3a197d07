"""The scenes of the tour around the kiosk and the charts."""

from wellnessdesk.cli.tour_stage import Stage
from wellnessdesk.domain.people import Role
from wellnessdesk.services import adult_calls, students, visits
from wellnessdesk.services import charts as figures


def kiosk(stage: Stage) -> None:
    """A student checks in at the kiosk and asks for an adult; the front desk comes back."""
    stage.open(stage.demo, closely=True)
    drive = stage.driver
    stage.sign_in(Role.FRONT_DESK)
    with stage.step("start the kiosk"):
        here = {visit.student_id for visit in stage.ask(visits.queue).here}
        student = next(one for one in stage.ask(lambda desk: students.search(desk, "ma")) if one.id not in here)
        drive.click("nav.kiosk")
        drive.shot("front desk: start the kiosk")
        drive.click("kiosk.start.go")
        stage.show_kiosk()
        drive = stage.driver
        drive.shot("kiosk")
    with stage.step("check in at the kiosk"):
        drive.type("kiosk.number", "12")
        drive.enter()
        drive.shot("kiosk: a number that is none")
        drive.click("kiosk.language.es")
        drive.type("kiosk.number", student.student_number)
        drive.enter()
        drive.shot("kiosk: why, Spanish")
        drive.click("kiosk.reason.talk_with_peer")
        drive.click("kiosk.feeling.3")
        drive.click("kiosk.check_in")
        drive.shot("kiosk: checked in, Spanish")
        drive.click("kiosk.language.en")
        drive.click("kiosk.adult")
        drive.shot("kiosk: an adult is asked for")
        drive.click("kiosk.done")
    with stage.step("end the kiosk"):
        drive.press_keys("Esc")
        drive.shot("kiosk: only a passphrase leads out")
        stage.leave_kiosk(Role.FRONT_DESK)
        drive = stage.driver
        stage.check(any(one.student_id == student.id for one in stage.ask(visits.queue).waiting), "the kiosk's student")
        stage.check(len(stage.ask(adult_calls.waiting)) == 1, "an adult is asked for")
        drive.shot("front desk: an adult is asked for")
        drive.click("banner.call")
        stage.check(not stage.ask(adult_calls.waiting), "an adult has come")
    stage.lock()


def charts(stage: Stage) -> None:
    """A coordinator looks at a school year, and saves it to print."""
    stage.open(stage.demo)
    drive = stage.driver
    stage.sign_in(Role.COORDINATOR)
    with stage.step("look at the charts"):
        drive.click("nav.charts")
        year = next(span for span in stage.ask(figures.spans) if span.key.startswith("year"))
        drive.choose("charts.span", year.key)
        drive.shot("charts")
        drive.click("charts.waiting.table")
        drive.hide_toasts()
        drive.shot("charts: waiting and reasons")
        stage.page.choose_file = lambda _name: stage.out / "charts.pdf"
        drive.click("charts.save")
        stage.check((stage.out / "charts.pdf").read_bytes().startswith(b"%PDF"), "the charts are saved")
        stage.other_looks("charts")
        drive.click("nav.overview")  # where the next scene begins
    stage.lock()
