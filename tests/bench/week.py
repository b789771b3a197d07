"""Run as a process of its own: the real window at the week page, and its month drawn, from the question to the pixels.

    python -m tests.bench.week FOLDER PERSON PASSPHRASE TIMES

Prints a JSON list of milliseconds: services asked, month and week made and painted, at 1280 by 800.
"""

import datetime as dt
import json
import random
import sys
import time
from pathlib import Path

from PySide6.QtGui import QPixmap

from tests.bench.at_desk import begun, settle
from wellnessdesk import app
from wellnessdesk.domain.people import Role
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import bulk, people

A_DAY = 40
"""Appointments of each of thirty days: more than any center has."""


def crowd(desk: Desk) -> None:
    """Fill the month with appointments, past the services: what is drawn is not judged."""
    dice, today = random.Random(3), desk.today().replace(day=1)
    with desk.store.transaction() as tx:
        peers = [person.id for person in people.in_role(tx, Role.PEER)]
        bulk.add(tx, "appointments", [{
            "series": None, "student_id": dice.randrange(1, 1_000), "peer_id": dice.choice(peers),
            "day": today + dt.timedelta(days=number // A_DAY), "starts": (starts := dice.randrange(480, 950, 5)),
            "ends": starts + 30, "room": "Room A", "service": "tutoring", "state": "booked", "visit_id": None,
            "made_at": desk.clock.now(), "made_by": desk.person.id} for number in range(30 * A_DAY)])


def main(folder: str, person: str, passphrase: str, times: str) -> None:
    """Draw the month so many times; the first warms the caches and is not told."""
    app.make_application()
    program = begun(Path(folder), person, passphrase)
    program.frame.resize(1280, 800)
    desk = program.desk
    program.tasks.run(lambda: crowd(desk), owner=None)
    program.frame.centralWidget().go_to("week")
    settle(program)
    page, taken = program.frame.centralWidget().page, []
    page._segments.turn_to("month")
    settle(program)
    for _turn in range(int(times) + 1):
        start = time.perf_counter()
        page.refresh()
        program.tasks.wait_idle()
        picture = QPixmap(page.size())
        page.render(picture)
        taken.append((time.perf_counter() - start) * 1000)
        settle(program)
    sys.stdout.write(json.dumps(taken[1:]) + "\n")
    program.shut()


if __name__ == "__main__":
    main(*sys.argv[1:5])
