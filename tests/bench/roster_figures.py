"""The figures of importing a roster: the usual one of a school, and one far larger, with its memory."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench import rosters
from tests.bench.measure import Figure, figure, in_turns, note, timed
from tests.bench.stores import BenchStore
from wellnessdesk.domain.people import Role
from wellnessdesk.services import roster

USUAL, LARGE = 3_000, 100_000
"""Students; each with a caregiver and six classes."""


def preview(store: BenchStore) -> Iterator[Figure]:
    """What a school's roster would do, read and compared; floor: its cells through Python's own CSV reader."""
    with store.copy() as folder, tempfile.TemporaryDirectory() as scratch:
        path = rosters.write(Path(scratch) / "roster.zip", USUAL)
        desk = store.sign_in(folder, Role.COORDINATOR)
        ones, floors = in_turns(5, lambda: roster.preview(desk, path), lambda: rosters.read_plainly(path))
        desk.close()
    yield figure("roster.preview", store.visits, ones, floors)


def apply(store: BenchStore) -> Iterator[Figure]:
    """It is taken, with what undoes it, audited and durable; floor: the same rows through raw sqlcipher3."""
    with store.copy() as folder, store.copy() as other, tempfile.TemporaryDirectory() as scratch:
        path = rosters.write(Path(scratch) / "roster.zip", USUAL)
        desk, raw = store.sign_in(folder, Role.COORDINATOR), rosters.RawRosters(store, other, USUAL)
        ones, floors, undone = [], [], []
        for _turn in range(5):
            plan = roster.preview(desk, path)
            one, floor = in_turns(1, lambda plan=plan: roster.accept(desk, plan, path.name), raw.add)
            ones, floors = ones + one, floors + floor
            last = roster.last_import(desk)
            undone.append(timed(lambda last=last: roster.undo(desk, last.id)))
        note(f"taking it back: {sorted(undone)[2]:.0f} ms")
        desk.close()
        raw.close()
    yield figure("roster.apply", store.visits, ones, floors)


def large(store: BenchStore) -> Iterator[Figure]:
    """Preview and import of a very large roster, in seconds; the second time into a center that has it already."""
    yield figure("roster.large", store.visits, [first + second for first, second, _peak in _large(store, LARGE)],
                 unit="s")


def large_rss(store: BenchStore) -> Iterator[Figure]:
    """The memory that takes, beside the program itself: at the peak, of a process that does nothing else."""
    yield figure("roster.large.rss", store.visits, [peak for _first, _second, peak in _large(store, LARGE)], unit="MB")


def _large(store: BenchStore, students: int) -> list[tuple[float, float, float]]:
    """Seconds of preview and import, and the peak in MB: all new, and then all changed. Measured once for both."""
    if (store.folder, students) not in _measured:
        _measured[store.folder, students] = _measure(store, students)
    return _measured[store.folder, students]


_measured: dict[tuple[Path, int], list[tuple[float, float, float]]] = {}


def _measure(store: BenchStore, students: int) -> list[tuple[float, float, float]]:
    person, passphrase = store.people[Role.COORDINATOR.value]
    told = []
    with store.copy() as folder, tempfile.TemporaryDirectory() as scratch:
        for name, grade in (("new", 8), ("changed", 9)):
            path = rosters.write(Path(scratch) / f"{name}.zip", students, grade)
            done = subprocess.run([sys.executable, "-m", "tests.bench.large_roster", str(folder), person, passphrase,
                                   str(path)], check=True, capture_output=True, text=True)
            seen, taken, worked, peak = map(float, done.stdout.split())
            note(f"{students} students, all {name}: preview {seen:.1f} s, import {taken:.1f} s (of the processor "
                 f"{worked:.1f} s), {peak:.0f} MB")
            told.append((seen, taken, peak))
    return told
