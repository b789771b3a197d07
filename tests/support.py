"""A small real center for tests: real SQLCipher, real keys (at the lowest cost), four roles, a few students."""

import atexit
import contextlib
import copy
import functools
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from unittest import mock

from wellnessdesk.base.clock import FixedClock
from wellnessdesk.domain.people import Role
from wellnessdesk.services import opening
from wellnessdesk.services.changes import Changes
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.opening import Created, NewCenter, Newcomer
from wellnessdesk.store import students
from wellnessdesk.store.transaction import open_store
from wellnessdesk.vault import founding, header_file, passphrase, people_keys

PASSPHRASE = "a quiet blue river"
NAMES = {
    Role.ADMINISTRATOR: "Ada Admin", Role.COORDINATOR: "Cora Coordinator", Role.FRONT_DESK: "Frank Desk",
    Role.PEER: "Pia Peer",
}
SECOND_PEER = "Otto Other"
STUDENTS = (
    ("José", "Núñez", "10"), ("Anna", "O'Neil", "9"), ("Minh", "Nguyễn", "11"), ("Łukasz", "Wójcik", "12"),
    ("Aaliyah", "Brown", "10"), ("Aaliyah", "Brown", "12"), ("Zoë", "García-López", "9"),
)


@dataclass
class TestCenter:
    """A center with one desk a person; all desks share one store, for one person sits at it at a time."""

    __test__ = False
    folder: Path
    created: Created
    desks: dict[str, Desk]
    clock: FixedClock

    def desk(self, role: Role) -> Desk:
        """The desk of the first person of a role."""
        return self.desks[NAMES[role]]

    @property
    def front(self) -> Desk:
        return self.desk(Role.FRONT_DESK)

    @property
    def peer(self) -> Desk:
        return self.desk(Role.PEER)

    @property
    def coordinator(self) -> Desk:
        return self.desk(Role.COORDINATOR)

    @property
    def admin(self) -> Desk:
        return self.desk(Role.ADMINISTRATOR)


@contextlib.contextmanager
def quick_keys():
    """While this lasts, new slots take 64 MiB and one pass: the least the vault accepts."""
    least = passphrase.Cost(64 * 1024 * 1024, 1)
    with mock.patch.object(founding, "Cost", return_value=least), \
            mock.patch.object(people_keys, "Cost", return_value=least):
        yield


@contextlib.contextmanager
def derived_once():
    """While this lasts, what was derived from a passphrase, a salt and a cost is kept: it is the same every time, and
    to derive it again is half the work of a test in which the people of a copied center sign in and out."""
    with mock.patch.object(passphrase.argon2id, "kdf", functools.cache(passphrase.argon2id.kdf)):
        yield


def make_center(folder: Path, *, with_students: bool = True) -> TestCenter:
    """A demo center with one person a role and a second Wellness Peer, everybody's passphrase PASSPHRASE.

    Made once a process and copied: deriving five keys for every test would be most of the time of the suite.
    """
    template, created = _template()
    shutil.copytree(template, folder, dirs_exist_ok=True)
    clock = FixedClock()
    store = open_store(folder / header_file.STORE_NAME, created.desk.keys.store_key)
    desks = {desk.person.name: replace(desk, store=store, folder=folder, clock=clock, keys=copy.copy(desk.keys),
                                       changes=Changes(), sittings=set(), cache={})
             for desk in created.desks.values()}
    first = desks[created.desk.person.name]
    copied = replace(created, desk=first, desks={desk.person.id: desk for desk in desks.values()})
    center = TestCenter(folder, copied, desks, clock)
    if with_students:
        add_students(center.admin)
    return center


@functools.cache
def _template() -> tuple[Path, Created]:
    holder = tempfile.TemporaryDirectory(prefix="wellnessdesk-template-")
    atexit.register(holder.cleanup)
    folder = Path(holder.name) / "center"
    everybody = tuple(Newcomer(name=name, role=role, passphrase=PASSPHRASE) for role, name in NAMES.items())
    everybody = (*everybody, Newcomer(name=SECOND_PEER, role=Role.PEER, passphrase=PASSPHRASE))
    with quick_keys():
        created = opening.create(
            folder, NewCenter(name="Oak Wellness Center", school="Oak High School", time_zone="America/Los_Angeles",
                              people=everybody), demo=True, clock=FixedClock())
    created.desk.store.close()
    return folder, created


def add_students(desk: Desk) -> None:
    """Put STUDENTS on the roster."""
    rows = [{"sourced_id": f"s{number}", "student_number": f"20{number:04}", "given": given, "middle": "",
             "family": family, "roster_preferred": "", "grade": grade, "school": "Oak High School",
             "birth_date": None, "active": True} for number, (given, family, grade) in enumerate(STUDENTS, 1)]
    with desk.change("students") as change:
        students.add_many(change.tx, rows)
        change.record("roster.accept", "roster")


def open_as(center: TestCenter, name: str) -> Desk:
    """Sign in anew, as a person would after a restart (the other desks' store must be closed)."""
    return opening.sign_in(center.folder, opening.find(center.folder, name), PASSPHRASE, center.clock)
