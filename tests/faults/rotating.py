"""Kills a program while it changes keys, again and again, and looks which generation of them opens the center.

Usage: python -m tests.faults.rotating FOLDER KILLS MODE. Each time a child works on a fresh copy of a center, with its
keys given as after a sign-in. In mode `passphrase` a peer changes their passphrase; in mode `rotation` an administrator
removes that peer, which exchanges the store key. It is killed before one of the steps that reach the disk (a sync, a
rename, a commit), each in its turn, or at a moment by chance, the last time not at all; and it says over a pipe when it
is done. Then the door is tried: exactly one generation must open, the new one once it was said to be done, and the
others must come in all the same. MODE `careless` is the control: there the header goes into its place
before the records. Prints one JSON object.
"""

import contextlib
import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from sqlalchemy.engine.default import DefaultDialect

from tests.centers import worked_center
from tests.faults.killing import desk_at
from tests.support import PASSPHRASE, TestCenter, derived_once, quick_keys
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.people import Role
from wellnessdesk.services import audit, leaving, opening, passphrases, rotation
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import copies
from wellnessdesk.store.transaction import open_store
from wellnessdesk.vault import header_file

NEW = "another set of random words"
_FILES = {header_file.STORE_NAME, *header_file.NAMES}
_STEPS = 40
"""More than there are: a child that ends before its step was reached says that it is done."""


class Scene:
    """A center that every round has a copy of, the act, and who may come in before and after it."""

    def __init__(self, folder: Path, mode: str) -> None:
        self.center = worked_center(folder / "center").center
        self.center.admin.close()
        self.folder = folder / "round"
        self.mode = mode
        self.peer = self.center.peer.person.id
        self.seconds = 0.0

    def fresh(self) -> None:
        for old in (self.folder, self.folder.with_name(f"{self.folder.name}-backups")):
            shutil.rmtree(old, ignore_errors=True)
        shutil.copytree(self.center.folder, self.folder)

    def act(self) -> None:
        """What the child does."""
        store = open_store(self.folder / header_file.STORE_NAME, self.center.admin.keys.store_key)
        desk = desk_at(here(self.center, self.folder), store, self._role())
        with quick_keys():
            if self.mode == "passphrase":
                passphrases.change_passphrase(desk, PASSPHRASE, NEW)
            else:
                leaving.deactivate(desk, self.peer)

    def before(self) -> bool:
        """Whether the keys of before come in."""
        return self._comes_in(self.peer, PASSPHRASE)

    def after(self) -> bool:
        """Whether the act is what counts now."""
        if self.mode == "passphrase":
            return self._comes_in(self.peer, NEW)
        found: list[bool] = []
        self._comes_in(self.center.admin.person.id, PASSPHRASE,
                       lambda desk: found.append(not desk.keys.directory.entry(self.peer).active))
        return found == [True]

    def others(self) -> bool:
        """Whether somebody comes in whom it is not about, finds a whole log, and leaves nothing half done.

        A journal that never came to count (its first bytes are still zero) stays until the next change writes its own.
        """
        def look(desk: Desk) -> None:
            verdict = audit.verify(desk)
            assert verdict.sound, verdict
            copies.check(desk.store.path, desk.keys.store_key)

        with contextlib.suppress(AssertionError):
            came = self._comes_in(self.center.coordinator.person.id, PASSPHRASE, look, settle=True)
            left = {path.name for path in self.folder.iterdir() if path.read_bytes()[:8].strip(b"\0")}
            return came and left == _FILES
        return False

    def _role(self) -> Role:
        return Role.PEER if self.mode == "passphrase" else Role.ADMINISTRATOR

    def _comes_in(self, person: str, passphrase: str, look: Callable[[Desk], object] = bool, *,
                  settle: bool = False) -> bool:
        try:
            desk = opening.sign_in(self.folder, person, passphrase, self.center.clock, settle=settle)
        except Problem:
            return False
        try:
            look(desk)
        finally:
            desk.close()
        return True


def main() -> None:
    folder, kills, mode = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    scene, dice = Scene(folder, mode), random.Random(kills)
    if mode == "careless":
        careless()
    measure(scene)
    found = {"tried": 0, "done": 0, "lost": 0, "both": 0, "untidy": 0, "steps": 0}
    for number in range(kills):
        scene.fresh()
        if number == kills - 1:
            said, died = killed(scene)  # the last one is let through: what was done is judged too
        elif number % 2:
            said, died = killed(scene, delay=dice.uniform(0, scene.seconds))
        else:
            said, died = killed(scene, step=number // 2 % _STEPS)
            found["steps"] += died
        judge(scene, said, found)
    sys.stdout.write(json.dumps(found))


def here(center: TestCenter, folder: Path) -> TestCenter:
    """The same center, in this folder."""
    return TestCenter(folder, center.created, center.desks, center.clock)


def measure(scene: Scene) -> None:
    """How long the act takes, so that moments by chance fall into it."""
    scene.fresh()
    start = time.monotonic()
    killed(scene)
    scene.seconds = time.monotonic() - start


def judge(scene: Scene, said: bool, found: dict[str, int]) -> None:
    before, after = scene.before(), scene.after()
    found["tried"] += 1
    found["done"] += said
    found["lost"] += said and not after or not (before or after)
    found["both"] += before and after
    found["untidy"] += not scene.others()


def killed(scene: Scene, *, delay: float | None = None, step: int | None = None) -> tuple[bool, bool]:
    """Let a child act, killed after `delay` seconds or before its `step`; whether it said it was done, and died."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            if step is not None:
                die_at(step)
            scene.act()
            os.write(writer, b"done")
        finally:
            os._exit(0)
    os.close(writer)
    if delay is not None:
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
    said = os.read(reader, 4) == b"done"
    os.close(reader)
    _pid, status = os.waitpid(child, 0)
    assert said or os.WIFSIGNALED(status), "the child failed by itself"
    return said, os.WIFSIGNALED(status)


def die_at(step: int) -> None:
    """Be killed before the `step`-th time that a file is synced or renamed, or a transaction committed."""
    left = [step]

    def wrap(function):
        def counted(*args, **kwargs):
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1
            return function(*args, **kwargs)
        return counted

    mock.patch.object(os, "fsync", wrap(os.fsync)).start()
    mock.patch.object(Path, "replace", wrap(Path.replace)).start()
    mock.patch.object(Path, "unlink", wrap(Path.unlink)).start()
    mock.patch.object(DefaultDialect, "do_commit", wrap(DefaultDialect.do_commit)).start()


def careless() -> None:
    """The control's fault: the header first, and then the records it is for."""
    stage = rotation._staged

    def at_once(desk: Desk, after: object, key: bytes) -> None:
        stage(desk, after, key)
        header_file.put_in_place(desk.folder)

    mock.patch.object(rotation, "_staged", at_once).start()


if __name__ == "__main__":
    with derived_once():
        main()
