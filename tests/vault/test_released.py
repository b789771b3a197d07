"""What lies on disks stays readable: the key file, notes and entries of the log of every released format."""

import json

import pytest

from tests.vault.founded import ADMIN, COORDINATOR, FRONT, OTHER, PASSPHRASE, PEER, PEOPLE
from tests.vault.released import BODY, FOLDER, HASH, HERE, WORDS
from wellnessdesk.domain.people import Role
from wellnessdesk.vault import device, kits, recovery, sealed_entries, sealing, unlock
from wellnessdesk.vault.directory import decode
from wellnessdesk.vault.errors import NotForThisKey
from wellnessdesk.vault.header import DeviceKind, parse

KEYS = (FOLDER / "keys-1.json").read_bytes()
FACTS = json.loads((FOLDER / "facts-1.json").read_text())
READ = parse(KEYS)


@pytest.fixture(scope="module")
def opened():
    return {person: unlock.unlock(READ, person, PASSPHRASE, device.DEMO_SECRET) for person in PEOPLE}


def test_everybody_comes_in_with_the_keys_of_their_role(opened):
    assert {keys.store_key for keys in opened.values()} == {decode(FACTS["store_key"])}
    assert {person for person, keys in opened.items() if keys.root_seed} == {ADMIN}
    assert {person for person, keys in opened.items() if keys.center_seed} == {COORDINATOR}
    assert {person: sorted(keys.role_privates) for person, keys in opened.items()} == {
        ADMIN: [], COORDINATOR: [1], PEER: [], OTHER: [], FRONT: []}


def test_the_header_is_written_as_it_was(opened):
    assert READ.header.to_bytes(decode(FACTS["store_key"])) == KEYS
    assert READ.header.authentic(decode(FACTS["store_key"]), READ.mac)
    assert (READ.header.generation, READ.header.device) == (1, DeviceKind.DEMO)


def test_names_and_title_are_shown_and_found():
    assert unlock.title(READ.header, device.DEMO_SECRET) == "Oak Wellness Center"
    assert sorted(name for _id, name in unlock.shown_names(READ.header, device.DEMO_SECRET)) == sorted(
        person.name for person in PEOPLE.values())
    assert unlock.find_person(READ.header, device.DEMO_SECRET, " pía  PEER") == PEER


def test_the_directory_names_everybody_active_in_their_role(opened):
    directory = opened[PEER].directory
    assert directory.serial == 1
    assert {entry.person: (entry.role, entry.active) for entry in directory.entries} == {
        person.id: (person.role, True) for person in PEOPLE.values()}
    assert directory.entry(COORDINATOR).role is Role.COORDINATOR


@pytest.mark.parametrize("person", [COORDINATOR, PEER])
def test_a_note_opens_for_author_and_coordinator(opened, person):
    found = sealing.unseal(opened[person], HERE, decode(FACTS["note"]))
    assert (found.body, found.signer) == (BODY, PEER)


@pytest.mark.parametrize("person", [ADMIN, OTHER, FRONT])
def test_and_for_nobody_else(opened, person):
    with pytest.raises(NotForThisKey):
        sealing.unseal(opened[person], HERE, decode(FACTS["note"]))


def test_the_blind_index_is_found_again(opened):
    assert sealing.blind(opened[COORDINATOR], "12", "7", decode(FACTS["note"])) == decode(FACTS["index"])
    assert sealing.blind(opened[COORDINATOR], "13", "7", decode(FACTS["note"])) != decode(FACTS["index"])


def test_a_sealed_entry_says_what_was_done_and_who_signed(opened):
    detail, signature = FACTS["entry"]
    assert sealed_entries.words(opened[COORDINATOR], detail) == WORDS
    assert sealed_entries.signer(opened[COORDINATOR], HASH, decode(signature)) == PEER
    assert sealed_entries.signer(opened[COORDINATOR], bytes(32), decode(signature)) is None


def test_both_kits_open_what_they_should(opened):
    store = READ.header.anchors.store
    kit_a, kit_b = (recovery.from_words(name, " ".join(FACTS[key])) for name, key in (
        (recovery.KIT_A, "kit_a"), (recovery.KIT_B, "kit_b")))
    assert (kit_a.mark, kit_a.code(store)) == (FACTS["mark_a"], FACTS["code_a"])
    assert recovery.read(recovery.KIT_A, FACTS["code_a"], store) == kit_a
    assert kits.open_a(READ.header, kit_a).store_key == decode(FACTS["store_key"])
    assert kits.open_b(READ.header, kit_b).role_privates == opened[COORDINATOR].role_privates
    assert sealing.unseal_with_kit(opened[ADMIN], kit_b, HERE, decode(FACTS["note"])).body == BODY
