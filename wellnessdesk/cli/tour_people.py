"""The scenes about people: keys, roles, somebody who leaves, somebody who stands in for a day, locks and guests."""

from wellnessdesk.cli.tour_stage import NEW_PASSPHRASE, Stage
from wellnessdesk.domain import locking
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.services import emergencies, flags, people, sessions

_SUBSTITUTE = "Grace Okafor"


def keys_and_roles(stage: Stage) -> None:
    """The administrator: what can be done about somebody's keys, and one peer leaves."""
    stage.open(stage.demo)
    drive = stage.driver
    stage.sign_in(Role.ADMINISTRATOR)
    drive.click("nav.people")
    peer = _last_peer(stage)
    with stage.step("keys and roles"):
        _select(stage, peer)
        drive.shot("people: somebody selected")
        for key, title in (("forgotten", "a forgotten passphrase"), ("role", "another role")):
            drive.click(f"people.act.{key}")
            drive.shot(f"people: {title}")
            drive.click("act.cancel")
        stage.other_looks("people")
    with stage.step("somebody leaves, stopped half-way"):
        _stop_half_way(stage, peer)
    with stage.step("somebody leaves"):
        drive.click("act.go")
        stage.check(not _person(stage, peer.id).active, "the peer cannot sign in any more")
        drive.shot("people: nobody's key opens any more what they had")
        drive.hide_toasts()
        _select(stage, peer)
        drive.click("people.act.back")
        drive.shot("people: bring back")
        drive.click("act.cancel")
    stage.lock()


def _stop_half_way(stage: Stage, peer: Person) -> None:
    """All records get a new key; until the exchange it can be stopped, and nothing has happened."""
    drive, key = stage.driver, stage.desk.keys.store_key
    _select(stage, peer)
    drive.click("people.act.deactivate")
    drive.shot("people: deactivate?")
    drive.begin("act.go")
    drive.find("progress.cancel")
    drive.shot("people: all records get a new key", settled=False)
    drive.click("progress.cancel")
    drive.shot("people: stopped, nothing was changed")
    stage.check(_person(stage, peer.id).active and stage.desk.keys.store_key == key, "nothing has happened")


def substitute_in(stage: Stage) -> None:
    """A coordinator lets somebody stand in."""
    stage.open(stage.demo)
    drive = stage.driver
    stage.sign_in(Role.COORDINATOR)
    with stage.step("emergency access"):
        drive.click("nav.people")
        drive.click("people.tab.emergency")
        drive.shot("emergency access: nobody has stood in")
        drive.click("emergency.grant")
        drive.type("emergency.name", _SUBSTITUTE)
        drive.type("emergency.passphrase", NEW_PASSPHRASE)
        drive.type("emergency.again", NEW_PASSPHRASE)
        drive.choose("emergency.span", "8")
        drive.type("emergency.reason", "Both coordinators are at the hospital with a student.")
        drive.shot("emergency access: let somebody stand in")
        drive.click("act.go")
        drive.shot("emergency access: they can sign in")
        (one,) = stage.ask(emergencies.to_review)
        stage.state.kept["substitute"] = one.person_id
    stage.lock("Ctrl+U")


def substitute(stage: Stage) -> None:
    """Whoever stands in reads what waits, as a coordinator would."""
    stage.open(stage.demo)
    drive = stage.driver
    with stage.step("somebody stands in"):
        drive.shot("sign in: after switching, anybody")
        stage.program.choose(stage.state.kept["substitute"])
        stage.enter(NEW_PASSPHRASE)
        drive.shot("substitute: overview")
        stage.check(stage.desk.ends is not None, "their access ends")
        session = int(stage.state.kept["session"])
        stage.ask(lambda desk: sessions.read_note(desk, session))
    stage.lock()


def substitute_out(stage: Stage) -> None:
    """The coordinator is back: what was done is shown, ended, looked at."""
    stage.open(stage.demo)
    drive = stage.driver
    stage.sign_in(Role.COORDINATOR)
    with stage.step("emergency access ends"):
        drive.click("nav.overview")
        drive.shot("coordinator: somebody stood in")
        drive.click("notice.emergency")
        drive.shot("emergency access: what they did")
        drive.click("emergency.end")
        drive.shot("emergency access: end it?")
        drive.click("act.go")
        drive.hide_toasts()
        drive.shot("emergency access: over, to be looked at")
        drive.click("emergency.review")
        drive.hide_toasts()
        drive.shot("emergency access: looked at")
        stage.check(not stage.ask(emergencies.to_review), "it was looked at")
        stage.other_looks("emergency access")
    stage.lock()


def guest_and_quiet(stage: Stage) -> None:
    """A coordinator acts inside a peer's session; then nobody touches anything, and the program locks."""
    stage.open(stage.demo)
    drive = stage.driver
    stage.sign_in(Role.PEER)
    with stage.step("a coordinator in somebody else's session"):
        _take_on_a_flag(stage)
    with stage.step("nobody is here"):
        drive.hide_toasts()
        stage.let_pass(locking.usual(Role.PEER) * 60 - locking.WARNING_SECONDS + 1)
        drive.wait(lambda: drive.has("Toast"), "the warning")
        drive.shot("the program is about to lock")
        stage.let_pass(locking.WARNING_SECONDS)
    stage.go_on()


def _take_on_a_flag(stage: Stage) -> None:
    drive = stage.driver
    drive.click("nav.myday")  # they come back to where they were
    unsigned = next(one for one in stage.ask(sessions.mine) if one.note in (NoteState.TO_WRITE, NoteState.DRAFT))
    drive.click(f"myday.session.{unsigned.id}")
    drive.press_keys("Ctrl+Shift+F")
    drive.enter()
    flag = stage.ask(flags.adult_needed)[-1].id
    drive.click("crisis.adult")
    drive.shot("peer: a coordinator is here")
    adult, _name, passphrase = stage.state.people[Role.COORDINATOR.value]
    drive.choose("adult.who", adult)
    drive.type("adult.passphrase", "not the passphrase")
    drive.click("adult.confirm")
    drive.shot("peer: not the coordinator's passphrase")
    drive.type("adult.passphrase", passphrase)
    drive.click("adult.confirm")
    drive.shot("peer: the coordinator has it")
    stage.check(all(one.id != flag for one in stage.ask(flags.adult_needed)), "the coordinator has it")


def after_the_lock(stage: Stage) -> None:
    """The same person comes back to where they were."""
    stage.open(stage.demo)
    drive = stage.driver
    with stage.step("back after the lock"):
        drive.shot("sign in: after the lock")
        stage.enter(stage.state.people[Role.PEER.value][2])
        drive.shot("peer: back at the note")
    stage.lock()


def _last_peer(stage: Stage) -> Person:
    """Not the one whose note the tour follows."""
    found = [one for one in stage.ask(people.everybody) if one.role is Role.PEER and one.active]
    return next(one for one in reversed(found) if one.id != stage.state.people[Role.PEER.value][0])


def _person(stage: Stage, id_: str) -> Person:
    return next(one for one in stage.ask(people.everybody) if one.id == id_)


def _select(stage: Stage, person: Person) -> None:
    stage.page.people.table.select(person.id)
    stage.driver.settle()
