"""The figures of referrals and of the directory: two hundred of each, opened and looked through."""

from collections.abc import Iterator
from dataclasses import replace

from tests.bench.measure import Figure, figure, in_turns
from tests.bench.stores import BenchStore
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.referrals import Facts, Step, StepKind
from wellnessdesk.domain.resources import Resource, Wanted, found
from wellnessdesk.services import referrals, resources
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import resources as rows

MANY = 200


def referrals_list(store: BenchStore) -> Iterator[Figure]:
    """Open two hundred referrals of three steps each, as their page does; floor: none."""
    with store.copy() as folder:
        desk = store.sign_in(folder, Role.COORDINATOR)
        for number in range(MANY):
            _under_way(desk, number % 100 + 1)
        if len(referrals.under_way(desk)) < MANY:
            raise AssertionError("some referrals are missing")
        ones, floors = in_turns(11, lambda: referrals.under_way(desk))
        desk.close()
    yield figure("referrals.list", store.visits, ones, floors or None)


def directory_search(store: BenchStore) -> Iterator[Figure]:
    """One letter more in the search of two hundred entries, read and narrowed down; floor: reading them."""
    with store.copy() as folder:
        desk = store.sign_in(folder, Role.FRONT_DESK)
        _fill(desk)

        def search() -> None:
            if not found(resources.directory(desk), Wanted(words="clin", language="es")):
                raise AssertionError("nothing is found")

        ones, floors = in_turns(31, search, lambda: resources.directory(desk))
        desk.close()
    yield figure("directory.search", store.visits, ones, floors)


def _under_way(desk: Desk, student: int) -> None:
    made = referrals.draft(desk, Facts(student=student, kind="counseling", to="Valley", why="why " * 30,
                                       purpose="purpose " * 10))
    referrals.step(desk, made.id, Step(kind=StepKind.CONSENT, day=desk.today(), who="student", how="phone"))
    referrals.step(desk, made.id, Step(kind=StepKind.SEND, day=desk.today(), how="slip"))


def _fill(desk: Desk) -> None:
    """Past the services: what is looked for is not judged."""
    entry = Resource(kind="health", about="Check-ups and shots for everybody", languages=("en", "es"), cost="free")
    with desk.store.transaction() as tx:
        for number in range(MANY):
            rows.add(tx, replace(entry, name=f"Clinic number {number}"))
