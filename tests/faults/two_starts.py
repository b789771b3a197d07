"""Starts the program twice at the same moment on one center, again and again, and counts how many had it open.

Usage: python -m tests.faults.two_starts FOLDER ROUNDS MODE. Prints one JSON object with `tried` and `lost`: the rounds
after which not exactly one process had the center open. Every other round begins with the lock of a process that died.

`as shipped`  two processes, forked ready to start, take the center's own lock (`app.instance.only_one`) in the same
              instant. The second waits 50 ms instead of a second.
`no lock`     the control: the same, with the lock switched off.
`programs`    two whole programs, windows and all: one stays, the other brings it to the front and ends with 0.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from unittest import mock

from PySide6.QtCore import QLockFile

from tests.programs import COMMAND, UNSEEN
from wellnessdesk.app import bell, instance
from wellnessdesk.base import paths
from wellnessdesk.base.errors import Problem

_WAIT_MS = 50
_LEAD = 0.004
"""Seconds until the instant in which both start; long enough for both to be waiting for it."""


class Starter:
    """A forked process that starts at a given instant, says whether it has the center, and holds on to it."""

    def __init__(self, folder: Path, *, dies: bool) -> None:
        reader, self._go = os.pipe()
        self._said, writer = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._go)
            try:
                _start(folder, reader, writer, dies=dies)
            finally:
                os._exit(1)
        os.close(reader)
        os.close(writer)

    def go(self, instant: float) -> None:
        os.write(self._go, f"{instant:.9f}\n".encode())

    def owns(self) -> tuple[bool, float]:
        """Whether it has the center, and when it tried."""
        owns, tried = os.read(self._said, 64).decode().split()
        return owns == "1", float(tried)

    def let_go(self) -> None:
        os.close(self._go)
        os.close(self._said)


def _start(folder: Path, reader: int, writer: int, *, dies: bool) -> None:
    instant = float(os.read(reader, 64))
    while time.monotonic() < instant:
        pass
    tried = time.monotonic()
    try:
        lock = instance.only_one(folder)
    except Problem:
        lock = None
    os.write(writer, f"{int(lock is not None)} {tried:.9f}".encode())
    os.read(reader, 1)  # until the other has answered too
    if lock is not None and not dies:
        lock.unlock()
    os._exit(0)


def locks(folder: Path, rounds: int) -> dict[str, float]:
    """Rounds of two processes at one lock."""
    found = {"tried": 0, "lost": 0, "two owners": 0, "no owner": 0, "median gap in ms": 0.0}
    gaps = []
    for number in range(rounds):
        pair = [Starter(folder, dies=number % 2 == 0) for _both in range(2)]
        instant = time.monotonic() + _LEAD
        for one in pair:
            one.go(instant)
        answers = [one.owns() for one in pair]
        for one in pair:
            one.let_go()
        for one in pair:  # only now: the second holds on to the first one's pipe
            os.waitpid(one.pid, 0)
        owners = sum(owns for owns, _tried in answers)
        gaps.append(abs(answers[0][1] - answers[1][1]) * 1000)
        found["tried"] += 1
        found["lost"] += owners != 1
        found["two owners"] += owners == 2
        found["no owner"] += owners == 0
    found["median gap in ms"] = round(statistics.median(gaps), 3)
    return found


def programs(folder: Path, rounds: int) -> dict[str, float]:
    """Rounds of two whole programs; the one that stays is killed, so that the next round finds its lock."""
    found = {"tried": 0, "lost": 0}
    command = [*COMMAND, "--store", str(folder), "--profile", str(folder.parent / "profile")]
    for _round in range(rounds):
        pair = [subprocess.Popen(command, env=os.environ | UNSEEN, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
                for _both in range(2)]
        until = time.monotonic() + 20
        while all(one.poll() is None for one in pair) and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(0.2)
        ended = [one.poll() for one in pair if one.poll() is not None]
        found["tried"] += 1
        found["lost"] += ended != [0]
        for one in pair:
            one.kill()
            one.communicate()
    return found


def main() -> None:
    folder, rounds, mode = Path(sys.argv[1]) / "center", int(sys.argv[2]), sys.argv[3]
    paths.isolate(folder.parent / "profile")
    instance._PATIENCE_MS = _WAIT_MS
    if mode != "programs":  # these have no window to come to the front
        mock.patch.object(bell, "ring", return_value=False).start()
    if mode == "no lock":
        mock.patch.object(QLockFile, "tryLock", return_value=True).start()
    sys.stdout.write(json.dumps((programs if mode == "programs" else locks)(folder, rounds)))


if __name__ == "__main__":
    main()
