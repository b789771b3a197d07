"""Takes the power away at any call of a busy front desk, on a disk that has kept only what it was made to keep.

Usage: python -m tests.faults.powerloss FOLDER CUTS SYNCHRONOUS. A child works as in `killing`, under an strace that
writes down every call to the disk with its data. From that the disk is rebuilt as a power cut could leave it: what was
synced is there; of what was not, any part may be: writes, a new name, a name taken away. Whatever was acknowledged
before the cut must be there when the store is opened. SYNCHRONOUS is `EXTRA`, as shipped, or for the controls `FULL`
or `OFF`. Prints one JSON object.
"""

import json
import os
import random
import re
import signal
import sys
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.centers import fresh_center
from tests.faults import killing, tracing
from tests.support import TestCenter
from wellnessdesk.base.errors import Problem
from wellnessdesk.store import engine
from wellnessdesk.store.transaction import open_store

ACTS = 60
_LEVELS = {"OFF": 0, "FULL": 2, "EXTRA": 3}
_CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+)")
_ON = re.compile(r"^-?\w+<([^>]*)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass
class File:
    """What of a file is on the disk, and what was only asked for since it was last synced."""

    kept: bytearray = field(default_factory=bytearray)
    asked: list[tuple[int, bytes | None]] = field(default_factory=list)
    """(place, data) of a write, (length, None) of a cut."""

    def sync(self) -> None:
        self.kept, self.asked = self.left(self.asked), []

    def left(self, done: list[tuple[int, bytes | None]]) -> bytearray:
        """The bytes with these of the asked changes."""
        data = bytearray(self.kept)
        for place, piece in done:
            if piece is None:
                del data[place:]
                continue
            data.extend(bytes(max(0, place - len(data))))
            data[place:place + len(piece)] = piece
        return data


class Disk:
    """A folder's files as the calls of one process leave them, synced or not."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.names = {name: File(bytearray(data)) for name, data in files.items()}
        self.renamed: list[tuple[str, File | None]] = []
        """Names that were given and taken away since the folder was last synced."""
        self.now = dict(self.names)

    def do(self, call: str, path: str, arguments: str) -> None:
        """One call that succeeded."""
        if call == "openat" and "O_CREAT" in arguments and path not in self.now:
            self._name(path, File())
        elif call == "unlink" and path in self.now:
            self._name(path, None)
        elif call in ("fsync", "fdatasync"):
            self._sync(path)
        elif path in self.now and call == "pwrite64":
            place = int(arguments.rsplit(", ", 1)[1])
            self.now[path].asked.append((place, texts(arguments)[0]))
        elif path in self.now and call == "ftruncate":
            self.now[path].asked.append((int(arguments.rsplit(", ", 1)[1]), None))

    def after_a_cut(self, dice: random.Random) -> dict[str, bytes]:
        """The files that are there when the power is back: at random, none, all or some of what was not synced."""
        share = dice.choice((0.0, 0.0, 1.0, dice.random()))
        names = dict(self.names)
        for path, file in self.renamed[:round(share * len(self.renamed))]:
            names[path] = file
        return {path: bytes(file.left([one for one in file.asked if dice.random() < share]))
                for path, file in names.items() if file is not None}

    def _name(self, path: str, file: File | None) -> None:
        self.renamed.append((path, file))
        if file is None:
            del self.now[path]
        else:
            self.now[path] = file

    def _sync(self, path: str) -> None:
        if path in self.now:
            self.now[path].sync()
        elif any(Path(name).parent == Path(path) for name in self.names):
            self.names, self.renamed = dict(self.now), []


def texts(arguments: str) -> list[bytes]:
    """The texts among the arguments of a call."""
    return [unhex(found) for found in _TEXT.findall(arguments)]


def unhex(text: str) -> bytes:
    """strace's `\\x2f\\x77`, or what it left as it is."""
    return bytes.fromhex(text.replace("\\x", "")) if text.startswith("\\x") else text.encode()


def main() -> None:
    folder, cuts, level = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    engine.PRAGMAS["synchronous"] = (level, _LEVELS[level])
    center = fresh_center(folder / "center")
    center.admin.close()
    before = {str(path): path.read_bytes() for path in center.folder.iterdir()}
    calls = watched(center, folder / "strace.log")
    dice, crash = random.Random(cuts), folder / "crash"
    crash.mkdir()
    found = Counter(tried=0, acknowledged=0, lost=0, partial=0, broken=0)
    disk, done, said = Disk(before), 0, []
    for at in sorted(dice.choices(range(len(calls)), k=cuts)):
        done, said = forward(disk, calls, done, at, said)
        found["tried"] += 1
        found["acknowledged"] += len(said)
        judge(center, lay_out(disk.after_a_cut(dice), crash), said, found)
    sys.stdout.write(json.dumps(found))


def forward(disk: Disk, calls: list[str], done: int, at: int, said: list) -> tuple[int, list]:
    """Let the disk live through the calls up to one of them, and hear what is acknowledged on the way."""
    for line in calls[done:at]:
        call, arguments, result = _CALL.match(line).groups()
        if int(result) < 0:
            continue
        named = call in ("openat", "unlink")
        path = texts(arguments)[0].decode() if named else unhex(_ON.match(arguments)[1]).decode()
        if call == "write" and path.startswith("pipe:"):
            said = [*said, killing.understood(texts(arguments)[0])]
        else:
            disk.do(call, path, arguments)
    return at, said


def watched(center: TestCenter, log: Path) -> list[str]:
    """The calls of a front desk at work, in their order."""
    (from_child, to_parent), (from_parent, to_child) = os.pipe(), os.pipe()
    pid = os.fork()
    if pid == 0:
        tracing.let_be_traced()
        os.read(from_parent, 2)
        killing.work(center, to_parent, early=False)
        os._exit(1)
    tracer = tracing.watch(pid, log, "-xx", "-s", "8192")
    os.write(to_child, b"go")
    for _act in range(ACTS):
        assert killing.read_one(from_child)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    tracing.leave(tracer)
    return [line for line in log.read_text().splitlines() if _CALL.match(line)]


def lay_out(files: dict[str, bytes], folder: Path) -> Path:
    """The store's file, with a journal beside it if there is one, as the next start finds them."""
    for left in folder.iterdir():
        left.unlink()
    for path, data in files.items():
        (folder / Path(path).name).write_bytes(data)
    return folder / "center.db"


def judge(center: TestCenter, path: Path, said: list, found: Counter) -> None:
    """What of the acknowledged is not there, or only half there; a store that does not open has lost all of it."""
    try:
        with closing(open_store(path, center.admin.keys.store_key)) as store:
            found["lost"] += bool(killing.lost(store, said))
            found["partial"] += bool(killing.partial(store))
            found["broken"] += killing.broken(store)
    except Problem:
        found["lost"] += 1


if __name__ == "__main__":
    main()
