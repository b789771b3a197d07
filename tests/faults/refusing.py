"""Lets the disk refuse each write of each act in turn, with ENOSPC and with EIO, and looks what became of it.

Usage: python -m tests.faults.refusing FOLDER TRIALS MODE. Each trial has its own copy of the scene and its own process,
under an strace that makes one call to the disk fail, or, as on a full disk, that one and all like it after it. Then
the act must be wholly there or not at all, told in a sentence, and the next try must work. TRIALS 0 takes all there
are. MODE `halves` is the control: there every statement is a transaction of its own. Prints one JSON object.
"""

import json
import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.faults import tracing
from tests.faults.scene import ACTS, Facts, Scene, broken, facts, same_in, set_up
from tests.faults.tracing import Refused
from tests.support import PASSPHRASE, derived_once
from wellnessdesk.base.errors import Problem
from wellnessdesk.services import audit, opening
from wellnessdesk.store.errors import Unconfirmed
from wellnessdesk.vault import header_file

WHOLE = (".age", ".wdbackup")
NUMBERED = {"backups.audit_sequence", "backups.size", "backups.name"}
"""What differs when an entry, or a file, of a failed try came before."""
CONTROL_ACTS = ("hand over", "sign a note", "close a flag")
DONE, DOUBTFUL = "done", str(Unconfirmed())
"""The second is what a disk gets that never again syncs its folder: whoever is told so must look."""
TAKES_ROOM = {"openat", "write", "pwrite64", "fsync", "fdatasync", "rename", "mkdir"}
AGAIN_IS_THE_SAME = {"keep a place"}
"""It has no entry in the log by which to find out whether it was saved, and being done twice is as good as once."""


@dataclass
class Plan:
    """What undisturbed runs of an act showed: its writes, and the file before and after."""

    act: str
    writes: list[tuple[str, int]]
    before: Facts
    after: Facts
    alike: set[str]

    def trials(self) -> list[tuple["Plan", Refused]]:
        """Each write refused in both ways: the disk is full from then on, or fails once."""
        return [(self, Refused(call, number, error, lasting)) for call, number in self.writes
                for error, lasting in (("ENOSPC", True), ("EIO", False)) if not lasting or call in TAKES_ROOM]

    def differs(self, found: Facts, wanted: Facts) -> str:
        """The columns that are not as wanted."""
        return ", ".join(column for column in sorted(self.alike) if found.get(column) != wanted[column])


def main() -> None:
    folder, most, mode = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    scene = set_up(folder / "scene" / "center")
    room, log = folder / "room", folder / "strace.log"
    acts = CONTROL_ACTS if mode == "halves" else tuple(ACTS)
    trials = chosen([planned(scene, act, room, log).trials() for act in acts], most)
    found, examples = Counter(lost=0), []
    for plan, refused in trials:
        wrong = trial(scene, plan, refused, room, log, mode)
        if wrong is None:
            continue
        found["tried"] += 1
        found["lost"] += bool(wrong)
        found.update(one.split(":")[0] for one in wrong)
        examples += [f"{plan.act}, {refused}: {one}" for one in wrong]
        sys.stderr.writelines(f"{plan.act}, {refused}: {one}\n" for one in wrong)  # a long run may not reach its end
    sys.stdout.write(json.dumps({**found, "acts": len(acts), "examples": examples[:20]}))


