"""Keys of a made-up center for tests of the vault: made once a run at the least cost, handed out in copies."""

from dataclasses import replace
from functools import cache

from wellnessdesk.domain.people import Person, Role
from wellnessdesk.vault import founding, primitives
from wellnessdesk.vault.directory import Directory, SignedDirectory, sign_directory
from wellnessdesk.vault.founding import Founded, NewPerson
from wellnessdesk.vault.header import DeviceKind, Header, ReadHeader, parse
from wellnessdesk.vault.passphrase import Cost
from wellnessdesk.vault.unlock import Unlocked

CHEAP = Cost(64 * 1024 * 1024, 1)
PASSPHRASE = "a quiet blue river"
ADMIN, COORDINATOR, PEER, OTHER, FRONT = "ada", "cora", "pia", "otto", "frank"
PEOPLE = {
    ADMIN: Person(ADMIN, "Ada Admin", Role.ADMINISTRATOR), COORDINATOR: Person(COORDINATOR, "Cora", Role.COORDINATOR),
    PEER: Person(PEER, "Pía Peer", Role.PEER), OTHER: Person(OTHER, "Otto Other", Role.PEER),
    FRONT: Person(FRONT, "Frank Desk", Role.FRONT_DESK),
}


@cache
def founded() -> Founded:
    """The center everybody shares; never change it."""
    return founding.found("Oak Wellness Center", [NewPerson(person, PASSPHRASE) for person in PEOPLE.values()],
                          DeviceKind.DEMO, CHEAP)


def keys(person: str) -> Unlocked:
    """A person's keys, to do with as the test likes."""
    made = founded().unlocked[person]
    return replace(made, role_privates=dict(made.role_privates))


def header() -> Header:
    """The center's header."""
    return founded().header


def as_read(changed: Header, store_key: bytes | None = None) -> ReadHeader:
    """A header written by somebody who holds the store key, and read again."""
    return parse(changed.to_bytes(store_key or keys(ADMIN).store_key))


def signed_by_root(directory: Directory) -> SignedDirectory:
    """What an administrator can make alone: the root key's signature is new, the readers' is the old one."""
    seed = keys(ADMIN).root_seed
    assert seed is not None
    return sign_directory(directory, seed, header().directory.by_center)


def strangers_key() -> bytes:
    """A private key that belongs to nobody here."""
    return primitives.new_key()
