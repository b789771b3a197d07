"""The scenes of a busy hour at the front desk: what is said, groups, rest, corrections, the closing sweep."""

from wellnessdesk.cli.tour_stage import Stage
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.visits import Limits
from wellnessdesk.services import capacity, closing, people, students, visits


def rush(stage: Stage) -> None:
    """A busy hour at the front desk."""
    stage.open(stage.demo, closely=True)
    stage.sign_in(Role.FRONT_DESK)
    with stage.step("what else was said"):
        _facts(stage)
    with stage.step("several at once, and somebody without a name"):
        _together(stage)
    with stage.step("rest, and set right"):
        _rest(stage)
    with stage.step("the closing sweep"):
        _sweep(stage)
    stage.lock()


def room(stage: Stage) -> None:
    """The coordinator sets how many students the room holds, and for how long."""
    stage.open(stage.demo)
    drive = stage.driver
    stage.sign_in(Role.COORDINATOR)
    with stage.step("the room's limits"):
        drive.click("nav.settings")
        drive.shot("coordinator: settings")
        drive.find("settings.room.minutes").setValue(45)
        drive.click("settings.room.save")
        stage.check(stage.ask(capacity.limits) == Limits(20, 45), "the limits are set")
        drive.hide_toasts()
        stage.other_looks("coordinator: settings")
    stage.lock()


def _facts(stage: Stage) -> None:
    drive = stage.driver
    drive.type("checkin.search", _with_a_conflict(stage) or _not_here(stage, "lo"))
    drive.shot("front desk: with whom they cannot be")
    drive.enter()
    drive.press_keys("Ctrl+M")
    drive.click("checkin.pass.no")
    drive.click("checkin.feeling.2")
    drive.choose("checkin.language", "es")
    drive.shot("front desk: what else was said")
    drive.click("checkin.submit")
    drive.shot("front desk: who waits, and with whom they cannot be")
    newest = stage.ask(visits.queue).waiting[-1]
    stage.check((newest.facts.has_pass, newest.facts.feeling, newest.facts.language) == (False, 2, "es"), "the facts")
    drive.hide_toasts()


def _together(stage: Stage) -> None:
    drive, before = stage.driver, stage.ask(visits.queue)
    drive.press_keys("Ctrl+G")
    for letters in ("vi", "st", "an"):
        drive.type("group.search", _not_here(stage, letters))
        drive.enter()
    drive.shot("front desk: several at once")
    drive.click("group.go")
    stage.check(len(stage.ask(visits.queue).waiting) == len(before.waiting) + 3, "three came together")
    drive.hide_toasts()
    drive.press_keys("Ctrl+N")
    drive.shot("front desk: somebody without a name")
    drive.pick("queue.reasons", catalogues.label("visit_reasons", "question"))
    stage.check(stage.ask(visits.queue).drop_ins == before.drop_ins + 1, "somebody is counted")
    drive.hide_toasts()


def _rest(stage: Stage) -> None:
    drive = stage.driver
    drive.focus("queue.waiting")
    drive.press_keys("End")
    drive.press_keys("Ctrl+R")
    resting = stage.ask(visits.queue).resting
    stage.check(bool(resting), "somebody rests")
    drive.hide_toasts()
    drive.focus("queue.resting")
    drive.press_keys("End")
    drive.shot("front desk: somebody rests")
    drive.press_keys("Ctrl+E")
    drive.choose("correct.reason", "take_a_break")
    drive.click("correct.pass.yes")
    drive.shot("front desk: set right")
    drive.click("correct.go")
    stage.check(any(one.corrected for one in stage.ask(visits.queue).resting), "a visit is set right")
    drive.hide_toasts()
    stage.other_looks("front desk: a busy hour")


def _sweep(stage: Stage) -> None:
    drive, forgotten = stage.driver, stage.ask(closing.overdue)
    drive.press_keys("Ctrl+Shift+O")
    drive.shot("front desk: the closing sweep")
    drive.click("sweep.go")
    stage.check(bool(forgotten) and stage.ask(closing.overdue) == 0, "what was forgotten is written in")
    drive.shot("front desk: everybody of before is checked out")
    drive.hide_toasts()


def _with_a_conflict(stage: Stage) -> str:
    """The number of a student who is a peer as well, and therefore cannot be with them; empty where all are here."""
    found = stage.ask(lambda desk: [
        one for peer in people.peers(desk) for one in students.find(desk, peer.person.name)])
    return next((one.student.student_number for one in found if one.not_with and one.here_since is None), "")


def _not_here(stage: Stage, letters: str) -> str:
    """The number of a student of these letters who is not here."""
    here = {visit.student_id for visit in stage.ask(visits.queue).here}
    found = stage.ask(lambda desk: students.search(desk, letters, limit=60))
    return next(one.student_number for one in found if one.id not in here)
