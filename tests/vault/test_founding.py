"""Who gets which key: at the founding, and with each later person, never more than their role."""

from dataclasses import replace

from tests.vault.founded import (
    ADMIN,
    CHEAP,
    COORDINATOR,
    FRONT,
    OTHER,
    PASSPHRASE,
    PEER,
    as_read,
    founded,
    header,
    keys,
)
from wellnessdesk.domain.people import ROLES_OF_PEOPLE, Person, Role
from wellnessdesk.vault import device, founding, kits, primitives, recovery, unlock
from wellnessdesk.vault.founding import NewPerson
from wellnessdesk.vault.header import DeviceKind, GrantKind, parse

HELD = {
    ADMIN: {GrantKind.STORE, GrantKind.ROOT}, COORDINATOR: {GrantKind.STORE, GrantKind.ROLE},
    PEER: {GrantKind.STORE}, OTHER: {GrantKind.STORE}, FRONT: {GrantKind.STORE},
    recovery.KIT_A: {GrantKind.STORE, GrantKind.ROOT, GrantKind.DEVICE}, recovery.KIT_B: {GrantKind.ROLE},
    "role:1": {GrantKind.CENTER},
}


def test_every_holder_is_given_exactly_what_their_role_needs():
    given = {}
    for grant in header().grants:
        given.setdefault(grant.holder, set()).add(grant.kind)
    assert given == HELD


def test_kit_a_opens_store_root_and_device_but_no_notes():
    kit = founded().kit_a
    opened = {kind: primitives.unseal(kit.private, header().grant(kind, kit.name).box)
              for kind in HELD[recovery.KIT_A]}
    assert opened == {GrantKind.STORE: keys(ADMIN).store_key, GrantKind.ROOT: keys(ADMIN).root_seed,
                      GrantKind.DEVICE: device.DEMO_SECRET}
    assert header().grant(GrantKind.ROLE, kit.name) is None


def test_kit_b_opens_the_coordinators_role_key():
    kit = founded().kit_b
    opened = primitives.unseal(kit.private, header().grant(GrantKind.ROLE, kit.name).box)
    assert opened == keys(COORDINATOR).role_privates[1]


def test_no_two_keys_are_the_same():
    coordinator, admin = keys(COORDINATOR), keys(ADMIN)
    every = {coordinator.store_key, admin.root_seed, coordinator.role_privates[1], coordinator.center_seed,
             coordinator.index_key(1), founded().kit_a.private, founded().kit_b.private}
    assert len(every) == 7


def test_what_the_founding_hands_over_is_what_signing_in_unlocks():
    for person, made in founded().unlocked.items():
        opened = unlock.unlock(as_read(header()), person, PASSPHRASE, device.DEMO_SECRET)
        assert opened == replace(made, header=opened.header)


def test_a_center_uses_a_keyring_or_leaves_the_names_out(memory_keyring):
    people = [NewPerson(Person("a", "Ada", Role.ADMINISTRATOR), PASSPHRASE)]
    ringed = founding.found("Oak", people, DeviceKind.KEYRING, CHEAP).header
    bare = founding.found("Oak", people, DeviceKind.NONE, CHEAP).header

    assert [store for _service, store in memory_keyring.secrets] == [ringed.anchors.store]
    assert (len(ringed.title), len(ringed.slots[0].name)) != (0, 0)
    assert (bare.title, bare.slots[0].name) == (b"", b"")


def test_a_center_founded_just_now_lets_everybody_in_with_what_the_founding_handed_over():
    """Not the one that all tests share: what made that one may have been another program."""
    people = [NewPerson(Person(role.value, role.value.title(), role), PASSPHRASE) for role in ROLES_OF_PEOPLE]
    made = founding.found("Elm", people, DeviceKind.DEMO, CHEAP)
    assert (made.header.generation, made.header.directory.serial()) == (1, 1)
    assert {grant.epoch for grant in made.header.grants} == {1}
    assert {entry.person: (entry.role, entry.active) for entry in made.unlocked[Role.PEER.value].directory.entries} == {
        role.value: (role, True) for role in ROLES_OF_PEOPLE}
    for role in ROLES_OF_PEOPLE:
        opened = unlock.unlock(parse(made.header.to_bytes(made.unlocked[role.value].store_key)), role.value, PASSPHRASE,
                               device.DEMO_SECRET)
        assert opened == replace(made.unlocked[role.value], header=opened.header)
    assert kits.open_a(made.header, made.kit_a).root_seed == made.unlocked[Role.ADMINISTRATOR.value].root_seed
    assert kits.open_b(made.header, made.kit_b).center_seed == made.unlocked[Role.COORDINATOR.value].center_seed