def chosen(of_acts: list[list[tuple[Plan, Refused]]], most: int) -> list[tuple[Plan, Refused]]:
    """All trials, or as many as asked for: some of every act."""
    dice = random.Random(most)
    trials = [trial for trials in of_acts for trial in trials]
    if not most:
        return trials
    each = [dice.choice(trials) for trials in of_acts]
    return (each + dice.sample(trials, len(trials)))[:most + len(of_acts) // 4]


def planned(scene: Scene, act: str, room: Path, log: Path) -> Plan:
    """Do an act undisturbed: once watched, once more to see what two runs have in common."""
    runs = []
    for _run in range(2):
        child = Child(scene, act, room)
        tracer = tracing.watch(child.pid, log)
        said = child.go()
        tracing.leave(tracer)
        found = child.done()
        assert said == DONE, f"{act}: {said}"
        runs.append(found["now"])
    before = facts(scene.center.folder / header_file.STORE_NAME, scene.center.admin.keys.store_key)
    writes = tracing.asked(log, room, Path(tempfile.gettempdir()))
    assert writes, f"{act} writes nothing"
    return Plan(act, writes, before, runs[0], same_in(*runs) - NUMBERED)


class Child:
    """A process that opens its own copy of the scene, waits, does an act, waits, and does it again if it failed."""

    def __init__(self, scene: Scene, act: str, room: Path, plan: Plan | None = None, *, halves: bool = False) -> None:
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir()
        (from_child, to_parent), (from_parent, to_child) = os.pipe(), os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(from_child), os.close(to_child)
            try:
                perform(scene.stage(room / "center"), act, from_parent, to_parent, plan, halves=halves)
            finally:
                os._exit(1)
        os.close(to_parent), os.close(from_parent)
        self._from, self._to = from_child, to_child
        assert self._read() == "ready"

    def go(self) -> str:
        """Let it act; what came of it."""
        os.write(self._to, b"go")
        return self._read()

    def done(self) -> dict:
        """Let it look and try again; what it found."""
        os.write(self._to, b"on")
        spool = self._read()
        os.waitpid(self.pid, 0)
        os.close(self._from), os.close(self._to)
        return json.loads(Path(spool).read_text()) if spool else {}

    def _read(self) -> str:
        return os.read(self._from, 10_000_000).decode()


def perform(scene: Scene, act: str, ears: int, mouth: int, plan: Plan | None, *, halves: bool) -> None:
    """The child's side. It speaks by a call that no trial refuses."""
    tracing.let_be_traced()
    admin = scene.center.admin
    store = admin.store
    if halves:
        store._engine = store._engine.execution_options(begin="SELECT 1")
    os.writev(mouth, [b"ready"])
    os.read(ears, 2)
    said = attempt(scene, act)
    os.writev(mouth, [said.encode()])
    os.read(ears, 2)
    now = facts(store.path, admin.keys.store_key)
    looked = said == DOUBTFUL and plan is not None and not plan.differs(now, plan.after)  # and found that it is there
    again = DONE if said == DONE or looked else attempt(scene, act)
    store.close()
    spool = Path(scene.center.folder.parent / "found.json")
    spool.write_text(json.dumps({"now": now, "again": again}))
    os.writev(mouth, [str(spool).encode()])
    os._exit(0)


def attempt(scene: Scene, act: str) -> str:
    """What a person is told: `done`, a sentence, or the name of a bug."""
    moment = scene.center.clock.moment
    try:
        ACTS[act](scene)
    except Problem as problem:
        scene.center.clock.moment = moment
        return str(problem)
    except BaseException as bug:  # noqa: BLE001 - whatever it is, it is counted
        return f"bug {bug!r}"[:2000]
    return DONE


def trial(scene: Scene, plan: Plan, refused: Refused, room: Path, log: Path, mode: str) -> list[str] | None:
    """What is wrong after the disk refused this; empty when nothing is, None when it was never asked for this."""
    child = Child(scene, plan.act, room, plan, halves=mode == "halves")
    tracer = tracing.refuse(child.pid, log, refused)
    said = child.go()
    tracing.leave(tracer)
    found = child.done()
    if "INJECTED" not in log.read_text(errors="replace"):  # random ids lie on other pages: not all runs write as often
        return None
    if not found:
        return ["died: "]
    lacks, has = plan.differs(found["now"], plan.after), plan.differs(found["now"], plan.before)
    if said == DONE:
        here = lacks and f"not there: {lacks}"
    elif said == DOUBTFUL or plan.act in AGAIN_IS_THE_SAME:
        here = lacks and has and f"half: {has}"
    else:
        here = has and f"half: {has}"
    again = f"again: {found['again']}" if found["again"] != DONE else ""
    return [wrong for wrong in (told(said), again, here, left(scene, plan, room)) if wrong]


def told(said: str) -> str:
    plain = said == DONE or (len(said) > 20 and said[-1] == "." and "Error" not in said)
    return "" if plain else f"bug: {said}"


def left(scene: Scene, plan: Plan, room: Path) -> str:
    """What the next to sign in finds wrong."""
    folder = room / "center"
    desk = opening.sign_in(folder, scene.center.coordinator.person.id, PASSPHRASE, scene.center.clock, settle=True)
    sound, key = audit.verify(desk).sound, desk.keys.store_key
    desk.close()
    path = folder / header_file.STORE_NAME
    files = {file.name for file in folder.iterdir()} - {"open.lock"}
    if not sound or broken(path, key) or files != {header_file.STORE_NAME, *header_file.NAMES}:
        return f"broken: {sound} {sorted(files)}"
    if odd := [file.name for file in room.glob("*/*") if file.parent != folder and file.suffix not in WHOLE]:
        return f"broken: half a file {odd}"
    after = plan.differs(facts(path, key), plan.after)
    return after and f"not there after the second try: {after}"


if __name__ == "__main__":
    with derived_once():
        main()
