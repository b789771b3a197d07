"""Run as a process of its own: check-ins while the worker and the disk are busy with something long.

    python -m tests.bench.busy FOLDER PERSON PASSPHRASE DISTRICT-KEY

A coordinator's desk, for they may do all of it: the day's backup in its slices and beside the worker, as the program
makes it; a month's bundle; the week's agenda. Meanwhile somebody is checked in again and again, through the one worker,
each time from the ask to the answer. Prints {"backup": [milliseconds], "export": […], "agenda": […]} as JSON.
"""

import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from itertools import chain, count
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from wellnessdesk import app
from wellnessdesk.app import daily_backup
from wellnessdesk.services import backups, bundle_periods, bundles, opening, recipients, students, supervision, visits
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.tasks import Tasks

_BETWEEN_MS = 25
_ROUNDS = 6


class Busy:
    """One desk, its worker, and check-ins that go on until the work is done."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.tasks = desk, Tasks()
        found = (students.search(desk, letters, limit=400) for letters in ("a", "e", "i", "o", "s", "m", "l", "d", "b"))
        self._students = iter(list(chain.from_iterable(found)))  # now: later only the worker may ask the store
        self._seen: set[int] = set()

    def check_ins_during(self, begin: Callable[[Callable[[], None]], None]) -> list[float]:
        """Milliseconds of every check-in that was asked for while `begin`'s work went on."""
        loop, taken = QEventLoop(), list[float]()
        going = [True]

        def over() -> None:
            going[0] = False

        def ask() -> None:
            student, start = self._next(), time.perf_counter()

            def answered(_visit: object) -> None:
                taken.append((time.perf_counter() - start) * 1000)
                QTimer.singleShot(_BETWEEN_MS, ask) if going[0] else loop.quit()

            self.tasks.run(lambda: visits.check_in(self.desk, student, reason="question", origin="walk_in"), answered,
                           owner=None)

        begin(over)
        ask()
        loop.exec()
        return taken

    def _next(self) -> int:
        while (found := next(self._students).id) in self._seen:
            pass
        self._seen.add(found)
        return found

    def back_up(self, over: Callable[[], None]) -> None:
        """Slices on the worker between other work, the rest on a thread: `app.daily_backup`, without waiting for it."""
        making: list[Any] = []

        def step(copied: bool) -> None:
            if copied:
                threading.Thread(target=work, daemon=True).start()
            else:
                self.tasks.run(making[0].step, step, owner=None)

        def work() -> None:
            making[0].work()
            over()

        def begun(made: Any) -> None:
            making.append(made)
            step(False)

        self.tasks.run(lambda: backups.begin_daily(self.desk), begun, owner=None)

    def again_and_again(self, work: Callable[[int], object], over: Callable[[], None]) -> None:
        """The same work some times, each as soon as the one before is done."""
        numbers = count()

        def go(_done: object = None) -> None:
            number = next(numbers)
            if number < _ROUNDS:
                self.tasks.run(lambda: work(number), go, owner=None)
            else:
                over()

        go()


def main(folder: str, person: str, passphrase: str, public: str) -> None:
    """All three, one after the other."""
    app.make_application()
    assert daily_backup.DELAY_MS  # the way of making one that is followed here
    desk = opening.sign_in(Path(folder), person, passphrase)
    busy = Busy(desk)
    to, months = recipients.add(desk, "Bench District", public, compared=True).id, bundle_periods.offered(desk)
    visits.queue(desk)
    with tempfile.TemporaryDirectory() as target:
        told = {
            "backup": busy.check_ins_during(busy.back_up),
            "export": busy.check_ins_during(lambda over: busy.again_and_again(
                lambda number: bundles.write(desk, to, months[number], purpose="bench", folder=Path(target)), over)),
            "agenda": busy.check_ins_during(lambda over: busy.again_and_again(
                lambda _number: supervision.build(desk), over)),
        }
    busy.tasks.shutdown()
    desk.close()
    QApplication.processEvents()
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:5])
