"""A whole day through the real windows, with words typed that must be found nowhere afterwards.

Usage: python -m tests.faults.leaking_day ROOM. Everybody has a turn, each locked with Ctrl+L; the last lock is the real
one, which replaces this process. Says its process id, `done` when the day is over, and waits for a line before that
last lock. One word more, the control, is written into the log.
"""

import os
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.families import add_families
from tests.faults import leaking_applications as applying
from tests.faults import leaking_care as care
from tests.faults import leaking_meeting as meeting
from tests.faults.leaking_training import train
from tests.faults.leaking_words import PLANTED, WORDS
from tests.journeys import test_main_job as job
from tests.support import PASSPHRASE, make_center
from tests.windows import Shown, end, windows
from wellnessdesk import app
from wellnessdesk.base import log, paths, process
from wellnessdesk.domain.people import Role
from wellnessdesk.services import district, retention
from wellnessdesk.ui.kit import spelling
from wellnessdesk.ui.tour.driver import Driver


class Day:
    """The windows of the day, one after another."""

    def __init__(self, room: Path, qapp: QApplication) -> None:
        self.room, self.center, self.out = room, make_center(room / "center"), room / "out"
        self.out.mkdir()
        add_families(self.center)
        self.center.admin.close()
        self._windows = windows(qapp)
        self._start = self._windows.__enter__()
        self._now: Shown | None = None

    def sit_down(self, role: Role) -> Shown:
        """Lock what is open, and let somebody sign in."""
        self.lock()
        self._now = self._start(self.center.folder, self.center.clock)
        self._now.sign_in(role, WORDS["mistyped"])
        self._now.sign_in(role)
        assert self._now.program.desk is not None
        return self._now

    def lock(self) -> None:
        if self._now is not None:
            self._now.keys("Ctrl+L")
            assert self._now.program.desk is None
            end(self._now)


def main() -> None:
    room = Path(sys.argv[1])
    process.harden()
    paths.isolate(room / "profile")
    log.start()
    sys.stdout.write(f"{os.getpid()}\n")
    sys.stdout.flush()
    qapp = app.make_application()
    spelling.install(app._spelling(), qapp)
    day = Day(room, qapp)
    front_desk(day)
    session = peer(day)
    coordinator(day, session)
    care_for(day)
    export(day)
    administrator(day)
    log.event(f"read {PLANTED}")
    leave_for_real(day)


def front_desk(day: Day) -> None:
    shown = day.sit_down(Role.FRONT_DESK)
    shown.tab_to("checkin.search")
    shown.write(WORDS["search"])
    for _letter in WORDS["search"]:
        shown.keys("Backspace")
    job.check_in_and_hand_over(shown)
    day.center.clock.advance(minutes=12)


def peer(day: Day) -> int:
    """The note, and a flag with words of its own."""
    job.WORDS = WORDS["note"]
    job_keys, typed = Shown.keys, []

    def keys(self: Shown, *sequences: str) -> None:
        """As the journey, and at the flag's dialog a sentence more."""
        if sequences[:1] == ("Ctrl+Shift+F",) and not typed:
            typed.append("flag")
            job_keys(self, "Ctrl+Shift+F")
            self.drive.type("flag.words", WORDS["flag"])
            self.drive.click("flag.confirm")
        else:
            job_keys(self, *sequences)

    Shown.keys = keys
    session = job.write_flag_and_sign(day.sit_down(Role.PEER))
    Shown.keys = job_keys
    return session


def coordinator(day: Day, session: int) -> None:
    """The flag to its end, the note, a hold, the agenda on paper."""
    shown = day.sit_down(Role.COORDINATOR)
    job.acknowledge_and_cosign(shown, session)
    drive = shown.drive
    job.build_and_print(shown, day.out / "agenda.pdf")
    drive.type("supervision.own", WORDS["agenda"])
    shown.keys("Return")
    shown.tab_to("supervision.print")
    shown.keys("Space")
    shown.keys("Ctrl+1")
    drive.click("overview.read")
    drive.type("step.disposition.text", WORDS["decision"])
    drive.click("step.caregiver.no")
    drive.type("step.caregiver.text", WORDS["outcome"])
    drive.click("step.report.no")
    drive.type("step.outcome.text", WORDS["outcome"])
    drive.click("flag.close")
    shown.screen.go_to("retention")
    drive.settle()
    drive.click("retention.tab.holds")
    drive.click("retention.place")
    drive.type("hold.student", "wojc")
    shown.keys("Return")
    drive.type("hold.reason", WORDS["hold"])
    drive.click("hold.save")
    assert [hold.reason for hold in shown.ask(retention.holds)] == [WORDS["hold"]]
    train(shown, day.room)


def care_for(day: Day) -> None:
    """A group, a note that goes back and forth, a referral, a caregiver, somebody who stands in, a meeting."""
    session = care.group(day.sit_down(Role.PEER))
    care.give_back_and_withdraw(day.sit_down(Role.COORDINATOR), day.out, session)
    peer = day.sit_down(Role.PEER)
    care.answer_and_refer(peer)
    meeting.bring(peer)
    coordinator = day.sit_down(Role.COORDINATOR)
    care.add_and_pass_on(coordinator, day.out, session)
    meeting.hold(coordinator, day.out)
    applying.apply(coordinator)
    meeting.taken_on(day.sit_down(Role.PEER))


def export(day: Day) -> None:
    """The bundle of a month that is over, and one student's records as one."""
    _identity, public = district.new_key_pair()
    day.center.clock.advance(days=20)
    shown = day.sit_down(Role.COORDINATOR)
    job.export(shown, day.out, public)
    care.give_out_as_bundle(shown, day.out)


def administrator(day: Day) -> None:
    drive = day.sit_down(Role.ADMINISTRATOR).drive
    drive.click("people.add")
    drive.type("people.name", "Nina New")
    drive.click("people.role.peer")
    drive.type("people.passphrase", WORDS["passphrase"])
    drive.type("people.again", WORDS["passphrase"])
    drive.click("people.save")
    day.lock()


def leave_for_real(day: Day) -> None:
    """As a peer in the middle of a note: wait, then lock so that this process is replaced."""
    day.center.clock.advance(minutes=1)
    program = app.Program(day.center.folder, relaunch=app._without_spelling(app.relaunch), clock=day.center.clock)
    drive = Driver(program.frame, program.tasks)
    program.start("")
    drive.settle()
    program.choose(day.center.coordinator.person.id)
    drive.type("signin.passphrase", PASSPHRASE)
    drive.enter()
    drive.press_keys("Ctrl+4")
    drive.click("supervision.build")
    drive.type("supervision.own", WORDS["half a note"])
    sys.stdout.write("done\n")
    sys.stdout.flush()
    sys.stdin.readline()
    drive.press_keys("Ctrl+L")


if __name__ == "__main__":
    main()
