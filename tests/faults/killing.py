"""Kills a program at work, again and again, and counts what it had said was saved and was not.

Usage: python -m tests.faults.killing FOLDER KILLS MODE. A child signs nobody in (its keys are given, as after a
sign-in); it checks students in and out through the services and acknowledges each over a pipe. The parent kills it the
moment the chosen acknowledgement arrives, reopens the store and looks. MODE `early` is the control: that child
acknowledges before the change is committed, so that there is something to lose. Prints one JSON object.
"""

import json
import os
import random
import signal
import sys
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from sqlalchemy import text

from tests.centers import fresh_center
from tests.support import TestCenter
from wellnessdesk.domain.people import Role
from wellnessdesk.services import audit, visits
from wellnessdesk.services.desk import Desk
from wellnessdesk.store.transaction import Store, open_store

STUDENTS = 7
_ACK = 20


def main() -> None:
    folder, kills, mode = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    center = fresh_center(folder / "center")
    center.admin.close()
    dice = random.Random(kills)
    found = {"tried": 0, "acknowledged": 0, "lost": 0, "partial": 0, "broken": 0}
    for _kill in range(kills):
        said = killed(center, dice.randint(1, 12), early=mode == "early")
        store = open_store(center.admin.store.path, center.admin.keys.store_key)
        found["tried"] += 1
        found["acknowledged"] += len(said)
        found["lost"] += lost(store, said)
        found["partial"] += partial(store)
        found["broken"] += broken(store)
        store.close()
    store = open_store(center.admin.store.path, center.admin.keys.store_key)
    found["audit whole"] = audit.verify(desk_at(center, store, Role.COORDINATOR)).whole
    store.close()
    sys.stdout.write(json.dumps(found))


def desk_at(center: TestCenter, store: Store, role: Role) -> Desk:
    made = center.desk(role)
    return Desk(made.person, made.keys, store, made.center, center.clock, center.folder)


def killed(center: TestCenter, after: int, *, early: bool) -> list[tuple[str, int]]:
    """What a child acknowledged before it was killed at its `after`-th acknowledgement."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            work(center, writer, early=early)
        finally:
            os._exit(1)
    os.close(writer)
    said = [one for _number in range(after) if (one := read_one(reader))]
    os.kill(child, signal.SIGKILL)
    while one := read_one(reader):
        said.append(one)
    os.close(reader)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the child ended by itself"
    return said


def read_one(reader: int) -> tuple[str, int] | None:
    data = os.read(reader, _ACK)
    return understood(data) if len(data) == _ACK else None


def understood(data: bytes) -> tuple[str, int]:
    """What was acknowledged, and of which visit."""
    return data[:3].decode(), int(data[3:])


def work(center: TestCenter, writer: int, *, early: bool) -> None:
    """A busy front desk that says of each act that it is saved."""
    def acknowledge(what: str, visit: int) -> None:
        os.write(writer, f"{what}{visit:>{_ACK - 3}}".encode())

    desk = desk_at(center, open_store(center.admin.store.path, center.admin.keys.store_key), Role.FRONT_DESK)
    if early:
        in_the_middle(acknowledge)
    here = {one.student_id: one.id for one in visits.queue(desk).waiting}
    for number in range(10_000):
        student = number % STUDENTS + 1
        if student in here:
            what, visit = "out", here.pop(student)
            visits.check_out(desk, visit)
        else:
            visit = here[student] = visits.check_in(desk, student, reason="take_a_break", origin="walk_in").id
            what = "in "
        if not early:
            acknowledge(what, visit)


def in_the_middle(acknowledge) -> None:
    """The control's fault: to say it is saved while the transaction is still open."""
    change = Desk.change

    @contextmanager
    def boastful(self, *features: str, audited: bool = True):
        with change(self, *features, audited=audited) as act:
            yield act
            made = act.tx.session.execute(text("SELECT max(id) FROM visits")).scalar()
            acknowledge("in ", made)

    mock.patch.object(Desk, "change", boastful).start()


def lost(store: Store, said: list[tuple[str, int]]) -> int:
    with store.reading() as tx:
        rows = tx.session.execute(text("SELECT id, left_at IS NOT NULL FROM visits")).all()
    kept = {("in ", row[0]) for row in rows} | {("out", row[0]) for row in rows if row[1]}
    return len(set(said) - kept)


def partial(store: Store) -> int:
    """Visits without their entry in the log, and entries without their visit."""
    with store.reading() as tx:
        made = set(tx.session.execute(text("SELECT 'visit:' || id FROM visits")).scalars())
        logged = set(tx.session.execute(text("SELECT subject FROM audit WHERE action = 'visit.check_in'")).scalars())
        left = tx.session.execute(text("SELECT count(*) FROM visits WHERE left_at IS NOT NULL")).scalar_one()
        out = tx.session.execute(text("SELECT count(*) FROM audit WHERE action = 'visit.check_out'")).scalar_one()
    return len(made ^ logged) + abs(left - out)


def broken(store: Store) -> int:
    with store.reading() as tx:
        sound = tx.session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        pages = tx.session.execute(text("PRAGMA cipher_integrity_check")).all()
    return int(not sound or bool(pages))


if __name__ == "__main__":
    main()
