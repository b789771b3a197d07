"""Lets the disk refuse each write of each act in turn, with ENOSPC and with EIO, and looks what became of it.

Usage: python -m tests.faults.refusing FOLDER TRIALS MODE. Each trial has its own copy of the scene and its own process,
under an strace that makes one call to the disk fail (or, as on a full disk, that one and all like it after it). Then
the act must be wholly there or not at all, told in a sentence, and the next try must work. TRIALS 0 takes all there
are. MODE `halves` is the control: there every statement is a transaction of its own. Prints one JSON object.
"""

import json
import os
import random
import shutil
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.faults import tracing
from tests.faults.scene import ACTS, Facts, Scene, broken, facts, same_in, set_up
from tests.faults.tracing import Refused
from tests.support import PASSPHRASE
from wellnessdesk.base.errors import Problem
from wellnessdesk.services import audit, opening
from wellnessdesk.vault import header_file

CONTROL_ACTS = ("hand over", "sign a note", "close a flag")
DONE = "done"


@dataclass
class Plan:
    """What undisturbed runs of an act showed: the files it touches, its writes, and the file before and after."""

    act: str
    paths: list[str]
    writes: list[tuple[str, int]]
    before: Facts
    after: Facts
    alike: set[str]

    def trials(self) -> list[tuple["Plan", Refused]]:
        """Each write refused in each way."""
        return [(self, Refused(call, number, error, lasting)) for call, number in self.writes
                for error, lasting in (("ENOSPC", True), ("ENOSPC", False), ("EIO", False))]

    def is_before(self, found: Facts) -> bool:
        return all(found[column] == self.before[column] for column in self.alike)

    def is_after(self, found: Facts) -> bool:
        return all(found[column] == self.after[column] for column in self.alike)


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
        before = facts(scene.center.folder / header_file.STORE_NAME, scene.center.admin.keys.store_key)
        child = Child(scene, act, room)
        tracer = tracing.watch(child.pid, log)
        said = child.go()
        tracing.leave(tracer)
        child.done()
        assert said == DONE, f"{act}: {said}"
        runs.append(facts(room / "center" / header_file.STORE_NAME, scene.center.admin.keys.store_key))
    paths, writes = tracing.asked(log, room)
    assert writes, f"{act} writes nothing"
    return Plan(act, [*paths, str(room / "center"), str(room / "stick")], writes, before, runs[0], same_in(*runs))


class Child:
    """A process that opens its own copy of the scene, waits, does an act, waits, and does it again if it failed."""

    def __init__(self, scene: Scene, act: str, room: Path, *, halves: bool = False) -> None:
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir()
        (from_child, to_parent), (from_parent, to_child) = os.pipe(), os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(from_child), os.close(to_child)
            try:
                perform(scene.stage(room / "center"), act, from_parent, to_parent, halves=halves)
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
        found = json.loads(self._read() or '{"died": true}')
        os.waitpid(self.pid, 0)
        os.close(self._from), os.close(self._to)
        return found

    def _read(self) -> str:
        return os.read(self._from, 10_000_000).decode()


def perform(scene: Scene, act: str, ears: int, mouth: int, *, halves: bool) -> None:
    """The child's side."""
    tracing.let_be_traced()
    store, key = scene.center.admin.store, scene.center.admin.keys.store_key
    if halves:
        store._engine = store._engine.execution_options(begin="SELECT 1")
    os.write(mouth, b"ready")
    os.read(ears, 2)
    said = attempt(scene, act)
    os.write(mouth, said.encode())
    os.read(ears, 2)
    now = facts(store.path, key)
    again = attempt(scene, act) if said != DONE else DONE
    store.close()
    spool = Path(scene.center.folder.parent / "found.json")
    spool.write_text(json.dumps({"now": now, "again": again}))
    os.write(mouth, json.dumps({"spool": str(spool)}).encode())
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
    child = Child(scene, plan.act, room, halves=mode == "halves")
    tracer = tracing.refuse(child.pid, log, plan.paths, refused)
    said = child.go()
    tracing.leave(tracer)
    spool = child.done().get("spool")
    if "INJECTED" not in log.read_text(errors="replace"):  # random ids lie on other pages: not all runs write as often
        return None
    if spool is None:
        return ["died: "]
    found = json.loads(Path(spool).read_text())
    return [wrong for wrong in (
        told(said), f"again: {found['again']}" if found["again"] != DONE else "",
        ("" if plan.is_after(found["now"]) else "not there: ") if said == DONE else
        ("" if plan.is_before(found["now"]) else "half"),
        left(scene, plan, room)) if wrong]


def told(said: str) -> str:
    plain = said == DONE or (len(said) > 20 and said[-1] == "." and "Error" not in said)
    return "" if plain else f"bug: {said}"


def left(scene: Scene, plan: Plan, room: Path) -> str:
    """What the next to sign in finds wrong."""
    folder, key = room / "center", scene.center.admin.keys.store_key
    desk = opening.sign_in(folder, scene.center.coordinator.person.id, PASSPHRASE, scene.center.clock, settle=True)
    sound = audit.verify(desk).sound
    desk.close()
    path = folder / header_file.STORE_NAME
    files = {file.name for file in folder.iterdir()} - {"open.lock"}
    if not sound or broken(path, key) or files != {header_file.STORE_NAME, *header_file.NAMES}:
        return f"broken: {sound} {sorted(files)}"
    if any(file.suffix != ".age" for file in room.glob("stick/*")):
        return "broken: half a bundle"
    return "" if plan.is_after(facts(path, key)) else "not there: after the second try"


if __name__ == "__main__":
    main()
