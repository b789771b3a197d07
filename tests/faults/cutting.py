"""Kills a program in the middle of one long act, again and again, and looks what the next to open the center finds.

Usage: python -m tests.faults.cutting FOLDER KILLS ACT. The act is `export` (a bundle is written to a stick), `rows`
(one of rows, streamed to it), `migration` (a store of the first release is opened) or a control: `export bare` writes
the file straight into its place and settles nothing later; `migration bare` commits after every statement. Each round
has a copy of its own; the kill comes at a random moment of the act. Afterwards there must be the state before or the
state after, and the act must be possible (or done). Prints one JSON object.
"""

import hashlib
import io
import json
import os
import random
import shutil
import signal
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from unittest import mock

from tests.faults.scene import ACTS, Facts, broken, facts, same_in, set_up
from tests.store.stores import KEY
from tests.support import PASSPHRASE
from wellnessdesk.services import audit, bundle_files, bundle_history, opening
from wellnessdesk.store import engine, migrate
from wellnessdesk.store.transaction import open_store
from wellnessdesk.vault import header_file

STORES = Path(__file__).resolve().parent.parent / "data" / "stores"


class Export:
    """A bundle onto a stick."""

    act = "write a bundle"

    def __init__(self, folder: Path, room: Path) -> None:
        self.scene, self.room = set_up(folder / "center"), room
        self.key = self.scene.center.admin.keys.store_key

    def ready(self) -> Callable[[], object]:
        """A copy of its own, open; the act to be done in it."""
        staged = self.scene.stage(self.room / "center")
        return lambda: ACTS[self.act](staged)

    def facts(self) -> Facts:
        """The records and the stick."""
        stick = {path.name: path.read_bytes()[:3] for path in (self.room / "stick").glob("*")}
        return {**facts(self.room / "center" / header_file.STORE_NAME, self.key), "stick": sorted(map(repr, stick))}

    def look(self) -> str:
        """What the next to sign in finds wrong; afterwards the act has been done."""
        clock = self.scene.center.clock
        desk = opening.sign_in(self.room / "center", self.scene.center.coordinator.person.id, PASSPHRASE, clock,
                               settle=True)
        with closing(desk):
            written = [one for one in bundle_history.history(desk) if one.state == "written"]
            names = [one.file_name for one in written]
            if sorted(path.name for path in (self.room / "stick").iterdir()) != names:
                return "the stick and the records disagree"
            if not audit.verify(desk).sound:
                return "the log is not sound"
        if not written:
            ACTS[self.act](self.scene.opened(self.room / "center"))
        return ""


class Rows(Export):
    """A bundle of rows, streamed onto it."""

    act = "write rows"


class Migration:
    """A store of the first release, opened by this one."""

    def __init__(self, _folder: Path, room: Path) -> None:
        self.room, self.key = room, KEY

    def ready(self) -> Callable[[], object]:
        (self.room / "center").mkdir()
        path = self.room / "center" / header_file.STORE_NAME
        shutil.copyfile(STORES / "0001.db", path)
        return lambda: open_store(path, KEY).close()

    def facts(self) -> Facts:
        return facts(self.room / "center" / header_file.STORE_NAME, KEY)

    def look(self) -> str:
        path = self.room / "center" / header_file.STORE_NAME
        store = open_store(path, KEY)
        with closing(store), store.connection() as connection:
            return "" if migrate.current(connection) == migrate.newest() else "not the newest schema"


ACTIONS = {"export": Export, "rows": Rows, "migration": Migration}


def main() -> None:
    folder, kills, act = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    name, _blank, bare = act.partition(" ")
    room, dice = folder / "room", random.Random(kills)
    action = ACTIONS[name](folder / "scene", room)
    if bare:
        {"export": bare_export, "migration": bare_migration}[name]()
    undisturbed = [timed(action) for _run in range(5)]
    after, alike = undisturbed[0][1], same_in(undisturbed[0][1], undisturbed[1][1])
    usual = statistics.median(seconds for seconds, _facts in undisturbed)
    found, examples = Counter(tried=kills, lost=0, inside=0), []
    for _kill in range(kills):
        inside = killed(action, dice.uniform(0, usual))
        found["inside"] += inside
        wrong = became(action, after, alike)
        if wrong:
            found["lost"] += 1
            examples.append(wrong)
    sys.stdout.write(json.dumps({**found, "examples": examples[:20]}))


def timed(action: Export | Migration) -> tuple[float, Facts]:
    """How long the act takes undisturbed, and what it leaves."""
    seconds = float(child_of(action, None))
    return seconds, action.facts()


def killed(action: Export | Migration, after: float) -> bool:
    """Kill it that many seconds after its beginning; whether it was still at it."""
    return not child_of(action, after)


def child_of(action: Export | Migration, after: float | None) -> str:
    """Fork a process that does the act; what it said at its end, empty when it was killed before that."""
    shutil.rmtree(action.room, ignore_errors=True)
    action.room.mkdir()
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            act = action.ready()
            os.write(writer, b"ready ")
            began = time.perf_counter()
            act()
            os.write(writer, str(time.perf_counter() - began).encode())
        finally:
            os._exit(0)
    os.close(writer)
    assert os.read(reader, 6) == b"ready "
    if after is not None:
        time.sleep(after)
        os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    with os.fdopen(reader, "rb") as end:
        return end.read().decode()


def became(action: Export | Migration, after: Facts, alike: set[str]) -> str:
    """What is wrong after a kill; empty when nothing is."""
    try:
        wrong = action.look()
        if broken(action.room / "center" / header_file.STORE_NAME, action.key):
            return "broken"
        now = action.facts()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is counted
        return repr(error)[:500]
    return wrong or next((column for column in alike if now.get(column) != after[column]), "")


def bare_export() -> None:
    """The control's fault: no other name until it is whole, and nobody settles what was left."""
    def stage(target: Path, fill: bundle_files.Fill) -> tuple[str, int]:
        whole = io.BytesIO()
        fill(whole)
        data = whole.getvalue()
        with target.open("wb") as file:
            for at in range(0, len(data), 64):
                file.write(data[at:at + 64])
                file.flush()
                os.fsync(file.fileno())
                time.sleep(0.005)  # it takes its time, as a stick does
        return hashlib.sha256(data).hexdigest(), len(data)

    mock.patch.object(bundle_files, "stage", stage).start()
    mock.patch.object(bundle_files, "put_in_place").start()
    mock.patch.object(bundle_files, "settle_pending", return_value=None).start()


def bare_migration() -> None:
    """The control's fault: every statement is a transaction of its own."""
    make = engine.make_engine
    mock.patch.object(engine, "make_engine", lambda opened: make(opened).execution_options(begin="SELECT 1")).start()


if __name__ == "__main__":
    main()
