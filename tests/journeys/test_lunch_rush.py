"""A whole lunch rush through the real windows, by keyboard: what the screen shows is what is in the store.

A hundred arrivals, one by one, in a group, at the kiosk and without a name; hand-overs, rest, returns, corrections,
check-outs; an impatient Enter, a teacher on the phone; and the closing sweep.
"""

import itertools
from dataclasses import dataclass, field

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tests.support import PASSPHRASE, make_center
from wellnessdesk.base import formats
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.visits import LeftHow, Limits, Stage
from wellnessdesk.services import audit, capacity, visits
from wellnessdesk.store import students

ONE_BY_ONE, TOGETHER, NAMELESS = 92, 6, 3
CAPACITY = 90
KIOSK_NUMBER = "300999"


@dataclass
class Rush:
    """The front desk's window, and what was done so far, counted by hand."""

    shown: object
    checked_in: int = 0
    checked_out: int = 0
    letters: list[str] = field(default_factory=list)

    def press(self, *keys):
        """Without waiting for an answer, as somebody in a hurry."""
        for key in keys:
            QTest.keySequence(self.shown.focus, QKeySequence(key))

    def write(self, text):
        QTest.keyClicks(self.shown.focus, text)
        self.shown.drive.settle()

    def check_in(self, letters, *keys):
        """Three letters, Enter, and Enter again; `keys` come in between."""
        assert self.shown.focused() == "checkin.search"
        self.write(letters)
        self.shown.keys("Return", *keys, "Return")
        self.checked_in += 1

    def queue(self):
        return self.shown.ask(visits.queue)

    def list(self, part):
        return self.shown.drive.find(f"queue.{part}")

    def go_to(self, part, key="Home"):
        """Into a list by keyboard, to its first or last row."""
        self.list(part).setFocus()
        self.shown.keys(key)

    def back_to_search(self):
        self.shown.keys("Escape")

    def agrees(self):
        """The screen, list by list and number by number, with the store."""
        queue, drive = self.queue(), self.shown.drive
        stored = {"waiting": queue.waiting, "with_peer": queue.with_peer, "resting": queue.resting, "left": queue.left}
        for part, there in stored.items():
            rows = self.list(part).rows_model.records()
            assert [row.visit.id for row in rows] == [visit.id for visit in there], part
            assert [row.number for row in rows] == [str(visit.number) for visit in there], part
        titles = {"Waiting": len(queue.waiting), "With a peer": len(queue.with_peer), "Resting": len(queue.resting),
                  "Left today": queue.left_count}
        texts = self.shown.texts()
        assert [f"{title} · {formats.number(n)}" for title, n in titles.items()
                if f"{title} · {formats.number(n)}" not in texts] == []
        room = drive.find("queue.room").accessibleName()
        assert room == f"{len(queue.here)} of {CAPACITY} in the room"
        assert len(queue.here) == self.checked_in - self.checked_out
        assert queue.left_count == self.checked_out
        return queue


@pytest.fixture
def rush_center(tmp_path):
    """A center with a hundred more students, each with three letters of their own, and a room with a limit."""
    made = make_center(tmp_path / "center")
    letters = ["".join(letters) for letters in itertools.product("bdfgklmprt", "aeiou", "xz")]
    rows = [{"sourced_id": f"r{number}", "student_number": f"30{number:04}", "given": f"{three.title()}o", "middle": "",
             "family": "Rush", "roster_preferred": "", "grade": "10", "school": "Oak High School", "birth_date": None,
             "active": True} for number, three in enumerate(letters)]
    rows.append({**rows[0], "sourced_id": "r999", "student_number": KIOSK_NUMBER, "given": "Kim", "family": "Kiosk"})
    with made.admin.change("students") as change:
        students.add_many(change.tx, rows)
        change.record("roster.accept", "roster")
    capacity.set_limits(made.coordinator, Limits(CAPACITY, 60))
    made.admin.close()
    made.letters = letters
    return made


@pytest.fixture
def center(rush_center):
    """For `sit_down`."""
    return rush_center


def arrivals(rush, center):
    """Two out of three as fast as can be; some with a pass, some with another reason, some with Enter five times."""
    for number, letters in enumerate(center.letters[:ONE_BY_ONE]):
        keys = {0: ("Ctrl+M", "Space"), 7: ("3",)}.get(number % 15, ())
        if number % 20 == 4:
            rush.write(letters)
            rush.shown.keys("Return")
            rush.press(*["Return"] * 5)
            rush.shown.drive.settle()
            rush.checked_in += 1
        else:
            rush.check_in(letters, *keys)
        if number % 4 == 0:
            center.clock.advance(minutes=1)
        if number % 10 == 9:
            serve(rush)
    queue = rush.agrees()
    assert sum(visit.facts.has_pass is True for visit in (*queue.here, *queue.left)) > 0
    return queue


def serve(rush):
    """Two go to a peer, one of them rests afterwards and one goes back to wait; three leave."""
    for _twice in range(2):
        rush.go_to("waiting")
        rush.shown.keys("Ctrl+H")
        assert isinstance(QApplication.activePopupWidget(), QMenu)
        rush.shown.keys("Return")
    rush.go_to("with_peer")
    rush.shown.keys("Ctrl+R")
    rush.go_to("with_peer", "End")
    rush.shown.keys("Ctrl+B")
    for part in ("waiting", "resting", "waiting"):
        rush.go_to(part)
        rush.shown.keys("Ctrl+O")
        rush.checked_out += 1
    rush.back_to_search()


