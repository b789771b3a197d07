"""Run as a process of its own: a coordinator's real window, and what they look at, from the question to the pixels.

    python -m tests.bench.reviewing WHAT FOLDER PERSON PASSPHRASE TIMES

WHAT is `timeline` (a student of 200 events), `queue` (the overview with 200 notes to review, and the first of them
opened) or `memory` (all notes in the index). Prints a JSON list of milliseconds, for `memory` of megabytes.
"""

import datetime as dt
import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from tests.bench.at_desk import settle
from wellnessdesk import app
from wellnessdesk.app import daily_backup
from wellnessdesk.domain.flags import Urgency
from wellnessdesk.domain.people import Role
from wellnessdesk.services import flags, note_search
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import bulk, people, students

EVENTS = {"visits": 100, "sessions": 60, "appointments": 24}
FLAGS, NUMBER, NOTES = 16, "9000001", 200
_PATIENCE_SECONDS = 180.0


def crowd(desk: Desk) -> None:
    """Give a student 200 events and more, past the services where nothing is judged."""
    dice, today, now = random.Random(5), desk.today(), desk.clock.now()
    with desk.change("students") as change:
        students.add_many(change.tx, [{
            "sourced_id": None, "student_number": NUMBER, "given": "Timea", "middle": "", "family": "Line",
            "roster_preferred": "", "grade": "10", "school": "", "birth_date": None, "active": True}])
        change.record("roster.accept", "roster")
    student = of_number(desk)
    ago = [dt.timedelta(days=dice.randrange(1, 600)) for _one in range(EVENTS["visits"])]
    with desk.store.transaction() as tx:
        peer = people.in_role(tx, Role.PEER)[0].id
        bulk.add(tx, "visits", [{"student_id": student, "day": today - one, "arrived_at": now - one, "number": 1,
                                 "left_at": now - one, "origin": "walk_in", "reason": "talk_with_peer",
                                 "peer_id": peer} for one in ago])
        bulk.add(tx, "sessions", [{"student_id": student, "peer_id": peer, "service": "peer_counseling", "tier": 2,
                                   "day": today - one, "started_at": now - one, "ended_at": now - one,
                                   "note": "not_needed"} for one in ago[:EVENTS["sessions"]]])
        bulk.add(tx, "appointments", [{
            "series": None, "student_id": student, "peer_id": peer, "day": today - one, "starts": 600, "ends": 630,
            "room": "", "service": "tutoring", "state": "called_off", "visit_id": None, "made_at": now,
            "made_by": desk.person.id} for one in ago[:EVENTS["appointments"]]])
    session = newest_session(desk, student)
    for number in range(FLAGS):
        mark = flags.raise_flag(desk, session, kind="other", urgency=Urgency.SAME_DAY, words="x")
        if number % 2:
            flags.acknowledge(desk, mark.id)


def of_number(desk: Desk) -> int:
    """The student whose timeline it is."""
    with desk.store.raw() as raw:
        return int(raw.execute("SELECT id FROM students WHERE student_number = ?", (NUMBER,)).fetchone()[0])


def newest_session(desk: Desk, student: int) -> int:
    """Of the student."""
    with desk.store.raw() as raw:
        return int(raw.execute("SELECT max(id) FROM sessions WHERE student_id = ?", (student,)).fetchone()[0])


def to_review(desk: Desk) -> None:
    """Let so many notes wait for review again."""
    with desk.store.raw() as raw:
        raw.execute("UPDATE sessions SET note = 'signed' WHERE id IN "
                    "(SELECT id FROM sessions WHERE note = 'cosigned' ORDER BY id DESC LIMIT ?)", (NOTES,))


def timeline(program: app.Program) -> None:
    """The student's page, anew."""
    program.frame.centralWidget().show_student(of_number(program.desk))


def queue(program: app.Program) -> None:
    """The overview with its list, and the first note."""
    page = program.frame.centralWidget().page
    page.show_home()
    page.refresh()
    program.tasks.wait_idle()
    page.review()


def signed_in(folder: Path, person: str, passphrase: str) -> app.Program:
    """The program with a coordinator at it, all notes in the index: on a busy machine that takes its time."""
    program = app.Program(folder, relaunch=lambda _folder, _person: None)
    program.start()
    program.tasks.wait_idle()
    program.frame.centralWidget().submitted.emit(person, passphrase)
    for _twice in range(2):
        QApplication.processEvents()
        program.tasks.wait_idle(_PATIENCE_SECONDS)
    return program


def painted(program: app.Program, act: Callable[[app.Program], None]) -> float:
    """Milliseconds of an act until it is a picture."""
    start = time.perf_counter()
    act(program)
    program.tasks.wait_idle()
    page = program.frame.centralWidget().page
    picture = QPixmap(page.size())
    page.render(picture)
    taken = (time.perf_counter() - start) * 1000
    settle(program)
    return taken


def memory(program: app.Program) -> list[float]:
    """Megabytes with every note in the index."""
    desk = program.desk

    def index() -> None:
        while not note_search.read_on(desk):
            pass

    program.tasks.run(index, owner=None)
    settle(program)
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")]


def main(what: str, folder: str, person: str, passphrase: str, times: str) -> None:
    """Do it so many times; the first warms the caches and is not told."""
    app.make_application()
    daily_backup.DELAY_MS = 3_600_000  # the day's backup is another figure
    program = signed_in(Path(folder), person, passphrase)
    program.frame.resize(1280, 800)
    desk = program.desk
    program.tasks.run(lambda: {"timeline": crowd, "queue": to_review}.get(what, lambda _desk: None)(desk), owner=None)
    settle(program)
    if what == "memory":
        taken = memory(program)
    else:
        act = {"timeline": timeline, "queue": queue}[what]
        taken = [painted(program, act) for _turn in range(int(times) + 1)][1:]
    sys.stdout.write(json.dumps(taken) + "\n")
    program.shut()


if __name__ == "__main__":
    main(*sys.argv[1:6])
