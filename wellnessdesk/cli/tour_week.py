"""The scene of the week: an appointment booked and moved, the reminders, shifts, peers, and the school calendar."""

from datetime import date, timedelta
from pathlib import Path

from wellnessdesk.cli.tour_stage import Stage
from wellnessdesk.domain.appointments import State
from wellnessdesk.domain.people import Role
from wellnessdesk.services import appointment_slips, appointments


def week(stage: Stage) -> None:
    """A coordinator at the week page, then at the calendar."""
    stage.open(stage.demo)
    drive = stage.driver
    stage.sign_in(Role.COORDINATOR)
    with stage.step("book an appointment"):
        drive.click("nav.week")
        drive.shot("week: shifts and appointments")
        stage.other_looks("week")
        _book(stage)
    with stage.step("move it by keyboard"):
        _move(stage)
    with stage.step("move it with all that follow"):
        _move_all(stage)
    with stage.step("a day, a month"):
        drive.click("week.tab.day")
        drive.shot("week: one day, a column a peer")
        drive.click("week.tab.month")
        drive.shot("week: the month")
        stage.other_looks("week: the month")
    with stage.step("remind and print slips"):
        drive.click("week.tab.reminders")
        drive.shot("week: reminders")
        page = stage.page
        page.choose_file = lambda _name: stage.out / "slips.pdf"
        drive.click("reminders.print")
        stage.check((stage.out / "slips.pdf").read_bytes().startswith(b"%PDF"), "the slips are printed")
        drive.hide_toasts()
    with stage.step("shifts and peers"):
        _shifts_and_peers(stage)
    with stage.step("the school calendar"):
        _calendar(stage)
    stage.lock()


def _next_day(stage: Stage) -> date:
    return stage.ask(appointment_slips.next_day)


def _book(stage: Stage) -> None:
    drive, day = stage.driver, _next_day(stage)
    drive.click("week.book")
    drive.find("book.day").set_value(day)
    drive.find("book.starts").setText("8:30")
    drive.type("book.student", "gar")
    drive.enter()
    drive.settle()
    drive.click("book.weekly")
    drive.shot("week: book an appointment")
    drive.click("book.go")
    booked = [one for one in stage.ask(lambda desk: appointments.between(desk, day, day)) if one.starts == 510]
    stage.check(len(booked) == 1 and booked[0].state is State.BOOKED, "the appointment is booked")
    drive.hide_toasts()


def _move(stage: Stage) -> None:
    drive, page, day = stage.driver, stage.page, _next_day(stage)
    page.go_to_day(day)
    drive.settle()
    place = next(number for number, column in enumerate(page.week.grid.columns) if column.day == day)
    page.week.setFocus()
    page.week.go_to(place, 8 * 60 + 30)
    drive.press_keys("M")
    drive.press_keys("Up")
    drive.shot("week: an appointment is carried")
    drive.press_keys("Return")
    moved = [one for one in stage.ask(lambda desk: appointments.between(desk, day, day)) if one.starts == 495]
    stage.check(len(moved) == 1, "the appointment is moved")
    drive.shot("week: moved")
    drive.hide_toasts()


def _move_all(stage: Stage) -> None:
    drive, page, day = stage.driver, stage.page, _next_day(stage)
    in_a_year = day + timedelta(days=365)
    one = next(each for each in stage.ask(lambda desk: appointments.between(desk, day, day)) if each.starts == 495)
    page.open_appointment(one)
    drive.settle()
    drive.shot("week: one appointment")
    drive.click("details.change")
    drive.choose("book.which", "following")
    drive.find("book.starts").setText("8:45")
    drive.shot("week: this one and all that follow")
    drive.click("book.go")
    series = [each for each in stage.ask(lambda desk: appointments.between(desk, day, in_a_year))
              if each.series == one.series and each.starts == 525]
    stage.check(len(series) > 1, "the series is moved")
    drive.shot("week: moved with all that follow")
    drive.hide_toasts()


def _shifts_and_peers(stage: Stage) -> None:
    drive, page = stage.driver, stage.page
    drive.click("week.tab.shifts")
    drive.shot("week: shifts")
    drive.click("shifts.add")
    drive.shot("week: add a shift")
    drive.click("shift.cancel")
    drive.click("week.tab.peers")
    page.peers.table.selectRow(0)
    drive.shot("week: what each peer may do")
    drive.click("peers.services")
    drive.shot("week: services of a peer")
    drive.click("services.cancel")
    drive.click("peers.conflicts")
    drive.shot("week: records closed to a peer")
    drive.click("conflicts.done")


def _calendar(stage: Stage) -> None:
    drive = stage.driver
    drive.click("nav.calendar")
    drive.shot("calendar: terms")
    drive.click("calendar.tab.schedules")
    drive.shot("calendar: bell schedules")
    stage.other_looks("calendar: bell schedules")
    drive.click("calendar.tab.schedules")
    page = stage.page
    page.parts["schedules"].table.selectRow(0)
    drive.click("calendar.schedules.change")
    drive.shot("calendar: the bells of a day")
    drive.click("entry.cancel")
    saved: Path = stage.out / "school-calendar.toml"
    page.choose_save = lambda: saved
    drive.click("calendar.export")
    stage.check("[[schedule]]" in saved.read_text(encoding="utf-8"), "the calendar is exported")
    drive.hide_toasts()