def a_group(rush, center):
    rush.shown.keys("Ctrl+G")
    for letters in center.letters[ONE_BY_ONE:ONE_BY_ONE + TOGETHER]:
        rush.write(letters)
        rush.shown.keys("Return")
    rush.shown.tab_to("group.go")
    rush.shown.keys("Space")
    rush.checked_in += TOGETHER
    queue = rush.agrees()
    assert len({visit.party for visit in queue.waiting[-TOGETHER:]} - {None}) == 1


def without_a_name(rush):
    for _each in range(NAMELESS):
        rush.shown.keys("Ctrl+N", "Return")
    assert rush.queue().drop_ins == NAMELESS
    assert rush.shown.drive.find("queue.nameless").text() == f"No name · {NAMELESS}"


def taken_back_and_set_right(rush):
    """A check-out by mistake is undone, a reason is set right."""
    rush.go_to("waiting")
    rush.shown.keys("Ctrl+O", "Ctrl+Z")
    rush.go_to("waiting")
    chosen = rush.list("waiting").current().visit
    rush.shown.keys("Ctrl+E")
    rush.shown.tab_to("correct.reason")
    rush.shown.keys("End")
    rush.shown.tab_to("correct.go")
    rush.shown.keys("Space")
    after = next(visit for visit in rush.queue().here if visit.id == chosen.id)
    assert (after.reason, after.corrected) == ("other", 1)
    rush.shown.frame.activateWindow()
    rush.back_to_search()


def at_the_kiosk(rush, center, start):
    """A student checks in alone, and whoever started the kiosk comes back to their desk by passphrase."""
    rush.shown.drive.click("nav.kiosk")
    rush.shown.drive.click("kiosk.start.go")
    shown = start(center.folder, center.clock, kiosk=rush.shown.handed[0])
    shown.drive.type("kiosk.number", KIOSK_NUMBER)
    shown.drive.enter()
    shown.drive.click("kiosk.reason.take_a_break")
    shown.drive.click("kiosk.check_in")
    shown.drive.press_keys("Esc")
    shown.drive.type("kiosk.leave.passphrase", PASSPHRASE)
    shown.drive.click("kiosk.leave.go")
    shown.drive.wait(lambda: shown.program.desk is not None, "signed in")
    shown.drive.settle()
    shown.frame.activateWindow()
    assert QTest.qWaitForWindowActive(shown.frame)
    rush.shown = shown
    rush.checked_in += 1
    waiting = rush.agrees().waiting[-1]
    assert (waiting.student, waiting.origin, waiting.number) == ("Kim Kiosk", "self", ONE_BY_ONE + TOGETHER + 1)


def a_teacher_calls(rush, local):
    """Two times of today are read out, and nothing else."""
    gone = rush.queue().left[0]
    rush.shown.keys("Ctrl+T")
    rush.write(gone.called)
    rush.shown.keys("Return")
    arrived, left = (formats.time(local(moment)) for moment in (gone.arrived_at, gone.left_at))
    assert rush.shown.reads(f"Arrived {arrived}, left {left}.")
    rush.shown.keys("Escape")
    rush.shown.frame.activateWindow()


def sweep(rush):
    """After the last bell: everybody who is still here, in one screen and with one button."""
    here = len(rush.queue().here)
    rush.shown.keys("Ctrl+Shift+O")
    assert rush.shown.focused() == "sweep.go"
    assert rush.shown.focus.text() == f"Check {here} students out"
    rush.shown.keys("Return")
    rush.checked_out += here
    rush.shown.frame.activateWindow()


@pytest.mark.timeout(400)
def test_a_lunch_rush_from_the_first_to_the_closing_sweep(sit_down, start, center):
    center.clock.advance(hours=2, minutes=46)  # 12:46, the bell to lunch
    rush = Rush(sit_down(Role.FRONT_DESK))
    arrivals(rush, center)
    a_group(rush, center)
    without_a_name(rush)
    taken_back_and_set_right(rush)
    queue = rush.agrees()
    numbers = sorted(visit.number for visit in (*queue.here, *queue.left))
    assert len(numbers) == len(set(numbers))

    a_teacher_calls(rush, center.front.local)
    at_the_kiosk(rush, center, start)

    center.clock.advance(hours=4)  # 17:00: the center has closed
    rush.shown.screen.page.tick()
    sweep(rush)
    queue = rush.agrees()
    assert queue.here == ()
    assert queue.left_count == ONE_BY_ONE + TOGETHER + 1 == rush.checked_in
    assert {one.steps.left_how for one in queue.left} == {LeftHow.SWEEP}
    assert {one.stage for one in queue.left} == {Stage.LEFT}

    rush.shown.keys("Ctrl+L")
    coordinator = start(center.folder, center.clock)
    coordinator.sign_in(Role.COORDINATOR)
    assert coordinator.ask(audit.verify).sound
    assert coordinator.ask(visits.queue).drop_ins == NAMELESS
