"""For tests of what changes people's keys: a second coordinator, and somebody signing in as after a restart."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.support import PASSPHRASE, TestCenter, quick_keys
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.services import opening, people
from wellnessdesk.services.consents import Consent, KitWords
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.opening import Newcomer
from wellnessdesk.store.errors import StoreDamaged
from wellnessdesk.store.transaction import open_store
from wellnessdesk.vault import unlock
from wellnessdesk.vault.errors import VaultProblem

WORDS = "four plain random words"
SECOND = "Carla Second"


def consent(center: TestCenter, passphrase: str = PASSPHRASE, of: str = "Cora Coordinator") -> Consent:
    """The first coordinator agrees, by their passphrase."""
    return Consent(center.desks[of].person.id, passphrase)


def kit_b(center: TestCenter) -> KitWords:
    """The principal agrees, by kit B."""
    return KitWords(" ".join(center.created.words_b))


def second_coordinator(center: TestCenter) -> Person:
    """Another coordinator, whose passphrase is WORDS."""
    with quick_keys():
        return people.add(center.admin, Newcomer(name=SECOND, role=Role.COORDINATOR, passphrase=WORDS), consent(center))


@contextmanager
def signed_in(center: TestCenter, name: str, passphrase: str = PASSPHRASE) -> Iterator[Desk]:
    """Somebody at the computer after everybody else has left it; the others' store is opened again afterwards."""
    store = center.admin.store
    store.close()
    try:
        desk = opening.sign_in(center.folder, opening.find(center.folder, name), passphrase, center.clock, settle=True)
    except BaseException:
        store.reopen(center.admin.keys.store_key)
        raise
    try:
        yield desk
    finally:
        desk.close()
        store.reopen(desk.keys.store_key)
        for one in center.desks.values():
            with suppress(VaultProblem):  # whoever got other keys meanwhile, or none
                unlock.follow(one.keys, desk.keys.header)


def opens(center: TestCenter, key: bytes) -> bool:
    """Whether this key opens the file of records that is there now."""
    try:
        open_store(center.admin.store.path, key).close()
    except StoreDamaged:
        return False
    return True
