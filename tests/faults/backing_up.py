"""Kills a program in the midst of a backup or a restore, and looks at what is left.

Usage: python -m tests.faults.backing_up FOLDER ROUNDS MODE. MODE `backup`: afterwards every file that bears a backup's
name is a whole one, and the center opens. MODE `restore`: afterwards the center in the folder is the old one or the
restored one as a whole, opened by a sign-in. MODE `by hand` is the control: a restore as somebody would do it who
copies the files back one after the other. Prints one JSON object.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from tests.centers import worked_center
from tests.support import PASSPHRASE, TestCenter, derived_once
from wellnessdesk.base.errors import Problem
from wellnessdesk.services import audit, backups, opening, restore, visits
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import copies
from wellnessdesk.store.transaction import open_store
from wellnessdesk.vault import backup, header_file, recovery

OLD, RESTORED = 4, 3
"""Visits in the center as it is, and in its backup."""


class Round:
    """The center of a morning with its backup; since then a student came."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.center: TestCenter = worked_center(folder / "center").center
        self.stick = folder / "stick"
        self.stick.mkdir()
        backups.set_folders(self.center.admin, [self.stick])
        [made] = backups.make(self.center.admin)
        self.file = Path(shutil.copy(self.stick / made.name, folder / "first.wdbackup"))
        self.center.clock.advance(hours=1)
        visits.check_in(self.center.front, 6, reason="take_a_break", origin="walk_in")
        self.center.admin.store.close()
        self.words = " ".join(self.center.created.words_a)
        self.dice = random.Random(seed)
        self.found = {"tried": 0, "lost": 0, "killed": 0, "old": 0, "new": 0}

    def make_backup(self) -> None:
        """One more day, and its backup."""
        center = self.center
        center.clock.advance(days=self.found["tried"] + 1)
        store = open_store(center.folder / header_file.STORE_NAME, center.admin.keys.store_key)
        backups.make(Desk(center.admin.person, center.admin.keys, store, center.admin.center, center.clock,
                          center.folder))
        store.close()

    def look_after_backup(self) -> bool:
        """Whether every backup is whole, and the center opens and works."""
        kit = recovery.from_words(recovery.KIT_A, self.words)
        for file in self.stick.glob("*.wdbackup"):
            opened = backup.open_with_kit(backup.look(file), kit)
            backup.extract(opened, self.folder / "out.db")
            (self.folder / "out.db").unlink()
        self.found["new"] = len(list(self.stick.glob("*.wdbackup")))
        return self._opens(self.center.folder) == OLD

    def look_after_restore(self, folder: Path) -> bool:
        """Whether the old or the restored center opens, as a whole."""
        came = self._opens(folder)
        self.found["old"] += came == OLD
        self.found["new"] += came == RESTORED
        left = [path.name for path in folder.iterdir() if path.name.endswith(".new") or path.name.startswith(".")]
        shutil.rmtree(folder)
        return came in (OLD, RESTORED) and not left

    def _opens(self, folder: Path) -> int:
        """How many visits whoever signs in finds; raises `Problem` when nobody can, or what is there is not whole."""
        center = self.center
        desk = opening.sign_in(folder, center.coordinator.person.id, PASSPHRASE, center.clock, settle=True)
        try:
            with desk.reading() as tx:
                found = tx.session.execute(text("SELECT count(*) FROM visits")).scalar_one()
            if not audit.verify(desk).sound:
                raise Problem("the audit log is not whole")
        finally:
            desk.close()
        copies.check(folder / header_file.STORE_NAME, desk.keys.store_key)
        return int(found)


def by_hand(files: dict[str, bytes], folder: Path) -> None:
    """The control's restore: the files of the restored center written over the present ones, one by one."""
    for name, data in files.items():
        with (folder / name).open("r+b") as file:
            file.truncate()
            for at in range(0, len(data), 4096):
                file.write(data[at:at + 4096])
                file.flush()
                os.fsync(file.fileno())
                time.sleep(0.0005)  # as a disk takes: the tests' files may lie in memory


def killed(work: Callable[[], object], after: float) -> bool:
    """Run `work` in a child and kill it after so many seconds; whether that came before its end."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the child failed by itself"
    return os.WIFSIGNALED(status)


def lasts(work: Callable[[], object]) -> float:
    """How long a child needs when nobody kills it."""
    begin = time.monotonic()
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    return time.monotonic() - begin


def main() -> None:
    folder, rounds, mode = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    made = Round(folder, rounds)
    run = {"backup": backing_up, "restore": restoring, "by hand": restoring_by_hand}[mode]
    run(made, rounds)
    sys.stdout.write(json.dumps(made.found))


def backing_up(made: Round, rounds: int) -> None:
    longest = lasts(made.make_backup)
    for _round in range(rounds):
        made.found["tried"] += 1
        made.found["killed"] += killed(made.make_backup, made.dice.random() * longest)
        made.found["lost"] += not whole(made.look_after_backup)


def restoring(made: Round, rounds: int) -> None:
    def work(target: Path) -> None:
        restore.restore(made.file, made.words, target, made.center.clock)

    each(made, rounds, work)


def restoring_by_hand(made: Round, rounds: int) -> None:
    restore.restore(made.file, made.words, made.folder / "restored", made.center.clock)
    names = (header_file.STORE_NAME, *header_file.NAMES)
    files = {name: (made.folder / "restored" / name).read_bytes() for name in names}
    each(made, rounds, lambda target: by_hand(files, target))


def each(made: Round, rounds: int, work: Callable[[Path], None]) -> None:
    longest = lasts(lambda: work(Path(shutil.copytree(made.center.folder, made.folder / "first"))))
    for number in range(rounds):
        target = Path(shutil.copytree(made.center.folder, made.folder / f"round-{number}"))
        made.found["tried"] += 1
        made.found["killed"] += killed(lambda here=target: work(here), made.dice.random() * longest)
        made.found["lost"] += not whole(lambda here=target: made.look_after_restore(here))


def whole(look: Callable[[], bool]) -> bool:
    """What cannot be opened is lost."""
    try:
        return look()
    except Problem:
        return False


if __name__ == "__main__":
    with derived_once():
        main()
