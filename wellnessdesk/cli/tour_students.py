"""The scenes about knowing a student: found in spite of a slip, a card, a teacher's call, a slip, a page, a packet."""

from typing import Any

from wellnessdesk.cli.tour_stage import Stage
from wellnessdesk.domain.disclosures import Ground
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.services import disclosures, student_facts, student_pages, students, visits
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.tour.driver import Driver

_CARD = "0499112233"


def front_desk(stage: Stage) -> None:
    """The front desk finds somebody, writes down what they say, takes a card and a call, and gives a slip."""
    stage.open(stage.demo, closely=True)
    drive = stage.driver
    stage.sign_in(Role.FRONT_DESK)
    with stage.step("find a student in spite of a slip"):
        drive.press_keys("Ctrl+K")
        drive.type("find.student", "gracia")
        drive.shot("find a student: in spite of a slip")
        drive.enter()
        drive.shot("student: the front desk sees visits")
        stage.other_looks("student: front desk")
        drive.click("student.edit")
        drive.type("facts.pronouns", "they/them")
        drive.shot("student: what the center knows")
        drive.click("facts.save")
        drive.hide_toasts()
        shown = stage.screen.page.student_id
        known = stage.ask(lambda desk: student_facts.of_student(desk, shown))
        stage.check("they/them" in known.facts.pronouns, "the facts are kept")
        drive.click("student.back")
    with stage.step("a card that nobody has"):
        stage.screen.take_card(_CARD)
        drive.settle()
        drive.type("card.search", "ng")
        drive.shot("card: nobody has it")
        drive.press_keys("Down")
        drive.enter()
        drive.shot("card: to be assigned")
        drive.click("card.save")
        stage.check(stage.ask(lambda desk: students.by_card(desk, _CARD)) is not None, "the card is somebody's")
        drive.press_keys("Esc")
    with stage.step("a teacher calls"):
        left = next(iter(stage.ask(visits.queue).left))
        drive.press_keys("Ctrl+T")
        drive.type("call.search", f"{left.called} {left.family}")
        drive.enter()
        drive.shot("a teacher calls: two times and nothing else")
        drive.click("call.close")
    with stage.step("a pass slip"):
        drive.press_keys("Ctrl+P")
        drive.shot("pass slip")
        dialog = _dialog(stage, "slip.save")
        dialog.choose_file, dialog.show_file = (lambda _name: stage.out / "pass-slip.pdf"), lambda _file: True
        drive.click("slip.save")
        stage.check((stage.out / "pass-slip.pdf").read_bytes().startswith(b"%PDF"), "the slip is saved")
        drive.hide_toasts()
    stage.lock()


def coordinator(stage: Stage) -> None:
    """A coordinator reads a student's page, and gives the record to a parent who asked for it."""
    stage.open(stage.demo)
    drive = stage.driver
    stage.sign_in(Role.COORDINATOR)
    student = stage.ask(_with_notes)
    with stage.step("a student's page"):
        stage.screen.show_student(student)
        drive.shot("student: the coordinator sees everything")
        stage.other_looks("student: coordinator")
    with stage.step("a parent's request"):
        drive.click("student.more")
        drive.shot("student: what can be done besides")
        drive.pick("student.more.menu", "student.packet")
        drive.type("packet.recipient", "Rosa Delgado, mother")
        drive.choose("packet.ground", Ground.FAMILY.value)
        drive.type("packet.purpose", "She asked for her child's record.")
        drive.shot("packet: who asks")
        drive.click("packet.next")
        drive.shot("packet: each note")
        decide_on_all(drive)
        drive.shot("packet: what leaves")
        _dialog(stage, "packet.next").choose_file = lambda _name: stage.out / "student-record.pdf"
        drive.click("packet.next")
        lines = stage.ask(lambda desk: disclosures.of_student(desk, student))
        stage.check([line.recipient for line in lines] == ["Rosa Delgado, mother"], "it is in the disclosure log")
        drive.hide_toasts()
        drive.shot("student: the record was given out")
    stage.lock()


def _with_notes(desk: Desk) -> int:
    """A student of whom there are notes, all of them reviewed: none is of this tour."""
    return next(one.id for one in students.search(desk, "a", limit=400) if _has_notes(desk, one.id))


def _has_notes(desk: Desk, student: int) -> bool:
    states = [session.note for session in student_pages.for_coordinator(desk, student).sessions]
    return states.count(NoteState.COSIGNED) > 1 and NoteState.SIGNED not in states


def _dialog(stage: Stage, button: str) -> Any:
    """The dialog in which this button stands, for what a person does in a file dialog."""
    return stage.driver.find(button).window()


def decide_on_all(drive: Driver) -> None:
    """Every entry of a packet is included but those that are decided on one by one: a contact rule is."""
    if drive.has("packet.rest"):
        drive.click("packet.rest")
        drive.click("packet.next")
    while drive.has("packet.withhold"):
        drive.click("packet.withhold")
        drive.choose("packet.withhold.ground", "court_order")
        drive.click("packet.next")
